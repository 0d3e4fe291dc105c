"""That the network changes is noticed with the looks at this PC."""

from __future__ import annotations

import pytest

from conductor_desktop.services.connection.watch import Question
from conductor_desktop.ui.connection.asking import Asking, PcAnswer
from conductor_desktop.ui.tasks import Task
from conductor_desktop.work import CancelToken
from tests.ui.connection.fakes import FakeChecks, result

HOME, OFFICE, NONE = frozenset({"192.168.1.5"}), frozenset({"10.0.0.7"}), frozenset[str]()


class Pc:
    """A PC that is carried about."""

    def __init__(self) -> None:
        self.now = 0.0
        self.network: frozenset[str] = HOME
        self.asking = Asking(
            lambda: None,
            lambda: FakeChecks(result()),
            network=lambda: self.network,
            clock=lambda: self.now,
        )

    def look(self, network: frozenset[str], after: float) -> bool:
        self.network, self.now = network, self.now + after
        answer = self.asking.work(Question.PC)(Task(CancelToken(), lambda _value: None))
        assert isinstance(answer, PcAnswer)
        return answer.network_changed


@pytest.fixture
def pc() -> Pc:
    return Pc()


def test_at_first_there_is_nothing_to_compare_with(pc: Pc) -> None:
    assert not pc.look(HOME, 15)
    assert not pc.look(HOME, 15)


@pytest.mark.parametrize("network", [OFFICE, NONE, HOME | OFFICE])
def test_another_address_is_a_change_and_told_once(pc: Pc, network: frozenset[str]) -> None:
    pc.look(HOME, 15)
    assert pc.look(network, 15)
    assert not pc.look(network, 15)
    assert pc.look(HOME, 15)


def test_after_sleep_or_a_pause_it_is_no_news(pc: Pc) -> None:
    pc.look(HOME, 15)
    assert not pc.look(OFFICE, 8 * 3600)
    assert pc.look(HOME, 15)
