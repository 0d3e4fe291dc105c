from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conductor_desktop.conductor.address import checked_base_url, checked_end_user_id, checked_key
from conductor_desktop.errors import ExitCode, InvalidInput, Owner
from conductor_desktop.services.setup_file import inspect_setup_file, read_setup_file
from conductor_desktop.ui.web.policy import AuthPolicy
from tests.helpers.setup_files import FULL, LINK_ONLY, changed, write


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
        ("publishableKey", None, "“publishableKey” is missing"),
        ("publishableKey", "sk_conductor_wrong_one", "“publishableKey” must be a publishable key"),
        ("token", "", "“token” is empty"),
        ("token", "with space", "“token” must be a token without spaces"),
        ("token", "t" * 1281, "“token” is too long: 1,281 characters of at most 1,280"),
        ("vendor.name", "  ", "“vendor.name” must be a name"),
        ("vendor.name", "Acme\u202egpj", "“vendor.name” must be a name on one line"),
        ("vendor.name", "n" * 201, "“vendor.name” is too long"),
        ("vendor.supportEmail", "help at acme", "“vendor.supportEmail” must be an e-mail address"),
        ("endUser", [], "“endUser” must be an object"),
        ("endUser.id", "end usr", "“endUser.id” must be an id"),
        ("expectedCompany", "Big\nCo", "“expectedCompany” must be one line"),
        ("apiBaseUrl", "https://acme.example/v1?key=1", "“apiBaseUrl”"),
        ("apiBaseUrl", "https://acme.example:70000", "“apiBaseUrl”"),
        ("apiBaseUrl", "https://acme.example\\@evil.example", "“apiBaseUrl”"),
        ("apiBaseUrl", "https://acme.example/" + "a" * 60_000, "“apiBaseUrl” is too long"),
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
    assert caught.value.owner is Owner.VENDOR
    assert "leads nowhere" in caught.value.explanation


def test_an_error_never_repeats_the_token(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_setup_file(write(tmp_path, changed(FULL, "endUser.email", 7)))
    assert "tok_made_up" not in str(caught.value)


def test_everything_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    wrong = changed(changed(FULL, "token", None), "vendor.supportUrl", "ftp://acme.example")
    path = write(tmp_path, {**wrong, "version": "one", "endUser": {"email": 7, "id": {}}})
    assert [one.field for one in inspect_setup_file(path).problems] == [
        "version",
        "vendor.supportUrl",
        "endUser.id",
        "endUser.email",
        "token",
    ]
    with pytest.raises(InvalidInput) as caught:
        read_setup_file(path)
    assert "the field “version” must be the number 1" in caught.value.explanation
    assert "and 2 more" in caught.value.explanation


def test_whoever_sent_a_wrong_file_is_asked_for_another(tmp_path: Path) -> None:
    for vendor, who in (
        (FULL["vendor"], "Acme Field Service (help@acme.example)"),
        ({"name": "Acme", "supportUrl": "https://acme.example/h"}, "Acme (https://acme.example/h)"),
        ({"name": "Acme"}, "Acme"),
        ({"name": "Ac\nme"}, "the vendor who sent it"),
    ):
        with pytest.raises(InvalidInput) as caught:
            read_setup_file(write(tmp_path, {**FULL, "vendor": vendor, "token": 7}))
        assert caught.value.next_step == f"Ask {who} for a new one."


@pytest.mark.parametrize("nothing", [None, ""])
@pytest.mark.parametrize(
    "where",
    [
        "vendor.supportEmail",
        "vendor.supportUrl",
        "endUser.id",
        "endUser.sourceId",
        "endUser.email",
        "endUser.companyName",
        "expectedCompany",
    ],
)
def test_what_need_not_be_there_may_be_empty(
    tmp_path: Path, where: str, nothing: str | None
) -> None:
    file = read_setup_file(write(tmp_path, changed(FULL, where, nothing)))
    assert "" not in (file.vendor.support_email, file.vendor.support_url)
    assert "" not in (file.end_user_id, file.expected_company)


def test_nobody_need_be_named(tmp_path: Path) -> None:
    values: list[object] = [..., None, {}]
    for value in values:
        file = read_setup_file(write(tmp_path, changed(FULL, "endUser", value)))
        assert (file.end_user_id, file.source_id, file.email) == (None, "", "")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [("utf-8", "utf-8-sig"), ("le", "utf-16"), ("be", "utf-16-be")],
)
def test_a_mark_at_the_beginning_is_read_over(tmp_path: Path, data: str, encoding: str) -> None:
    text = json.dumps(changed(FULL, "vendor.name", "Käufer & Söhne"), ensure_ascii=False)
    mark = b"\xfe\xff" if data == "be" else b""
    file = read_setup_file(write(tmp_path, mark + text.encode(encoding)))
    assert file.vendor.name == "Käufer & Söhne"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (json.dumps({**FULL, "x": "ü"}, ensure_ascii=False).encode("cp1252"), "in UTF-8"),
        (json.dumps(FULL).encode("utf-32"), "in UTF-8"),
        (json.dumps(FULL).encode("utf-16-le"), "cannot be read"),  # and no mark that says so
        (b'{"version": NaN}', "cannot be read"),
        (b'{"version": -Infinity}', "cannot be read"),
        (b'{"version": ' + b"9" * 5000 + b"}", "cannot be read"),
        (b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}", "cannot be read"),
        (b'{"version": 1, "vendor": {"name": "\\ud800"}}', "cannot be read"),
        (b'{"version": 1,\n  "vendor": }', "(line 2)"),
        (bytes.fromhex("4c00000001140200") + b"\0" * 68, "it is a shortcut"),
        (b"PK\x03\x04 a zip file", "cannot be read"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be used") as caught:
        read_setup_file(write(tmp_path, data))
    assert said in caught.value.explanation


def test_a_field_that_stands_twice_is_not_guessed_at(tmp_path: Path) -> None:
    text = json.dumps(FULL)[:-1] + ', "token": "another", "to\\u202eken": 1, "to\\u202eken": 2}'
    with pytest.raises(InvalidInput) as caught:
        read_setup_file(write(tmp_path, text.encode()))
    assert "the field “token” stands in the file more than once" in caught.value.explanation
    assert "the field “to ken” stands" in caught.value.explanation
    nested = text.replace(', "token"', ', "more": {"a": 1, "a": 2}, "b"')
    with pytest.raises(InvalidInput, match="“a” stands in the file more than once"):
        read_setup_file(write(tmp_path, nested.encode()))


def test_a_whole_number_with_a_point_is_the_same_number(tmp_path: Path) -> None:
    assert read_setup_file(write(tmp_path, {**FULL, "version": 1.0})).token


def test_a_newer_file_is_not_judged_by_the_rules_of_this_version(tmp_path: Path) -> None:
    inspection = inspect_setup_file(write(tmp_path, {"version": 3, "vendor": 7}))
    assert [(one.field, one.text[:4]) for one in inspection.problems] == [("version", "is 3")]


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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of other systems")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    loop = tmp_path / "loop.conductor-setup"
    loop.symlink_to(loop)
    pipe = tmp_path / "pipe.conductor-setup"
    os.mkfifo(pipe)
    for path in (loop, pipe, Path("/dev/null"), tmp_path / "a\0b", tmp_path / ("n" * 400)):
        with pytest.raises(InvalidInput, match="Cannot open"):
            read_setup_file(path)


def test_a_name_that_turns_the_direction_of_writing_is_shown_without_that(tmp_path: Path) -> None:
    name = "acme\u202epdf.\u2066evil\nx.conductor-setup"
    for path in (write(tmp_path, b"{}", name), tmp_path / f"not-{name}"):
        with pytest.raises(InvalidInput) as caught:
            read_setup_file(path)
        said = str(caught.value) + "".join(caught.value.details.values())
        assert "acme pdf. evil x.conductor-setup" in said
        assert not set("\u202e\u2066\n") & set(said)


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


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(FULL)), _json)
def test_any_value_in_any_field_is_taken_or_refused_in_words(
    tmp_path: Path, field: str, value: object
) -> None:
    path = write(tmp_path, {**FULL, field: value})
    with contextlib.suppress(InvalidInput):
        read_setup_file(path)


