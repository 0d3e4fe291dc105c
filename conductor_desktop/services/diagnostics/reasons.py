"""Why each rule of redaction takes out what it does, in words for who looks into a bundle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_READS_BOOKS = "whoever has it could read the company's books"
_WHO = "it says who somebody is"

REASONS: Mapping[str, str] = {
    "known secret": f"a key, token or link that this app was given; {_READS_BOOKS}",
    "private key": "whoever has it can pass for its owner",
    "address": "what stands before and behind the name of a web site may open an account",
    "key or token": f"it looks like a key; {_READS_BOOKS}",
    "bearer": f"it is what a program signs in with; {_READS_BOOKS}",
    "authorization": f"it is what a program signs in with; {_READS_BOOKS}",
    "cookie": "it keeps somebody signed in; whoever has it is signed in as well",
    "secret field": "a field of this name holds a password, a key or a token",
    "e-mail": _WHO,
    "company file": "its name is mostly that of a customer",
    "user folder": "its path has the name of whoever signs in to the PC",
    "user folder, encoded": "its path has the name of whoever signs in to the PC",
    "home folder": "its path has the name of whoever signs in to the PC",
    "server": "it names a computer in the customer's network, and often a person or a project",
    "folder": "names of folders may be those of people, customers and projects",
    "IP address": "it says where on the internet, or in the customer's network, a computer is",
    "card number": "it looks like a payment card, and can be used to pay",
    "tax number": "it looks like a tax or social security number, and says who somebody is",
    "telephone": _WHO,
    "private name": "a company, a person or a number from this app's settings; it says whose PC "
    "this is",
    "user name": "it says who signs in to the PC",
    "host name": "it says which PC of the customer's network this is",
}
_UNKNOWN = "this version does not know the rule"


@dataclass(frozen=True)
class Removal:
    """How often a rule took something out, and why it does."""

    rule: str
    count: int
    why: str

    def __str__(self) -> str:
        times = "once" if self.count == 1 else f"{self.count:,} times"
        return f"{self.rule}, {times}: {self.why}."


def removals(removed: Mapping[str, int], told: Mapping[str, str] | None = None) -> list[Removal]:
    """One for each rule in ``removed``, what was taken out most often first.

    ``told`` are the reasons that came along, for rules that only a newer version has.
    """
    came = told or {}
    found = (
        Removal(rule, count, REASONS.get(rule) or came.get(rule) or _UNKNOWN)
        for rule, count in removed.items()
        if count > 0
    )
    return sorted(found, key=lambda one: (-one.count, one.rule))
