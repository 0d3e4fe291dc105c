"""Other people's texts, and lengths of time."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.conductor.wording import in_words, plain_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("  a \n\t b ", "a b"), ("", ""), ("\ud800", ""), ("ä“”…", "ä“”…"), ("\u2066x\u2069", "x")],
)
def test_text_is_made_fit_to_show(text: str, shown: str) -> None:
    assert plain_text(text) == shown


def test_a_text_that_just_fits_is_not_cut() -> None:
    assert plain_text("x" * 10, 10) == "x" * 10
    assert plain_text("x" * 11, 10) == "x" * 9 + "…"


@given(st.text(alphabet=st.characters(codec="utf-16", categories=None)), st.integers(1, 50))
def test_no_text_has_more_than_one_bounded_line(text: str, longest: int) -> None:
    shown = plain_text(text, longest)
    assert len(shown) <= longest
    assert not any(unicodedata.category(character).startswith("C") for character in shown)
    assert shown == " ".join(shown.split())


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 second"),
        (2.0, "2 seconds"),
        (90.0, "90 seconds"),
        (90.5, "2 minutes"),
        (299.7, "5 minutes"),
        (3600.0, "60 minutes"),
    ],
)
def test_lengths_of_time_are_rounded_up(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
