"""qbXML requests answered without a server, for tests of what they mean."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

from conductor_desktop.sandbox.books.facts import PC_ZONE
from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.qbxml.answers import Desk
from conductor_desktop.sandbox.qbxml.lists import Lists
from conductor_desktop.sandbox.qbxml.requests import answer

NOON = dt.datetime(2025, 6, 18, 12, 0, tzinfo=PC_ZONE)


def ask(ledger: Ledger, name: str, **elements: object) -> list[dict[str, Any]]:
    """The objects that a request is answered with."""
    desk = Desk(ledger, Lists(ledger.customers), "Made-up Co.", NOON)
    return list(asyncio.run(answer(desk, f"{name}Rq", elements)).objects)


def write(ledger: Ledger, name: str, **elements: object) -> dict[str, Any]:
    """The one object that an add or a mod leaves behind."""
    [ret] = ask(ledger, name, **{name: elements})
    return ret
