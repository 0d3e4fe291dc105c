"""The app's own client: fewer calls, leaner values, errors for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import TracebackType
from typing import Self

import msgspec

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.conductor.query import InvoiceQuery, PaymentStatus
from conductor_desktop.secret import Secret
from conductor_desktop.work import CancelToken
from tests.contract.conformance.parts import Arguments, Json, Outcome

_TOKEN = CancelToken()


class OwnClient:
    """With its own rules of repeating, but without the pauses between."""

    def __init__(self, base_url: str, key: Secret) -> None:
        self._base_url = base_url
        self._client = _client(base_url, key)
        self._calls: dict[str, Callable[[Arguments], object]] = {
            "endUsers.create": self._create,
            "endUsers.list": lambda _: self._list(self._client),
            "endUsers.listWithKey": self._list_with_key,
            "endUsers.retrieve": lambda a: self._client.retrieve_end_user(a["id"], _TOKEN).value,
            "authSessions.create": self._invite,
            "healthCheck": lambda a: self._client.health_check(_end_user(a), _TOKEN).value,
            "company": lambda a: self._client.company(_end_user(a), _TOKEN).value,
            "invoices.list": self._invoices,
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    def perform(self, call: str, arguments: Arguments, *, once: bool) -> Outcome:
        del once  # it repeats nothing that the script asks for once
        try:
            value = self._calls[call](arguments)
        except ConductorError as error:
            return Outcome(error=_error(error))
        return Outcome(value=msgspec.json.decode(msgspec.json.encode(value, enc_hook=_reveal)))

    def _create(self, fields: Arguments) -> object:
        return self._client.create_end_user(
            company_name=fields["companyName"],
            source_id=fields["sourceId"],
            email=fields["email"],
            cancel=_TOKEN,
        ).value

    def _list(self, client: ConductorClient) -> object:
        return {"data": client.list_end_users(_TOKEN).value}

    def _list_with_key(self, fields: Arguments) -> object:
        stranger = _client(self._base_url, Secret(fields["apiKey"]))
        try:
            return self._list(stranger)
        finally:
            stranger.close()

    def _invite(self, fields: Arguments) -> object:
        return self._client.create_auth_session(
            publishable_key=fields["publishableKey"],
            end_user_id=fields["endUserId"],
            link_expiry_minutes=fields.get("linkExpiryMins", 30),
            redirect_url=fields.get("redirectUrl"),
            cancel=_TOKEN,
        ).value

    def _invoices(self, fields: Arguments) -> object:
        wanted = dict(fields)
        end_user_id = wanted.pop("conductorEndUserId")
        size = wanted.pop("limit", 150)
        lines = wanted.pop("includeLineItems", True)
        ask = self._client.whole_invoice_pages if lines else self._client.invoice_pages
        pages = ask(end_user_id, _query(wanted), _TOKEN, page_size=size)
        return [invoice for page in pages for invoice in page.items]


def _client(base_url: str, key: Secret) -> ConductorClient:
    return ConductorClient(base_url, key, pause=lambda _token, _seconds: None)


def _end_user(fields: Arguments) -> str:
    end_user_id: str = fields["conductorEndUserId"]
    return end_user_id


def _query(wanted: dict[str, Json]) -> InvoiceQuery:
    """Raises ``KeyError`` for a filter this client does not have: nothing is dropped in silence."""
    query = InvoiceQuery(
        payment_status=PaymentStatus(wanted.pop("paymentStatus", "all")),
        updated_after=_moment(wanted.pop("updatedAfter", None)),
        customer_ids=tuple(wanted.pop("customerIds", ())),
        ref_number_contains=wanted.pop("refNumberContains", None),
    )
    if wanted:
        raise KeyError(*wanted)
    return query


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _reveal(value: object) -> str:
    assert isinstance(value, Secret), value
    return value.reveal()


def _error(error: ConductorError) -> dict[str, Json]:
    """What a person is told is in the title; what support is told, in the details."""
    status = error.details.get("status")
    said = ("code", "integrationCode", "requestId")
    body = {name: error.details[name] for name in said if name in error.details}
    return {
        "class": type(error).__name__,
        "status": int(status) if status else None,
        "requestId": error.request_id,
        "body": body or None,
    }
