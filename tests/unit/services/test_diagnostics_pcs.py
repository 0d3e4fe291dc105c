"""Bundles of described PCs, with their real checks: the cause is the first thing that is read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from conductor_desktop.services.checks import PcChecks, Purpose
from conductor_desktop.services.connection.cause import CauseId
from conductor_desktop.services.connection.causes import CAUSES
from conductor_desktop.services.diagnostics.opened import open_bundle
from conductor_desktop.services.diagnostics.reading import Reading, read
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.described_pc import DescribedPc
from tests.helpers.pcs import API, PCS
from tests.unit.services.cause_table import answered
from tests.unit.services.diagnostics_world import PlannedConnection, World

TITLES = {cause.id: cause.title for cause in CAUSES}


def bundle_of(folder: Path, pc: str, answer: str) -> Path:
    described = DescribedPc.load(PCS / f"{pc}.json")
    purpose = Purpose(API, None, None)
    if described.description.connection is not None:
        purpose = purpose.filled_from(described.description.connection)
    world = World(folder / "home")
    world.application = purpose.application
    world.pc = lambda: described
    world.checks = lambda: PcChecks(described, purpose)
    world.connection = lambda: PlannedConnection(answered(answer))
    service = world.service()
    return service.write(service.collect(CancelToken()), folder / "bundle.zip")


def first_fact(reading: Reading) -> tuple[str, str]:
    return next(iter(reading.facts.items()))


def page_of(bundle: Path) -> str:
    """The one that a person reads first."""
    with zipfile.ZipFile(bundle) as archive:
        return archive.read("summary.txt").decode()


@pytest.mark.parametrize(
    ("pc", "answer", "cause"),
    [
        ("password_refused", "not active", CauseId.PASSWORD_MISSING),
        ("no_network", "no network", CauseId.PC_OFFLINE),
        ("only_by_hand", "not active", CauseId.AUTO_RUN_OFF),
        ("prem23_no_qbwc", "not active", CauseId.WEB_CONNECTOR_MISSING),
        ("broken_log_and_lock", "not active", CauseId.LOG_NOT_WRITABLE),
    ],
)
def test_the_cause_of_a_broken_pc_comes_first(
    tmp_path: Path, pc: str, answer: str, cause: CauseId
) -> None:
    path = bundle_of(tmp_path, pc, answer)
    reading = read(open_bundle(path))
    told = f"{TITLES[cause]} ({cause.value})"
    assert first_fact(reading) == ("Cause", told)
    assert reading.cause == cause.value
    assert f"CONNECTION\nCause       {told}\n" in page_of(path)


def test_without_proof_what_is_most_likely_comes_first(tmp_path: Path) -> None:
    reading = read(open_bundle(bundle_of(tmp_path, "sleeping_laptop", "not active")))
    told = f"Not proven; most likely {TITLES[CauseId.PC_SLEPT]} ({CauseId.PC_SLEPT.value})"
    assert first_fact(reading) == ("Cause", told)
    assert reading.cause == ""
    assert reading.facts["Whose turn"] == "you"
    assert reading.facts["Next step"]


def test_what_stands_in_the_way_is_told_before_what_is_only_to_be_looked_at(
    tmp_path: Path,
) -> None:
    path = bundle_of(tmp_path, "dialog_open", "not active")
    for lines in (read(open_bundle(path)).evidence, page_of(path).splitlines()):
        answers = [line.partition("]")[0][1:] for line in lines if line.startswith("[")]
        in_order = [one for one in answers if one != "name"]
        assert in_order[0] == "stop"
        assert in_order == sorted(in_order, key=["stop", "look", "could not tell", "ok"].index)


def test_a_mark_that_stands_in_the_page_is_explained_in_it(tmp_path: Path) -> None:
    page = page_of(bundle_of(tmp_path, "dialog_open", "not active"))
    before, _, privacy = page.partition("PRIVACY")
    assert "“[name]”" in before
    assert "[name] stands for" in privacy


def test_of_one_program_there_is_one(tmp_path: Path) -> None:
    page = page_of(bundle_of(tmp_path, "dialog_open", "not active"))
    assert "Running     1 program\n" in page
