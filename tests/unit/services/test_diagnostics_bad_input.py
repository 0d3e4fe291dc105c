"""Whatever is broken on a PC, there is a bundle, or one plain sentence and no part of a file."""

from __future__ import annotations

import builtins
import errno
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conductor_desktop.errors import AppError, NotSetUp
from conductor_desktop.secret import Secret
from conductor_desktop.services.connection import Said
from conductor_desktop.services.diagnostics import Bundle
from conductor_desktop.services.diagnostics.errors import BundleNotWritten
from conductor_desktop.storage.errors import SecretStoreProblem
from conductor_desktop.storage.secrets import SecretStore
from conductor_desktop.work import CancelToken
from tests.helpers.leaks import leaks
from tests.unit.services.diagnostics_world import REPORT, PlannedConnection, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "home")


def collected(world: World) -> Bundle:
    return world.service().collect(CancelToken())


def text_of(bundle: Bundle, name: str) -> str:
    [file] = [file for file in bundle.files if file.name == name]
    return file.data.decode()


# ---- settings, keys, network


def test_without_a_connection_there_is_still_a_bundle(world: World) -> None:
    def none() -> Any:
        raise NotSetUp

    world.connection = none
    bundle = collected(world)
    assert {one.file for one in bundle.failures} == {"connection.json"}
    page = text_of(bundle, "summary.txt")
    assert "CONNECTION\nnot known" in page
    assert "connection.json: Not set up yet" in page


def test_without_a_network_the_bundle_says_how_far_it_came(world: World) -> None:
    report = {**vars(REPORT), "said": Said.NO_NETWORK, "last_proof_at": None, "company": None}
    world.connection = lambda: PlannedConnection(type(REPORT)(**report))
    bundle = collected(world)
    assert bundle.failures == ()
    assert "this PC is offline" in text_of(bundle, "summary.txt")


def test_a_password_store_that_breaks_costs_nothing_but_the_answer(world: World) -> None:
    def broken() -> SecretStore:
        raise SecretStoreProblem("It is locked.", "Unlock it.", reason="locked")

    world.store = broken
    bundle = collected(world)
    assert bundle.failures == ()
    assert json.loads(text_of(bundle, "settings.json"))["passwordStore"] == "could not be asked"


def test_every_source_broken_at_once_leaves_a_bundle_that_says_so(world: World) -> None:
    def broken(*_: object) -> Any:
        raise RuntimeError("sk_conductor_0123456789abcdef")

    world.connection = world.checks = world.pc = world.store = world.history = broken
    bundle = collected(world)
    reasons = {one.reason for one in bundle.failures}
    assert reasons == {"RuntimeError"}
    assert {file.name for file in bundle.files} >= {"summary.txt", "manifest.json", "logs/app.log"}
    assert not any(b"0123456789abcdef" in file.data for file in bundle.files)


# ---- the place it goes to


Break = Callable[[pytest.MonkeyPatch, Path], None]


def no_rights(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    real = Path.write_bytes

    def refuse(self: Path, data: bytes) -> int:
        if self.parent == folder:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", refuse)


def full_at_the_end(monkeypatch: pytest.MonkeyPatch, _folder: Path) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("conductor_desktop.storage.atomic.os.fsync", full)


def share_lost(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def lost(self: Path, _target: Path) -> Path:
        raise OSError(errno.ENETUNREACH, "The network name is no longer available")

    monkeypatch.setattr(Path, "replace", lost)


def full_at_once(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    real = builtins.open

    def full(name: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if "x" in mode and Path(name).parent == folder:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(name, mode, *rest, **more)

    monkeypatch.setattr(builtins, "open", full)


@pytest.mark.parametrize("break_it", [no_rights, full_at_the_end, full_at_once, share_lost])
def test_a_place_that_takes_nothing_is_left_as_it_was(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, break_it: Break
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "x.zip").write_bytes(b"older")
    service = world.service()
    bundle = service.collect(CancelToken())
    break_it(monkeypatch, folder)
    with pytest.raises(BundleNotWritten) as caught:
        service.write(bundle, folder / "x.zip")
    monkeypatch.undo()
    assert len(str(caught.value).splitlines()) == 1
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("x.zip", b"older")]


def test_a_path_of_three_hundred_characters_is_taken_or_refused_whole(
    world: World, tmp_path: Path
) -> None:
    folder = tmp_path
    while len(str(folder)) < 300:
        folder /= "a folder with a long name"
    try:
        folder.mkdir(parents=True)
    except OSError:
        pytest.skip("no such paths here")
    service = world.service()
    bundle = service.collect(CancelToken())
    try:
        path = service.write(bundle, folder)
    except AppError:
        assert list(folder.iterdir()) == []
    else:
        assert zipfile.is_zipfile(path)


def test_a_bundle_held_back_leaves_nothing(world: World, tmp_path: Path) -> None:
    world.redactor.register(Secret("only/known/after/it/was/collected/0123456789"))
    service = world.service()
    bundle = service.collect(CancelToken())
    world.redactor.register(Secret(bundle.files[3].data.decode()[40:90]))
    with pytest.raises(AppError, match="held back"):
        service.write(bundle, tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()
    assert leaks([world.home.root], {"key": "only/known/after/it"}) == []
