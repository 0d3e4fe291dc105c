"""``diagnostics`` as a person and as a script use it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self, cast

import pytest

from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.main import run
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.services.diagnostics import DiagnosticsService
from tests.unit.services.diagnostics_world import PlannedConnection, World

Command = Callable[..., int]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "home")


@pytest.fixture
def diagnostics(world: World) -> Command:
    """Runs the command with these arguments and gives its exit code."""

    class OnlyDiagnostics:
        notice = None

        def __init__(self, options: CommonOptions) -> None:
            self.options = options

        @property
        def run(self) -> Self:
            return self

        def diagnostics(self) -> DiagnosticsService:
            return world.service()

    @contextlib.contextmanager
    def compose(options: CommonOptions) -> Iterator[Composition]:
        yield cast("Composition", OnlyDiagnostics(options))

    return lambda *arguments: run(["diagnostics", *map(str, arguments)], compose)


def test_it_writes_the_bundle_and_says_where(
    diagnostics: Command, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diagnostics() == 0

    [path] = world.home.exports.iterdir()
    assert str(path) in capsys.readouterr().out
    assert zipfile.is_zipfile(path)


def test_the_json_names_the_file_and_vouches_for_it(
    diagnostics: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diagnostics("--json", "--output", tmp_path) == 0

    answer = json.loads(capsys.readouterr().out)
    path = Path(answer["path"])
    assert path.parent == tmp_path
    assert answer["name"] == path.name
    assert answer["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    with zipfile.ZipFile(path) as archive:
        assert {one["name"]: one["sha256"] for one in answer["files"]} == {
            name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()
        }
    assert answer["failures"] == []


def test_list_shows_what_would_be_in_it_and_writes_nothing(
    diagnostics: Command, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(world.home.root.rglob("*"))

    assert diagnostics("--list") == 0
    text = capsys.readouterr().out
    assert diagnostics("--list", "--json") == 0
    answer = json.loads(capsys.readouterr().out)

    for name in ("summary.txt", "manifest.json", "checks.json", "logs/app.log"):
        assert name in text
        assert name in [one["name"] for one in answer["files"]]
    assert answer["path"] is None
    assert sorted(world.home.root.rglob("*")) == before


def test_more_of_the_log_is_taken_if_asked_for(
    diagnostics: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    def note(*arguments: str) -> str:
        assert diagnostics("--list", "--json", *arguments) == 0
        files = json.loads(capsys.readouterr().out)["files"]
        return str(next(one["note"] for one in files if one["name"] == "logs/app.log"))

    assert note().startswith("The last 2 days")
    assert note("--extended").startswith("The last 8 days")


def test_the_support_code_is_said(
    diagnostics: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diagnostics("--output", tmp_path / "x.zip") == 0
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        code = json.loads(archive.read("manifest.json"))["supportCode"]
    assert f"Its support code is {code}." in capsys.readouterr().out


def test_what_could_not_be_collected_is_said(
    diagnostics: Command, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> PlannedConnection:
        raise KeyError("nothing")

    world.connection = broken

    assert diagnostics("--list") == 0

    assert "not collected: KeyError" in capsys.readouterr().out


@pytest.mark.parametrize("target", ["missing/bundle.zip", "file/bundle.zip", "there.zip"])
def test_a_place_that_cannot_take_it_is_one_sentence_before_any_work(
    diagnostics: Command,
    world: World,
    tmp_path: Path,
    target: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").write_text("a file")
    (tmp_path / "there.zip").write_bytes(b"older")
    asked = []
    world.checks = lambda: asked.append("checks")  # type: ignore[assignment, return-value]
    before = {path: path.stat().st_size for path in tmp_path.rglob("*")}

    assert diagnostics("--output", tmp_path / target, "--json") == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert "The support bundle was not written" in printed.err
    assert "Traceback" not in printed.err
    assert asked == []
    assert {path: path.stat().st_size for path in tmp_path.rglob("*")} == before


def test_a_bundle_that_was_made_can_be_inspected(
    diagnostics: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "x.zip"
    assert diagnostics("--output", target) == 0
    capsys.readouterr()

    assert diagnostics("inspect", target) == 0
    said = capsys.readouterr().out
    assert "Every file is as its manifest says." in said
    assert "State:      not_active" in said
    assert "What the guide says of INTEGRATION_CONNECTION_NOT_ACTIVE" in said
    assert "newer" not in said
    assert diagnostics("inspect", "--json", target) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["facts"]["State"] == "not_active"
    assert answer["guide"][0]["code"] == "INTEGRATION_CONNECTION_NOT_ACTIVE"
    assert answer["newer"] is False


def test_what_is_no_bundle_is_one_sentence(
    diagnostics: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK no")

    assert diagnostics("inspect", tmp_path / "x.zip") == 2
    assert diagnostics("inspect", tmp_path / "missing.zip") == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Not a support bundle" in printed.err
    assert "there is no such file" in printed.err


def test_nothing_in_a_bundle_can_colour_the_terminal(
    diagnostics: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.dumps({"state": "\x1b[31mred\r\nState: fine", "likely": [{"title": "\x07"}]})
    entry = {
        "name": "connection.json",
        "size": len(data),
        "sha256": hashlib.sha256(data.encode()).hexdigest(),
    }
    manifest = {"schema": 9, "supportCode": "\x1b]0;x\x07", "files": [entry]}
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("connection.json", data)
        archive.writestr("manifest.json", json.dumps(manifest))

    assert diagnostics("inspect", tmp_path / "x.zip") == 0

    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "\nState: fine" not in said
    assert "made by a newer version" in said
