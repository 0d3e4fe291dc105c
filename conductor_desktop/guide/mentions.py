"""Finds what looks like a code in any text, each pattern in one pass.

A number alone is nearly never a code: it counts where only codes stand, or when it is all there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from conductor_desktop.guide.spelling import digits, hexadecimal, spelling

_LONGEST_CODE = 60
_AROUND = " \t\r\n\0\"'`“”‘’«»()[]{}<>.,;:!?*#"


class Mention(NamedTuple):
    """Something that may be a code. ``sure``: it is one, even if nobody knows what it means.

    ``guessed``: letters of it were read as the digits that they look like.
    """

    position: int
    code: str
    sure: bool
    guessed: bool = False


def mentions_alone(text: str) -> Iterator[Mention]:
    """What ``text`` may be when it is one code and nothing else."""
    if len(text) > 2 * _LONGEST_CODE:
        return
    word = text.strip(_AROUND)
    is_number = re.fullmatch("[0-9]{1,4}", word) is not None
    yield Mention(0, word, is_number or spelling(word).startswith("0x8"))
    if is_number:  # whoever reads QBWC1012 aloud may leave the letters out
        yield Mention(0, f"QBWC{word}", False)


def mentions_within(text: str) -> Iterator[Mention]:
    """Everything in ``text`` that may be a code, where it stands first."""
    for pattern in _PATTERNS:
        seen = set[tuple[str, bool]]()
        for found in pattern.expression.finditer(text):
            # Two lines of a log may be written without a break, so that a digit follows.
            glued = bool(pattern.expression.groups > 1 and found[2])
            if (found[1], glued) in seen:
                continue
            seen.add((found[1], glued))
            code = pattern.code(found[1])
            if code is not None:
                yield Mention(found.start(), code, pattern.sure and not glued, pattern.guesses)


class _Pattern(NamedTuple):
    expression: re.Pattern[str]
    """Its first group holds the code, a second one the character that follows without a break."""
    code: Callable[[str], str | None]
    sure: bool
    guesses: bool = False


def _pattern(
    expression: str, code: Callable[[str], str | None], *, sure: bool, guesses: bool = False
) -> _Pattern:
    return _Pattern(re.compile(expression, re.IGNORECASE | re.ASCII), code, sure, guesses)


def _name(word: str) -> str | None:
    return word if "_" in word or word.isupper() else None


def _web_connector(lookalikes: str) -> str | None:
    meant = digits(lookalikes)
    return None if meant == lookalikes else f"QBWC{meant}"


def _access(lookalikes: str) -> str | None:
    # A B may stand for an 8 anywhere, but only in the first place it has to.
    meant = re.sub("^(?:[0o]x)?[8b]", "0x8", digits(lookalikes), flags=re.IGNORECASE)
    is_hexadecimal = re.fullmatch("0x8[0-9a-f]{7}", meant, re.IGNORECASE)
    is_as_written = meant.lower().endswith(lookalikes.lower())
    return spelling(meant) if is_hexadecimal and not is_as_written else None


_GLUED = "(?=([0-9a-z])?)"
_PATTERNS = (
    _pattern(rf"QBWC[\s_:#-]{{0,3}}([0-9]{{4}}){_GLUED}", "QBWC{}".format, sure=True),
    _pattern(rf"(?:0x|&h)(?:f{{8}})?(8[0-9a-f]{{7}})l?{_GLUED}", spelling, sure=True),
    # Without 0x it may be the number of anything, such as a record of QuickBooks (80000001-12…).
    _pattern(
        r"(?<![0-9a-z_.,-])(8[0-9a-f]{7})(?![0-9a-z_]|[-.,][0-9])",
        spelling,
        sure=False,
    ),
    _pattern(
        r"(?<![0-9a-z])[-\u2212\u2013](2[0-9]{9})(?![0-9]|[.,][0-9])",
        lambda number: hexadecimal(-int(number)),
        sure=False,
    ),
    _pattern(r"(?<![a-z])statusCode\s{0,3}=\s{0,3}\\?[\"']([0-9]{1,4})(?![0-9])", str, sure=True),
    _pattern(
        r"integrationCode[\\\"']{0,4}\s{0,3}[:=]\s{0,3}[\\\"']{0,4}([0-9]{1,4})(?![0-9a-z])",
        str,
        sure=True,
    ),
    _pattern(r"QBD Request Error \(([0-9]{1,4})\)", str, sure=True),
    # From 1000 on, because below it is more often the status of a web page.
    _pattern(
        r"(?:error|status)(?:[\s_-]?code)?[\s:#=(]{1,4}([1-9][0-9]{3})(?![0-9a-z]|[-.,/][0-9])",
        str,
        sure=False,
    ),
    _pattern(r"(?<![0-9a-z_])([a-z][0-9a-z_]{5,59})(?![0-9a-z_])", _name, sure=False),
    # With a digit too few.
    _pattern(r"QBWC-?([0-9]{3})(?![0-9a-z])", "QBWC{}".format, sure=True),
    _pattern(r"((?:0x|&h)8[0-9a-f]{4,6})(?![0-9a-z])", spelling, sure=True),
    # With letters for digits, as in a picture that was read by a program or by tired eyes.
    _pattern(
        r"QBWC[\s_:#-]{0,3}((?=[a-z|]{0,2}[0-9])[0-9oilsz|]{4})(?![0-9a-z|])",
        _web_connector,
        sure=True,
        guesses=True,
    ),
    _pattern(
        r"(?<![0-9a-z])([0o]x[8b][0o]{2}[0-9a-foilsz|]{5})(?![0-9a-z_|])",
        _access,
        sure=True,
        guesses=True,
    ),
    _pattern(
        r"(?<![0-9a-z_.,-])([8b][0o]{2}[0-9a-foilsz|]{5})(?![0-9a-z_|]|[-.,][0-9])",
        _access,
        sure=False,
        guesses=True,
    ),
)
