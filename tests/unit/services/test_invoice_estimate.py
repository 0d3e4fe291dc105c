"""How long everything will take: said from what was seen, and honest where nothing was."""

from __future__ import annotations

import pytest

from conductor_desktop.services.invoices import busy_estimate

UNKNOWN = (
    "How long QuickBooks will be busy is not known yet. Once the first ones are here, it is said "
    "how long the rest will take."
)


@pytest.mark.parametrize(
    ("total", "pace", "said"),
    [
        (None, None, UNKNOWN),
        (12_000, None, UNKNOWN),
        (12_000, 0.0, UNKNOWN),
        (
            12_000,
            25.0,
            "QuickBooks will be busy for about 8 minutes: there were 12,000 invoices when it was "
            "last asked for everything.",
        ),
        (
            None,
            25.0,
            "How many invoices there are is not known before QuickBooks is asked. At the speed of "
            "the last ones, it will be busy for about 40 seconds with each 1,000.",
        ),
        (
            40,
            25.0,
            "QuickBooks will be busy for a few seconds: there were 40 invoices when it was last "
            "asked for everything.",
        ),
    ],
)
def test_the_estimate(total: int | None, pace: float | None, said: str) -> None:
    assert busy_estimate(total, pace) == said
