"""Does one thing for the support bundle, in a process of its own, and says what it took."""

from __future__ import annotations

import json
import random
import string
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from build.bench.conductor_reader import peak_bytes
from conductor_desktop.app import App
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.secret import Secret
from conductor_desktop.services.diagnostics.collectors import MORE_DAYS
from conductor_desktop.storage.redaction import Redactor
from conductor_desktop.storage.secrets import SessionStore
from conductor_desktop.work import CancelToken

MEGABYTES = 20
_PIECE = 64 * 1024
_TRIES = 5
_GIGABYTE = 1_000_000_000
_PRIVATE_SHARE = 0.02
_LETTERS = string.ascii_lowercase + string.digits

_ORDINARY = (
    "GET /quickbooks-desktop/invoices 200 {n} ms {request}",
    "message: The connection works",
    "pass {n} over the invoices broke off: Reading was interrupted",
    "a key that is not used any more is still stored: No answer",
    "the Web Connector was not opened: It is not there",
    "settings.json was not usable and is now settings.json.corrupt-{n}",
    "refused: INTEGRATION_CONNECTION_ERROR INTEGRATION_CONNECTION_NOT_ACTIVE 502 {request}",
    'uncaught error in a thread\\nTraceback (most recent call last):\\n  File "C:\\Program Files'
    '\\Conductor Desktop\\_internal\\x.py", line {n}, in look\\nValueError: no',
)
_PRIVATE = (
    "C:\\Users\\mary.jones\\AppData\\Local\\Conductor Desktop\\settings.json was read",
    "office@big.example asked",
    "sk_conductor_abc0123456789abcdef0123456789 sent",
    "https://connect.conductor.is/qbd/auth_sess_client_secret_12ab?key=pk_conductor_77 opened",
    "Authorization: Bearer abcdef0123456789abcdef",
    "Big Construction Co. answered on FRONTDESK-7",
)

Measured = dict[str, float]


def log_lines(megabytes: float, until: datetime) -> Iterator[str]:
    """Lines as the app writes them, two thirds of them of requests, with one private in fifty."""
    chance = random.Random(1)  # noqa: S311 - nobody's secret
    began, size, number = until - timedelta(days=1), 0, 0
    while size < megabytes * 1e6:
        number += 1
        when = began + timedelta(milliseconds=number * 97)
        request = "req_" + "".join(chance.choices(_LETTERS, k=16))
        if chance.random() < _PRIVATE_SHARE:
            said = chance.choice(_PRIVATE)
        elif chance.random() < 0.67:
            said = f"GET /end-users/{{id}} 200 {chance.randrange(900)} ms {request}"
        else:
            said = chance.choice(_ORDINARY).format(n=chance.randrange(900), request=request)
        stamp = when.strftime("%Y-%m-%dT%H:%M:%S")
        line = (
            f"{stamp}.{number % 1000:03d}Z INFO conductor_desktop.some.room [471 MainThread] {said}"
        )
        size += len(line) + 1
        yield line


def write_log(path: Path) -> None:
    """A log of a gigabyte, of which the end is as above."""
    with path.open("wb") as file:
        file.truncate(_GIGABYTE - MEGABYTES * 1_000_000)
        file.seek(0, 2)
        for line in log_lines(MEGABYTES, datetime.now(UTC)):
            file.write(f"{line}\n".encode())


def redaction() -> Measured:
    """Cleaning a log, as it is done for a bundle: the best of some tries, in processor time."""
    redactor = Redactor(user_name="mary.jones", host_name="FRONTDESK-7")
    for number in range(3):
        redactor.register(Secret(f"opaque-token-{number}-0123456789abcdef0123456789/+"))
    redactor.hide({"Big Construction Co.": "company1f3a", "office@big.example": "email22bb"})
    text = "".join(f"{line}\n" for line in log_lines(MEGABYTES, datetime.now(UTC)))
    pieces, begin = [], 0
    while begin < len(text):
        end = text.find("\n", begin + _PIECE) + 1 or len(text)
        pieces.append(text[begin:end])
        begin = end
    best, taken_out = float("inf"), 0
    for _ in range(_TRIES):
        began = time.process_time()
        taken_out = sum(sum(redactor.scrub(piece).removed.values()) for piece in pieces)
        best = min(best, time.process_time() - began)
    return {"megabytes": len(text) / 1e6, "seconds": best, "taken_out": taken_out}


def bundle() -> Measured:
    """A bundle in the sandbox with a log of a gigabyte, of which the end is as above."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        app = App(CommonOptions(home=folder, sandbox=True), secrets=SessionStore)
        try:
            service = app.diagnostics()
            service.collect(CancelToken())
            log = home / "logs" / "app.log.1"
            write_log(log)
            before = psutil.Process().memory_info().rss
            began = time.perf_counter()
            made = service.collect(CancelToken(), log_days=MORE_DAYS)
            path = service.write(made, home / "bundle.zip")
            seconds = time.perf_counter() - began
            return {
                "log": log.stat().st_size / 1e6,
                "seconds": seconds,
                "bytes": peak_bytes() - before,
                "written": path.stat().st_size / 1e6,
                "inside": sum(len(one.data) for one in made.files) / 1e6,
                "failures": len(made.failures),
            }
        finally:
            app.close()


WORKS: dict[str, Callable[[], Measured]] = {"redaction": redaction, "bundle": bundle}

if __name__ == "__main__":
    print(json.dumps(WORKS[sys.argv[1]]()))
