"""The page for vendors says what the app does: its examples, its fields, its numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from conductor_desktop.conductor import client
from conductor_desktop.services.setup_file import inspect_setup_file
from conductor_desktop.services.setup_file.contents import LARGEST_BYTES
from conductor_desktop.services.setup_file.found import INSTALLED_FROM, usual_places
from conductor_desktop.services.setup_file.schema import schema
from tests.helpers.setup_files import changed, write

PAGE = (Path(__file__).parents[2] / "docs" / "setup-file.md").read_text("utf-8")
EXAMPLES: list[dict[str, Any]] = [
    json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
]
ROWS = {
    field: (needed.strip(), most.strip())
    for field, needed, most in re.findall(
        r"^\| `([\w.]+)` \|([^|]*)\|([^|]*)\|", PAGE, re.MULTILINE
    )
}


def documented(part: dict[str, Any], prefix: str = "") -> dict[str, dict[str, Any]]:
    """Every field of the schema by its dotted name, without the ``| null`` around its rule."""
    whole, found = schema(), {}
    for name, field in part["properties"].items():
        rule = field.get("anyOf", [field])[0]
        found[f"{prefix}{name}"] = rule
        if "$ref" in rule:
            inner = whole["$defs"][rule["$ref"].rpartition("/")[2]]
            found.update(documented(inner, f"{prefix}{name}."))
    return found


FIELDS = {name: rule for name, rule in documented(schema()).items() if name != "$schema"}


@pytest.mark.parametrize(("number", "link_alone"), [(0, False), (1, True)])
def test_an_example_of_each_kind_can_be_used_as_it_stands(
    tmp_path: Path, number: int, link_alone: bool
) -> None:
    inspection = inspect_setup_file(write(tmp_path, EXAMPLES[number]))
    assert (inspection.problems, inspection.remarks) == ((), ())
    assert inspection.file is not None
    assert inspection.file.has_only_a_link is link_alone
    assert len(EXAMPLES) == 2


def test_every_field_is_in_the_list_and_no_other() -> None:
    assert list(ROWS) == list(FIELDS)


def test_the_longest_that_is_allowed_is_what_the_list_says() -> None:
    said = {field: most.replace(",", "") for field, (_, most) in ROWS.items()}
    assert said == {field: str(rule.get("maxLength", "")) for field, rule in FIELDS.items()}
    assert f"at most {LARGEST_BYTES // 1024} KB" in PAGE


@pytest.mark.parametrize("field", ROWS)
def test_what_the_list_calls_needed_is_needed(tmp_path: Path, field: str) -> None:
    needed = ROWS[field][0]
    gateway, link = EXAMPLES
    for content, kinds in (
        (gateway, ("always", "with a token", "with a gateway")),
        (link, ("always", "without a gateway")),
    ):
        if needed in kinds:
            without = inspect_setup_file(write(tmp_path, changed(content, field, ...)))
            assert field in {one.field or "authFlowUrl" for one in without.problems}
        elif field in content or ("endUser" in content and field.startswith("endUser.")):
            value = changed(content, field, None)
            assert inspect_setup_file(write(tmp_path, value)).problems == ()


def test_the_requests_that_a_gateway_gets_are_those_that_the_app_makes() -> None:
    source = Path(client.__file__).read_text("utf-8")
    made = set(re.findall(r'(?<!f)"(/[^"]+)"', source))  # not those that have an id filled in
    assert set(re.findall(r"^\| `(?:GET|POST) (/[^`]+)` \|", PAGE, re.MULTILINE)) == made


def test_the_places_that_are_looked_into_are_told(tmp_path: Path) -> None:
    (tmp_path / INSTALLED_FROM).write_text(str(tmp_path / "share"), encoding="utf-8")
    names = [place.name for place in usual_places(tmp_path, tmp_path)]
    assert names == ["the installer's folder", "the app's own folder", "your Downloads folder"]
    for part in ("installer was in", "in the app's own folder", "Downloads folder", INSTALLED_FROM):
        assert part in " ".join(PAGE.split())
