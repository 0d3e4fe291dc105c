"""EndUsers that are there to be listed: a project with many customers, none of them connected."""

from __future__ import annotations

from conductor_desktop.sandbox.books.names import read_names
from conductor_desktop.sandbox.options import KnownEndUser

_FIRST_NUMBER = 1001


def crowd(size: int) -> list[KnownEndUser]:
    """So many, the same ones each time, and no two of one name."""
    if not size:
        return []
    names = [customer.name for customer in read_names().customers]
    return [_one(names[place % len(names)], place, place // len(names)) for place in range(size)]


def _one(name: str, place: int, times_before: int) -> KnownEndUser:
    number = _FIRST_NUMBER + place
    return KnownEndUser(
        id=f"end_usr_crowd{number}",
        source_id=f"cust-{number}",
        company_name=f"{name} {times_before + 1}" if times_before else name,
        email=f"office-{number}@example.com",
        connected=False,
    )
