"""Plain HTTP: what really went over the wire, for the others to be compared with."""

from __future__ import annotations

import requests

from tests.contract.conformance.parts import Arguments, Json
from tests.helpers.sandbox import Caller, SandboxAccess


class Unanswered(Exception):
    """An error where the books should have been."""


class PlainHttp:
    """The reading calls, by the address they have in Conductor's documentation."""

    def __init__(self, access: SandboxAccess) -> None:
        self._access = access

    def read(self, call: str, arguments: Arguments) -> Json:
        """What is answered, all pages of it. Raises ``Unanswered``."""
        given = dict(arguments)
        end_user_id = given.pop("conductorEndUserId", None)
        with Caller(self._access, end_user_id) as caller:
            if call == "passthrough":
                path = f"/end-users/{given['endUserId']}/passthrough/quickbooks_desktop"
                return _document(caller.post(path, given["payload"]))
            resource, _, verb = call.partition(".")
            path = f"/quickbooks-desktop/{resource}"
            if verb == "list":
                return _pages(caller, path, given)
            return _get(caller, f"{path}/{given['id']}" if verb else path, {})


def _pages(caller: Caller, path: str, params: dict[str, Json]) -> list[Json]:
    sent = {name: _text(value) for name, value in params.items()}
    page = _get(caller, path, sent)
    items: list[Json] = page["data"]
    while page["nextCursor"]:
        page = _get(caller, path, {**sent, "cursor": page["nextCursor"]})
        items += page["data"]
    return items


def _text(value: Json) -> Json:
    return str(value).lower() if isinstance(value, bool) else value


def _get(caller: Caller, path: str, params: dict[str, Json]) -> Json:
    return _document(caller.get(path, params))


def _document(answer: requests.Response) -> Json:
    if answer.status_code != 200:
        raise Unanswered(answer.text)
    return answer.json()
