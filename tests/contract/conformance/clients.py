"""How each client is started, and whether it can be on this machine."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

from conductor_desktop.secret import Secret
from tests.contract.conformance.conductor_py import ConductorPy
from tests.contract.conformance.node_client import NodeClient
from tests.contract.conformance.node_packages import NotHere, installed, node
from tests.contract.conformance.own_client import OwnClient
from tests.contract.conformance.parts import Client, Performer

Start = Callable[[str, Secret], AbstractContextManager[Performer]]
"""Makes a client from address and key."""

STARTS: dict[Client, Start] = {
    Client.PYTHON: ConductorPy,
    Client.NODE_12: partial(NodeClient, "12"),
    Client.NODE_11: partial(NodeClient, "11"),
    Client.OURS: OwnClient,
}
NODE_CLIENTS = {Client.NODE_12: "12", Client.NODE_11: "11"}


def why_not_here(client: Client) -> str | None:
    """Why this client cannot be tried on this machine; installs it where it can."""
    if client not in NODE_CLIENTS:
        return None
    try:
        node()
        installed(NODE_CLIENTS[client])
    except NotHere as reason:
        return str(reason)
    return None
