"""Ending what a call is doing, whatever comes first."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from conductor_desktop.conductor.network.line import CutReason, Line


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.settimeout(60)  # only a test that fails waits this long
        yield ours, theirs


def test_a_line_that_is_cut_shuts_its_connection(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    line = Line()
    with line.in_use():
        line.take(ends[0])
        line.cut(CutReason.CANCELLED)
        assert ends[1].recv(1) == b""


def test_a_line_that_was_cut_shuts_what_it_gets_later(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    line = Line()
    with line.in_use():
        line.cut(CutReason.CANCELLED)
        line.take(ends[0])
        assert ends[1].recv(1) == b""


def test_a_line_that_is_over_leaves_connections_alone(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    line = Line()
    with line.in_use():
        line.take(ends[0])
    line.cut(CutReason.CANCELLED)
    ends[0].sendall(b"x")
    assert ends[1].recv(1) == b"x"


def test_the_first_reason_stands() -> None:
    line = Line()
    line.cut(CutReason.OVERDUE)
    line.cut(CutReason.CANCELLED)
    assert line.cut_reason is CutReason.OVERDUE


def test_what_is_waited_for_is_woken_at_once_when_the_line_is_cut_already() -> None:
    woken: list[bool] = []
    line = Line()
    line.cut(CutReason.CANCELLED)
    with line.waking(lambda: woken.append(True)):
        assert woken == [True]
