"""What stands where the customers are while there are none to show: why, and what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from conductor_desktop.ui.customers.wording import Content
from conductor_desktop.ui.parts.content_stack import ContentStack

_QUEUE = (
    "If invoices are being read, these come after them. If QuickBooks has to start first, that "
    "can take a minute."
)


class CustomersContent(ContentStack[Content]):
    """The table and every placeholder, one of them in front."""

    def __init__(self, table: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Content.TABLE, parent)
        self.add(Content.TABLE, table)
        self.add_empty(
            Content.NOT_LOADED,
            "Your customers are one click away",
            f"They are read from QuickBooks when you ask for them. {_QUEUE}",
            "Load customers",
            self.load_clicked,
        )
        self.add_empty(Content.WAITING, "Asking QuickBooks for your customers…", _QUEUE)
        self.add_empty(
            Content.STOPPED,
            "You stopped loading",
            "No customer had arrived yet.",
            "Load again",
            self.load_clicked,
        )
        self.add_empty(
            Content.NONE_AT_ALL,
            "No customers yet",
            "QuickBooks answered: this company file has no customers.",
        )
        self.add_troubles("customers", Content.UNAVAILABLE, Content.NO_MATCH, Content.FAILED)

    def say_no_match(self, text: str, scope: str) -> None:
        """The filter ``text`` is found in none of ``scope`` ("96 customers")."""
        where = f"The filter looked through everything the table shows of {scope}."
        super().say_no_match(text, where)
