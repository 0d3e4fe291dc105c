"""What is written about one invoice: facts, lines and payments, as texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from conductor_desktop.conductor.models import (
    Address,
    Invoice,
    InvoiceLine,
    InvoiceLineGroup,
    InvoiceRow,
    LinkedTransaction,
    Ref,
)
from conductor_desktop.services.addresses import address_lines
from conductor_desktop.services.currencies import decimals_of, is_known
from conductor_desktop.services.export.text import defuse
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.invoices.opener import Opened
from conductor_desktop.ui.parts.formats import Formats, one_line

LINE_HEADINGS = ("Item", "Description", "Quantity", "Rate", "Amount")
NUMBERS = range(2, len(LINE_HEADINGS))
"""The columns of ``LINE_HEADINGS`` that stand on the right."""

_LONGEST = 300  # laying out a description of a megabyte would stop the scrolling
_FACTS = ("customer", "date", "due", "currency", "status")
_Money = Callable[[Decimal], str]
_AMOUNTS = ("subtotal", "tax", "total", "paid", "balance")


@dataclass(frozen=True)
class Line:
    """Cells under ``LINE_HEADINGS``. ``is_group``: the sum of the lines that follow, indented."""

    cells: tuple[str, str, str, str, str]
    is_group: bool = False


def heading(invoice: InvoiceRow) -> str:
    """ "Invoice 1001"."""
    number = _short(invoice.ref_number)
    return f"Invoice {number}" if number else "Invoice without a number"


def facts(invoice: InvoiceRow, formats: Formats) -> list[tuple[str, str]]:
    """Whose it is and where it stands; what is not known is left out."""
    more = [
        ("Terms", _name(invoice.terms)),
        ("PO", _short(invoice.purchase_order_number)),
        ("Memo", _short(invoice.memo)),
    ]
    return [fact for fact in (*_cells(invoice, _FACTS, formats), *more) if fact[1]]


def amounts(invoice: InvoiceRow, formats: Formats) -> list[tuple[str, str]]:
    """What it comes to; what is not known is left out."""
    return [fact for fact in _cells(invoice, _AMOUNTS, formats) if fact[1]]


def lines(invoice: Invoice, formats: Formats) -> list[Line]:
    """The lines, and those sold as one below their sum."""
    money = _money_of(invoice, formats)
    result = [_line(one, money) for one in invoice.lines]
    for group in invoice.line_groups:
        result.append(_group(group, money))
        result += [_line(one, money, indent="    ") for one in group.lines]
    return result


def payments(invoice: Invoice, formats: Formats) -> list[str]:
    """What was paid or belongs to it, a sentence each."""
    money = _money_of(invoice, formats)
    return [_linked(one, formats, money) for one in invoice.linked_transactions]


def further_facts(invoice: Invoice, formats: Formats) -> list[tuple[str, str]]:
    """Addresses, how it is sent, and what somebody added; what is not known is left out."""
    shipped = invoice.shipping_date
    told = [
        ("Billing address", _address(invoice.billing_address)),
        ("Shipping address", _address(invoice.shipping_address)),
        ("Shipped", formats.day(shipped) if shipped else ""),
        ("By", _name(invoice.shipping_method)),
        ("Sales representative", _name(invoice.sales_representative)),
        ("Class", _name(invoice.class_)),
        ("Tax", _tax(invoice, formats)),
        ("Message", _name(invoice.customer_message)),
        ("Other", _short(invoice.other_custom_field)),
        *((_short(field.name), _short(field.value)) for field in invoice.custom_fields),
    ]
    return [fact for fact in told if all(fact)]


def as_text(opened: Opened, formats: Formats) -> str:
    """All that is known of it, to be pasted: a fact a line, and cells of lines with tabs between.

    A cell that a spreadsheet would take for a formula is kept from being one.
    """
    invoice = opened.invoice
    parts = [[heading(opened.row)], _told([*facts(opened.row, formats)])]
    parts.append(_told(amounts(opened.row, formats)))
    if invoice is not None:
        told = [line_text(line) for line in lines(invoice, formats)]
        parts.append(["\t".join(LINE_HEADINGS), *told])
        parts.append(payments(invoice, formats))
        parts.append(_told(further_facts(invoice, formats)))
    return "\n\n".join("\n".join(part) for part in parts if part)


def line_text(line: Line) -> str:
    """One line with tabs between its cells, of which no text can turn into a formula."""
    cells = enumerate(line.cells)
    return "\t".join(text if column in NUMBERS else defuse(text) for column, text in cells)


def _told(facts: list[tuple[str, str]]) -> list[str]:
    return [f"{name}: {value}".replace("\n", ", ") for name, value in facts]


def _address(address: Address | None) -> str:
    """Line by line, as it stands on an envelope."""
    return "\n".join(filter(None, map(_short, address_lines(address))))


def _tax(invoice: Invoice, formats: Formats) -> str:
    """Conductor has a fraction (0.086) where QuickBooks, and whoever reads it, has per cent."""
    rate = invoice.sales_tax_percentage
    percent = "" if rate is None else f"{formats.typed(_short_number(rate.scaleb(2)))}%"
    return f"{_name(invoice.sales_tax_item)} {percent}".strip()


def _cells(
    invoice: InvoiceRow, keys: tuple[str, ...], formats: Formats
) -> Iterator[tuple[str, str]]:
    for key in keys:
        column = COLUMNS[POSITIONS[key]]
        text = _short(column.text(invoice, formats))
        is_unknown = key == "currency" and text and not is_known(text)
        yield (
            column.title,
            f"{text} (not known: it may have other decimals)" if is_unknown else text,
        )


def _money_of(invoice: Invoice, formats: Formats) -> _Money:
    """Writes amounts in the currency of ``invoice``."""
    decimals = decimals_of(invoice.currency.full_name if invoice.currency else None)
    return lambda amount: formats.money(amount, decimals)


def _line(line: InvoiceLine, money: _Money, indent: str = "") -> Line:
    quantity = "" if line.quantity is None else _number(line.quantity)
    unit = _short(line.unit_of_measure)
    return Line(
        (
            indent + _name(line.item),
            _short(line.description),
            f"{quantity} {unit}".strip(),
            _rate(line, money),
            "" if line.amount is None else money(line.amount),
        )
    )


def _group(group: InvoiceLineGroup, money: _Money) -> Line:
    return Line(
        (
            _name(group.item_group),
            _short(group.description),
            "" if group.quantity is None else _number(group.quantity),
            "",
            money(group.total_amount),
        ),
        is_group=True,
    )


def _rate(line: InvoiceLine, money: _Money) -> str:
    if line.rate is not None:
        return money(line.rate)
    return "" if line.rate_percent is None else f"{line.rate_percent:f}%"


def _linked(one: LinkedTransaction, formats: Formats, money: _Money) -> str:
    type_ = _short(one.transaction_type)
    kind = "Payment" if type_ == "receive_payment" else type_.replace("_", " ").capitalize()
    number = _short(one.ref_number)
    amount = "" if one.amount is None else f": {money(one.amount)}"
    named = f"{kind} {number}".strip()
    return f"{named} of {formats.day(one.transaction_date)}{amount}"


def _number(quantity: float) -> str:
    return _short_number(Decimal(repr(quantity)))


def _short_number(number: Decimal) -> str:
    """As short as it can be written, never with an exponent."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _name(ref: Ref | None) -> str:
    return _short(ref.full_name) if ref else ""


def _short(text: str | None) -> str:
    line = one_line(text or "")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
