"""How fast invoices come, and how long the rest will take at that speed."""

from __future__ import annotations

from collections.abc import Callable

from conductor_desktop.conductor.wording import in_words

_SHORTEST = 5.0


def left_in_words(seconds: float | None) -> str:
    """ "about 8 minutes"; empty when nobody can say, or when saying it takes as long."""
    return "" if seconds is None or seconds < _SHORTEST else f"about {in_words(seconds, round)}"


class Pace:
    """Of one pass. ``clock`` counts seconds.

    The first page may have had to wait for QuickBooks to be started, so once there are more it
    does not count.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began = clock()
        self._first: tuple[int, float] | None = None

    def seconds_left(self, loaded: int, remaining: int | None) -> float | None:
        """For ``remaining`` more, with ``loaded`` here now; ``None`` when nobody can say.

        To be asked once for each page.
        """
        now = self._clock()
        counted, since = self._first or (0, self._began)
        if self._first is None:
            self._first = (loaded, now)
        if remaining == 0:
            return 0.0
        if remaining is None or loaded <= counted:
            return None
        return remaining * (now - since) / (loaded - counted)
