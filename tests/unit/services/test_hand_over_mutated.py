"""Ten thousand spoilt connection files: none crashes, none that breaks a rule is handed over."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from conductor_desktop.services.connection_file import ConnectionFiles
from conductor_desktop.workstation.qwc import InvalidQwc, read_qwc
from tests.helpers.web_connector_pc import web_connector_pc
from tests.unit.workstation.qwc_broken import OTHER_SERVICE, RULES, breaks
from tests.unit.workstation.qwc_drafts import good_draft
from tests.unit.workstation.qwc_file import ALLOWED, ELEMENTS
from tests.unit.workstation.qwc_rules import assert_keeps_the_rules

PARTS = 10  # for several processes
EXAMPLES = 1_000  # in each
PIECES = [
    *(b"<", b">", b"&", b'"', b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\xe2\x80\xae"),
    *(b"<!DOCTYPE a>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<?x?>", b"<!--", b"-->"),
    *(b"<![CDATA[", b"]]>", b"&amp;", b"&#10;", b"&#47;", b"&#x202e;", b"{}", b' xmlns="urn:x"'),
    *(b"@evil.example", b".evil.example", b":8443", b"//evil.example/", b"http://", b"\\", b" "),
    *(f"<{name}>{text}</{name}>".encode() for name, text in ELEMENTS.items()),
    *(f"</{name}>".encode() for name in ELEMENTS),
]


class Way:
    """The whole way of a file: found somewhere, taken, kept, opened."""

    def __init__(self, folder: Path) -> None:
        self._source = folder / "source.qwc"
        self._ours = folder / "ours"
        self._opened: list[bytes] = []
        pc = web_connector_pc()
        self._files = ConnectionFiles(self._ours, lambda: pc, self._open)

    def go(self, data: bytes) -> None:
        """Raises ``InvalidQwc`` with nothing kept and opened, or just this was opened."""
        self._source.write_bytes(data)
        self._opened.clear()
        try:
            file = self._files.take(self._source, (*ALLOWED, OTHER_SERVICE))
        except InvalidQwc:
            assert not self._ours.exists() or not any(self._ours.iterdir())
            raise
        self._files.hand_over(file)
        assert self._opened == [data]
        self._files.forget()

    def _open(self, path: Path) -> None:
        self._opened.append(path.read_bytes())


@pytest.fixture
def way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Way:
    monkeypatch.setattr(os, "fsync", lambda _handle: None)  # what is kept here need not last
    return Way(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_of_ten_thousand_files_that_break_one_rule_each_none_is_handed_over(
    way: Way, part: int
) -> None:
    """And each is refused for the rule it breaks, or it would not show that this one is checked."""
    chance = random.Random(part)
    rules = sorted(RULES)
    for number in range(EXAMPLES):
        rule = rules[number % len(rules)]
        data, says = breaks(rule, good_draft(chance), chance)
        with pytest.raises(InvalidQwc) as refused:
            way.go(data)
        assert says.search(refused.value.explanation), f"{rule}: {data!r}"


@pytest.mark.parametrize(
    ("seed", "files"), [(5, 150), pytest.param(6, 350, marks=pytest.mark.slow)]
)
def test_a_file_that_breaks_none_is_handed_over(way: Way, seed: int, files: int) -> None:
    chance = random.Random(seed)
    for _ in range(files):
        data = good_draft(chance).data()
        assert_keeps_the_rules(data)
        way.go(data)


def changed(chance: random.Random) -> bytes:
    """A good file with a few things put in, taken out, doubled, moved or overwritten."""
    data = bytearray(good_draft(chance).data())
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
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


def test_whatever_is_done_to_a_file_it_keeps_the_rules_or_is_refused() -> None:
    chance = random.Random(6)
    taken = 0
    for _ in range(3_000):
        data = changed(chance)
        try:
            read_qwc(data, ALLOWED)
        except InvalidQwc:
            continue
        taken += 1
        assert_keeps_the_rules(data)
    assert 200 < taken < 2_000  # or little would have been tried
