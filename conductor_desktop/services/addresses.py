"""How an address of the books is written: line by line, as it stands on an envelope."""

from __future__ import annotations

from conductor_desktop.conductor.models import Address


def address_lines(address: Address | None) -> list[str]:
    """What there is of it, as it was typed; city, state and postal code share a line."""
    if address is None:
        return []
    place = " ".join(filter(None, (address.city, address.state, address.postal_code)))
    street = (address.line1, address.line2, address.line3, address.line4, address.line5)
    return [line for line in (*street, place, address.country, address.note) if line]
