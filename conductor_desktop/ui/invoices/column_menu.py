"""What can be done with the columns: from the header and the table's menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from conductor_desktop.ui.invoices.columns import COLUMNS
from conductor_desktop.ui.parts.menus import drop_menu

if TYPE_CHECKING:
    from conductor_desktop.ui.invoices.arranged_table import ArrangedTable


def column_menu(table: ArrangedTable, column: int) -> QMenu:
    """The menu of one column, with all columns at its end."""
    menu = drop_menu("invoicesColumnMenu", f"Column {COLUMNS[column].title}", table)
    fill_with_column(menu, table, column)
    menu.addSeparator()
    fill_with_columns(menu.addMenu("Columns"), table)
    menu.addAction("Reset view").triggered.connect(table.reset_view)
    return menu


def fill_with_column(menu: QMenu, table: ArrangedTable, column: int) -> None:
    """Sort, move, width and hide, for one column."""
    place = table.shown_columns().index(column)
    last = len(table.shown_columns()) - 1
    up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
    _add(menu, "Sort ascending", lambda: table.sortByColumn(column, up))
    _add(menu, "Sort descending", lambda: table.sortByColumn(column, down))
    _add(menu, "Then sort by this", lambda: table.also_sort_by(column))
    menu.addSeparator()
    _add(menu, "Move left", lambda: table.move_column(column, -1), enabled=place > 0)
    _add(menu, "Move right", lambda: table.move_column(column, 1), enabled=place < last)
    freeze = "Freeze up to here" if place else "Freeze this column"
    _add(menu, freeze, lambda: table.freeze(place + 1), enabled=table.frozen_count != place + 1)
    _add(menu, "Unfreeze", lambda: table.freeze(0), enabled=table.frozen_count > 0)
    _add(menu, "Fit width", lambda: table.fit_column(column))
    _add(menu, "Wider", lambda: table.widen_column(column, 1))
    _add(menu, "Narrower", lambda: table.widen_column(column, -1))
    _add(menu, "Hide", lambda: table.show_column(column, shown=False), enabled=last > 0)


def fill_with_columns(menu: QMenu, table: ArrangedTable) -> None:
    """Every column, with a tick at those that are shown."""
    shown = table.shown_columns()
    for position, column in enumerate(COLUMNS):
        action = menu.addAction(column.title)
        action.setObjectName(f"invoicesColumn_{column.key}")
        action.setCheckable(True)
        action.setChecked(position in shown)
        action.setEnabled(position not in shown or len(shown) > 1)
        action.toggled.connect(
            lambda is_on, position=position: table.show_column(position, shown=is_on)
        )


def pop_up(menu: QMenu, at: QPoint) -> None:
    """Show ``menu`` with its first entry ready for the keyboard."""
    menu.popup(at)
    menu.setActiveAction(next(action for action in menu.actions() if action.isEnabled()))


def _add(menu: QMenu, text: str, do: Callable[[], object], *, enabled: bool = True) -> None:
    action = menu.addAction(text)
    action.setEnabled(enabled)
    action.triggered.connect(lambda _checked=False: do())
