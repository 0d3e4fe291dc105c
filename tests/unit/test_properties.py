"""The quick tests try a property on a third of its examples, and the slow ones on the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.properties import SETTINGS, share_examples

tried: list[int] = []


def tries(request: pytest.FixtureRequest, markers: str, test: Callable[[], None]) -> int:
    """How often ``test`` is tried where only ``markers`` is to be run."""
    item = pytest.Function.from_parent(request.node.parent, name="test", callobj=test)
    share_examples([item], markers)
    assert (item.get_closest_marker("slow") is not None) is (markers == "slow")
    before = len(tried)
    test()
    return len(tried) - before


def a_property(examples: int, derandomize: bool = False) -> Callable[[], None]:
    @settings(max_examples=examples, derandomize=derandomize, database=None, deadline=None)
    @given(st.integers())
    def test(number: int) -> None:
        tried.append(number)

    return test


@pytest.mark.parametrize(
    ("markers", "examples", "expected"),
    [
        ("not slow", 90, 30),
        ("not slow", 30, 20),
        ("not slow", 5, 5),
        ("slow", 90, 60),
        ("slow", 30, 20),
        ("", 90, 90),
        ("not slow and not anything", 90, 90),
    ],
)
def test_some_are_tried_at_once_and_the_rest_later(
    request: pytest.FixtureRequest, markers: str, examples: int, expected: int
) -> None:
    test = a_property(examples)
    assert tries(request, markers, test) == expected


def test_none_is_tried_in_a_hurry() -> None:
    @given(st.integers())
    def test(number: int) -> None:
        """Nothing."""

    kept: settings = getattr(test, SETTINGS)
    assert kept.deadline is None
    assert HealthCheck.too_slow in kept.suppress_health_check


@pytest.mark.parametrize(("markers", "expected"), [("not slow", 30), ("slow", 90)])
def test_those_that_are_the_same_every_time_are_all_tried_later(
    request: pytest.FixtureRequest, markers: str, expected: int
) -> None:
    assert tries(request, markers, a_property(90, derandomize=True)) == expected


def test_what_is_slow_already_is_tried_whole(request: pytest.FixtureRequest) -> None:
    test = a_property(90)
    item = pytest.Function.from_parent(request.node.parent, name="test", callobj=test)
    item.add_marker(pytest.mark.slow)
    share_examples([item], "slow")
    before = len(tried)
    test()
    assert len(tried) - before == 90


def test_what_is_no_property_stays_as_it_is(request: pytest.FixtureRequest) -> None:
    def test() -> None:
        """Nothing."""

    item = pytest.Function.from_parent(request.node.parent, name="test", callobj=test)
    share_examples([item], "slow")
    assert item.get_closest_marker("slow") is None
