"""How long QuickBooks will be busy with all invoices, from what has been seen of it."""

from __future__ import annotations

from conductor_desktop.conductor.wording import in_words

_SAMPLE = 1000
_SHORT = 5.0


def busy_estimate(total: int | None, pace: float | None) -> str:
    """A sentence or two. ``total`` is how many invoices there are and ``pace`` how many come in a
    second; ``None`` where that has not been seen.
    """
    if pace is None or pace <= 0:
        return (
            "How long QuickBooks will be busy is not known yet. Once the first ones are here, it "
            "is said how long the rest will take."
        )
    if total is not None:
        return (
            f"QuickBooks will be busy for {_words(total / pace)}: there were {total:,} invoices "
            "when it was last asked for everything."
        )
    return (
        "How many invoices there are is not known before QuickBooks is asked. At the speed of the "
        f"last ones, it will be busy for {_words(_SAMPLE / pace)} with each {_SAMPLE:,}."
    )


def _words(seconds: float) -> str:
    return "a few seconds" if seconds < _SHORT else f"about {in_words(seconds, round)}"
