"""A process of its own that meets one fault after another and says how much memory each took.

Reads how to reach a sandbox, and which faults to order there, from stdin as JSON; writes megabytes
by fault to stdout. Linux alone tells the peak of a process that was started by a larger one.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.secret import Secret
from tests.contract.fault_matrix.operations import Operation, carry_out
from tests.helpers.sandbox import Control, SandboxAccess

OPERATIONS = (Operation.END_USER, Operation.CREATE, Operation.INVOICES)


def main() -> None:
    given = json.load(sys.stdin)
    access = SandboxAccess(
        base_url=given["baseUrl"],
        secret_key=Secret(given["secretKey"]),
        publishable_key="",
        end_user_id=given["endUserId"],
        control_token=Secret(given["controlToken"]),
    )
    control = Control(access)
    client = ConductorClient(access.base_url, access.secret_key, pause=lambda _token, _s: None)
    meet_all(client, access)  # everything is loaded, and no error is made up yet
    before = megabytes("VmRSS")
    grown = {}
    for fault in given["faults"]:
        control.clear()
        control.fault(fault)
        meet_all(client, access)
        grown[fault] = megabytes("VmHWM") - before
    client.close()
    json.dump(grown, sys.stdout)


def meet_all(client: ConductorClient, access: SandboxAccess) -> None:
    for operation in OPERATIONS:
        carry_out(operation, client, access)


def megabytes(name: str) -> float:
    status = Path("/proc/self/status").read_text("ascii")
    found = re.search(rf"^{name}:\s+([0-9]+) kB$", status, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    main()
