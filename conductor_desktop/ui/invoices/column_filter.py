"""One column's part of the filter, as it is typed below the title of the column.

There is one filter, and it is a text. What stands below a title is a view of the parts that ask of
this column: ``shown_for`` takes them out of the text, ``with_words`` puts others in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conductor_desktop.ui.invoices.columns import POSITIONS, Column, Kind
from conductor_desktop.ui.invoices.conditions import Span, read_condition
from conductor_desktop.ui.invoices.filter_parts import Asked, asked, parts, quoted, unquoted
from conductor_desktop.ui.parts.formats import Formats, one_line

_TOKEN = re.compile(r'="(?:[^"]|"")*"(?!\S)|"(?:[^"]|"")*"(?!\S)|\S+')
_AFTER_SIGN = re.compile(r"(?<!\S)(>=|<=|>|<|=)\s+")
_AROUND_DOTS = re.compile(r"\s*(?:\.\.|–)\s*|(?<=[0-9])\s+-\s+(?=[0-9])")
_SIGNED = re.compile(r"(?P<sign>>=|<=|>|<|=|)(?P<value>.*)")
_DAYS_LATE = re.compile(r"(?:>=|<=|>|<|=|)[0-9]{1,6}(?:(?:-|\.\.)[0-9]{1,6})?")

_LONGEST_TOLD = 12  # it can be read in the field

HINTS = {Kind.TEXT: "Text", Kind.DAY: "2026-03", Kind.MONEY: ">500"}
_HELP = {
    Kind.TEXT: "Words that are in it; =Ana for exactly that, = for none.",
    Kind.DAY: "2026-03-31, a month like 2026-03, >=2026-01, 2026-01..2026-03, or = for none.",
    Kind.MONEY: "500, >500, <=20, 1-30, or = for none.",
}
_HELP_ON_STATUS = "Words like paid or open, or days overdue: 1-30, >60."


@dataclass(frozen=True)
class Typed:
    """What was typed as parts of the filter, or in words why it cannot be that."""

    words: tuple[str, ...] = ()
    problem: str = ""


def hint_for(column: Column) -> str:
    """What stands in the empty field."""
    return "1-30" if column.key == "status" else HINTS[column.kind]


def help_for(column: Column) -> str:
    """What can be typed, in a sentence."""
    return _HELP_ON_STATUS if column.key == "status" else _HELP[column.kind]


def read_typed(column: Column, text: str, formats: Formats) -> Typed:
    """What ``text`` asks of ``column``; nothing when it is blank."""
    text = one_line(text)
    if column.key == "status" and _DAYS_LATE.fullmatch(_joined(text)):
        return _compared(column, _joined(text).split(), formats)
    if column.kind is Kind.TEXT:
        return Typed(tuple(_said(column.key, text)))
    return _compared(column, _joined(text).split(), formats)


def shown_for(column: Column, text: str, formats: Formats) -> str:
    """What of the filter ``text`` stands below the title of ``column``."""
    found = [one for part in parts(text) if (one := _about(column, part, formats)) is not None]
    shown = [_as_typed(column, one) for one in found]
    if len(found) == 1 and found[0].sign == "=" and column.kind is Kind.TEXT:
        value = unquoted(found[0].value)
        return shown[0] if _DAYS_LATE.fullmatch(value) else f"={value}"
    return " ".join(shown)


def with_words(column: Column, text: str, words: Sequence[str], formats: Formats) -> str:
    """The filter ``text`` with ``words`` for what it asks of ``column`` now."""
    all_parts = parts(text)
    mine = [place for place, part in enumerate(all_parts) if _about(column, part, formats)]
    # Before all others if it asked nothing: a sign at the end would take what comes after it.
    first = mine[0] if mine else 0
    others = [part for place, part in enumerate(all_parts) if place not in mine]
    return " ".join([*others[:first], *words, *others[first:]])


def _joined(text: str) -> str:
    return _AROUND_DOTS.sub(lambda gap: "-" if "-" in gap.group() else "..", _signed_on(text))


def _signed_on(text: str) -> str:
    return _AFTER_SIGN.sub(r"\1", text)


def _said(key: str, text: str) -> list[str]:
    tokens = _TOKEN.findall(text)
    if text.startswith("=") and not (len(tokens[0]) > 1 and tokens[0].startswith('="')):
        value = text[1:].strip()
        return [f"{key}={quoted(value) if value else ''}"]
    words = []
    for token in tokens:
        if token.startswith('="'):
            value = unquoted(token[1:])
            words.append(f"{key}={quoted(value) if value else ''}")
        elif (value := unquoted(token)).strip():
            # A quotation mark in the midst of it could find another one later on in the filter.
            is_plain = value == token and '"' not in token
            words.append(f"{key}:{token if is_plain else quoted(value)}")
    return words


def _compared(column: Column, tokens: Sequence[str], formats: Formats) -> Typed:
    words = []
    for token in tokens:
        match = _SIGNED.fullmatch(token)
        sign, value = (match["sign"], match["value"]) if match else ("", token)
        word = f"{column.key}{sign or '='}{value}"
        condition = read_condition(word, formats) if value or sign == "=" else None
        cut = token if len(token) <= _LONGEST_TOLD else f"{token[:_LONGEST_TOLD]}…"
        if condition is None:
            is_day = column.kind is Kind.DAY
            what = "a day. Try 2026-03." if is_day else "an amount. Try >500 or 1-30."
            return Typed(problem=f"“{cut}” is not {what}")
        if isinstance(condition, Span) and condition.is_backwards:
            return Typed(problem=f"Nothing is “{cut}”.")
        words.append(word)
    return Typed(tuple(words))


def _about(column: Column, part: str, formats: Formats) -> Asked | None:
    """``part`` if it asks of ``column``; what is compared without a name is the total."""
    found = asked(part)
    if found is None:
        return None
    if not found.column and column.key == "total":
        is_amount = found.sign != ":" and formats.amount(found.value) is not None
        return found if is_amount else None
    condition = read_condition(part, formats)
    is_about = condition is not None and condition.column == POSITIONS[column.key]
    return found if is_about else None


def _as_typed(column: Column, found: Asked) -> str:
    if column.kind is not Kind.TEXT:
        is_usual = found.value and found.sign in "=:"
        return found.value if is_usual else f"{found.sign}{found.value}"
    is_days = column.key == "status" and found.sign != ":" and _DAYS_LATE.fullmatch(found.value)
    if is_days:
        return found.value if found.sign == "=" else f"{found.sign}{found.value}"
    if found.sign == "=":
        return f"={quoted(unquoted(found.value))}"
    looks_else = found.value[0] == "=" or (
        column.key == "status" and _DAYS_LATE.fullmatch(found.value)
    )
    return quoted(found.value) if looks_else else found.value
