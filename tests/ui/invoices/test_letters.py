"""A word of letters is found in the same rows as by looking through each text."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from conductor_desktop.ui.invoices.letters import LetterWords
from conductor_desktop.ui.parts.formats import fold

words = st.sampled_from(
    ["Ana", "Élan", "straße", "x²y", "١٢ab", "ab_c", "株式", "no", "o", "\u0345"]
)
texts = st.lists(st.one_of(words, st.text(max_size=6), st.just("INV-10"), st.just("1,234.50")))
rows = st.lists(st.lists(texts.map("\n".join).map(fold), max_size=8), max_size=4)


@given(rows, st.one_of(words, st.text(max_size=3)).map(fold))
@example([["ab", "a b"], ["a1b"]], "ab")
def test_as_by_looking_through_each_text(pages: list[list[str]], word: str) -> None:
    letters = LetterWords()
    for page in pages:
        letters.add(page)
    found = letters.having(word)
    if found is None:
        assert not word.isalpha()
    else:
        assert found == [word in text for page in pages for text in page]


def test_where_every_row_has_words_of_its_own_only_the_texts_can_tell() -> None:
    letters = LetterWords()
    few, many = ["the same words"] * 10_000, [_word(n) for n in range(10_000)]
    letters.add(few)
    assert letters.having("same") == [True] * 10_000
    letters.add(many)
    assert letters.having("same") is None
    letters.add(few)
    assert letters.having("same") is None


def _word(number: int) -> str:
    """Another one for each number."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
