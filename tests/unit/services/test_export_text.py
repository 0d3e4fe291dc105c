"""Text from the books, made safe for a spreadsheet."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.services.export.text import (
    CUT_MARK,
    LONGEST_CELL,
    clean,
    defuse,
    fit,
    is_formula,
)
from tests.unit.services.export_books import hostile


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("plain, “typed” and 🌵", "plain, “typed” and 🌵"),
        ("one\r\ntwo\rthree\nfour\tfive", "one\ntwo\nthree\nfour\tfive"),
        ("a\x00b\x1b[31mc\x7f\x85", "a�b�[31mc��"),
        ("abc\u202edef\u2066", "abc�def�"),
        ("half \ud83c and \uffff", "half � and �"),
    ],
)
def test_unwanted_characters_are_seen_to_be_gone(before: str, after: str) -> None:
    assert clean(before) == after


@given(hostile)
def test_a_clean_text_holds_nothing_that_acts(text: str) -> None:
    cleaned = clean(text)
    for character in cleaned:
        assert character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")
    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "=cmd|' /C x'!A0"),
        *("\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\ufeff=1", "\u200b@x", "\tharmless"),
        *("'=1", "''=1", "' -1"),
    ],
)
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert defuse(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "plain", "1-2", "a=b", "'tis", "'", "007", "(1)", "50 %"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert defuse(text) == text


@given(hostile)
def test_taking_the_apostrophe_away_gives_the_text_back(text: str) -> None:
    written = defuse(text)
    assert (written[1:] if is_formula(written) else written) == text


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize("letter", ["a", "ñ", "🌵"])
def test_a_text_that_just_fits_is_kept_and_one_letter_more_is_cut(letter: str) -> None:
    longest = letter * ((LONGEST_CELL - 1) // units(letter))
    assert fit(longest) == longest

    cut = fit(longest + letter)
    assert cut.endswith(CUT_MARK)
    assert longest.startswith(cut.removesuffix(CUT_MARK))
    assert LONGEST_CELL - 3 <= units(cut) < LONGEST_CELL


@given(st.integers(LONGEST_CELL // 2 - 40, LONGEST_CELL // 2 + 40), st.text(max_size=50))
def test_what_fits_is_untouched_and_what_does_not_fits_afterwards(count: int, end: str) -> None:
    text = "🌵" * count + clean(end)
    fitting = fit(text)
    assert units(defuse(fitting)) <= LONGEST_CELL
    assert (fitting == text) == (units(text) < LONGEST_CELL)
