"""What is unusual about a good file is a sentence; what may go wrong because of it wants a look."""

from __future__ import annotations

import pytest

from conductor_desktop.workstation.qwc import read_qwc
from conductor_desktop.workstation.qwc.notes import Note, is_added, notes_on
from tests.unit.workstation.qwc_file import ALLOWED, qwc

PLAIN = {"AppSupport": "https://qbwc.conductor.is/help"}


def notes(
    *, added: tuple[str, ...] = (), age_days: float = 0.0, extra: str = "", **changes: str
) -> tuple[Note, ...]:
    file = read_qwc(qwc(extra=extra, **(PLAIN | changes)), ALLOWED)
    return notes_on(file, added=added, age_days=age_days)


def test_about_a_usual_file_there_is_nothing_to_say() -> None:
    assert notes(added=("Another Service",), age_days=6.9) == ()


@pytest.mark.parametrize(
    ("changes", "words", "wants_a_look"),
    [
        ({"IsReadOnly": "true"}, "QBWC1080", True),
        ({"UnattendedModePref": "umpRequired"}, "“Yes, always”", False),
        ({"Scheduler": "<RunEveryNSeconds>59</RunEveryNSeconds>"}, "every 59 seconds", False),
        ({"AppSupport": "https://docs.conductor.is/"}, "docs.conductor.is", False),
        ({"extra": "<Colour/><Shape/>"}, "Colour, Shape.", False),
    ],
)
def test_each_has_its_sentence(changes: dict[str, str], words: str, wants_a_look: bool) -> None:
    (note,) = notes(**changes)  # type: ignore[arg-type]
    assert words in note.text
    assert note.wants_a_look is wants_a_look


@pytest.mark.parametrize(
    "changes",
    [
        {"IsReadOnly": "false"},
        {"UnattendedModePref": "umpOptional"},
        {"Scheduler": "<RunEveryNSeconds>60</RunEveryNSeconds>"},
        {"Scheduler": "<RunEveryNMinutes>1</RunEveryNMinutes>"},
        {"PersonalDataPref": "pdpOptional"},
    ],
)
def test_what_is_usual_has_none(changes: dict[str, str]) -> None:
    assert notes(**changes) == ()  # type: ignore[arg-type]


def test_an_old_file_may_have_another_password() -> None:
    (note,) = notes(age_days=12.7)
    assert "12 days old" in note.text
    assert note.wants_a_look


@pytest.mark.parametrize("name", ["Conductor", "CONDUCTOR"])
def test_an_application_that_is_there_already_is_replaced_or_skipped(name: str) -> None:
    (asking,) = notes(added=("Other", name))
    assert asking.wants_a_look
    assert "If it asks, replace the old entry" in asking.text
    assert "skip it" in asking.text
    (replacing,) = notes(added=(name,), AppUniqueName="Conductor for Acme")
    assert "without asking" in replacing.text


def test_names_from_a_file_are_cut_short() -> None:
    (note,) = notes(extra=f"<{'a' * 500}/><b/><c/><d/>")
    assert len(note.text) < 120
    assert note.text.endswith("b, c and more.")


def test_what_matters_most_comes_first() -> None:
    said = notes(added=("conductor",), age_days=30, IsReadOnly="true", extra="<Colour/>")
    assert [note.wants_a_look for note in said] == [True, True, True, False]


def test_whether_it_is_added_is_told_by_its_name() -> None:
    file = read_qwc(qwc(AppUniqueName="Unique"), ALLOWED)
    assert is_added(file, ["conductor"])
    assert is_added(file, ["unique"])
    assert not is_added(file, ["Conductor 2", ""])
