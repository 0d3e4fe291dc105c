from __future__ import annotations

import contextlib
import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conductor_desktop.errors import ExitCode, InvalidInput
from conductor_desktop.services.setup_file import read_setup_file

FULL: dict[str, Any] = {
    "version": 1,
    "vendor": {
        "name": "Acme Field Service",
        "supportEmail": "help@acme.example",
        "supportUrl": "https://acme.example/help",
    },
    "apiBaseUrl": "https://quickbooks.acme.example/v1",
    "token": "tok_made_up_for_tests",
    "publishableKey": "pk_conductor_made_up",
    "authFlowUrl": None,
    "endUser": {
        "id": None,
        "sourceId": "cust-1042",
        "email": "office@big.example",
        "companyName": "Big Construction Co.",
    },
    "expectedCompany": "Big Construction Co.",
}
LINK_ONLY: dict[str, Any] = {
    "version": 1,
    "vendor": {"name": "Acme"},
    "authFlowUrl": "https://connect.conductor.is/qbd/secret?key=pk",
}


def write(folder: Path, content: object) -> Path:
    path = folder / "acme.conductor-setup"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def changed(base: dict[str, Any], where: str, value: object) -> dict[str, Any]:
    content = copy.deepcopy(base)
    *parents, name = where.split(".")
    place = content
    for parent in parents:
        place = place[parent]
    if value is ...:
        del place[name]
    else:
        place[name] = value
    return content


def test_a_full_file_gives_everything_it_says(tmp_path: Path) -> None:
    file = read_setup_file(write(tmp_path, FULL))
    assert file.vendor.name == "Acme Field Service"
    assert file.vendor.support_email == "help@acme.example"
    assert file.api_base_url == "https://quickbooks.acme.example/v1"
    assert file.token is not None
    assert file.token.reveal() == "tok_made_up_for_tests"
    assert (file.source_id, file.email) == ("cust-1042", "office@big.example")
    assert file.expected_company == "Big Construction Co."


def test_a_file_with_only_a_link_has_no_token(tmp_path: Path) -> None:
    file = read_setup_file(write(tmp_path, LINK_ONLY))
    assert file.token is None
    assert file.auth_flow_url is not None


def test_unknown_fields_are_ignored(tmp_path: Path) -> None:
    assert read_setup_file(write(tmp_path, {**FULL, "theme": {"colour": "red"}})).token


@pytest.mark.parametrize(
    ("where", "value", "named"),
    [
        ("version", ..., "“version” is missing"),
        ("version", "1", "“version”"),
        ("version", True, "“version”"),
        ("version", 0, "“version”"),
        ("version", 2, "version 2"),
        ("vendor", ..., "“vendor” is missing"),
        ("vendor", "Acme", "“vendor”"),
        ("vendor.name", ..., "“vendor.name” is missing"),
        ("vendor.name", 7, "“vendor.name” must be a text"),
        ("vendor.supportUrl", "http://acme.example", "“vendor.supportUrl”"),
        ("apiBaseUrl", "http://quickbooks.acme.example/v1", "“apiBaseUrl”"),
        ("apiBaseUrl", "https://user:pw@acme.example/v1", "“apiBaseUrl”"),
        ("apiBaseUrl", "ftp://acme.example", "“apiBaseUrl”"),
        ("apiBaseUrl", "https://", "“apiBaseUrl”"),
        ("apiBaseUrl", None, "“apiBaseUrl” is missing"),
        ("token", None, "“token” is missing"),
        ("token", 5, "“token” must be a text"),
        ("endUser.email", ["a"], "“endUser.email” must be a text"),
        ("authFlowUrl", "javascript:alert(1)", "“authFlowUrl”"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, where: str, value: object, named: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_setup_file(write(tmp_path, changed(FULL, where, value)))
    assert named in caught.value.explanation
    assert caught.value.exit_code is ExitCode.USAGE


def test_a_file_that_leads_nowhere_says_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be used") as caught:
        read_setup_file(write(tmp_path, {"version": 1, "vendor": {"name": "Acme"}}))
    assert "leads nowhere" in caught.value.explanation


def test_an_error_never_repeats_the_token(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_setup_file(write(tmp_path, changed(FULL, "endUser.email", 7)))
    assert "tok_made_up" not in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 400, b"\xff\xfe{", b"[1]", b"null", b"{" * 100_000, b'{"version": 1']
)
def test_a_file_that_is_no_setup_file_is_one_plain_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.conductor-setup"
    path.write_bytes(data)
    with pytest.raises(InvalidInput, match="cannot be used"):
        read_setup_file(path)


def test_a_file_that_is_not_there_and_a_folder_are_one_plain_error(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.conductor-setup", tmp_path):
        with pytest.raises(InvalidInput, match="Cannot open"):
            read_setup_file(path)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.conductor-setup"
    path.write_bytes(b" " * 300_000 + json.dumps(FULL).encode())
    with pytest.raises(InvalidInput) as caught:
        read_setup_file(path)
    assert "too large" in caught.value.explanation


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(FULL)), _json)
def test_any_value_in_any_field_is_taken_or_refused_in_words(
    tmp_path: Path, field: str, value: object
) -> None:
    path = write(tmp_path, {**FULL, field: value})
    with contextlib.suppress(InvalidInput):
        read_setup_file(path)
