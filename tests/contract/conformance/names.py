"""The names by which the script knows what every run makes anew: ids, keys, the address."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping

from tests.contract.conformance.parts import Json
from tests.contract.conformance.plain_http import PlainHttp

_NAME = re.compile(r"\$(\w+)")


class Names:
    """``$name`` stands for a value: filled in on the way out, put back on the way in.

    What is the same in ``books`` of every run is only filled in.
    """

    def __init__(self, known: Mapping[str, str], books: Mapping[str, str]) -> None:
        self._known = dict(known)
        self._books = books

    def keep(self, paths: Mapping[str, str], value: Json) -> None:
        """Name parts of a result; what is not there stays unknown, and shows in a later step."""
        for name, path in paths.items():
            part = _at(value, path)
            if isinstance(part, str):
                self._known[name] = part

    def filled_in(self, value: Json) -> Json:
        if isinstance(value, str):
            return _NAME.sub(self._value, value)
        return _mapped(value, self.filled_in)

    def unknown_in(self, value: Json) -> list[str]:
        """Names that an earlier step was to give and did not."""
        return _NAME.findall(json.dumps(self.filled_in(value)))

    def put_back(self, value: Json) -> Json:
        text = json.dumps(value, ensure_ascii=False)
        for name, known in sorted(self._known.items(), key=lambda item: -len(item[1])):
            text = text.replace(known, f"${name}")
        return json.loads(text)

    def _value(self, name: re.Match[str]) -> str:
        return {**self._books, **self._known}.get(name[1], name[0])


def names_in_the_books(http: PlainHttp, end_user_id: str) -> dict[str, str]:
    """Things to ask for; the odd ones have a comma in them, which belongs to what it is in."""
    demo = {"conductorEndUserId": end_user_id}
    invoices = http.read("invoices.list", demo)
    customers = http.read("customers.list", demo)
    numbers = [invoice["refNumber"] for invoice in invoices if invoice["refNumber"]]
    billed = Counter(invoice["customer"]["id"] for invoice in invoices)
    names = [customer["fullName"] for customer in customers]
    classes = [one["class"]["id"] for one in customers if one["class"] and "&" in one["name"]]
    return {
        "invoice": invoices[0]["id"],
        "item": next(line["item"]["id"] for line in invoices[0]["lines"] if line["item"]),
        "currency": invoices[0]["currency"]["id"],
        "number": next(number for number in numbers if "," not in number),
        "oddNumber": next(number for number in numbers if "," in number),
        "customer": next(customer for customer, count in billed.items() if count in (3, 4)),
        "oddCustomer": next(name for name in names if "&" in name and "," in name),
        "job": next(name for name in names if ":" in name),
        "class": classes[0],
    }


def _mapped(value: Json, change: Callable[[Json], Json]) -> Json:
    if isinstance(value, Mapping):
        return {name: change(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [change(inner) for inner in value]
    return value


def _at(value: Json, path: str) -> Json:
    """``integrationConnections.0.id``; ``None`` where there is no such place."""
    for word in path.split("."):
        try:
            value = value[int(word) if isinstance(value, list) else word]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return value
