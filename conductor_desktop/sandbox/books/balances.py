"""What each customer owes: added up once, then kept up to date with what is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

_PIECE = 32


@dataclass(frozen=True)
class Debt:
    """What one invoice adds to its customer's balance, in cents of its currency."""

    customer_id: str | None
    cents: int


class Balances:
    """``of`` is the exact sum of ``balanceRemaining`` over a customer's own invoices.

    Pending invoices count like all others. The computed invoices, which never change, are added
    up piece by piece (``step``) when somebody first asks; what is written comes on top.
    """

    def __init__(self, debt: Callable[[int], Debt], count: int) -> None:
        self._debt = debt
        self._count = count
        self._added_up = 0
        self._computed: Counter[str | None] = Counter()
        self._written: Counter[str | None] = Counter()

    @property
    def is_complete(self) -> bool:
        return self._added_up == self._count

    def step(self) -> None:
        """A piece of the sum, small enough that nobody has to wait for it."""
        stop = min(self._added_up + _PIECE, self._count)
        for number in range(self._added_up, stop):
            debt = self._debt(number)
            self._computed[debt.customer_id] += debt.cents
        self._added_up = stop

    def of(self, customer_id: str) -> int:
        """In cents. Adds up what is left to add up."""
        while not self.is_complete:
            self.step()
        return self._computed[customer_id] + self._written[customer_id]

    def change(self, before: Debt | None, after: Debt) -> None:
        """An invoice was written; ``before`` is what it was until now, if it was there."""
        if before is not None:
            self._written[before.customer_id] -= before.cents
        self._written[after.customer_id] += after.cents
