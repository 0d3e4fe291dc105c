"""The words of every error, for a bookkeeper."""

from __future__ import annotations

import re

import pytest

from conductor_desktop.conductor.errors import (
    ClockWrong,
    ConductorError,
    ConnectionNotActive,
    ConnectionNotSetUp,
    CursorLost,
    EndUserNotFound,
    KeyRejected,
    NotPermitted,
    Offline,
    OfflineKind,
    QuickBooksProblem,
    QuickBooksTimeout,
    RequestRefused,
    UnexpectedAnswer,
)
from conductor_desktop.errors import Owner
from conductor_desktop.guide.book import guide

NAMED_CODES = [
    "0x80040414",
    "0x8004040A",
    "0x80040420",
    "0x8004041A",
    "0x80040408",
    "0x80040424",
    "0x80040403",
    "0x80040416",
    "0x8004041D",
    "0x80040154",
    "500",
]

ERRORS: list[ConductorError] = [
    *(Offline(kind) for kind in OfflineKind),
    *(QuickBooksProblem(code) for code in [None, *NAMED_CODES]),
    ClockWrong(86_400.0),
    KeyRejected(key_hint="…4f2a"),
    NotPermitted(key_hint="…4f2a"),
    EndUserNotFound(),
    ConnectionNotSetUp(),
    ConnectionNotActive(),
    QuickBooksTimeout(),
    RequestRefused(),
    UnexpectedAnswer("it is incomplete", field="data[0].id"),
    CursorLost(),
]

# What a bookkeeper must never meet.
_API_WORDS = re.compile(
    r"\b(API|HTTP|JSON|URL|cursor|endpoint|status code|EndUser|exception|null|TLS|SSL|DNS)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.title)
def test_every_error_is_three_whole_plain_texts(error: ConductorError) -> None:
    assert 2 <= len(error.title.split()) <= 7
    assert not error.title.endswith(".")
    for sentence in (error.explanation, error.next_step):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert not _API_WORDS.search(sentence), sentence


@pytest.mark.parametrize(
    ("code", "words", "owner"),
    [
        ("0x80040414", "window", Owner.YOU),
        ("0x8004040A", "different company file", Owner.YOU),
        ("0x80040420", "answered No", Owner.QUICKBOOKS_ADMIN),
        ("0x8004041A", "no permission", Owner.QUICKBOOKS_ADMIN),
        ("0x80040408", "starting it from outside did not work", Owner.YOU),
        ("0x80040424", "not ready yet", None),
        ("3260", "may not see or do", Owner.QUICKBOOKS_ADMIN),
        ("QBWC1039", "second line", Owner.VENDOR),
    ],
)
def test_codes_have_their_own_sentence(code: str, words: str, owner: Owner | None) -> None:
    error = QuickBooksProblem(code)
    assert words in error.explanation
    assert error.advice.owner is owner


@pytest.mark.parametrize("spelling", ["0x8004040a", "0X8004040A", " 0x8004040A ", "-2147220470"])
def test_the_spelling_of_a_code_does_not_matter(spelling: str) -> None:
    assert QuickBooksProblem(spelling).advice is guide().entry("0x8004040A")


@pytest.mark.parametrize("code", [None, "", "0x80049999", "nonsense"])
def test_an_unknown_code_gets_general_advice(code: str | None) -> None:
    assert QuickBooksProblem(code).title == "QuickBooks reported a problem"


def test_what_conductor_says_replaces_the_explanation_not_the_next_step() -> None:
    error = QuickBooksProblem("0x80040414", "Somebody left a window open.")
    assert error.explanation == "Somebody left a window open."
    assert error.next_step == guide().entry("0x80040414").next_step


@pytest.mark.parametrize("kind", [KeyRejected, NotPermitted])
def test_the_key_in_question_is_told_by_its_end(kind: type[KeyRejected]) -> None:
    assert "…4f2a" in kind(key_hint="…4f2a").explanation
    assert "It is the key" not in kind().explanation
