"""What an IT admin has set counts, and whatever else is in the policy keys changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from conductor_desktop.services.connection.pace import USUAL_PACE
from conductor_desktop.services.policies import (
    NO_POLICIES,
    Policies,
    PolicyReader,
    SwitchedOff,
    read_policies,
)
from conductor_desktop.services.policies.auth_view import OnlyInBrowser, require_own_view
from conductor_desktop.services.policies.reading import HOLDS_SECONDS
from conductor_desktop.services.policies.table import KEY, POLICIES
from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.description import Description
from conductor_desktop.workstation.this_pc import ThisPc
from tests.helpers.pcs import Pc, changed

WRONG: tuple[object, ...] = (
    "1",
    "0",
    "",
    "a\N{RIGHT-TO-LEFT OVERRIDE}b\n",
    2,
    -1,
    2**32 - 1,
    59,
    1801,
    [0, 1, 255],
    ["embedded", "browser"],
    None,
)


def pc(machine: Mapping[str, object] | None = None, **user: object) -> DescribedPc:
    """A PC with these values in HKLM and in HKCU."""

    def change(pc: Pc) -> None:
        pc.add_key(f"HKLM\\{KEY}", dict(machine or {}))
        pc.add_key(f"HKCU\\{KEY}", user)

    return changed(change)


def found(described: DescribedPc) -> dict[str, object]:
    return {name: one.value for name, one in read_policies(described).found.items()}


def test_where_nobody_has_set_anything_everything_is_as_usual() -> None:
    policies = read_policies(changed(lambda _pc: None))
    assert policies == NO_POLICIES
    assert policies.may_export
    assert policies.may_use_sandbox
    assert not policies.only_in_app
    assert not policies.only_in_browser
    assert not policies.is_managed
    assert policies.pace == USUAL_PACE


@pytest.mark.parametrize(
    ("name", "value", "asked", "answer"),
    [
        ("AllowExport", 0, "may_export", False),
        ("AllowExport", 1, "may_export", True),
        ("AllowSandbox", 0, "may_use_sandbox", False),
        ("AllowSandbox", 1, "may_use_sandbox", True),
        ("AuthViewMode", "browser", "only_in_browser", True),
        ("AuthViewMode", "Embedded", "only_in_app", True),
        ("UpdateMode", "managed", "is_managed", True),
        ("UpdateMode", "person", "is_managed", False),
    ],
)
def test_a_policy_counts_in_either_place(
    name: str, value: object, asked: str, answer: bool
) -> None:
    for described in (pc({name: value}), pc(None, **{name: value})):
        policies = read_policies(described)
        assert getattr(policies, asked) is answer
        assert list(policies.found) == [name]
        assert policies.notes == ()


def test_the_pcs_own_policies_count_before_those_of_the_person() -> None:
    policies = read_policies(pc({"AllowExport": 0}, AllowExport=1, AllowSandbox=0))
    assert not policies.may_export
    assert policies.as_json()["set"] == {
        "AllowExport": {"value": False, "from": "HKLM"},
        "AllowSandbox": {"value": False, "from": "HKCU"},
    }


def test_one_of_the_pc_that_does_not_count_does_not_hide_that_of_the_person() -> None:
    policies = read_policies(pc({"AllowExport": "no"}, AllowExport=0))
    assert not policies.may_export
    assert policies.notes == ("HKLM: AllowExport has to be a DWORD of 0 or 1, and is ignored.",)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_what_is_not_plainly_valid_is_noted_and_changes_nothing(policy: Any) -> None:
    for value in WRONG:
        if policy.kind.read(value) is not None:
            assert policy.name == "QuickBooksIntervalMinMinutes"
            assert value == 59  # minutes
            continue
        policies = read_policies(pc({policy.name: value}))
        assert policies.found == {}, value
        assert len(policies.notes) == 1, value
        assert policies.notes[0].startswith(f"HKLM: {policy.name} has to be "), value
        assert policies.notes[0].isprintable(), value


def test_names_count_in_any_case_as_in_the_registry() -> None:
    assert found(pc({"allowEXPORT": 0})) == {"AllowExport": False}


def test_a_thousand_values_that_nobody_knows_are_one_short_note() -> None:
    strange = {f"Evil\N{RIGHT-TO-LEFT OVERRIDE}\n{'x' * 200}{number}": 1 for number in range(1000)}
    policies = read_policies(pc({**strange, "AllowExport": 0}))
    assert not policies.may_export
    (note,) = policies.notes
    assert note.isprintable()
    assert len(note) < 400
    assert "995 more" in note


def test_a_key_that_must_not_be_read_is_noted_and_the_other_counts() -> None:
    raw = msgspec.to_builtins(pc(AllowExport=0).description)
    next(key for key in raw["registry"] if key["key"] == f"HKLM\\{KEY}")["denied"] = True
    policies = read_policies(DescribedPc(msgspec.convert(raw, Description)))
    assert not policies.may_export
    assert len(policies.notes) == 1
    assert "Windows does not allow reading" in policies.notes[0]


@pytest.mark.skipif("sys.platform == 'win32'")
def test_a_computer_without_a_registry_has_no_policies() -> None:
    assert read_policies(ThisPc()) == NO_POLICIES


@pytest.mark.parametrize(
    ("values", "front", "back", "quickbooks"),
    [
        ({"CheckIntervalMinSeconds": 600}, 600, 900, 1800),
        ({"CheckIntervalMinSeconds": 1800}, 1800, 1800, 1800),
        ({"CheckIntervalMaxSeconds": 600}, 300, 600, 1800),
        ({"CheckIntervalMaxSeconds": 60}, 60, 60, 1800),
        ({"CheckIntervalMinSeconds": 400, "CheckIntervalMaxSeconds": 400}, 400, 400, 1800),
        ({"QuickBooksIntervalMinMinutes": 1440}, 300, 900, 86_400),
    ],
)
def test_the_limits_keep_the_pace(
    values: dict[str, int], front: float, back: float, quickbooks: float
) -> None:
    pace = read_policies(pc(values)).pace
    assert (pace.front, pace.back, pace.quickbooks) == (front, back, quickbooks)


def test_limits_that_contradict_each_other_leave_the_shortest_time() -> None:
    policies = read_policies(pc({"CheckIntervalMinSeconds": 600}, CheckIntervalMaxSeconds=300))
    assert list(policies.found) == ["CheckIntervalMinSeconds"]
    assert policies.notes == (
        "CheckIntervalMaxSeconds is less than CheckIntervalMinSeconds and is ignored.",
    )


def test_what_is_not_allowed_is_refused_in_words() -> None:
    policies = read_policies(pc({"AllowExport": 0, "AllowSandbox": 0}))
    for refuse in (policies.require_export, policies.require_sandbox):
        with pytest.raises(SwitchedOff, match="Your IT admin has switched this off"):
            refuse()
    NO_POLICIES.require_export()
    NO_POLICIES.require_sandbox()


def test_a_page_that_is_for_the_browser_is_not_opened_here() -> None:
    require_own_view(NO_POLICIES)
    require_own_view(read_policies(pc({"AuthViewMode": "embedded"})))
    with pytest.raises(OnlyInBrowser) as caught:
        require_own_view(read_policies(pc({"AuthViewMode": "browser"})))
    assert "Open in my browser" in caught.value.next_step


class Managed:
    """A PC whose policies change, and a clock."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.pc = pc()
        self.reader = PolicyReader(lambda: self.pc, lambda: self.now)

    def after(self, seconds: float) -> Policies:
        self.now += seconds
        return self.reader()


def test_a_change_counts_within_a_minute_without_a_new_start() -> None:
    managed = Managed()
    assert managed.after(0).may_export
    managed.pc = pc({"AllowExport": 0})
    assert managed.after(HOLDS_SECONDS - 1).may_export  # it is not read at every question
    assert not managed.after(1).may_export
    managed.pc = pc()
    assert managed.after(HOLDS_SECONDS).may_export


def test_what_counts_and_what_does_not_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    managed = Managed()
    managed.pc = pc({"AllowExport": 0, "AllowSandbox": "maybe"})
    for _ in range(3):
        managed.after(HOLDS_SECONDS)
    lines = [record.getMessage() for record in caplog.records]
    assert lines == [
        "policies: AllowExport=not allowed (HKLM)",
        "policies: HKLM: AllowSandbox has to be a DWORD of 0 or 1, and is ignored.",
    ]
    assert "maybe" not in caplog.text  # what stands there is nobody's business
