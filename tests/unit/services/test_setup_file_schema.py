"""The JSON Schema that vendors check by, and the reader, take and refuse the same files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conductor_desktop.assets import asset
from conductor_desktop.services.setup_file import inspect_setup_file
from conductor_desktop.services.setup_file.schema import schema
from tests.helpers.setup_files import FULL, LINK_ONLY, changed, write

SHIPPED: dict[str, Any] = json.loads(asset("setup-file.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SHIPPED)
FIELDS = [
    "version",
    "vendor",
    "vendor.name",
    "vendor.supportEmail",
    "vendor.supportUrl",
    "apiBaseUrl",
    "token",
    "publishableKey",
    "authFlowUrl",
    "endUser",
    "endUser.id",
    "endUser.sourceId",
    "endUser.email",
    "endUser.companyName",
    "expectedCompany",
]


def both(folder: Path, content: object) -> tuple[bool, bool]:
    """What the schema says of ``content``, and what the reader says."""
    inspection = inspect_setup_file(write(folder, content))
    return VALIDATOR.is_valid(content), not inspection.problems


def test_the_schema_that_is_shipped_is_the_one_that_the_fields_make() -> None:
    Draft202012Validator.check_schema(SHIPPED)
    assert schema() == SHIPPED, (
        "python -m conductor_desktop setup-file schema > resources/setup-file.schema.json"
    )


def test_the_fields_above_are_all_there_are() -> None:
    parts = {
        "": SHIPPED,
        **{
            name: SHIPPED["$defs"][kind]
            for name, kind in (("vendor.", "VendorFields"), ("endUser.", "EndUserFields"))
        },
    }
    listed = {f"{prefix}{name}" for prefix, part in parts.items() for name in part["properties"]}
    assert listed - {"$schema"} == set(FIELDS)
    for part in parts.values():
        for name, field in part["properties"].items():
            assert "description" in field or name in ("vendor", "endUser"), name


def test_both_take_what_a_vendor_writes(tmp_path: Path) -> None:
    for content in (FULL, LINK_ONLY, {**FULL, "$schema": "./setup-file.schema.json", "more": []}):
        assert both(tmp_path, content) == (True, True)


_NASTY = [
    None, "", " ", "\n", "x", "x\n", "x\u202ey", "\ufeff", "ü", "a" * 200, "a" * 201, "a" * 1281,
    "a" * 2001, 0, 1, 1.0, 1.5, -1, 2, True, False, [], {}, ["x"], {"name": "x"},
    "sk_conductor_x", "pk_conductor_x", "a b", "a@b", "a@b@c", "@", "end_usr_1", "-x",
    "https://acme.example", "https://acme.example/", "https://acme.example/v1?x=1",
    "https://acme.example/#x", "https://a@b.example", "HTTPS://ACME.example:443/v1", "https://",
    "http://acme.example", "http://127.0.0.1:8787/v1", "http://localhost", "http://localhost.evil.example",
    "http://127.0.0.1.evil.example", "https://acme.example:0", "https://acme.example:65535",
    "https://acme.example:65536", "https://-acme.example", "https://ac\\me.example", "ftp://x",
    "https://connect.conductor.is/qbd/x?key=y", "https://conductor.is/", "https://conductor.is",
    "https://conductor.is.evil.example/", "https://evilconductor.is/", "https://conductor.is:444/x",
    "https://connect.conductor.is:443/x", "https://user@connect.conductor.is/x",
    "https://connect.conductor.is/x\n", "https://connect.conductor.is/\\x", "https://.conductor.is/",
]  # fmt: skip
_values = st.sampled_from(_NASTY) | st.text(max_size=6) | st.integers(-3, 3) | st.just(...)


@pytest.mark.parametrize("base", [FULL, LINK_ONLY], ids=["gateway", "link"])
@pytest.mark.parametrize("field", FIELDS)
def test_both_agree_on_every_nasty_value_of_every_field(
    tmp_path: Path, base: dict[str, Any], field: str
) -> None:
    whole = {"endUser": {}, **base}
    differing = [
        value for value in _NASTY if len(set(both(tmp_path, changed(whole, field, value)))) == 2
    ]
    assert differing == []


def test_the_nasty_values_make_good_files_and_bad_ones_of_every_field() -> None:
    for field in FIELDS:
        whole = FULL if field != "authFlowUrl" else LINK_ONLY
        said = {VALIDATOR.is_valid(changed(whole, field, value)) for value in _NASTY}
        assert said == {True, False}, field


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    base=st.sampled_from([FULL, LINK_ONLY]),
    changes=st.dictionaries(st.sampled_from(FIELDS), _values, max_size=4),
)
def test_both_agree_on_files_with_several_changes(
    tmp_path: Path, base: dict[str, Any], changes: dict[str, object]
) -> None:
    content: dict[str, Any] = {"endUser": {}, **base}
    for field, value in sorted(changes.items(), reverse=True):  # the inner ones first
        parent = content.get(field.partition(".")[0]) if "." in field else content
        name = field.rpartition(".")[2]
        assume(isinstance(parent, dict) and (value is not ... or name in parent))
        content = changed(content, field, value)
    by_schema, by_reader = both(tmp_path, content)
    assert by_schema == by_reader


@pytest.mark.parametrize("content", [[], None, 1, "x", [FULL]])
def test_both_refuse_what_is_no_object(tmp_path: Path, content: object) -> None:
    assert both(tmp_path, content) == (False, False)
