"""Who may have the books: Conductor, and in the sandbox nobody but the sandbox."""

from __future__ import annotations

import pytest

from conductor_desktop.services.trusted_hosts import may_have_the_books

CONDUCTOR = {"conductor.is", ".conductor.is"}


@pytest.mark.parametrize(
    "base_url",
    [
        None,
        "",
        "https://api.conductor.is/v1",
        "https://quickbooks.acme.example/v1",
        "https://127.0.0.1:4711/v1",
        "http://192.0.2.7:4711/v1",
        "http://localhost.evil.example:4711/v1",
        "http://127.0.0.1/v1",
        "http://127.0.0.1:999999/v1",
        "http://[127.0.0.1/v1",
    ],
)
def test_conductor_alone_for_every_service_elsewhere(base_url: str | None) -> None:
    assert may_have_the_books(base_url) == CONDUCTOR


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_its_own_port_too_where_the_service_is_on_this_pc(host: str) -> None:
    here = {"127.0.0.1:4711", "localhost:4711"}
    assert may_have_the_books(f"http://{host}:4711/v1") == CONDUCTOR | here


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_in_the_sandbox_it_alone(host: str) -> None:
    here = {"127.0.0.1:4711", "localhost:4711"}
    assert may_have_the_books(f"http://{host}:4711/v1", is_sandbox=True) == here


@pytest.mark.parametrize("base_url", [None, "https://api.conductor.is/v1", "http://127.0.0.1/v1"])
def test_a_sandbox_that_is_nowhere_on_this_pc_gets_nothing(base_url: str | None) -> None:
    assert may_have_the_books(base_url, is_sandbox=True) == frozenset()
