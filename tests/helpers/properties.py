"""What examples are made up for: the quick tests try a third of them, and the slow ones the rest.

That is for ``-m "not slow"`` and ``-m slow``, as the one command has them; all are tried without.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

QUICK, SLOW = "not slow", "slow"
PART = 3
FEWEST = 20
# Where Hypothesis keeps what ``@settings`` says; it has no other way to change that later.
SETTINGS = "_hypothesis_internal_use_settings"


def take_time() -> None:
    """On a busy machine an example may take seconds to make up, and that is no failure.

    Before any ``@settings`` is read: those take over what they do not say themselves.
    """
    settings.register_profile(
        "unhurried",
        settings.default,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("unhurried")


def share_examples(items: Iterable[pytest.Item], markers: str) -> None:
    """As ``-m`` wants it, which is ``markers``; before it takes out what is not to be run."""
    if markers not in (QUICK, SLOW):
        return
    properties = [
        item
        for item in items
        if isinstance(item, pytest.Function)
        and is_hypothesis_test(item.obj)
        and not item.get_closest_marker("slow")
    ]
    for test in {item.obj for item in properties}:
        whole: settings = getattr(test, SETTINGS)
        setattr(test, SETTINGS, shared(whole, markers))
    if markers == SLOW:
        for item in properties:
            item.add_marker(pytest.mark.slow)


def shared(whole: settings, markers: str) -> settings:
    """The same examples every time begin with those that the quick tests try."""
    most = whole.max_examples
    some = min(most, max(most // PART, FEWEST))
    if markers == QUICK:
        return settings(whole, max_examples=some)
    return whole if whole.derandomize else settings(whole, max_examples=max(most - some, FEWEST))
