"""What a whole session leaves in the log: one line per request, and nothing of anybody's."""

from __future__ import annotations

import contextlib
import logging
import re

import pytest

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.secret import Secret
from conductor_desktop.work import CancelToken
from tests.helpers.stub_server import (
    Answer,
    Seen,
    StubServer,
    raw,
    reply,
    reply_error,
    reply_json,
    reset,
)
from tests.unit.conductor.talking import Pauses

PLANTED = "PLANTED"
KEY = Secret(f"sk_conductor_{PLANTED}SECRET42")
TOKEN = CancelToken()
REFUSED = re.compile(r"refused: (-|[A-Z_]+) (-|[A-Z_]+) \d{3} (-|req_\w+)")
LINE = re.compile(r"(GET|POST) (/[a-z{}-]+)+ (\d{3}|[a-z_]+) \d+ ms (req_1|-)")

USER = {
    "id": f"end_usr_{PLANTED}",
    "createdAt": "2024-01-01T12:34:56.789Z",
    "companyName": f"{PLANTED} Inc.",
    "sourceId": PLANTED,
    "email": f"{PLANTED}@acme.example",
}
LINK = {
    "id": f"auth_sess_{PLANTED}",
    "endUserId": f"end_usr_{PLANTED}",
    "clientSecret": PLANTED,
    "authFlowUrl": f"https://connect.example/{PLANTED}",
    "expiresAt": "2024-01-01T12:34:56.789Z",
}
PAGE = {
    "data": [
        {
            "id": PLANTED,
            "transactionDate": "2025-01-01",
            "subtotal": "1.00",
            "customer": {"id": PLANTED, "fullName": PLANTED},
        }
    ],
    "hasMore": False,
}
REFUSAL = reply_error(400, "INVALID_REQUEST_ERROR", PLANTED, message=PLANTED, user_facing=PLANTED)


def answers(seen: Seen) -> Answer:
    """Everything goes well once, and then wrong in as many ways as there are answers below."""
    headers = {"Conductor-Request-Id": "req_1", "Set-Cookie": f"a={PLANTED}", "X-Any": PLANTED}
    if seen.method == "POST":
        return reply_json(LINK if "auth" in seen.path else USER, headers=headers)
    if "invoices" in seen.path:
        return reply_json(PAGE, headers=headers)
    if "health" in seen.path:
        return reply_json({"status": "ok", "duration": 1}, headers=headers)
    if "company" in seen.path:
        return TROUBLE[seen.number % len(TROUBLE)]
    return reply_json({"data": [USER]} if seen.path.endswith("/end-users") else USER)


TROUBLE = (
    REFUSAL,
    reset(),
    raw(PLANTED.encode()),
    raw(f"HTTP/1.1 200 OK\r\nX-{PLANTED}\x00: {PLANTED}\r\n\r\n".encode()),
    reply(f"<p>{PLANTED}".encode(), content_type="text/html"),
    reply(b"", status=302, headers={"Location": f"http://{PLANTED}.example/"}),
    reply(f'{{"companyName": {PLANTED}'.encode()),
    reply_json({"companyName": [PLANTED], "isSampleCompanyFile": False}),
    reply(PLANTED.encode(), headers={"Content-Encoding": "gzip"}),
    reply_json({}, status=429, headers={"Retry-After": PLANTED}),
    reply_error(401, "AUTHENTICATION_ERROR", PLANTED, message=PLANTED),
)


def test_a_session_leaves_a_line_per_request_and_nothing_of_anybodys(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with StubServer(script=answers) as server:
        client = ConductorClient(server.base_url, KEY, pause=Pauses())
        end_user = f"end_usr_{PLANTED}"
        client.list_end_users(TOKEN)
        client.retrieve_end_user(end_user, TOKEN)
        client.create_end_user(company_name=PLANTED, source_id=PLANTED, email=PLANTED, cancel=TOKEN)
        client.create_auth_session(
            publishable_key=f"pk_{PLANTED}", end_user_id=end_user, cancel=TOKEN
        )
        client.health_check(end_user, TOKEN)
        query = InvoiceQuery(customer_ids=(PLANTED,), ref_number_contains=PLANTED)
        assert len(list(client.invoice_pages(end_user, query, TOKEN))) == 1
        for _ in range(3 * len(TROUBLE)):
            with contextlib.suppress(ConductorError):
                client.company(end_user, TOKEN)
        client.close()
    said = [record.getMessage() for record in caplog.records]
    refused = [line for line in said if line.startswith("refused: ")]
    assert [line for line in refused if not REFUSED.fullmatch(line)] == []
    assert len(refused) >= 3
    lines = [line for line in said if line not in refused]
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert len(lines) == len(server.requests)
    assert PLANTED not in "\n".join([*said, repr([vars(record) for record in caplog.records])])


def test_the_libraries_say_nothing_below_an_error() -> None:
    for name in ("urllib3.connectionpool", "urllib3.connection", "urllib3.util.retry"):
        assert not logging.getLogger(name).isEnabledFor(logging.WARNING)
