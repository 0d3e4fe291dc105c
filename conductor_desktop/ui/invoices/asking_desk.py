"""Where a person says which invoices are wanted: the period, the filters, or everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from conductor_desktop.conductor.query import PaymentStatus
from conductor_desktop.errors import InvalidInput
from conductor_desktop.storage.invoice_choice import InvoiceChoice
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.everything_offer import EverythingOffer
from conductor_desktop.ui.invoices.filter_desk import FilterDesk
from conductor_desktop.ui.invoices.narrowing import Named, Narrowing
from conductor_desktop.ui.invoices.period_chooser import PeriodChooser
from conductor_desktop.ui.invoices.periods import Period
from conductor_desktop.ui.invoices.seen import Seen
from conductor_desktop.ui.theme import UNIT

_PAYMENTS = {None: PaymentStatus.ALL, True: PaymentStatus.PAID, False: PaymentStatus.NOT_PAID}


class AskingDesk(QObject):
    """The screen puts ``chooser``, ``everything`` and what ``filters`` has where they belong."""

    offer_changed = Signal()  # everything is offered, or not any more
    choice_changed = Signal()
    recalled = Signal()  # what was chosen the last time

    def __init__(
        self, controller: InvoicesController, today: Callable[[], date], screen: QWidget
    ) -> None:
        super().__init__(screen)
        self._controller = controller
        self._model = controller.model
        self._today = today
        self._screen = screen
        self.chooser = PeriodChooser(screen)
        self.filters = FilterDesk(lambda: self._model.invoices, lambda: self._model.formats, screen)
        self.everything = EverythingOffer(screen)
        self._asked = self.chooser.period
        self._choice = InvoiceChoice()
        # What was asked for before one customer's were.
        self._before_customer: tuple[Period, Narrowing] | None = None
        self.chooser.activated.connect(self._on_period_chosen)
        self.filters.changed.connect(self._on_filters_changed)
        self.filters.left.connect(self._on_not_now)
        self.filters.panel.opened.connect(self.float_panel)
        self.everything.taken.connect(self.ask_for_everything)
        self.everything.declined.connect(self._on_not_now)

    @property
    def asked(self) -> Period:
        """The period of the rows that are here; another one may be chosen and not yet loaded."""
        return self._asked

    @property
    def narrows(self) -> bool:
        """Whether less than all of that period was asked for."""
        return self.filters.narrowing.narrows

    @property
    def choice(self) -> InvoiceChoice:
        """What of it is remembered: nothing that comes out of the books."""
        return self._choice

    @property
    def exports_all(self) -> bool:
        """Whether a file has every column or those that are shown."""
        return self._choice.exports_all

    @exports_all.setter
    def exports_all(self, exports_all: bool) -> None:
        self._choice = replace(self._choice, exports_all=exports_all)
        self.choice_changed.emit()

    def recall(self, kept: InvoiceChoice) -> None:
        """Choose what was chosen the last time; what cannot be asked for is as usual."""
        period = Period.of(kept.period)
        narrowing = Narrowing(
            first=kept.first,
            last=kept.last,
            payment=_PAYMENTS[kept.is_paid],
            changed_since=kept.changed_since,
        )
        if period is not Period.OWN_DATES:
            narrowing = narrowing.without_dates
        try:
            narrowing.query(period, self._today())
        except InvalidInput:
            return
        self._choice = kept
        self.recalled.emit()
        self.chooser.choose(period)
        self.filters.take(narrowing)
        if period is not Period.EVERYTHING:  # which is offered first, and may be declined
            self._asked = period

    def begin(self) -> None:
        """What opening the page asks for; everything needs a click, for it may take long."""
        if self.chooser.period is Period.EVERYTHING:
            self._offer_everything()
        else:
            self.load()

    def load(self) -> None:
        """Read what is chosen from the start."""
        self._ask(self.chooser.period, self.filters.narrowing)

    def ask_for_everything(self) -> None:
        """Of every day, with the filters that are set."""
        self._ask(Period.EVERYTHING, self.filters.narrowing)

    def ask_without_filters(self) -> None:
        """All of the period."""
        self._on_filters_changed(Narrowing())

    def ask_for_customer(self, customer: Named) -> None:
        """All of this customer's, of every day; the period before comes back with the others."""
        if self._before_customer is None:
            self._before_customer = self._asked, self.filters.narrowing
        self._ask(Period.EVERYTHING, Narrowing(customer=customer), remember=False)

    def seen(self) -> Seen:
        """What is shown, for an export; it says what was asked for."""
        seen = self._controller.seen()
        chips = self.filters.narrowing.chips(self._model.formats)
        if not chips:
            return seen
        asked = f"Asked for: {'; '.join(chip.text for chip in chips)}."
        return replace(seen, note=f"{asked} {seen.note}" if seen.note else asked)

    def float_panel(self) -> None:
        """The filters lie over the table, so that the window needs no more room for them."""
        left, top = UNIT * 4, self.filters.button.geometry().bottom() + UNIT
        panel = self.filters.panel
        panel.setGeometry(left, top, self._screen.width() - 2 * left, panel.sizeHint().height())
        panel.raise_()

    def _ask(self, period: Period, narrowing: Narrowing, *, remember: bool = True) -> None:
        if period is not Period.OWN_DATES:
            narrowing = narrowing.without_dates
        try:
            query = narrowing.query(period, self._today())
        except InvalidInput as problem:
            if not self.filters.panel.isVisible():
                self.filters.open()
            self.filters.panel.show_problem(problem)
            return
        self.everything.take_back()
        self._asked = period
        self.chooser.choose(period)
        self.filters.take(narrowing)
        if remember:
            self._before_customer = None
            self._remember(narrowing)
        self._controller.load(query)

    def _remember(self, narrowing: Narrowing) -> None:
        self._choice = replace(
            self._choice,
            period=self._asked.kept,
            first=narrowing.first,
            last=narrowing.last,
            is_paid=next(paid for paid, one in _PAYMENTS.items() if one is narrowing.payment),
            changed_since=narrowing.changed_since,
        )
        self.choice_changed.emit()

    def _offer_everything(self) -> None:
        self.everything.make(self._controller.estimate)
        self.offer_changed.emit()

    def _on_period_chosen(self) -> None:
        period = self.chooser.period
        self.everything.take_back()
        self.filters.panel.hide()
        if period is Period.OWN_DATES:
            self.filters.open()
        elif period is Period.EVERYTHING and self._asked is not period:
            self._offer_everything()
        else:
            self._ask(period, self.filters.narrowing)

    def _on_filters_changed(self, wanted: Narrowing) -> None:
        period, before = self.chooser.period, self._before_customer
        if wanted.has_dates:
            period = Period.OWN_DATES
        elif before is not None and wanted.customer is None:
            # Everything was meant of one customer only.
            period, days = before
            wanted = replace(wanted, first=days.first, last=days.last)
        elif self._asked is Period.OWN_DATES and period is Period.OWN_DATES:
            period = Period.LAST_90_DAYS  # the dates were taken away
        self._ask(period, wanted)

    def _on_not_now(self) -> None:
        had_focus = self.everything.isAncestorOf(QApplication.focusWidget() or self._screen)
        self.everything.take_back()
        self.chooser.choose(self._asked)
        self._remember(self.filters.narrowing)
        if had_focus:
            self.chooser.setFocus()
        self.offer_changed.emit()
