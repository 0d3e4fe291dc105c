"""A log in pieces and a log gone bad: the same events however it is cut, and little is lost."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.workstation.web_connector_log.entries import MOST_BYTES
from conductor_desktop.workstation.web_connector_log.events import Kind
from conductor_desktop.workstation.web_connector_log.reader import Reader, State
from tests.unit.workstation.web_connector_logs import (
    HEADER,
    NAME,
    OURS,
    SECRET,
    SOAP,
    entry,
    named,
    read,
    read_in_pieces,
    update,
)

PROBLEM = entry(1, SOAP + "connect", f"QBWC1013: {SECRET}\r\nmore\r\n0x80040414")
DUMP = entry(
    1, SOAP + "ProcessRequestXML", f"XML dump follows: -\r\n<?xml?><a>{SECRET} QBWC1040</a>"
)
BEYOND = "x" * MOST_BYTES + " 0x80040420 " + "y" * 9000 + " QBWC1012 20250304.15:00:0"
LONG = entry(1, SOAP + "x", "QBWC1041 " + BEYOND)
LONG_AND_QUIET = entry(1, SOAP + "x", BEYOND)
PIECE = 256 * 1024
# The entries that name an application, without the one that says that an update begins.
BARE = "".join(named(3).splitlines(keepends=True)[1:]) + PROBLEM
RESTS = [b"\xff\xfe\x00", b"\xe2\x82", b"20250304.15:00:01 UTC", b" UTC\t: ", b"\0" * 50, b"QBWC10"]

parts = st.one_of(
    st.sampled_from([update(0), update(60, PROBLEM), update(90, DUMP), HEADER, PROBLEM, named(5)]),
    st.sampled_from([update(9, PROBLEM, name="Another"), update(9, host="elsewhere.example")]),
    st.sampled_from([BARE, BARE.replace("qbwc.", "elsewhere."), update(7, name="Another") + BARE]),
    st.sampled_from([LONG, update(30, LONG, PROBLEM), update(30, PROBLEM, LONG_AND_QUIET)]),
).map(str.encode)
logs = st.lists(st.one_of(parts, st.sampled_from(RESTS), st.binary(max_size=40)), max_size=8)
line_ends = st.sampled_from([b"\r\n", b"\n", b""])
cuts = st.lists(st.integers(0, 1 << 20), max_size=12)


def written(pieces: list[bytes], line_end: bytes) -> bytes:
    return b"".join(pieces).replace(b"\r\n", line_end)


def cut(log: bytes, places: list[int]) -> list[bytes]:
    bounds = sorted({0, len(log), *(place % (len(log) + 1) for place in places)})
    return [log[start:stop] for start, stop in pairwise(bounds)]


# ---- in pieces


@given(logs, line_ends, cuts)
@settings(max_examples=150, deadline=None)
def test_a_log_tells_the_same_in_whatever_pieces_it_comes(
    pieces: list[bytes], line_end: bytes, places: list[int]
) -> None:
    log = written(pieces, line_end)
    assert read_in_pieces(cut(log, places)) == read(log)


@pytest.mark.parametrize("line_end", ["\r\n", ""])
def test_a_log_tells_the_same_cut_at_any_byte(line_end: str) -> None:
    text = HEADER + update(0, PROBLEM) + named(5, "Another") + DUMP + named(9)
    log = text.replace("\r\n", line_end).encode()
    whole = read(log)
    assert len(whole) == 8
    for place in range(len(log)):
        assert read_in_pieces([log[:place], log[place:]]) == whole


def test_a_log_tells_the_same_byte_by_byte() -> None:
    log = (HEADER + update(0, PROBLEM)).encode()
    assert read_in_pieces(log[place : place + 1] for place in range(len(log))) == read(log)


def test_an_entry_about_as_long_as_one_may_be_tells_the_same_cut_near_its_end() -> None:
    for length in range(MOST_BYTES - 140, MOST_BYTES + 10, 23):
        problem = entry(1, SOAP + "x", "x" * length + "QBWC1013", end="")
        log = update(0, problem).encode()
        whole = read(log)
        assert (Kind.PROBLEM in [e.kind for e in whole]) is (len(problem) <= MOST_BYTES)
        end = log.index(b"QBWC1013")
        for place in range(end - 4, end + 90, 3):
            assert read_in_pieces([log[:place], log[place:]]) == whole


# ---- gone bad


def test_the_end_of_an_entry_that_is_too_long_is_passed_over() -> None:
    short = entry(1, SOAP + "x", "QBWC1041")
    assert read(update(0, LONG)) == read(update(0, short))
    assert read(update(0, PROBLEM, LONG_AND_QUIET)) == read(update(0, PROBLEM))


def test_a_long_entry_tells_the_same_in_small_pieces() -> None:
    log = update(0, PROBLEM, LONG_AND_QUIET, LONG).encode()
    assert read_in_pieces(log[at : at + 700] for at in range(0, len(log), 700)) == read(log)
    end = log.index(b"UTC\t", log.index(b"QBWC1012"))
    for place in range(end - 30, end + 30):
        pieces = [log[: end - 2000], log[end - 2000 : place], log[place:]]
        assert read_in_pieces(pieces) == read(log)


def test_what_is_passed_over_ends_with_the_next_entry() -> None:
    reader = Reader(OURS, State(passing_over=True))
    told, _ = reader.read(b"QBWC1012 " + named(0).encode(), at_rest=True)
    assert told == read(named(0))
    assert not reader.state.passing_over


@given(st.binary(max_size=3000))
@settings(deadline=None)
def test_noise_tells_nothing_about_us_and_breaks_nothing(noise: bytes) -> None:
    assert {event.kind for event in read(noise)} <= {Kind.LOG_CREATED}


@given(
    st.sampled_from([update(0, PROBLEM), update(0, DUMP), update(0), HEADER]).map(str.encode),
    st.data(),
)
@settings(max_examples=150, deadline=None)
def test_damage_costs_at_most_the_entry_it_is_in(log: bytes, data: st.DataObject) -> None:
    """An update before and an update after are told whole, whatever is in between."""
    place = data.draw(st.integers(0, len(log)))
    length = data.draw(st.integers(0, len(log)))
    damage = data.draw(st.one_of(st.binary(max_size=60), st.sampled_from(RESTS)))
    damaged = log[:place] + damage + log[place + length :]
    before, after = update(0).encode(), update(60).encode()
    told = read(before + damaged + b"\n" + after)
    assert told[: len(read(before))] == read(before)
    assert told[-len(read(after)) :] == read(after)


@pytest.mark.parametrize("seed", range(10))
def test_no_change_of_a_log_makes_it_tell_a_word(seed: int) -> None:
    source = random.Random(seed)
    log = bytearray((HEADER + update(0, PROBLEM, DUMP) * 2).encode())
    for _ in range(200):
        place = source.randrange(len(log))
        log[place : place + source.randrange(3)] = source.randbytes(source.randrange(3))
        told = repr(read(bytes(log)))
        assert "Saltbush" not in told
        assert NAME not in told


@pytest.mark.parametrize(
    "bad",
    [
        b"x" * 10_000_000,
        b"\0" * 3_000_000,
        b" UTC" * 500_000,
        b" UTC\t: " * 200_000,
        b"QBWC1013 0x80040414 " * 100_000,
        b" UTC QBWC1013" * 100_000,
        b"() : AppName: " * 100_000,
        b"instantiateWebService() : AppName: x\r\n" * 50_000,
        b"Log file initialized at " * 50_000,
        b"-2147220460" * 100_000,
        b"20250304.15:00:01 UTC" * 50_000,
        b"\xff\xd8\xff\xe0" * 500_000,
    ],
    ids=lambda bad: repr(bad[:24]),
)
def test_megabytes_of_one_thing_cost_only_the_entry_they_are_in(bad: bytes) -> None:
    before, after = update(0, PROBLEM).encode(), update(60, PROBLEM).encode()
    log = before + bad + b"\n" + after
    told = read_in_pieces(log[at : at + PIECE] for at in range(0, len(log), PIECE))
    assert told[: len(read(before))] == read(before)
    assert told[-len(read(after)) :] == read(after)


def test_of_an_endless_entry_little_is_held() -> None:
    reader, rest = Reader(OURS, State()), update(0).encode()
    for _ in range(40):
        rest += b"x" * PIECE
        rest = rest[reader.read(rest)[1] :]
        assert len(rest) < 2 * MOST_BYTES
