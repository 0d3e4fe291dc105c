"""One invoice as Conductor sends it: all 45 fields, null where there is nothing."""

from __future__ import annotations

import msgspec

from conductor_desktop.sandbox.books.awkward import FREE_TEXT, Awkward
from conductor_desktop.sandbox.books.catalogue import Catalogue, currency_ref, receivables_ref
from conductor_desktop.sandbox.books.contacts import address
from conductor_desktop.sandbox.books.dice import Dice
from conductor_desktop.sandbox.books.facts import InvoiceFacts, Settlement, iso_day, iso_moment
from conductor_desktop.sandbox.books.lines import Document, tax_code, write_lines
from conductor_desktop.sandbox.books.money import money, share
from conductor_desktop.sandbox.books.sale import Sale, make_sale

EUR_IN_USD = 10_831
"""What a euro costs, in hundredths of a cent, before the daily up and down."""

_PAYMENT_FIRST_ID = 0x9F00000


class Amounts(msgspec.Struct, frozen=True, gc=False):
    """What an invoice comes to, in cents of its currency."""

    subtotal: int
    tax: int
    applied: int

    @property
    def balance(self) -> int:
        return self.subtotal + self.tax - self.applied


def invoice_balance(seed: int, facts: InvoiceFacts, lists: Catalogue) -> int:
    """What the document will say is left to pay, without writing it."""
    if facts.is_paid:
        return 0
    sale = make_sale(seed, facts, lists)
    return _amounts(facts, sale, lists, Dice(f"{seed}/{facts.number}/document")).balance


def invoice_document(
    seed: int, facts: InvoiceFacts, lists: Catalogue, *, with_lines: bool, with_links: bool
) -> Document:
    """Computed anew each time. ``balanceRemaining = subtotal + salesTaxTotal − appliedAmount``."""
    dice = Dice(f"{seed}/{facts.number}/document")
    names = lists.names
    refs = lists.refs
    sale = make_sale(seed, facts, lists)
    amounts = _amounts(facts, sale, lists, dice)
    rate = _rate_in_ten_thousandths(facts, dice)
    shipped = dice.percent(15)
    day = iso_day(facts.ordinal)
    exempt = facts.customer.is_exempt
    links = _links(facts, amounts.applied, dice)
    lines, groups = write_lines(facts, sale, lists) if with_lines else ([], [])
    return {
        "id": facts.id,
        "objectType": "qbd_invoice",
        "createdAt": iso_moment(facts.created_at),
        "updatedAt": iso_moment(facts.updated_at),
        "revisionNumber": str(facts.updated_at),
        "customer": facts.customer.ref,
        "class": dice.maybe(70, refs["class"]),
        "receivablesAccount": receivables_ref(facts.currency),
        "documentTemplate": refs["template"][0],
        "transactionDate": day,
        "refNumber": facts.ref_number,
        "billingAddress": address(facts.customer.who),
        "shippingAddress": address(facts.customer.who) if shipped else None,
        "isPending": facts.is_pending,
        "isFinanceCharge": facts.awkward is Awkward.FINANCE_CHARGE,
        "purchaseOrderNumber": _purchase_order(facts, dice),
        "terms": refs["terms"][facts.terms_index],
        "dueDate": iso_day(facts.ordinal + facts.terms.days),
        "salesRepresentative": dice.maybe(65, refs["rep"]),
        "shipmentOrigin": "Tempe, AZ" if shipped else None,
        "shippingDate": day if shipped else None,
        "shippingMethod": dice.maybe(100 if shipped else 0, refs["shipping"]),
        "subtotal": money(amounts.subtotal),
        "salesTaxItem": None if exempt else refs["tax item"][0],
        "salesTaxPercentage": "0.0" if exempt else names.sales_tax.percentage,
        "salesTaxTotal": money(amounts.tax),
        "appliedAmount": money(amounts.applied),
        "balanceRemaining": money(amounts.balance),
        "currency": currency_ref(facts.currency),
        "exchangeRate": rate / 10_000,
        "balanceRemainingInHomeCurrency": money(share(amounts.balance, rate, 10_000)),
        "memo": _memo(facts, dice, names.memos),
        "isPaid": facts.is_paid,
        "customerMessage": dice.maybe(40, refs["message"]),
        "isQueuedForPrint": dice.percent(10),
        "isQueuedForEmail": dice.percent(20),
        "salesTaxCode": tax_code(not exempt),
        **_early_payment(facts, amounts.subtotal),
        "otherCustomField": None,
        "externalId": Dice(seed, facts.number, "external id").guid() if dice.percent(10) else None,
        "linkedTransactions": links if with_links else [],
        "lines": lines,
        "lineGroups": groups,
        "customFields": _custom_fields(dice),
    }


