"""What is worth a vendor's look although the file can be used."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conductor_desktop.services.setup_file import inspect_setup_file, read_setup_file
from tests.helpers.setup_files import FULL, LINK_ONLY, changed, write

SAVED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def remarks(
    folder: Path, content: Mapping[str, Any], *, age: timedelta = timedelta(0)
) -> list[tuple[str, str]]:
    path = write(folder, content)
    os.utime(path, (SAVED.timestamp(), SAVED.timestamp()))
    inspection = inspect_setup_file(path, SAVED + age)
    assert inspection.problems == ()
    return [(one.field, one.text) for one in inspection.remarks]


def test_of_a_good_file_there_is_nothing_to_say(tmp_path: Path) -> None:
    for content in (FULL, LINK_ONLY, {**FULL, "$schema": "setup-file.schema.json"}):
        assert remarks(tmp_path, content) == []


@pytest.mark.parametrize(
    ("where", "value", "field", "part"),
    [
        ("theme", "red", "theme", "is not known and is ignored"),
        ("publishablekey", "x", "publishablekey", "did you mean “publishableKey”?"),
        ("vendor.email", "x", "vendor.email", "did you mean “supportEmail”?"),
        ("endUser.sourceID", "x", "endUser.sourceID", "did you mean “sourceId”?"),
        ("apiBaseUrl", "http://127.0.0.1:8787/v1", "apiBaseUrl", "on the same PC"),
        ("apiBaseUrl", "http://localhost/v1", "apiBaseUrl", "on the same PC"),
        ("apiBaseUrl", "https://api.conductor.is/v1", "apiBaseUrl", "Conductor's own address"),
        ("token", "sk_conductor_made_up", "token", "opens the books of every EndUser"),
        ("token", "pk_conductor_made_up", "token", "opens nothing"),
        ("token", "{{token}}", "token", "place holder"),
        ("publishableKey", "pk_conductor_<yours>", "publishableKey", "place holder"),
        ("vendor.name", "YOUR_COMPANY", "vendor.name", "place holder"),
        ("expectedCompany", "${company}", "expectedCompany", "place holder"),
        ("authFlowUrl", LINK_ONLY["authFlowUrl"], "authFlowUrl", "is not used"),
        ("vendor", {"name": "Acme"}, "vendor.supportEmail", "where to ask for help"),
        ("endUser", None, "endUser.sourceId", "a new EndUser is made"),
    ],
)
def test_what_is_worth_a_look_is_told_with_its_field(
    tmp_path: Path, where: str, value: object, field: str, part: str
) -> None:
    [(named, said)] = remarks(tmp_path, changed(FULL, where, value))
    assert named == field
    assert part in said


def test_a_file_with_a_link_alone_needs_no_key_and_no_end_user(tmp_path: Path) -> None:
    assert remarks(tmp_path, LINK_ONLY) == []
    [(named, said)] = remarks(tmp_path, {**LINK_ONLY, "publishableKey": "pk_conductor_made_up"})
    assert (named, said[:11]) == ("publishableKey", "is not used")


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(minutes=29), None),
        (timedelta(minutes=31), "may have run out: a link lives 30 minutes"),
        (timedelta(days=6, hours=23), "may have run out"),
        (timedelta(days=7, minutes=1), "has run out: a link lives 7 days at most"),
        (timedelta(days=-3), None),  # a clock that is wrong proves nothing
    ],
)
def test_a_link_is_as_old_as_its_file(tmp_path: Path, age: timedelta, said: str | None) -> None:
    found = remarks(tmp_path, LINK_ONLY, age=age)
    assert len(found) == (1 if said else 0)
    assert all(one[0] == "authFlowUrl" and (said or "") in one[1] for one in found)
    assert remarks(tmp_path, FULL, age=age) == []  # a gateway makes new links
    late = inspect_setup_file(write(tmp_path, LINK_ONLY), datetime.now(UTC) + age)
    assert late.link_has_run_out is (age > timedelta(days=7))


def test_the_encoding_and_the_name_of_the_file_are_looked_at(tmp_path: Path) -> None:
    wide = inspect_setup_file(write(tmp_path, json.dumps(FULL).encode("utf-16")))
    assert [one.text[:35] for one in wide.remarks] == ["the file is written in UTF-16; UTF-"]
    other = inspect_setup_file(write(tmp_path, FULL, "acme.conductor-setup.txt"))
    assert "does not end in “.conductor-setup”" in other.remarks[0].text


def test_hundreds_of_unknown_fields_are_not_all_told(tmp_path: Path) -> None:
    many = {f"x\u202e{number}" * 12: 1 for number in range(500)}
    told = remarks(tmp_path, {**FULL, **many})
    assert 0 < len(told) < 100
    assert all("\u202e" not in name and len(name) < 100 for name, _ in told)


def test_no_value_of_a_secret_field_is_repeated(tmp_path: Path) -> None:
    secret = "sk_{{canary}}"
    content = {**FULL, "token": secret, "apiBaseUrl": "http://127.0.0.1/v1", "more": secret}
    assert all("canary" not in said for _, said in remarks(tmp_path, content))


def test_what_was_ignored_is_noted_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "conductor_desktop.services.setup_file"):
        read_setup_file(write(tmp_path, {**FULL, "theme": "red-canary"}))
    assert "“theme” is not known and is ignored" in caplog.text
    assert "canary" not in caplog.text
