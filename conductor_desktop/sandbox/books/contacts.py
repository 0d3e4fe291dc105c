"""How a customer is reached: addresses, people, telephones that ring nowhere."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass

from conductor_desktop.sandbox.books.catalogue import Customer, list_ref
from conductor_desktop.sandbox.books.dice import Dice
from conductor_desktop.sandbox.books.names import CustomerName, People

Document = dict[str, object]

_NUMBERS_FOR_FICTION = {
    None: "+1-602-555-01{:02d}",
    "Germany": "+49-30-23125-0{:02d}",
    "France": "+33-1-99-00-12-{:02d}",
}
"""Ranges that the countries keep free for films. Spain has none, so nobody there has a number."""


@dataclass(frozen=True)
class Person:
    first: str
    last: str
    salutation: str | None
    job_title: str | None

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


def address(who: CustomerName) -> dict[str, str | None]:
    return {
        "line1": who.name,
        "line2": who.street,
        "line3": None,
        "line4": None,
        "line5": None,
        "city": who.city,
        "state": who.state,
        "postalCode": who.postal_code,
        "country": who.country,
        "note": None,
    }


def job_address(customer: Customer) -> dict[str, str | None]:
    """Where the work is done: the customer's own address, with the job's name in it."""
    return {**address(customer.who), "line3": customer.name}


def shipping_addresses(customer: Customer, dice: Dice) -> list[Document]:
    """The address to ship to, and a few more."""
    places = ("Back gate", "Upper lot", "Site office")[: 1 + dice.below(3)]
    return [
        {
            **job_address(customer),
            "line3": place,
            "name": place,
            "isDefaultShippingAddress": place == places[0],
        }
        for place in places
    ]


def main_person(who: CustomerName, people: People, dice: Dice) -> Person:
    """Who answers the telephone; a customer that is a person does so itself."""
    somebody = any_person(people, dice)
    if not who.is_person:
        return somebody
    first, _, last = who.name.rpartition(" ")
    return Person(first, last, None, None)


def any_person(people: People, dice: Dice) -> Person:
    return Person(
        dice.pick(people.first_names),
        dice.pick(people.last_names),
        dice.pick(people.salutations) if dice.percent(40) else None,
        dice.pick(people.job_titles) if dice.percent(60) else None,
    )


def phone(who: CustomerName, dice: Dice) -> str | None:
    number = dice.below(100)
    pattern = _NUMBERS_FOR_FICTION.get(who.country)
    return pattern and pattern.format(number)


def email(who: CustomerName, mailbox: str) -> str:
    return f"{_plain(mailbox) or 'office'}@{_plain(who.name) or 'customer'}.example"


def contact(
    customer: Customer, people: People, place: int, updated: dt.datetime, dice: Dice
) -> Document:
    """An additional contact, with a telephone of its own."""
    person = any_person(people, dice)
    ref = list_ref("contact", customer.index * 4 + place, person.name)
    number = phone(customer.who, dice)
    return {
        "id": ref["id"],
        "objectType": "qbd_contact",
        "createdAt": updated.isoformat(),
        "updatedAt": updated.isoformat(),
        "revisionNumber": str(int(updated.timestamp())),
        "name": person.name,
        "salutation": person.salutation,
        "firstName": person.first,
        "middleName": None,
        "lastName": person.last,
        "jobTitle": person.job_title,
        "customContactFields": [{"name": "Mobile", "value": number}],
    }


def _plain(text: str) -> str:
    """Letters and digits that any mail server takes."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(c for c in ascii_text.lower() if c.isalnum())
