"""Where a person says what QuickBooks is asked for: a button, a panel, and what is set as chips."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from conductor_desktop.conductor.models import Customer, InvoiceRow, Ref
from conductor_desktop.ui.invoices.filter_panel import FilterPanel
from conductor_desktop.ui.invoices.narrowing import Chip, Named, Narrowing
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.parts.tab_order import come_before
from conductor_desktop.ui.theme import UNIT

_LONGEST_CHIP = 30
_CHIPS_IN_A_ROW = 3


class FilterDesk(QObject):
    """The screen puts ``button``, ``panel`` and ``chips`` where they belong.

    ``invoices`` are the rows that are here; their customers and currencies can be chosen, and those
    of the customers that are ``listed``. Nothing of it is kept when the window closes.
    """

    changed = Signal(object)  # the Narrowing that is wanted; to be accepted with ``take``
    left = Signal()

    def __init__(
        self,
        invoices: Callable[[], Iterable[InvoiceRow]],
        formats: Callable[[], Formats],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._invoices = invoices
        self._formats = formats
        self._customers: dict[str, str] = {}
        self._currencies: dict[str, str] = {}
        self.listed: Callable[[], Iterable[Customer]] = tuple
        self.narrowing = Narrowing()
        self.button = plain_button("Filters", "invoicesFiltersButton", parent)
        self.button.setToolTip("What QuickBooks is asked for: dates, paid, number, customer…")
        self.button.clicked.connect(self._on_clicked)
        self.panel = FilterPanel(formats, parent)
        self.panel.applied.connect(self.changed)
        self.panel.left.connect(self._on_left)
        self.chips = _Chips(parent)
        self.chips.removed.connect(self.changed)

    def open(self) -> None:
        """Show the panel with what is set."""
        for invoice in self._invoices():
            _note(invoice.customer, self._customers)
            _note(invoice.currency, self._currencies)
        for customer in self.listed():
            _note(Ref(id=customer.id, full_name=customer.full_name), self._customers)
            _note(customer.currency, self._currencies)
        customers, currencies = _choices(self._customers), _choices(self._currencies)
        asked = self.narrowing.customer
        if asked is not None and asked not in customers:
            customers.insert(0, asked)
        self.panel.open_with(self.narrowing, customers, currencies)

    def take(self, narrowing: Narrowing) -> None:
        """What is asked for from now on."""
        self.narrowing = narrowing
        focus = self.panel.window().focusWidget()
        had_focus = focus is not None and self.panel.isAncestorOf(focus)
        self.panel.hide()
        if had_focus:
            self.button.setFocus()
        chips = narrowing.chips(self._formats())
        # Before it goes: Qt would give the keyboard to whatever comes next in the window.
        if (taken := self.chips.focused) is not None and taken >= len(chips):
            (self.chips.button(len(chips) - 1) if chips else self.button).setFocus()
        self.chips.show_chips(chips)

    def _on_clicked(self) -> None:
        if self.panel.isVisible():
            self._on_left()
            self.panel.hide()
        else:
            self.open()

    def _on_left(self) -> None:
        self.button.setFocus()
        self.left.emit()


class _Chips(QWidget):
    """What is set, each with a cross that takes it away; hidden while nothing is."""

    removed = Signal(object)  # the Narrowing that is left

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("invoicesChips")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(UNIT // 2)
        self._row = QHBoxLayout()
        self._buttons: list[QPushButton] = []
        self._rests: list[Narrowing] = []
        self.hide()

    @property
    def focused(self) -> int | None:
        """Which of them has the keyboard."""
        return next((n for n, one in enumerate(self._buttons) if one.hasFocus()), None)

    def button(self, number: int) -> QPushButton:
        return self._buttons[number]

    def show_chips(self, chips: list[Chip]) -> None:
        self._rests = [chip.rest for chip in chips]
        while len(self._buttons) < len(chips):
            self._add()
        for button in self._buttons[len(chips) :]:
            button.hide()
        for button, chip in zip(self._buttons, chips, strict=False):
            cut = chip.text if len(chip.text) <= _LONGEST_CHIP else f"{chip.text[:_LONGEST_CHIP]}…"
            button.setText(f"{cut.replace('&', '&&')}  ✕")
            button.setAccessibleName(f"Remove the filter: {chip.text}")
            button.show()
        come_before(self, self._buttons)
        self.setVisible(bool(chips))

    def _add(self) -> None:
        number = len(self._buttons)
        button = plain_button("", f"invoicesChip{number}", self)
        button.setProperty("kind", "chip")
        button.setToolTip("Remove this filter")
        button.clicked.connect(self._on_clicked)
        if number % _CHIPS_IN_A_ROW == 0:
            self._row = QHBoxLayout()
            self._row.setSpacing(UNIT)
            self._row.addStretch(1)
            self._rows.addLayout(self._row)
        self._row.insertWidget(number % _CHIPS_IN_A_ROW, button)
        self._buttons.append(button)

    def _on_clicked(self) -> None:
        place = next((n for n, one in enumerate(self._buttons) if one is self.sender()), None)
        if place is not None and place < len(self._rests):
            self.removed.emit(self._rests[place])


def _note(ref: Ref | None, known: dict[str, str]) -> None:
    if ref is not None and ref.id:
        known[ref.id] = ref.full_name or ref.id


def _choices(known: dict[str, str]) -> list[Named]:
    named = [Named(identifier, name) for identifier, name in known.items()]
    return sorted(named, key=lambda one: one.name.casefold())
