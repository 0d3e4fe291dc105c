"""One code has one spelling, however it was written."""

from __future__ import annotations

import re

_HEXADECIMAL = re.compile(r"(?:0x|&h)?(?:f{8})?(8[0-9a-f]{7})l?", re.IGNORECASE)
_DECIMAL = re.compile(r"[-\u2212\u2013]?[0-9]{10}")  # with any of the signs that text programs make
_WEB_CONNECTOR = re.compile(r"QBWC[\s_:#-]{0,3}([0-9]{4})", re.IGNORECASE)
_TOO_SHORT = re.compile(r"(?:0x|&h)(8[0-9a-f]{4,6})", re.IGNORECASE)
_LONGEST = 80
# What stands for a digit in a code that was typed from a picture, or read out of one.
_LOOKALIKES = str.maketrans("OoIil|SsZz", "0011115522")
_FULL_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})


def spelling(code: str) -> str:
    """What ``code`` is looked up by; whatever is no code is its own words in capital letters."""
    word = "-".join(code[:_LONGEST].split())
    if found := _HEXADECIMAL.fullmatch(word):
        return f"0x{found[1].upper()}"
    if _DECIMAL.fullmatch(word):
        return hexadecimal(int(re.sub(r"[^0-9]", "-", word[0]) + word[1:])) or word
    if found := _WEB_CONNECTOR.fullmatch(word):
        return f"QBWC{found[1]}"
    if found := _TOO_SHORT.fullmatch(word):
        return f"0x{found[1].upper()}"
    return word.upper()


def digits(lookalikes: str) -> str:
    """``lookalikes`` with the letters that look like a digit as that digit."""
    return lookalikes.translate(_LOOKALIKES)


def half_width(text: str) -> str:
    """``text`` with the wide letters and digits of East Asian keyboards as the usual ones."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def hexadecimal(number: int) -> str | None:
    """How QuickBooks writes ``number``, signed or not; ``None`` when it is no error of Windows."""
    unsigned = number + (1 << 32) if number < 0 else number
    return f"0x{unsigned:08X}" if 0x80000000 <= unsigned <= 0x8FFFFFFF else None


def decimal(code: str) -> int | None:
    """The signed number that some programs show for a code that begins with 0x8."""
    return int(code, 16) - (1 << 32) if code.startswith("0x8") else None
