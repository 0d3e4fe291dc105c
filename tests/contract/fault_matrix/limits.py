"""Limits of the client that are met soon, for faults that would otherwise take a minute."""

from __future__ import annotations

from dataclasses import replace

from conductor_desktop.conductor.wire import LimitBook, Limits


def scaled(*, read: float, total: float) -> LimitBook:
    def scale(limits: Limits) -> Limits:
        return replace(limits, read=read, total=total)

    usual = LimitBook()
    return LimitBook(
        status=scale(usual.status),
        all_end_users=scale(usual.all_end_users),
        health=scale(usual.health),
        data=scale(usual.data),
    )


SOON_SILENT = scaled(read=0.1, total=30.0)

SILENT_AFTER_PAGES = scaled(read=2.0, total=30.0)
"""For a pass, whose other pages have to come within it."""

SOON_OVERDUE = scaled(read=30.0, total=0.5)
"""Long enough for a request to arrive."""
