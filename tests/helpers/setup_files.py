"""Setup files as a vendor would write them, and one thing changed in them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

FULL: dict[str, Any] = {
    "version": 1,
    "vendor": {
        "name": "Acme Field Service",
        "supportEmail": "help@acme.example",
        "supportUrl": "https://acme.example/help",
    },
    "apiBaseUrl": "https://quickbooks.acme.example/v1",
    "token": "tok_made_up_for_tests",
    "publishableKey": "pk_conductor_made_up",
    "authFlowUrl": None,
    "endUser": {
        "id": None,
        "sourceId": "cust-1042",
        "email": "office@big.example",
        "companyName": "Big Construction Co.",
    },
    "expectedCompany": "Big Construction Co.",
}
LINK_ONLY: dict[str, Any] = {
    "version": 1,
    "vendor": {"name": "Acme", "supportEmail": "help@acme.example"},
    "authFlowUrl": "https://connect.conductor.is/qbd/secret?key=pk",
}


def write(folder: Path, content: object, name: str = "acme.conductor-setup") -> Path:
    """``content`` as a file in ``folder``; bytes are written as they are."""
    path = folder / name
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    path.write_bytes(data)
    return path


def changed(base: dict[str, Any], where: str, value: object) -> dict[str, Any]:
    """A copy with the dotted field set; ``...`` removes it."""
    content = copy.deepcopy(base)
    *parents, name = where.split(".")
    place = content
    for parent in parents:
        place = place[parent]
    if value is ...:
        del place[name]
    else:
        place[name] = value
    return content
