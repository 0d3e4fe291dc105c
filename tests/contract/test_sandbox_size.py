"""Books of any size: the same memory, and nobody waits for somebody else's long list."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil
import pytest
import requests

from tests.helpers.sandbox import SOME_DAY, Caller, SandboxOptions, SetClock, running_sandbox

CUSTOMERS = "/quickbooks-desktop/customers"
INVOICES = "/quickbooks-desktop/invoices"

BIG = 100_000
MOST_BYTES = 150 * 1024 * 1024


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (INVOICES, {"paymentStatus": "not_paid", "includeLineItems": "false"}),
        (CUSTOMERS, {"totalBalanceGreaterThan": "0"}),
    ],
)
def test_others_are_answered_while_a_big_book_is_searched(
    path: str, wanted: dict[str, str]
) -> None:
    clock = SetClock()
    options = SandboxOptions(invoices=30_000, today=SOME_DAY)
    with running_sandbox(options, clock=clock) as access, Caller(access) as other:
        answered = threading.Event()
        counts: list[int] = []

        def search() -> None:
            with Caller(access) as caller:
                page = caller.get(path, wanted).json()
            answered.set()
            counts.append(len(page["data"]) + page["remainingCount"])

        before = last_request(other)
        clock.move(60)
        searching = threading.Thread(target=search)
        searching.start()
        while last_request(other) == before:
            assert not answered.is_set()
        assert other.get("/end-users").status_code == 200
        assert not answered.is_set()
        searching.join()
        assert counts[0] > 20


def last_request(caller: Caller) -> str:
    user = caller.get(f"/end-users/{caller.access.end_user_id}").json()
    moment: str = user["integrationConnections"][0]["lastRequestAt"]
    return moment


class Page(msgspec.Struct, rename="camel"):
    """What has to be known of a page to read on."""

    data: list[msgspec.Raw]
    next_cursor: str | None
    remaining_count: int


class Reader:
    """A sandbox in a process of its own, and a client that keeps nothing of what it reads."""

    def __init__(self, ready: Path) -> None:
        arguments = ["--invoices", str(BIG), "--ready-file", str(ready)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "conductor_desktop", "sandbox", *arguments],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if "Ctrl-C" in line:
                break
        access = json.loads(ready.read_text(encoding="utf-8"))
        self._url = f"{access['baseUrl']}/quickbooks-desktop"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {access['secretKey']}"
        self._session.headers["Conductor-End-User-Id"] = access["endUserId"]

    def page(self, path: str, **wanted: str) -> Page:
        answer = self._session.get(f"{self._url}/{path}", params=wanted, timeout=120)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=Page)

    @property
    def most_bytes(self) -> int:
        """The most it ever had in memory, or what it has now where that is not told."""
        status = Path(f"/proc/{self._process.pid}/status")
        if status.exists():
            (peak,) = (n for n in status.read_text().splitlines() if n.startswith("VmHWM"))
            return int(peak.split()[1]) * 1024
        memory = psutil.Process(self._process.pid).memory_info()
        return getattr(memory, "peak_wset", memory.rss)

    def close(self) -> None:
        self._session.close()
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    reader = Reader(tmp_path / "ready.json")
    yield reader
    reader.close()


@pytest.mark.slow
def test_a_big_book_is_read_to_its_end_at_flat_memory(reader: Reader) -> None:
    seen = 0
    page = reader.page("invoices", includeLineItems="false")
    while True:
        seen += len(page.data)
        assert seen + page.remaining_count == BIG
        if page.next_cursor is None:
            break
        page = reader.page("invoices", includeLineItems="false", cursor=page.next_cursor)
    assert seen == BIG
    a_month_ago = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=30)).isoformat()
    assert reader.page("invoices", transactionDateFrom=a_month_ago).remaining_count > 1000
    assert reader.page("invoices", paymentStatus="paid").remaining_count > 50_000
    assert len(reader.page("customers", totalBalanceGreaterThan="0").data) > 20
    assert reader.most_bytes < MOST_BYTES


def test_a_project_may_have_many_end_users_of_which_one_is_connected() -> None:
    with running_sandbox(SandboxOptions(end_users=5000)) as access, Caller(access) as caller:
        users = caller.get("/end-users").json()["data"]
    assert len(users) == 5000
    for field in ("id", "companyName", "sourceId", "email"):
        assert len({user[field] for user in users}) == 5000, field
    assert max(len(user["companyName"]) for user in users) <= 59
    connected = [user["id"] for user in users if user["integrationConnections"]]
    assert connected == [access.end_user_id]


def test_the_many_end_users_are_the_same_ones_each_time() -> None:
    def names() -> list[str]:
        with running_sandbox(SandboxOptions(end_users=40)) as access, Caller(access) as caller:
            users = caller.get("/end-users").json()["data"]
        return sorted(user["sourceId"] + user["companyName"] for user in users)

    assert names() == names()
