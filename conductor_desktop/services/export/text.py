"""Makes what is in the books safe to open in a spreadsheet, without losing what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

LONGEST_CELL = 32_767
"""What one cell of Excel holds, in UTF-16 units; the rest of a longer text would spill over into
cells of its own."""

CUT_MARK = " … [cut]"

_PLACEHOLDER = "\N{REPLACEMENT CHARACTER}"
_LINE_END = re.compile(r"\r\n?")
# What XML cannot hold, terminals obey, or turns the text around it: control characters but tab and
# line feed, half characters, non-characters, and the marks that override the writing direction.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# Spreadsheets skip what cannot be seen, and read the wide forms of East Asia like the narrow ones.
_FORMULA = re.compile(r"'*[\s\ufeff\u200b-\u200f]*[\t\n\r=+\-@＝＋－＠]")


_SHORT = 1000


def are_plain(texts: Sequence[str]) -> bool:
    """Whether surely nothing has to be done with any of ``texts``, found out in no time."""
    # Nothing of what is unwanted is printable, and neither are line ends.
    return max(map(len, texts), default=0) < _SHORT and "".join(texts).isprintable()


def plain_amount(amount: Decimal) -> str:
    """``amount`` with all its digits and a point.

    The sign of "-0.00" means nothing, and would look like something.
    """
    text = str(amount)  # half the time of formatting it
    return text if amount and "E" not in text else format(amount or amount.copy_abs(), "f")


def clean(text: str) -> str:
    """``text`` with line feeds for line ends, and a visible mark for each unwanted character."""
    return _UNWANTED.sub(_PLACEHOLDER, _LINE_END.sub("\n", text))


def fit(text: str) -> str:
    """``text`` if a cell holds it and an apostrophe, else its beginning and ``CUT_MARK``."""
    room = LONGEST_CELL - 1
    if len(text) * 2 <= room:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= room * 2:
        return text
    kept = units[: (room - len(CUT_MARK)) * 2]
    return kept.decode("utf-16-le", errors="ignore") + CUT_MARK


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take ``text`` for something to work out."""
    return not text[:1].isalnum() and _FORMULA.match(text) is not None


def has_formula(texts: Sequence[str]) -> bool:
    """Whether one of them could be; looked at together, for hardly ever one is."""
    beginnings = "".join([text[0] for text in texts if text])
    return not beginnings.isalnum() and any(map(is_formula, texts))


def defuse(text: str) -> str:
    """``text``, behind an apostrophe when a spreadsheet could take it for a formula.

    A text that starts with apostrophes and then a formula gets one more, so that taking one away
    always gives the text back.
    """
    return f"'{text}" if is_formula(text) else text
