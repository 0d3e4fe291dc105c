"""The faults of one run: who ordered which, and whom each has met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from conductor_desktop.sandbox.faults.catalogue import Fault
from conductor_desktop.sandbox.faults.match import Match
from conductor_desktop.sandbox.faults.scene import Details
from conductor_desktop.sandbox.keys import random_word


@dataclass(frozen=True)
class Order:
    """A fault that was asked for."""

    fault: Fault
    match: Match
    details: Details = field(default_factory=Details)
    id: str = field(default_factory=lambda: f"fault_{random_word()}")


class FaultBoard:
    """The orders in force, oldest first; a request meets the first that wants it."""

    def __init__(self, orders: Iterable[Order] = ()) -> None:
        self._orders: dict[str, Order] = {order.id: order for order in orders}
        self._seen: dict[str, int] = {}

    def add(self, order: Order) -> None:
        self._orders[order.id] = order

    def clear(self) -> None:
        self._orders.clear()
        self._seen.clear()

    def orders(self) -> list[tuple[Order, int]]:
        """Each with how many requests it has met."""
        return [(order, self._met(order)) for order in self._orders.values()]

    def strike(self, method: str, path: str, *, has_cursor: bool) -> Order | None:
        """The order this request meets, if any; every order that it fits has now seen one more."""
        struck: Order | None = None
        for order in self._orders.values():
            if not order.match.fits(method, path, has_cursor=has_cursor):
                continue
            before = self._met(order)
            self._seen[order.id] = self._seen.get(order.id, 0) + 1
            if struck is None and self._met(order) > before:
                struck = order
        return struck

    def _met(self, order: Order) -> int:
        late = max(0, self._seen.get(order.id, 0) - (order.match.nth - 1))
        return late if order.match.count is None else min(late, order.match.count)
