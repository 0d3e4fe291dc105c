"""A day as it is drawn: no more parts than can be told apart, and trouble never too thin to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from conductor_desktop.services.history.standing import Span, Standing

SLOTS = 48
"""Half hours, which is about what a screen shows of a day."""


@dataclass(frozen=True)
class Stripe:
    """A part of a day that is drawn in one way, from slot ``first`` to before slot ``last``."""

    standing: Standing
    first: int
    last: int


def outline(spans: Sequence[Span], begin: datetime, end: datetime) -> tuple[Stripe, ...]:
    """``spans``, in order, within the whole day from ``begin`` to ``end``.

    A slot that was down for however short is drawn so, and any other as it was for the most part.
    """
    slot = (end - begin) / SLOTS
    times: list[dict[Standing, timedelta]] = [{} for _ in range(SLOTS)]
    for span in spans:
        at = span.begin
        while at < span.end:
            number = min(SLOTS - 1, (at - begin) // slot)
            until = span.end if number == SLOTS - 1 else min(span.end, begin + slot * (number + 1))
            until = until if until > at else span.end  # slots are rounded to microseconds
            times[number][span.standing] = (
                times[number].get(span.standing, timedelta()) + until - at
            )
            at = until
    stripes: list[Stripe] = []
    for number, found in enumerate(times):
        if found:
            _add(stripes, number, _most(found))
    return tuple(stripes)


def _most(found: dict[Standing, timedelta]) -> Standing:
    return Standing.DOWN if Standing.DOWN in found else max(found, key=lambda one: found[one])


def _add(stripes: list[Stripe], number: int, standing: Standing) -> None:
    first = number
    if stripes and (stripes[-1].standing, stripes[-1].last) == (standing, number):
        first = stripes.pop().first
    stripes.append(Stripe(standing, first, number + 1))
