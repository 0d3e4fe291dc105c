"""The log's file is followed as it grows, is cut short, cleared and replaced: each event once."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.description import Description
from conductor_desktop.workstation.pc import CouldNotTell
from conductor_desktop.workstation.this_pc import ThisPc
from conductor_desktop.workstation.web_connector_log.events import Event, Kind
from conductor_desktop.workstation.web_connector_log.follower import (
    TAIL_BYTES,
    Position,
    WebConnectorLog,
)
from tests.unit.workstation.web_connector_logs import (
    HEADER,
    OURS,
    SECRET,
    SOAP,
    at,
    entry,
    named,
    read,
    update,
)

LATER_HEADER = HEADER.replace("3:00 PM", "3:01 PM")
PROBLEM = entry(1, SOAP + "connect", "QBWC1013: Error\r\nHRESULT = 0x80040414")


DESCRIPTION: dict[str, object] = {
    "schema": 1,
    "id": "x",
    "title": "x",
    "windows": {"caption": "x"},
}


class PcWithLog(DescribedPc):
    """A PC whose log tests write; ``None`` for none."""

    def __init__(self) -> None:
        super().__init__(msgspec.convert(DESCRIPTION, type=Description))
        self.log: bytes | None = b""
        self.file: Callable[[bytes], BinaryIO] = io.BytesIO

    def open_shared(self, path: str) -> BinaryIO | None:
        return None if self.log is None else self.file(self.log)


class Followed:
    """A log, who follows it, and what was told so far; every look is by a new run if wanted."""

    def __init__(self, *, new_runs: bool = False) -> None:
        self.pc = PcWithLog()
        self.told: list[Event] = []
        self._new_runs = new_runs
        self.follower = WebConnectorLog(self.pc, "x", OURS)

    def look(self) -> list[Event]:
        if self._new_runs:
            kept = msgspec.json.encode(self.follower.position)
            position = msgspec.json.decode(kept, type=Position | None)
            self.follower = WebConnectorLog(self.pc, "x", OURS, position)
        look = self.follower.look()
        self.told += look.events
        return [*look.events]

    def write(self, text: str) -> None:
        self.pc.log = (self.pc.log or b"") + text.encode()


@pytest.fixture(params=[False, True], ids=["one run", "new runs"])
def followed(request: pytest.FixtureRequest) -> Followed:
    return Followed(new_runs=request.param)


# ---- growing


def test_what_is_new_is_told_once(followed: Followed) -> None:
    followed.write(HEADER + update(0))
    followed.look()
    followed.write(update(60))
    followed.look()
    assert followed.told == read(HEADER + update(0) + update(60))[:-1]
    followed.look()
    assert followed.told == read(HEADER + update(0) + update(60))
    assert followed.look() == []


def test_the_last_entry_is_told_when_the_log_is_at_rest(followed: Followed) -> None:
    followed.write(named(0) + PROBLEM[:-30])
    assert followed.look() == read(named(0))
    followed.write(PROBLEM[-30:])
    assert followed.look() == []
    assert followed.look() == [Event(at(1), Kind.PROBLEM, "QBWC1013", "0x80040414")]
    followed.write(update(60))
    followed.look()
    followed.look()
    assert followed.told == read(named(0) + PROBLEM + update(60))


def test_of_an_entry_that_was_told_the_rest_may_still_tell_a_code(followed: Followed) -> None:
    first, second = PROBLEM.split("HRESULT")
    followed.write(named(0) + first)
    followed.look()
    followed.look()
    followed.write("HRESULT" + second + update(60))
    followed.look()
    followed.look()
    assert followed.told == [
        *read(named(0)),
        Event(at(1), Kind.PROBLEM, "QBWC1013"),
        Event(at(1), Kind.PROBLEM, None, "0x80040414"),
        *read(update(60)),
    ]


def test_at_rest_the_name_has_to_do_until_an_address_says_otherwise(followed: Followed) -> None:
    began, *rest = named(0, host="elsewhere.example").splitlines(keepends=True)
    followed.write(began)
    followed.look()
    assert followed.look() == read(began)
    followed.write("".join(rest) + PROBLEM + update(60))
    followed.look()
    followed.look()
    assert followed.told == read(began) + read(update(60))


def test_a_log_that_is_not_there_yet_is_waited_for(followed: Followed) -> None:
    followed.pc.log = None
    assert followed.look() == []
    followed.write(update(0))
    followed.look()
    followed.pc.log, kept = None, followed.pc.log
    assert followed.look() == []
    followed.pc.log = kept
    followed.look()
    assert followed.told == read(update(0))


# ---- the first look


def test_of_a_long_log_the_first_look_reads_the_end_alone() -> None:
    followed = Followed()
    reads: list[int] = []

    class Counting(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            reads.append(len(data))
            return data

    followed.write(update(0) * 20_000 + update(60))
    followed.pc.file = Counting
    followed.look()
    followed.look()
    assert len(followed.pc.log or b"") > 2 * TAIL_BYTES
    assert sum(reads) < TAIL_BYTES + 64 * 1024
    assert followed.told[-4:] == read(update(60))


def test_the_end_of_a_log_begins_with_an_entry_of_which_the_beginning_is_not_there() -> None:
    followed = Followed()
    cut = named(0) + entry(1, SOAP + "x", "x" * TAIL_BYTES + " QBWC1013")
    followed.write(cut + update(60))
    followed.look()
    followed.look()
    assert followed.told == read(update(60))


def test_a_long_growth_is_read_a_part_at_a_time() -> None:
    followed = Followed()
    followed.write(update(0))
    followed.look()
    followed.write((update(0, entry(1, SOAP + "x", "x" * 60_000))) * 600)
    follower = followed.follower
    looks = [follower.look(), follower.look()]
    while looks[-1].behind:
        looks.append(follower.look())
    events = [event for look in (*looks, follower.look()) for event in look.events]
    assert [look.behind for look in looks] == [True, True, False]
    assert len(events) == 601 * 4 - 3


# ---- lost


def test_a_cleared_log_is_read_from_its_beginning(followed: Followed) -> None:
    followed.write(HEADER + update(0))
    followed.look()
    followed.pc.log = (LATER_HEADER + update(60)).encode()
    followed.look()
    followed.look()
    assert followed.told == read(HEADER + update(0)) + read(LATER_HEADER + update(60))


@pytest.mark.parametrize("left", [200, 700, -5, -60])
def test_a_log_cut_short_is_not_told_again(left: int, followed: Followed) -> None:
    followed.write(HEADER + update(0) + update(60))
    followed.look()
    followed.pc.log = (followed.pc.log or b"")[:left]
    assert followed.look() == read(update(60))[-1:]
    followed.write("\r\n" + update(120))
    followed.look()
    followed.look()
    assert followed.told == read(HEADER + update(0) + update(60) + update(120))


def test_a_new_log_longer_than_the_old_one_is_known_as_new(followed: Followed) -> None:
    followed.write(update(0))
    followed.look()
    followed.pc.log = (update(60) * 3).encode()
    followed.look()
    followed.look()
    assert followed.told == read(update(0)) + read(update(60) * 3)


def test_the_last_entry_is_not_lost_with_its_log(followed: Followed) -> None:
    followed.write(named(0) + PROBLEM)
    followed.look()
    followed.pc.log = b""
    assert followed.look() == read(named(0) + PROBLEM)[-1:]
    assert followed.look() == []


def test_what_is_about_us_by_its_name_is_not_lost_with_its_log(followed: Followed) -> None:
    began = named(0).splitlines(keepends=True)[0]
    followed.write(began + PROBLEM)
    assert followed.look() == []
    followed.pc.log = update(60).encode()
    followed.look()
    followed.look()
    assert followed.told == read(began + PROBLEM) + read(update(60))


def test_a_log_put_back_is_not_told_again(followed: Followed) -> None:
    followed.write(HEADER + update(0))
    followed.look()
    followed.look()
    followed.pc.log = bytes(followed.pc.log or b"")
    followed.write(update(60))
    followed.look()
    followed.look()
    assert followed.told == read(HEADER + update(0) + update(60))


UNITS = [
    update(seconds, entry(seconds + 1, SOAP + "x", "QBWC1013\r\n0x80040414")).encode()
    for seconds in range(0, 140, 10)
]
TELLS = {unit: read(unit) for unit in UNITS}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["write", "look", "rest", "clear", "replace", "cut"]),
            st.integers(0, 10_000),
        ),
        max_size=len(UNITS),
    ),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_nothing_that_was_there_at_a_look_is_lost_and_nothing_is_told_twice(
    steps: list[tuple[str, int]], new_runs: bool
) -> None:
    followed, there, log = Followed(new_runs=new_runs), set[bytes](), b""

    def look() -> None:
        followed.pc.log = log
        there.update(unit for unit in UNITS if unit in log)
        followed.look()

    for (step, number), unit in zip(steps, UNITS, strict=False):
        match step:
            case "write":
                log += unit
            case "replace":
                log = unit
            case "clear":
                log = b""
            case "cut":  # a log of which less than this is left is taken for a new one
                log = log[: max(128, number % (len(log) + 1))]
            case "look":
                look()
            case "rest":
                look()
                look()
    look()
    look()
    seen = [(event.time, event.kind) for event in followed.told]
    assert len(seen) == len(set(seen))
    for unit in there:
        assert [event for event in followed.told if event in TELLS[unit]] == TELLS[unit]


# ---- what is kept


def test_a_position_holds_not_a_word_of_the_log() -> None:
    followed = Followed()
    followed.write(HEADER + update(0) + named(9) + PROBLEM + f"and {SECRET}")
    followed.look()
    kept = msgspec.json.encode(followed.follower.position).decode()
    assert len(kept) < 1500
    for word in ("Saltbush", "Example", "example", "tenant"):
        assert word not in kept


@pytest.mark.parametrize(("done", "seen"), [(-1, 5), (6, 5), (-2, -1)])
def test_a_position_that_cannot_be_is_refused(done: int, seen: int) -> None:
    with pytest.raises(ValueError, match="position"):
        Position(done, seen)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(f'{{"done": {done}, "seen": {seen}}}', type=Position)


def test_a_position_of_another_log_does_no_harm() -> None:
    followed = Followed()
    followed.write(update(0))
    follower = WebConnectorLog(followed.pc, "x", OURS, Position(50, 10**12, mark="?"))
    events = [*follower.look().events, *follower.look().events]
    assert events == read(update(0))


# ---- other applications, and refusals


def test_others_are_counted_over_all_looks() -> None:
    followed = Followed()
    follower = followed.follower
    for seconds in range(0, 40, 10):
        followed.write(update(seconds, name="Another App") + update(seconds))
        assert follower.look().others == (7 * (seconds // 10 + 1),)


def test_a_log_that_may_not_be_read_could_not_be_told_and_nothing_is_lost() -> None:
    followed = Followed()

    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise PermissionError(13, "locked by another process")

    followed.write(update(0))
    followed.look()
    followed.write(update(60))
    followed.pc.file = Failing
    with pytest.raises(CouldNotTell):
        followed.look()
    followed.pc.file = io.BytesIO
    followed.look()
    followed.look()
    assert followed.told == read(update(0) + update(60))


def test_a_log_that_is_cut_short_during_a_look_loses_nothing() -> None:
    followed = Followed()

    class Shrinking(io.BytesIO):
        """Once it was looked at, nothing is left."""

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.truncate(0)
            return data

    followed.write(named(0) + PROBLEM)
    followed.look()
    followed.pc.file = Shrinking
    assert followed.look() == []
    followed.pc.file, followed.pc.log = io.BytesIO, b""
    followed.look()
    assert followed.told == read(named(0) + PROBLEM)


# ---- real files


def test_a_real_file_is_followed_while_it_is_written_renamed_and_deleted(tmp_path: Path) -> None:
    path = tmp_path / "QWCLog.txt"
    follower = WebConnectorLog(ThisPc(), str(path), OURS)
    assert follower.look().events == ()
    told: list[Event] = []
    with path.open("ab") as writer:
        writer.write((HEADER + update(0)).encode())
        writer.flush()
        told += follower.look().events
        writer.write(update(60).encode())
        writer.flush()
        told += follower.look().events
    path.rename(tmp_path / "old.txt")
    path.write_bytes((LATER_HEADER + update(120)).encode())
    told += follower.look().events
    path.unlink()
    assert follower.look().events == ()
    path.write_bytes(b"")
    told += follower.look().events
    assert told == read(HEADER + update(0) + update(60)) + read(LATER_HEADER + update(120))


def test_the_file_is_closed_after_each_look(tmp_path: Path) -> None:
    path = tmp_path / "QWCLog.txt"
    path.write_bytes(update(0).encode())
    opened: list[BinaryIO] = []

    class Watching(ThisPc):
        def open_shared(self, path: str) -> BinaryIO | None:
            file = super().open_shared(path)
            opened.extend([file] if file else [])
            return file

    WebConnectorLog(Watching(), str(path), OURS).look()
    assert [file.closed for file in opened] == [True]


def test_a_folder_in_the_logs_place_could_not_be_told(tmp_path: Path) -> None:
    with pytest.raises(CouldNotTell):
        WebConnectorLog(ThisPc(), str(tmp_path), OURS).look()
    with pytest.raises(CouldNotTell):
        WebConnectorLog(ThisPc(), f"{tmp_path}\0", OURS).look()
