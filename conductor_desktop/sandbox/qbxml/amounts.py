"""What an invoice comes to: rates, amounts, tax and balance, as QuickBooks works them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from conductor_desktop.sandbox.books.catalogue import catalogue
from conductor_desktop.sandbox.books.lines import Document, tax_code
from conductor_desktop.sandbox.books.money import cents, money, share
from conductor_desktop.sandbox.qbxml.kinds import decimal_text
from conductor_desktop.sandbox.qbxml.lists import item_of, terms_of

FIGURES = frozenset(("item", "quantity", "rate", "ratePercent", "amount"))
"""What a line's amount depends on."""

_MOST_CENTS = 10**13
_FIVE_PLACES = Decimal("0.00001")


class AmountTooLarge(Exception):
    """QuickBooks has no room for an amount like this."""


def work_out_line(line: dict[str, Any], given: Collection[str], before: int) -> None:
    """Fills in ``rate`` and ``amount`` of a line with an item, from what the request has given.

    An amount beats a rate; a rate per cent is a share of ``before``, the cents of the lines above;
    a line with neither sells at the item's own price, and once if no quantity is given. Raises
    ``AmountTooLarge``.
    """
    if "amount" in given:
        line["rate"] = _rate_from_amount(line)
    elif line["ratePercent"] is not None:
        line["rate"] = None
        line["amount"] = money(_bounded(Decimal(line["ratePercent"]) * before / 100))
    else:
        line["rate"] = line["rate"] or _usual_rate(line) or line["amount"]
        line["amount"] = money(_bounded(_times(line["rate"], line["quantity"])))


def _rate_from_amount(line: dict[str, Any]) -> str | None:
    if not line["quantity"] or line["ratePercent"] is not None:
        return None
    rate = Decimal(line["amount"]) / Decimal(str(line["quantity"]))
    return decimal_text(rate.quantize(_FIVE_PLACES, ROUND_HALF_UP))


def _usual_rate(line: dict[str, Any]) -> str | None:
    item = item_of(line["item"])
    return item.rate if item else None


def _times(rate: str | None, quantity: float | None) -> Decimal:
    """In cents."""
    return Decimal(rate or 0) * 100 * (1 if quantity is None else Decimal(str(quantity)))


def _bounded(amount: Decimal) -> int:
    whole = int(amount.to_integral_value(ROUND_HALF_UP))
    if abs(whole) >= _MOST_CENTS:
        raise AmountTooLarge
    return whole


def amount_of(line: dict[str, Any]) -> int:
    """In cents; nothing for a line that only says something."""
    return cents(line["amount"]) if line["amount"] is not None else 0


def work_out_invoice(invoice: dict[str, Any]) -> None:
    """Fills in the totals, the balance, and whether that makes it paid.

    A line is taxed if its own code says so, and if the invoice has a sales tax item. Raises
    ``AmountTooLarge``.
    """
    lines = [*invoice["lines"], *(part for g in invoice["lineGroups"] for part in g["lines"])]
    subtotal = _bounded(Decimal(sum(map(amount_of, lines))))
    taxed = sum(amount_of(line) for line in lines if line["salesTaxCode"] == tax_code(True))
    rate = catalogue().names.sales_tax
    has_tax = invoice["salesTaxItem"] is not None
    tax = share(taxed, rate.thousandths, 1000) if has_tax else 0
    balance = subtotal + tax - cents(invoice["appliedAmount"] or "0.00")
    exchange = Decimal(str(invoice["exchangeRate"]))
    invoice.update(
        subtotal=money(subtotal),
        salesTaxPercentage=rate.percentage if has_tax else "0.0",
        salesTaxTotal=money(tax),
        appliedAmount=invoice["appliedAmount"] or money(0),
        balanceRemaining=money(balance),
        balanceRemainingInHomeCurrency=money(_bounded(balance * exchange)),
        isPaid=balance == 0,
        **_early_payment(invoice, subtotal),
    )


def due_day(invoice: dict[str, Any]) -> str:
    """The day that the terms of an invoice lead to; without terms, its own."""
    terms = terms_of(invoice["terms"])
    return _later(invoice["transactionDate"], terms.days if terms else 0)


def _early_payment(invoice: dict[str, Any], subtotal: int) -> Document:
    terms = terms_of(invoice["terms"])
    if terms is None or not terms.discount_percent:
        return {"suggestedDiscountAmount": None, "suggestedDiscountDate": None}
    return {
        "suggestedDiscountAmount": money(share(subtotal, terms.discount_percent, 100)),
        "suggestedDiscountDate": _later(invoice["transactionDate"], terms.discount_days),
    }


def _later(day: str, days: int) -> str:
    try:
        return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()
    except OverflowError:
        return dt.date.max.isoformat()
