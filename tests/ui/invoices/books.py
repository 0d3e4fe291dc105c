"""Made-up invoices, and an answering QuickBooks that a test plays line by line."""

from __future__ import annotations

import queue
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QLocale

from conductor_desktop.conductor.models import Invoice, InvoiceRow, Ref
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.errors import AppError
from conductor_desktop.services.invoices import InvoicePreview, InvoiceProgress
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.work import Cancelled, CancelToken

TODAY = date(2025, 6, 18)

PROBLEM = AppError(
    "QuickBooks stopped answering",
    "QuickBooks was closed while the invoices were read.",
    "Open QuickBooks, then try again.",
)


def us_formats() -> Formats:
    return Formats(QLocale("en_US"), TODAY)


def an_invoice(
    number: str | None = "1001",
    *,
    identifier: str | None = None,
    customer: str | None = "Ana's Bakery",
    subtotal: str = "100.00",
    tax: str | None = None,
    paid: str | None = None,
    balance: str | None = None,
    currency: str | None = "US Dollar",
    day: date = date(2025, 6, 1),
    due: date | None = date(2025, 7, 1),
    is_paid: bool | None = False,
    is_pending: bool | None = False,
    memo: str | None = None,
    terms: str | None = None,
    order: str | None = None,
) -> InvoiceRow:
    return InvoiceRow(
        id=identifier or f"id-{number}",
        ref_number=number,
        customer=Ref(full_name=customer) if customer else None,
        transaction_date=day,
        due_date=due,
        subtotal=Decimal(subtotal),
        sales_tax_total=_money(tax),
        applied_amount=_money(paid),
        balance_remaining=_money(balance),
        currency=Ref(full_name=currency) if currency else None,
        is_paid=is_paid,
        is_pending=is_pending,
        memo=memo,
        terms=Ref(full_name=terms) if terms else None,
        purchase_order_number=order,
    )


def _money(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def numbered(count: int, start: int = 1) -> tuple[InvoiceRow, ...]:
    """Invoices "1", "2", … each of as many dollars, all of one day."""
    return tuple(
        an_invoice(str(number), subtotal=str(number)) for number in range(start, start + count)
    )


def progress(
    invoices: Sequence[InvoiceRow],
    loaded: int | None = None,
    remaining: int | None = None,
    *,
    restarted: bool = False,
) -> InvoiceProgress:
    return InvoiceProgress(
        tuple(invoices), restarted, len(invoices) if loaded is None else loaded, remaining
    )


def preview(invoices: Sequence[InvoiceRow], problem: AppError | None = None) -> InvoicePreview:
    return InvoicePreview(tuple(invoices), problem is None, problem)


class Call:
    """One load that is under way; the test says what it meets."""

    def __init__(self, query: InvoiceQuery, cancel: CancelToken) -> None:
        self.query = query
        self.cancel = cancel
        self._steps: queue.SimpleQueue[InvoiceProgress | InvoicePreview | Exception] = (
            queue.SimpleQueue()
        )

    def page(self, step: InvoiceProgress) -> None:
        self._steps.put(step)

    def end(self, step: InvoicePreview | Exception) -> None:
        self._steps.put(step)

    def play(self, on_progress: Callable[[InvoiceProgress], None]) -> InvoicePreview:
        while True:
            step = self._steps.get()
            if isinstance(step, InvoicePreview):
                return step
            if isinstance(step, Exception):
                raise step
            on_progress(step)


class Opening:
    """One invoice that is being asked for; the test says what comes."""

    def __init__(self, invoice_id: str, cancel: CancelToken) -> None:
        self.invoice_id = invoice_id
        self.cancel = cancel
        self._answer: queue.SimpleQueue[Invoice | Exception] = queue.SimpleQueue()

    def end(self, answer: Invoice | Exception) -> None:
        self._answer.put(answer)

    def wait(self) -> Invoice:
        answer = self._answer.get()
        if isinstance(answer, Exception):
            raise answer
        return answer


class PlayedSource:
    """What the controller loads from. ``deaf`` goes on after a cancel, as a slow request does."""

    def __init__(self, *, deaf: bool = False) -> None:
        self.calls: list[Call] = []
        self.openings: list[Opening] = []
        self._deaf = deaf

    def load(
        self,
        query: InvoiceQuery,
        limit: int | None,
        on_progress: Callable[[InvoiceProgress], None],
        cancel: CancelToken,
    ) -> InvoicePreview:
        assert limit is None, "the screen shows everything or says what is missing"
        call = Call(query, cancel)
        if not self._deaf:
            cancel.on_cancel(lambda: call.end(Cancelled()))
        self.calls.append(call)
        return call.play(on_progress)

    def open(self, invoice_id: str, cancel: CancelToken) -> Invoice:
        opening = Opening(invoice_id, cancel)
        if not self._deaf:
            cancel.on_cancel(lambda: opening.end(Cancelled()))
        self.openings.append(opening)
        return opening.wait()

    def release(self) -> None:
        """Let everything end that may still be waiting."""
        for opening in self.openings:
            opening.end(Cancelled())
        for call in self.calls:
            call.end(Cancelled())
