"""Ten thousand spoilt connection files: none crashes, none that breaks a rule is handed over."""

from __future__ import annotations

import os
import random
from contextlib import nullcontext
from pathlib import Path

import pytest

from conductor_desktop.services.connection_file import ConnectionFiles
from conductor_desktop.workstation.qwc import InvalidQwc, read_qwc
from tests.helpers.web_connector_pc import web_connector_pc
from tests.unit.workstation.qwc_file import ALLOWED, ELEMENTS, qwc
from tests.unit.workstation.qwc_rules import assert_keeps_the_rules

EXAMPLES = 10_000
PIECES = [
    *(b"<", b">", b"&", b'"', b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\xe2\x80\xae"),
    *(b"<!DOCTYPE a>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<?x?>", b"<!--", b"-->"),
    *(b"<![CDATA[", b"]]>", b"&amp;", b"&#10;", b"&#47;", b"&#x202e;", b"{}", b' xmlns="urn:x"'),
    *(b"@evil.example", b".evil.example", b":8443", b"//evil.example/", b"http://", b"\\", b" "),
    b"<Password>x</Password>",
    b"<Vendor><AppURL>https://evil.example/</AppURL></Vendor>",
    *(f"<{name}>{text}</{name}>".encode() for name, text in ELEMENTS.items()),
    *(f"</{name}>".encode() for name in ELEMENTS),
]
VALUES = [
    *("", " ", "QBPOS", "https://evil.example/", "http://conductor.is/", "https://127.0.0.1/"),
    *("https://a.co<!-- -->nductor.is/", "https://conductor.is:81/", "{0}", "a" * 3000, "-1", "0"),
    "<RunEveryNMinutes>0</RunEveryNMinutes>",
    "https://qbwc.conductor.is/",
    "true",
]


def changed(chance: random.Random) -> bytes:
    """The good file with a few things put in, taken out, doubled, moved or set to another value."""
    names = [*ELEMENTS, "CertURL", "AppUniqueName", "UnattendedModePref"]
    picked = chance.sample(names, chance.choice([0, 0, 1, 1, 2]))
    data = bytearray(qwc(**{name: chance.choice(VALUES) for name in picked}))
    for _ in range(chance.choice([0, 1, 1, 2, 4])):
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.randrange(40))
        match chance.randrange(6):
            case 0:
                data[start:start] = chance.choice(PIECES)
            case 1:
                del data[start:end]
            case 2:
                data[start:start] = data[start:end]
            case 3:
                data[start] ^= 1 << chance.randrange(8)
            case 4:
                data[start:end] = chance.randbytes(chance.randrange(8))
            case _:
                to = chance.randrange(len(data))
                data[to:to] = data[start:end]
    return bytes(data)


def is_good(data: bytes) -> bool:
    try:
        read_qwc(data, ALLOWED)
    except InvalidQwc:
        return False
    assert_keeps_the_rules(data)
    return True


@pytest.mark.slow
def test_ten_thousand_changed_files_keep_the_rules_or_go_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bytes] = []
    pc = web_connector_pc()
    ours = tmp_path / "ours"
    files = ConnectionFiles(ours, lambda: pc, lambda path: opened.append(path.read_bytes()))
    monkeypatch.setattr(os, "fsync", lambda _handle: None)  # what is kept here need not last
    source = tmp_path / "source.qwc"
    chance = random.Random(4)
    spoilt = [changed(chance) for _ in range(EXAMPLES)]
    good = [is_good(data) for data in spoilt]
    assert EXAMPLES * 0.05 < sum(good) < EXAMPLES * 0.5  # or little would have been tried
    # Disks are slow, so not all of them go the whole way.
    for data, passes in list(zip(spoilt, good, strict=True))[::10]:
        source.write_bytes(data)
        opened.clear()
        with nullcontext() if passes else pytest.raises(InvalidQwc):
            files.hand_over(files.take(source, ALLOWED))
        assert opened == ([data] if passes else [])
