"""Reads the same pages as the window does, with no window: what a load cannot be quicker than.

Reads from stdin where the sandbox is; prints what it took as JSON.
"""

from __future__ import annotations

import json
import sys
import time

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.secret import Secret
from conductor_desktop.services.invoices import InvoicesService
from conductor_desktop.work import CancelToken


def main() -> int:
    given = json.loads(sys.stdin.readline())
    client = ConductorClient(given["base_url"], Secret(given["secret_key"]))
    service = InvoicesService(client, given["end_user_id"])
    cpu, began = time.process_time(), time.perf_counter()
    read = service.load(InvoiceQuery(), None, lambda _progress: None, CancelToken())
    figures = {
        "rows": float(len(read.invoices)),
        "load_seconds": time.perf_counter() - began,
        "load_cpu_seconds": time.process_time() - cpu,
    }
    client.close()
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
