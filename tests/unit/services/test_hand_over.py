"""Whether opening a connection file would reach Intuit's Web Connector, on PCs of every kind."""

from __future__ import annotations

from typing import Any

import pytest

from conductor_desktop.services.hand_over import (
    STEPS_BY_HAND,
    HandOverProblem,
    make_sure_of_web_connector,
    open_web_connector,
)
from conductor_desktop.workstation.facts import SystemFacts
from tests.helpers.web_connector_pc import PROGRAM, web_connector, web_connector_pc


def quickbooks(*, elevated: bool) -> dict[str, Any]:
    return {"name": "QBW.EXE", "pid": 1, "session": 1, "elevated": elevated}


def problem(**pc: Any) -> HandOverProblem:
    with pytest.raises(HandOverProblem) as raised:
        make_sure_of_web_connector(web_connector_pc(**pc))
    return raised.value


@pytest.mark.parametrize(
    "pc",
    [
        {},
        {"opens_qwc": PROGRAM.upper()},
        {"signer": None},
        {"signer": None, "opens_qwc": r"c:\PROGRAM FILES\Intuit\.\QBWebConnector.exe"},
        {"running": None},
        {"running": [quickbooks(elevated=True)]},
    ],
)
def test_the_web_connector_of_this_pc_is_opened(pc: dict[str, Any]) -> None:
    assert make_sure_of_web_connector(web_connector_pc(**pc)) is False


@pytest.mark.parametrize(
    "running",
    [
        [web_connector()],
        [web_connector(elevated=None)],
        [web_connector(), web_connector(pid=7000, session=2)],
    ],
)
def test_one_that_runs_already_is_told(running: list[dict[str, Any]]) -> None:
    assert make_sure_of_web_connector(web_connector_pc(running=running)) is True


# What is wrong with the PC, what the title says, and whether adding by hand is a way.
PROBLEMS: dict[str, tuple[dict[str, Any], str, bool]] = {
    "not installed": ({"installed": False, "opens_qwc": None}, "is missing", False),
    "not installed, taken over": (
        {"installed": False, "opens_qwc": r"C:\Windows\System32\notepad.exe"},
        "is missing",
        False,
    ),
    "no association": ({"opens_qwc": None}, "Nothing opens connection files", True),
    "another program": (
        {"opens_qwc": r"C:\Program Files\Notepad++\notepad++.exe"},
        "Another program",
        True,
    ),
    "a look-alike": ({"opens_qwc": rf"{PROGRAM}.bat"}, "Another program", True),
    "a longer name": (
        {"opens_qwc": r"C:\Intuit\MyQBWebConnector.exe"},
        "Another program",
        True,
    ),
    "a folder called so": (
        {"opens_qwc": r"C:\QBWebConnector.exe\evil.exe"},
        "Another program",
        True,
    ),
    "could not tell": ({"can_tell_association": False}, "Not sure", True),
    "where programs are is not known": (
        {"installed": False, "opens_qwc": None, "environment": {}},
        "Nothing opens connection files",
        True,
    ),
    "signed by somebody else": ({"signer": "Evil Ltd"}, "not Intuit’s", False),
    "signed by somebody who names Intuit": ({"signer": "Not Intuit Ltd"}, "not Intuit’s", False),
    "signed by a longer name": ({"signer": "Intuitive Ltd"}, "not Intuit’s", False),
    "nobody can tell who signed it, and anybody could have put it there": (
        {"opens_qwc": r"D:\Intuit\QBWebConnector.exe"},
        "Not sure whose",
        True,
    ),
    "it only seems to be among the programs": (
        {"opens_qwc": r"C:\Program Files\..\Users\zoe\QBWebConnector.exe"},
        "Not sure whose",
        True,
    ),
    "its folder only begins like that of programs": (
        {"opens_qwc": r"C:\Program Files 2\QBWebConnector.exe"},
        "Not sure whose",
        True,
    ),
    "where it is was not said": ({"opens_qwc": "QBWebConnector.exe"}, "Not sure whose", True),
    "where programs are is not known, nor who signed it": (
        {"signer": None, "environment": {}},
        "Not sure whose",
        True,
    ),
    "not signed": ({"signer": None, "seal": "unsigned"}, "not Intuit’s", False),
    "changed after it was signed": ({"seal": "broken"}, "not Intuit’s", False),
    "we are administrator": ({"elevated": True}, "Conductor Desktop runs as admin", True),
    "it is administrator": (
        {"running": [web_connector(elevated=True)]},
        "The Web Connector runs as admin",
        False,
    ),
    "it and QuickBooks are administrator": (
        {"running": [web_connector(elevated=True), quickbooks(elevated=True)]},
        "The Web Connector runs as admin",
        True,
    ),
    "it is administrator, QuickBooks is not": (
        {"running": [web_connector(elevated=True), quickbooks(elevated=False)]},
        "The Web Connector runs as admin",
        False,
    ),
    "another Windows user": ({"running": [web_connector(session=2)]}, "for somebody else", True),
}


@pytest.mark.parametrize("kind", PROBLEMS)
def test_otherwise_it_is_said_what_to_do(kind: str) -> None:
    pc, title, by_hand = PROBLEMS[kind]
    said = problem(**pc)
    assert title in said.title
    assert said.by_hand is by_hand
    assert len(said.title.split()) <= 8
    for sentence in (said.explanation, said.next_step):
        assert sentence.endswith(".")
        assert "_" not in sentence


def test_the_other_program_is_named_without_its_folder() -> None:
    said = problem(opens_qwc=r"C:\Users\zoe\Notepad++\notepad++.exe")
    assert "“notepad++.exe”" in said.explanation
    assert "zoe" not in str(said)


def test_who_signed_it_is_told_to_support() -> None:
    assert problem(signer="Evil Ltd").details == {"reason": "QBWebConnector.exe: valid, Evil Ltd"}


def test_elsewhere_than_on_windows_there_is_nothing_to_do_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pc = web_connector_pc()
    monkeypatch.setattr(pc, "system", lambda: SystemFacts(is_windows=False, caption="macOS"))
    with pytest.raises(HandOverProblem, match="Windows only") as raised:
        make_sure_of_web_connector(pc)
    assert not raised.value.by_hand


def test_the_steps_by_hand_are_short() -> None:
    assert all(len(step.split()) <= 20 for step in STEPS_BY_HAND)


@pytest.mark.parametrize(
    ("pc", "opened"),
    [
        ({}, True),
        ({"opens_qwc": None}, True),  # which program opens a file does not matter here
        ({"signer": None}, True),  # it is where only administrators write
        ({"installed": False}, False),
        ({"signer": "Somebody Else, Inc."}, False),
        ({"seal": "broken"}, False),
        ({"elevated": True}, False),
    ],
)
def test_intuits_own_web_connector_is_opened_by_itself_and_no_other(
    pc: dict[str, Any], opened: bool
) -> None:
    assert open_web_connector(web_connector_pc(**pc)) is opened
