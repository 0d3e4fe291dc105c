"""Numbers that belong to somebody: telephones, cards, social security and tax numbers."""

from __future__ import annotations

import re

from conductor_desktop.storage.rules import Mark, Rule, substitute

_ALONE = r"(?<![\w.\-/+#])"
_ENDS = r"(?![\w\-/]|\.\d)"
_PHONE = re.compile(
    rf"(?:{_ALONE}()(?:\+?1[ .\-])?(?:\(\d{{3}}\)[ ]?|\d{{3}}[ .\-])\d{{3}}[ .\-]\d{{4}}{_ENDS}"
    rf"|(?<![\w.\-/+#(])()\+[1-9]\d{{0,2}}(?:[ .\-]?\(?\d{{1,4}}\)?){{2,5}}{_ENDS})"
)
_TAX = re.compile(rf"{_ALONE}()(?:\d{{3}}-\d{{2}}-\d{{4}}|\d{{2}}-\d{{7}}){_ENDS}")
_CARD = re.compile(rf"{_ALONE}[3-6]\d{{3}}(?:[ \-]?\d){{9,15}}{_ENDS}")
_FEWEST_OF_A_PHONE = 8


def _phones(text: str, mark: Mark) -> tuple[str, int]:
    changed = 0

    def put(match: re.Match[str]) -> str:
        nonlocal changed
        digits = "".join(filter(str.isdigit, match[0]))
        if len(digits) < _FEWEST_OF_A_PHONE:
            return match[0]
        changed += 1
        return mark("phone", digits)

    return _PHONE.sub(put, text), changed


def _cards(text: str, mark: Mark) -> tuple[str, int]:
    changed = 0

    def put(match: re.Match[str]) -> str:
        nonlocal changed
        digits = "".join(filter(str.isdigit, match[0]))
        if not _adds_up(digits):
            return match[0]
        changed += 1
        return mark("card", digits)

    return _CARD.sub(put, text), changed


def _adds_up(digits: str) -> bool:
    """The check that every card's number passes, and of other numbers one in ten."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


NUMBER_RULES: tuple[Rule, ...] = (
    Rule("card number", _cards, shapes=(b"0000000000000", b"000 0000", b"0-0000")),
    Rule("tax number", substitute(_TAX, "taxnumber"), shapes=(b"0-0000",)),
    Rule("telephone", _phones, (b"+",), (b"0-0000", b"000 0000", b"000.0000")),
)
