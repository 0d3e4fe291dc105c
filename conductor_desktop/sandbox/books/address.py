"""An address as Conductor sends it."""

from __future__ import annotations

from conductor_desktop.sandbox.books.catalogue import CustomerName

Address = dict[str, str | None]


def address(who: CustomerName) -> Address:
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
