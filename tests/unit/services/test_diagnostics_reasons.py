"""Whatever a rule takes out of a bundle, it is said why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conductor_desktop.cli.diagnostics_inspect import as_mapping, lines
from conductor_desktop.services.diagnostics import Bundle
from conductor_desktop.services.diagnostics.opened import open_bundle
from conductor_desktop.services.diagnostics.reading import Reading, read
from conductor_desktop.services.diagnostics.reasons import REASONS, removals
from conductor_desktop.storage.patterns import PATTERN_RULES
from conductor_desktop.storage.redaction import Redactor
from conductor_desktop.work import CancelToken
from tests.unit.services.diagnostics_world import WHEN, World


def test_every_rule_has_a_reason() -> None:
    redactor = Redactor(user_name="mary.jones", host_name="FRONTDESK-7")
    redactor.hide({"Big Construction Co.": "company"})
    taken = redactor.scrub("mary.jones of Big Construction Co. on FRONTDESK-7").removed
    assert taken.keys() == {"user name", "host name", "private name"}
    assert {rule.name for rule in PATTERN_RULES} | {*taken, "known secret"} == REASONS.keys()


def test_what_was_taken_out_most_often_stands_first() -> None:
    found = removals({"cookie": 1, "e-mail": 1200, "server": 0})
    assert [str(one) for one in found] == [
        "e-mail, 1,200 times: it says who somebody is.",
        "cookie, once: it keeps somebody signed in; whoever has it is signed in as well.",
    ]


def test_a_rule_of_a_newer_version_says_what_came_along() -> None:
    told = {"passport": "it says who somebody is, too", "e-mail": "not these words"}
    assert [one.why for one in removals({"passport": 1, "e-mail": 1}, told)] == [
        REASONS["e-mail"],
        "it says who somebody is, too",
    ]
    assert removals({"passport": 1})[0].why == "this version does not know the rule"


def test_the_manifest_says_why_and_only_of_what_is_in_the_bundle(tmp_path: Path) -> None:
    world = World(tmp_path / "home")
    world.log(f"{WHEN:%Y-%m-%dT%H:%M:%S}.000Z INFO x [1 MainThread] ask o@other.example\n")
    bundle = world.service().collect(CancelToken())
    tree = manifest_of(bundle)
    assert tree["reasons"].keys() == tree["removed"].keys()
    assert tree["reasons"]["e-mail"] == REASONS["e-mail"]
    names = {file.name for file in bundle.files if "e-mail" in file.removed}
    assert "e-mail" not in manifest_of(bundle.without(names))["reasons"]


def test_who_opens_it_reads_why(tmp_path: Path) -> None:
    world = World(tmp_path / "home")
    service = world.service()
    path = service.write(service.collect(CancelToken()), tmp_path / "bundle.zip")
    reading = read(open_bundle(path))
    assert reading.removed == sum(one.count for one in reading.removals) > 0
    first = reading.removals[0]
    assert first.why == REASONS[first.rule]
    said = "\n".join(lines(reading))
    assert f"Taken out of them: {reading.removed:,} values" in said
    assert f"  {first.rule}, " in said
    assert {"rule": first.rule, "count": first.count, "why": first.why} in as_list(reading)


def as_list(reading: Reading) -> list[object]:
    told = as_mapping(reading)["takenOut"]
    assert isinstance(told, list)
    return told


def manifest_of(bundle: Bundle) -> dict[str, Any]:
    [data] = [file.data for file in bundle.files if file.name == "manifest.json"]
    tree = json.loads(data)
    assert isinstance(tree, dict)
    return tree
