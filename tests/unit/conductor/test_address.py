"""Which addresses, ids and keys are let through."""

from __future__ import annotations

import pytest

from conductor_desktop.conductor.address import (
    checked_base_url,
    checked_end_user_id,
    checked_key,
    is_loopback,
)
from conductor_desktop.errors import ExitCode, InvalidInput


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://api.conductor.is/v1", "https://api.conductor.is/v1"),
        ("https://api.conductor.is/v1/", "https://api.conductor.is/v1"),
        ("  https://gateway.example:8443/qb/v1 ", "https://gateway.example:8443/qb/v1"),
        ("HTTPS://api.conductor.is/v1", "https://api.conductor.is/v1"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"),
        ("http://localhost:8000/v1", "http://localhost:8000/v1"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
    ],
)
def test_https_and_this_pc_are_allowed(given: str, used: str) -> None:
    assert checked_base_url(given) == used


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("http://api.conductor.is/v1", "not secure"),
        ("http://localhost.evil.example/v1", "not secure"),
        ("http://127.0.0.1.evil.example/v1", "not secure"),
        ("http://0.0.0.0:80/v1", "not secure"),
        ("ftp://api.conductor.is/v1", "start with https"),
        ("https://user:password@api.conductor.is/v1", "name or a password"),
        ("https://127.0.0.1@evil.example/v1", "name or a password"),
        ("https://api.conductor.is/v1?key=1", "end with a path"),
        ("https://api.conductor.is/v1#here", "end with a path"),
        ("api.conductor.is/v1", "not a web address"),
        ("https://", "not a web address"),
        ("", "not a web address"),
        ("https://api.conductor.is:99999/v1", "not a web address"),
        ("https://api.conductor.is:0/v1", "not a web address"),
        ("https://api.conductor.is\\@evil.example/v1", "not a web address"),
        ("https://api.conductor.is/v 1", "not a web address"),
        ("https://bücher.example/v1", "not a web address"),
        ("https://[::1/v1", "not a web address"),
    ],
)
def test_other_addresses_are_refused_with_the_reason(given: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked_base_url(given)
    assert reason in caught.value.explanation
    assert caught.value.exit_code is ExitCode.USAGE
    assert "password@" not in str(caught.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_pc_is_recognised(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "10.0.0.1", "localhost.example", "0.0.0.0"])
def test_other_hosts_are_not_this_pc(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("given", ["end_usr_1234567abcdefg", "a", "A-b.c:d_9"])
def test_ids_pass_unchanged(given: str) -> None:
    assert checked_end_user_id(given) == given


@pytest.mark.parametrize(
    "given", ["", "..", ".", "a/b", "a b", "a\r\nX-Evil: 1", "a?b", "a%2f", "é", "x" * 201]
)
def test_what_could_change_the_request_is_not_an_id(given: str) -> None:
    with pytest.raises(InvalidInput):
        checked_end_user_id(given)


def test_a_key_loses_only_its_surrounding_blanks() -> None:
    assert checked_key(" sk_conductor_1 \n") == "sk_conductor_1"


@pytest.mark.parametrize("given", ["", "  ", "sk_conductor_1\r\nX-Evil: 1", "sk_schlüssel", "a b"])
def test_what_cannot_be_sent_is_not_a_key_and_is_not_repeated(given: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked_key(given)
    assert not given.strip() or given.strip() not in str(caught.value)
