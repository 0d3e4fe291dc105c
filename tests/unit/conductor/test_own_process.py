"""What only a process of its own can show: memory, and the environment it was started with."""

from __future__ import annotations

import gzip
import json
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.helpers.stub_server import Answer, StubServer, drip, raw, reply, reply_json
from tests.unit.conductor.exchanging import HEAD
from tests.unit.conductor.securing import Authority, system_store

ROOT = Path(__file__).parents[3]
MIB = 1024 * 1024

_ASK = """
import ctypes, json, sys
from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.errors import AppError
from conductor_desktop.secret import Secret
from conductor_desktop.work import CancelToken

def most_memory():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))

base_url, times = sys.argv[1], int(sys.argv[2])
client = ConductorClient(base_url, Secret("sk_conductor_PLANTEDSECRET42"))
said = []
for _ in range(times):
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)  # what is free must not hide what is taken next
        open("/proc/self/clear_refs", "w").write("5")  # forgets the most so far
        before = most_memory()
    try:
        outcome = client.company("end_usr_1", CancelToken()).value.company_name
    except AppError as error:
        outcome = type(error).__name__
    said.append([outcome, most_memory() - before if sys.platform == "linux" else 0])
print(json.dumps(said))
"""


def ask_elsewhere(
    base_url: str, times: int = 1, environment: Mapping[str, str] | None = None
) -> list[tuple[str, int]]:
    """What a process of its own got from asking for the company, and the MB that took."""
    done = subprocess.run(
        [sys.executable, "-c", _ASK, base_url, str(times)],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [(outcome, megabytes) for outcome, megabytes in json.loads(done.stdout)]


COMPANY = reply_json({"companyName": "Acme", "isSampleCompanyFile": False})


def bomb(megabytes: int) -> bytes:
    """One stream of spaces, packed once: after a full flush each megabyte packs to the same."""
    packer = zlib.compressobj(9, wbits=31)
    head, one = (packer.compress(b" " * MIB) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    checksum = 0
    for _ in range(megabytes):
        checksum = zlib.crc32(b" " * MIB, checksum)
    end = packer.flush()[:-8] + struct.pack("<II", checksum, megabytes * MIB)
    return head + one * (megabytes - 1) + end


def chunked(*, head: bytes, piece: bytes) -> Answer:
    return drip(HEAD + b"Transfer-Encoding: chunked\r\n" + head + b"\r\n", piece, seconds=0.0)


PIECE = b" " * 65_536


def too_much() -> dict[str, Answer]:
    packed = bomb(537)
    return {
        "bomb": reply(packed, headers={"Content-Encoding": "gzip"}),
        "bomb in one chunk": raw(
            HEAD
            + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
            + b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)
        ),
        "bomb in a bomb": reply(gzip.compress(packed), headers={"Content-Encoding": "gzip, gzip"}),
        "endless": drip(HEAD + b"\r\n", PIECE, seconds=0.0),
        "3 GB": drip(HEAD + b"Content-Length: 3000000000\r\n\r\n", PIECE, seconds=0.0),
        "endless chunks": chunked(head=b"", piece=b"%x\r\n%b\r\n" % (len(PIECE), PIECE)),
        "endless chunk": chunked(head=b"\r\nc0000000", piece=PIECE),
        "as much as allowed": reply(b'["' + b"x" * (16 * MIB - 4) + b'"]'),
        "deep": reply(b"[" * (16 * MIB)),
        "long number": reply(b'{"companyName": ' + b"9" * (15 * MIB) + b"}"),
        "headers": raw(HEAD + b"".join(b"X%d: %b\r\n" % (n, PIECE[:65_000]) for n in range(90))),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the most memory so far")
def test_no_answer_costs_fifty_megabytes() -> None:
    answered = too_much()
    with StubServer([COMPANY, *answered.values()]) as server:
        (fair, _), *answers = ask_elsewhere(server.base_url, 1 + len(answered))
    assert fair == "Acme"
    assert {outcome for outcome, _ in answers} == {"UnexpectedAnswer"}
    costs = {name: cost for name, (_, cost) in zip(answered, answers, strict=True)}
    assert max(costs.values()) < 50, costs
    assert len(server.requests) == 1 + len(answered)


@system_store
def test_the_environment_changes_neither_the_address_nor_what_is_sent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tls = Authority(monkeypatch, tmp_path).trusted().issue()
    keys = tmp_path / "keys.log"
    with StubServer([COMPANY], tls=tls) as server, StubServer([COMPANY]) as decoy:
        ((outcome, _),) = ask_elsewhere(
            f"https://127.0.0.1:{server.port}/v1",
            environment={
                "SSLKEYLOGFILE": str(keys),
                "CONDUCTOR_BASE_URL": decoy.base_url,
                "CONDUCTOR_SECRET_KEY": "sk_conductor_ofsomebodyelse",
                "CONDUCTOR_CUSTOM_HEADERS": "X-Planted: 1",
            },
        )
    assert outcome == "Acme"
    assert decoy.requests == []
    (seen,) = server.requests
    assert seen.headers["authorization"] == "Bearer sk_conductor_PLANTEDSECRET42"
    assert "x-planted" not in seen.headers
    assert not keys.exists()
