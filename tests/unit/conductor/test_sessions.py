"""Which connections are used again."""

from __future__ import annotations

import pytest

from conductor_desktop.conductor.network.sessions import Sessions
from tests.helpers.stub_server import StubServer, reply_json


@pytest.mark.parametrize(("idle_seconds", "connections"), [(5.0, [1, 1]), (31.0, [1, 2])])
def test_a_connection_that_was_idle_for_long_is_not_trusted(
    idle_seconds: float, connections: list[int]
) -> None:
    now = [100.0]
    sessions = Sessions(clock=lambda: now[0])
    with StubServer([reply_json({})]) as server:
        for _ in range(2):
            with sessions.lend(fresh=False) as session:
                session.get(server.base_url, timeout=30)
            now[0] += idle_seconds
        sessions.close()
    assert [seen.connection for seen in server.requests] == connections


def test_one_session_is_never_lent_twice_at_once() -> None:
    sessions = Sessions()
    with sessions.lend(fresh=False) as one, sessions.lend(fresh=False) as other:
        assert one is not other
    with sessions.lend(fresh=False) as again:
        assert again in (one, other)
    sessions.close()


def test_what_comes_back_after_closing_is_closed() -> None:
    sessions = Sessions()
    with StubServer([reply_json({})]) as server:
        with sessions.lend(fresh=False) as session:
            session.get(server.base_url, timeout=30)
            sessions.close()
        with sessions.lend(fresh=False) as another:
            assert another is not session
            another.get(server.base_url, timeout=30)
    assert [seen.connection for seen in server.requests] == [1, 2]