def _amounts(facts: InvoiceFacts, sale: Sale, lists: Catalogue, dice: Dice) -> Amounts:
    exempt = facts.customer.is_exempt
    tax = 0 if exempt else share(sale.taxable, lists.names.sales_tax.thousandths, 1000)
    return Amounts(sale.subtotal, tax, _applied(facts, sale.subtotal + tax, dice))


def _applied(facts: InvoiceFacts, total: int, dice: Dice) -> int:
    percent = dice.pick((25, 30, 40, 50, 60, 75))
    if facts.settlement is Settlement.PAID:
        return total
    return share(total, percent, 100) if facts.settlement is Settlement.PART else 0


def _rate_in_ten_thousandths(facts: InvoiceFacts, dice: Dice) -> int:
    wobble = dice.between(-250, 250)
    return 10_000 if facts.currency == "USD" else EUR_IN_USD + wobble


def _memo(facts: InvoiceFacts, dice: Dice, memos: list[str]) -> str | None:
    usual = dice.pick(memos) if dice.percent(20) else None
    return FREE_TEXT.get(facts.awkward, usual) if facts.awkward else usual


def _purchase_order(facts: InvoiceFacts, dice: Dice) -> str | None:
    number = dice.between(1000, 9999)
    if facts.awkward is Awkward.RIGHT_TO_LEFT:
        return f"הזמנה {number}"
    return f"PO-{number}" if dice.percent(25) else None


def _early_payment(facts: InvoiceFacts, subtotal: int) -> Document:
    terms = facts.terms
    if not terms.discount_percent:
        return {"suggestedDiscountAmount": None, "suggestedDiscountDate": None}
    return {
        "suggestedDiscountAmount": money(share(subtotal, terms.discount_percent, 100)),
        "suggestedDiscountDate": iso_day(facts.ordinal + terms.discount_days),
    }


def _links(facts: InvoiceFacts, applied: int, dice: Dice) -> list[Document]:
    """The payments, and now and then a credit, that make up the applied amount."""
    if facts.settled_ordinal is None or applied == 0:
        return []
    first = share(applied, 60, 100) if dice.percent(15) else applied
    is_credit = dice.percent(20)
    amounts = [first] if first == applied else [first, applied - first]
    links: list[Document] = []
    for place, amount in enumerate(amounts):
        number = _PAYMENT_FIRST_ID + facts.number * 2 + place
        kind = "credit_memo" if place == 1 and is_credit else "receive_payment"
        links.append(
            {
                "id": f"{number:X}-{facts.updated_at}",
                "objectType": "qbd_linked_transaction",
                "transactionType": kind,
                "transactionDate": iso_day(facts.settled_ordinal),
                "refNumber": f"{number % 100_000:05d}",
                "linkType": "amount",
                "amount": money(amount),
            }
        )
    return links


def _custom_fields(dice: Dice) -> list[Document]:
    if not dice.percent(15):
        return []
    crew = dice.pick(("Blue", "Ochre", "Slate"))
    return [{"ownerId": "0", "name": "Crew", "type": "string_255_type", "value": crew}]
