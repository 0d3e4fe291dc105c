"""Who each client says it is, and what else it sends around its requests."""

from __future__ import annotations

import json
import re

import pytest

from conductor_desktop.secret import Secret
from tests.contract.conformance.clients import STARTS, why_not_here
from tests.contract.conformance.parts import Client
from tests.helpers.stub_server import Seen, StubServer, reply_json

KEY = "sk_sandbox_for_the_headers"
PERSON = {"companyName": "Big Co.", "sourceId": "cust-7", "email": "a@big.example"}
END_USER = {
    "id": "end_usr_1",
    "objectType": "end_user",
    "createdAt": "2025-06-18T17:30:00.000Z",
    "integrationConnections": [],
    **PERSON,
}

USER_AGENTS = {
    Client.PYTHON: r"Conductor/Python 1\.92\.3",
    Client.NODE_12: r"Conductor/JS 12\.43\.0",
    Client.NODE_11: r"conductor-node/11\.6\.15 \(Node\.js v[\d.]+; \w+ \w+\)",
    Client.OURS: r"ConductorDesktop/\S+",
}
OF_EVERY_REQUEST = {"package-version", "os", "arch", "runtime", "runtime-version", "lang"}
STAINLESS = {
    Client.PYTHON: {*OF_EVERY_REQUEST, "async", "retry-count", "read-timeout"},
    Client.NODE_12: {*OF_EVERY_REQUEST, "retry-count", "timeout"},
    Client.NODE_11: set(),
    Client.OURS: set(),
}


def requests_of(client: Client, *calls: tuple[str, dict[str, str]]) -> list[Seen]:
    """What arrives for these calls, each of which is answered with one EndUser."""
    reason = why_not_here(client)
    if reason is not None:
        pytest.skip(reason)
    with (
        StubServer([reply_json(END_USER)]) as server,
        STARTS[client](server.base_url, Secret(KEY)) as performer,
    ):
        for call, arguments in calls:
            assert performer.perform(call, arguments, once=False).error is None
        return list(server.requests)


@pytest.mark.parametrize("client", Client)
def test_every_request_says_who_asks(client: Client) -> None:
    seen = requests_of(
        client, ("endUsers.retrieve", {"id": "end_usr_1"}), ("endUsers.create", PERSON)
    )
    assert [(one.method, one.path) for one in seen] == [
        ("GET", "/v1/end-users/end_usr_1"),
        ("POST", "/v1/end-users"),
    ]
    for one in seen:
        assert one.headers["authorization"] == f"Bearer {KEY}"
        assert re.fullmatch(USER_AGENTS[client], one.headers["user-agent"])
        assert "application/json" in one.headers["accept"]
        assert "idempotency-key" not in one.headers
        names = {n.removeprefix("x-stainless-") for n in one.headers if n.startswith("x-stain")}
        assert names == STAINLESS[client]
    assert seen[1].headers["content-type"].startswith("application/json")
    assert json.loads(seen[1].body) == PERSON
