"""The official SDKs of three generations and the app's own client, on one script."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.contract.conformance.clients import NODE_CLIENTS, why_not_here
from tests.contract.conformance.expected import Told, compared
from tests.contract.conformance.parts import Client
from tests.contract.conformance.play import Played, play
from tests.contract.conformance.script import ABSENT, SCRIPT, why_absent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def plays() -> dict[Client, Played]:
    """All clients at the same time, each with a sandbox of its own: most of it is waiting."""
    here = [client for client in Client if why_not_here(client) is None]
    with ThreadPoolExecutor(len(here)) as pool:
        played = pool.map(lambda client: play(client, SCRIPT), here)
        return dict(zip(here, played, strict=True))


def played_by(client: Client, plays: dict[Client, Played]) -> Played:
    """Skips the test of a client that cannot be tried on this machine."""
    if client not in plays:
        pytest.skip(why_not_here(client) or "")
    return plays[client]


@pytest.mark.parametrize("client", Client)
def test_every_step_gives_what_the_script_says(client: Client, plays: dict[Client, Played]) -> None:
    played = played_by(client, plays)
    wrong: dict[str, tuple[Told, Told]] = {}
    for step in SCRIPT:
        if step.name in played.told:
            told, expected = compared(
                step, client, played.told[step.name], played.expected[step.name]
            )
            if told != expected:
                wrong[step.name] = (told, expected)
    assert wrong == {}


@pytest.mark.parametrize("client", NODE_CLIENTS)
def test_the_sdks_say_the_same_to_the_letter(client: Client, plays: dict[Client, Played]) -> None:
    theirs, pythons = played_by(client, plays).told, plays[Client.PYTHON].told
    shared = [step for step in SCRIPT if step.name in theirs and step.name in pythons]
    assert len(shared) > 10
    for step in shared:
        told, python = compared(step, client, theirs[step.name], pythons[step.name])
        assert (step.name, told.value, said(told)) == (step.name, python.value, said(python))


def said(told: Told) -> object:
    """What Conductor said: the class around it is each SDK's own."""
    return told.error and told.error["body"]


def test_every_step_is_played_and_whoever_is_spared_it_has_a_reason() -> None:
    assert len({step.name for step in SCRIPT}) == len(SCRIPT)
    for step in SCRIPT:
        spared = {client: why_absent(step, client) for client in Client}
        assert None in spared.values(), step.name
        assert "" not in spared.values(), step.name
    calls = {step.call for step in SCRIPT}
    assert {call for reasons in ABSENT.values() for call in reasons} <= calls