def _addresses(*hosts: str) -> st.SearchStrategy[str]:
    """Written in every way that somebody might read differently; a part of them is plain."""
    return st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(["https://"] * 9 + ["http://", "HTTPS://", "//", "https:\\\\"]),
        st.sampled_from([""] * 9 + ["user@", "user:word@", "acme.example\\@"]),
        st.sampled_from(hosts),
        st.sampled_from([""] * 9 + [":443", ":8443", ":0", ":65536", ":", ":x"]),
        st.sampled_from(["", "/", "/v1"])
        | st.text("/av1-.~%?#@:\\ ü\n", max_size=4).map("/{}".format),
    )


_GATEWAYS = ("acme.example", "Acme.Example", "127.0.0.1", "localhost", "acme.example.", "[::1]", "")
_LINKS = (
    "conductor.is",
    "connect.conductor.is",
    "a.b-c.conductor.is",
    "-a.conductor.is",
    "CONDUCTOR.is",
    "xconductor.is",
    "conductor.is.",
    "127.0.0.1",
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    address=_addresses(*_GATEWAYS),
    token=st.text("abc sk_~\x7fü\n", min_size=1, max_size=12),
    end_user_id=st.text("aZ09._:-/ ?", max_size=12),
)
def test_what_is_taken_is_taken_wherever_it_goes_next(
    tmp_path: Path, address: str, token: str, end_user_id: str
) -> None:
    content = changed({**FULL, "apiBaseUrl": address, "token": token}, "endUser.id", end_user_id)
    with contextlib.suppress(InvalidInput):
        file = read_setup_file(write(tmp_path, content))
        assert file.api_base_url is not None
        plainly = address.rstrip("/").replace("HTTPS", "https")
        assert checked_base_url(file.api_base_url) == plainly
        assert checked_key(token) == token
        assert checked_end_user_id(file.end_user_id or "none") == end_user_id or "none"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_addresses(*_LINKS))
def test_a_link_that_is_taken_may_be_opened_in_the_window(tmp_path: Path, address: str) -> None:
    with contextlib.suppress(InvalidInput):
        file = read_setup_file(write(tmp_path, {**LINK_ONLY, "authFlowUrl": address}))
        assert file.auth_flow_url is not None
        assert AuthPolicy().allows_page(file.auth_flow_url.reveal())
