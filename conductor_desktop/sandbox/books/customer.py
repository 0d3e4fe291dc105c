"""One customer or job as Conductor sends it: all 56 fields, null where there is nothing."""

from __future__ import annotations

import datetime as dt

from conductor_desktop.sandbox.books.catalogue import Catalogue, Customer, currency_ref
from conductor_desktop.sandbox.books.contacts import (
    address,
    any_person,
    contact,
    email,
    job_address,
    main_person,
    phone,
    shipping_addresses,
)
from conductor_desktop.sandbox.books.dice import Dice
from conductor_desktop.sandbox.books.facts import NEWEST_AGE_DAYS, PC_ZONE, SPAN_DAYS, terms_index
from conductor_desktop.sandbox.books.lines import Document, tax_code
from conductor_desktop.sandbox.books.money import money


class CustomerWriter:
    """Writes the customers that the books start with."""

    def __init__(self, seed: int, lists: Catalogue, today: dt.date) -> None:
        self._seed = seed
        self._lists = lists
        self._today = today

    def document(self, customer: Customer) -> Document:
        """What depends on other customers or on invoices is null, for the caller to fill in."""
        dice = Dice(self._seed, customer.index, "customer")
        names = self._lists.names
        refs = self._lists.refs
        created = dt.datetime.fromtimestamp(int(customer.id.partition("-")[2]), PC_ZONE)
        updated = max(created, self._some_time(dice))
        terms = terms_index(self._seed, customer, self._lists)
        return {
            "id": customer.id,
            "objectType": "qbd_customer",
            "createdAt": created.isoformat(),
            "updatedAt": updated.isoformat(),
            "revisionNumber": str(int(updated.timestamp())),
            "name": customer.name,
            "fullName": None,
            "isActive": customer.who.is_active,
            "class": dice.maybe(60, refs["class"]),
            "parent": None,
            "sublevel": None,
            **self._reached(customer, updated),
            "customerType": dice.maybe(75, refs["customer type"]),
            "terms": refs["terms"][terms],
            "salesRepresentative": dice.maybe(65, refs["rep"]),
            "balance": None,
            "totalBalance": None,
            **self._taxed(customer),
            "accountNumber": f"C-{1000 + customer.index}" if dice.percent(40) else None,
            "creditLimit": money(100_000 * dice.between(2, 50)) if dice.percent(30) else None,
            "preferredPaymentMethod": dice.maybe(50, refs["payment method"]),
            "creditCard": self._card(customer) if dice.percent(6) else None,
            **self._job(customer),
            "note": dice.pick(names.notes) if dice.percent(25) else None,
            "additionalNotes": self._notes(dice) if dice.percent(15) else [],
            "preferredDeliveryMethod": dice.pick(("email", "email", "mail", "none")),
            "priceLevel": dice.maybe(15, refs["price level"]),
            "externalId": dice.guid() if dice.percent(10) else None,
            "taxRegistrationNumber": None,
            "currency": currency_ref(customer.who.currency),
            "customFields": _custom_fields(dice),
        }

    def _some_time(self, dice: Dice) -> dt.datetime:
        """Within office hours of the last two years."""
        day = self._today - dt.timedelta(days=dice.between(NEWEST_AGE_DAYS, 730))
        return dt.datetime.combine(day, dt.time(8 + dice.below(9), dice.below(60)), PC_ZONE)

    def _reached(self, customer: Customer, updated: dt.datetime) -> Document:
        dice = Dice(self._seed, customer.index, "reached")
        who = customer.who
        people = self._lists.names.people
        person = main_person(who, people, dice)
        second = any_person(people, dice) if dice.percent(20) else None
        is_job = customer.parent is not None
        return {
            "companyName": None if who.is_person else who.name,
            "salutation": person.salutation,
            "firstName": person.first,
            "middleName": "R." if dice.percent(10) else None,
            "lastName": person.last,
            "jobTitle": person.job_title,
            "billingAddress": address(who),
            "shippingAddress": job_address(customer) if is_job else None,
            "alternateShippingAddresses": (
                shipping_addresses(customer, dice) if dice.percent(20) else []
            ),
            "phone": phone(who, dice),
            "alternatePhone": phone(who, dice) if dice.percent(25) else None,
            "fax": phone(who, dice) if dice.percent(10) else None,
            "email": email(who, person.last) if dice.percent(85) else None,
            "ccEmail": email(who, "accounts") if dice.percent(15) else None,
            "contact": person.name,
            "alternateContact": second.name if second else None,
            "customContactFields": (
                [{"name": "Gate phone", "value": phone(who, dice)}] if dice.percent(15) else []
            ),
            "additionalContacts": [
                contact(customer, people, place, updated, dice)
                for place in range(dice.between(1, 2) if dice.percent(20) else 0)
            ],
        }

    def _taxed(self, customer: Customer) -> Document:
        """Who pays no sales tax at home buys to sell again, and has a number for it."""
        resells = customer.is_exempt and customer.who.country is None
        return {
            "salesTaxCode": tax_code(not customer.is_exempt),
            "salesTaxItem": None if customer.is_exempt else self._lists.refs["tax item"][0],
            "salesTaxCountry": None,
            "resaleNumber": f"R-{70_000 + customer.index}" if resells else None,
        }

    def _card(self, customer: Customer) -> Document:
        """QuickBooks gives a number out masked, so there is nothing to hide behind the mask."""
        return {
            "number": "xxxxxxxxxxxx1111",
            "expirationMonth": 1 + customer.index % 12,
            "expirationYear": self._today.year + 2,
            "name": customer.who.name,
            "address": customer.who.street,
            "postalCode": customer.who.postal_code,
        }

    def _job(self, customer: Customer) -> Document:
        """A job that is invoiced has begun before the books do, and has not ended."""
        if customer.parent is None:
            return _no_job()
        dice = Dice(self._seed, customer.index, "job")
        refs = self._lists.refs
        start = self._today - dt.timedelta(days=SPAN_DAYS + dice.between(20, 300))
        projected = start + dt.timedelta(days=SPAN_DAYS + dice.between(60, 500))
        is_closed = not customer.who.is_active
        usual = ("pending", "not_awarded", "awarded") if customer.is_quiet else ("in_progress",)
        end = min(projected, self._today - dt.timedelta(days=NEWEST_AGE_DAYS))
        return {
            "jobStatus": "closed" if is_closed else dice.pick(usual),
            "jobStartDate": start.isoformat(),
            "jobProjectedEndDate": projected.isoformat(),
            "jobEndDate": end.isoformat() if is_closed else None,
            "jobDescription": f"{customer.name}, for {customer.who.name}",
            "jobType": dice.maybe(80, refs["job type"]),
        }

    def _notes(self, dice: Dice) -> list[Document]:
        notes = self._lists.names.notes
        return [
            {"id": place, "date": self._some_time(dice).date().isoformat(), "note": note}
            for place, note in enumerate(notes[: dice.between(1, 3)], 1)
        ]


def _no_job() -> Document:
    return {
        "jobStatus": "none",
        "jobStartDate": None,
        "jobProjectedEndDate": None,
        "jobEndDate": None,
        "jobDescription": None,
        "jobType": None,
    }


def _custom_fields(dice: Dice) -> list[Document]:
    if not dice.percent(20):
        return []
    route = dice.pick(("North", "South", "Río & Valley"))
    return [{"ownerId": "0", "name": "Route", "type": "string_255_type", "value": route}]
