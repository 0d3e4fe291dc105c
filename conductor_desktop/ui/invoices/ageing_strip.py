"""What is open by how long it has been due, drawn as five bars of one currency."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor_desktop.services.invoices import Age, AgeSum
from conductor_desktop.ui.invoices.age_bar import AgeBar
from conductor_desktop.ui.invoices.finder import Aged
from conductor_desktop.ui.invoices.sums import CurrencySum
from conductor_desktop.ui.parts.choice import Choice
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.parts.totals_strip import currency_words
from conductor_desktop.ui.theme import UNIT

_WIDEST_CURRENCY = UNIT * 21


class AgeingStrip(QWidget):
    """Currencies are never mixed: where there are several, a list beside the bars says which."""

    chosen = Signal(object)  # the Aged that alone is to be shown, or None for all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("invoicesAgeing")
        self._heading = muted("", self)
        self._heading.setWordWrap(False)
        self._heading.setObjectName("invoicesAgeingHeading")
        self._currency = Choice("invoicesAgeingCurrency", "Currency of the open amounts", self)
        self._currency.setMaximumWidth(_WIDEST_CURRENCY)
        self._currency.activated.connect(self._on_currency_chosen)
        self._currencies: list[str] = []
        self._picked: str | None = None  # by the person, and kept while it is there
        self.bars = [AgeBar(age, self) for age in Age]
        self._build()

    @property
    def currency(self) -> str | None:
        """Whose amounts the bars show."""
        index = self._currency.currentIndex()
        return self._currencies[index] if 0 <= index < len(self._currencies) else None

    @property
    def heading(self) -> str:
        """What is above the bars, as a person reads it."""
        return self._heading.text()

    def show_sums(
        self,
        sums: Mapping[str, CurrencySum],
        aged: Aged | None,
        formats: Formats,
        *,
        complete: bool,
    ) -> None:
        """``sums`` are of every age; ``aged`` is what of them the table shows.

        Where there are none, the currencies stay, and nothing is open in them.
        """
        self._offer(sums, aged)
        currency = self.currency
        if currency is None:
            return
        self._heading.setText(
            "Open, by days overdue" if complete else "Open so far, by days overdue"
        )
        ages = sums[currency].ageing.ages if currency in sums else {}
        most = max((abs(one.open) for one in ages.values()), default=Decimal())
        for bar in self.bars:
            bar.setChecked(aged is not None and aged.age is bar.age)
            one = ages.get(bar.age, AgeSum())
            bar.show_sum(one, most, currency_words(currency), formats, complete=complete)

    def _offer(self, sums: Mapping[str, CurrencySum], aged: Aged | None) -> None:
        names = sorted({*sums, *([aged.currency] if aged else [])}) or self._currencies
        wanted = aged.currency if aged else self._picked
        if wanted not in names:
            wanted = max(sums, key=lambda name: sums[name].count, default=self.currency)
        if names != self._currencies:
            self._currencies = names
            self._currency.clear()
            self._currency.addItems([currency_words(name) for name in names])
        if wanted is not None:
            self._currency.setCurrentIndex(names.index(wanted))
        self._currency.setVisible(len(names) > 1)

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(UNIT // 2)
        head.addWidget(self._heading)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self._currency)
        for bar in self.bars:
            bar.clicked.connect(self._on_bar_clicked)
            row.addWidget(bar, 1)
        head.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)

    def _on_bar_clicked(self, checked: bool) -> None:
        bar, currency = self.sender(), self.currency
        if checked and isinstance(bar, AgeBar) and currency is not None:
            self.chosen.emit(Aged(currency, bar.age))
        else:
            self.chosen.emit(None)

    def _on_currency_chosen(self) -> None:
        self._picked = self.currency
        down = next((bar for bar in self.bars if bar.isChecked()), None)
        aged = Aged(self._picked, down.age) if down and self._picked is not None else None
        self.chosen.emit(aged)
