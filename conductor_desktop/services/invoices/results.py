"""What reading invoices gives: page by page while it goes on, and in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from conductor_desktop.conductor.models import InvoiceRow, UnreadItem
from conductor_desktop.errors import AppError, Owner
from conductor_desktop.services.invoices.totals import CurrencyTotals, totals_of
from conductor_desktop.services.invoices.unread import UNREADABLE

_MOST_NAMES = 3


class UnreadableInvoices(AppError):
    """Some invoices came, but not all of them in a form this app can show.

    ``names`` are the fields that were wrong, as Conductor calls them.
    """

    owner = Owner.VENDOR

    def __init__(self, count: int, names: Sequence[str], request_id: str | None = None) -> None:
        named = ", ".join(f"“{name}”" for name in names[:_MOST_NAMES])
        where = f" What makes no sense is {named}." if named else ""
        super().__init__(
            "An invoice is unreadable" if count == 1 else "Some invoices are unreadable",
            f"{'One invoice' if count == 1 else f'{count:,} invoices'} came with values this app "
            f"cannot use. They say “{UNREADABLE}” here and are in no sum.{where}",
            "Look in QuickBooks for what is missing here, and send your vendor a support bundle.",
            details={"count": str(count), **({"requestId": request_id} if request_id else {})},
        )
        self.count = count


@dataclass(frozen=True)
class InvoiceProgress:
    """One page has arrived.

    ``new`` are the invoices that are new in this pass. ``restarted``: reading has started over,
    so what was reported before is void. ``loaded`` counts this pass; ``remaining`` is how many
    are still to come, ``None`` when Conductor does not say. ``seconds_left`` is how long
    QuickBooks will be busy with those at the speed so far, ``None`` when nobody can say.
    ``breaks`` is how often reading broke off and was started over before.
    """

    new: tuple[InvoiceRow, ...]
    restarted: bool
    loaded: int
    remaining: int | None
    seconds_left: float | None = None
    breaks: int = 0


@dataclass(frozen=True)
class InvoicePreview:
    """What was read, each invoice once; with every field and line if ``load_whole`` read it.

    ``complete``: these are all the query has. Otherwise ``problem`` is the reason, or ``None``
    when there are simply more than the limit that was asked for.
    """

    invoices: tuple[InvoiceRow, ...]
    complete: bool
    problem: AppError | None

    @cached_property
    def totals(self) -> Mapping[str, CurrencyTotals]:
        """What they add up to, by currency. Worked out when asked for: the window never asks, and
        of a hundred thousand it would take a part of a second in which the window waits.
        """
        return totals_of(self.invoices)


class Unread:
    """The invoices of one pass that could not be read."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._names: dict[str, None] = {}
        self._request_id: str | None = None

    def note(self, invoices: Iterable[UnreadItem]) -> None:
        """Those of one page."""
        for one in invoices:
            self._ids.add(one.id)
            self._request_id = self._request_id or one.problem.request_id
            if one.problem.field is not None:
                self._names[_last_name(one.problem.field)] = None

    @property
    def problem(self) -> UnreadableInvoices | None:
        """What there is to say about them, if there are any."""
        if not self._ids:
            return None
        return UnreadableInvoices(len(self._ids), list(self._names), self._request_id)


def _last_name(field: str) -> str:
    """``data[3].lines[0].amount`` → ``amount``; a whole invoice, ``data[3]``, is ``data``."""
    return field.rpartition(".")[2].partition("[")[0]
