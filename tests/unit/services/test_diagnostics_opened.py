"""A bundle that somebody sent is read as it was made, or refused in one sentence."""

from __future__ import annotations

import hashlib
import json
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conductor_desktop.errors import AppError, ExitCode, InvalidInput
from conductor_desktop.services.diagnostics.opened import NotABundle, Opened, open_bundle
from conductor_desktop.services.diagnostics.reading import line_of, read
from conductor_desktop.work import CancelToken
from tests.helpers.hostile_bundles import hundred_thousand
from tests.unit.services.diagnostics_world import World


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    world = World(tmp_path / "home")
    world.log(
        "2026-11-23T01:50:00.000Z INFO conductor_desktop.conductor.network.request_log [1 x] "
    )
    world.log("GET /end-users/{id} 502 812 ms req_77\n")
    service = world.service()
    return service.write(service.collect(CancelToken()), tmp_path / "bundle.zip")


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def with_manifest(files: dict[str, bytes], **more: Any) -> dict[str, bytes]:
    """The files and a manifest that fits them."""
    manifest = {
        "schema": 2,
        "files": [
            {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in files.items()
        ],
        **more,
    }
    return {**files, "manifest.json": json.dumps(manifest).encode()}


def test_a_bundle_as_it_was_made_is_read(bundle: Path) -> None:
    reading = read(open_bundle(bundle))
    assert reading.support_code.startswith("CD-")
    assert reading.is_newer is False
    assert reading.facts["State"] == "not_active"
    assert reading.facts["Code"] == "INTEGRATION_CONNECTION_NOT_ACTIVE"
    assert "[stop] Company file" in "\n".join(reading.evidence)
    assert "[ok] 1 of 2 checks" in reading.evidence
    assert [code for code, _, _ in reading.codes][:1] == ["INTEGRATION_CONNECTION_NOT_ACTIVE"]
    assert "0x80040414" in [code for code, _, _ in reading.codes]
    assert line_of(reading.timeline[-1]) == ("2026-11-23 01:50:00Z  api error  502  req_77")
    assert "logs/app.log" in reading.files


def test_a_file_that_was_changed_is_named(bundle: Path, tmp_path: Path) -> None:
    files = contents(bundle)
    files["checks.json"] = files["checks.json"].replace(b"stop", b"okay")
    with pytest.raises(NotABundle, match=r"checks\.json” was changed") as caught:
        open_bundle(packed(tmp_path / "x.zip", files))
    assert caught.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files.pop("checks.json"),
        lambda files: files.update({"more.txt": b"x"}),
        lambda files: files.pop("manifest.json"),
        lambda files: files.update({"manifest.json": b"{"}),
        lambda files: files.update({"manifest.json": b'{"files": 5}'}),
        lambda files: files.update({"manifest.json": b'{"files": [5]}'}),
        lambda files: files.update({"manifest.json": b"[" * 100_000}),
        lambda files: files.update({"manifest.json": b'{"files": ' + b"9" * 9_000 + b"}"}),
    ],
)
def test_a_manifest_that_lies_is_refused(
    bundle: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], object]
) -> None:
    files = contents(bundle)
    change(files)
    with pytest.raises(NotABundle):
        open_bundle(packed(tmp_path / "x.zip", files))


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt", "/etc/passwd", "C:/evil.txt", "C:evil", "a/../../b", "a\\b", "..", ".hidden",
        "a//b", "con\x1b[31m", "a" * 300, "\u202etxt.exe", "a/b/c/d/e/f", "a:b", "folder/",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    files = with_manifest({name: b"x"})
    with pytest.raises(NotABundle):
        open_bundle(packed(tmp_path / "x.zip", files))
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    files = with_manifest({"link.txt": b"/etc/passwd"})
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            kind = stat.S_IFLNK if name == "link.txt" else stat.S_IFREG
            entry.create_system, entry.external_attr = 3, (kind | 0o777) << 16
            archive.writestr(entry, data)
    with pytest.raises(NotABundle, match="link"):
        open_bundle(tmp_path / "x.zip")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    files = with_manifest({f"{n}.txt": b"\0" * 10_000_000 for n in range(7)})
    path = packed(tmp_path / "x.zip", files)
    assert path.stat().st_size < 200_000
    with pytest.raises(NotABundle, match="larger"):
        open_bundle(path)


def test_a_bomb_that_lies_about_its_size_unpacks_to_no_more_than_it_says(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", with_manifest({"a.txt": b"\0" * 50_000_000}))
    data = path.read_bytes()
    size = struct.pack("<L", 50_000_000)
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, struct.pack("<L", 1000)))
    with pytest.raises(NotABundle):
        open_bundle(path)


def test_a_hundred_thousand_files_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    with pytest.raises(NotABundle, match="more files"):
        open_bundle(hundred_thousand(tmp_path / "x.zip"))


def test_a_directory_that_claims_few_files_and_has_many_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", {f"{n}.txt": b"" for n in range(500)})
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 5, 5)
    path.write_bytes(data)
    with pytest.raises(NotABundle):
        open_bundle(path)


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name, data in with_manifest({"a.txt": b"x"}).items():
            archive.writestr(name, data)
        archive.writestr("A.txt", b"y")
    with pytest.raises(NotABundle, match="same name"):
        open_bundle(tmp_path / "x.zip")


def test_a_file_that_is_none_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "folder.zip").mkdir()
    (tmp_path / "text.zip").write_text("no archive")
    (tmp_path / "empty.zip").write_bytes(b"")
    for name in ("missing.zip", "folder.zip", "text.zip", "empty.zip", "nul\0.zip"):
        with pytest.raises(InvalidInput):
            open_bundle(tmp_path / name)


def test_a_newer_bundle_is_read_as_far_as_it_is_understood(tmp_path: Path) -> None:
    files = with_manifest(
        {
            "connection.json": b'{"state": {"now": "up"}, "code": "QBWC1013", "mood": [1]}',
            "timeline.jsonl": b'{"time": "t", "what": "state", "deep": {"a": 1}}\nnot json\n[1]\n',
            "hologram.bin": b"\xff\x00",
        },
        schema=3,
        supportCode="CD-1234-5678",
    )
    reading = read(open_bundle(packed(tmp_path / "x.zip", files)))
    assert reading.is_newer
    assert reading.support_code == "CD-1234-5678"
    assert reading.facts == {"Code": "QBWC1013"}
    assert reading.timeline == ({"time": "t", "what": "state"},)
    assert [code for code, _, _ in reading.codes] == ["QBWC1013"]
    assert reading.files["hologram.bin"] == 2


def test_the_first_schema_is_read(tmp_path: Path) -> None:
    files = with_manifest(
        {
            "connection.json": b'{"state": "offline", "last_proof_at": "2026-01-01"}',
            "web-connector.json": b'{"account": {"lastProblem": {"codes": ["QBWC1012"]}}}',
        },
        schema=1,
        identity="1a2b3c4d",
    )
    reading = read(open_bundle(packed(tmp_path / "x.zip", files)))
    assert (reading.support_code, reading.is_newer) == ("1a2b3c4d", False)
    assert reading.facts == {"State": "offline", "Last proof": "2026-01-01"}
    assert [code for code, _, _ in reading.codes] == ["QBWC1012"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["state", "cause", "id", "code", "likely", "lookedAt", "checks", "answer", "account",
         "lastProblem", "codes", "place", "time", "what", "file", "reason"]
    ), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything, anything, anything, anything)
def test_whatever_stands_in_its_files_it_is_read(a: Any, b: Any, c: Any, d: Any) -> None:
    names = ("connection.json", "checks.json", "web_connector.json", "timeline.jsonl")
    files = {
        name: json.dumps(tree).encode() for name, tree in zip(names, (a, b, c, d), strict=True)
    }
    manifest = {"schema": a, "failures": b, "removed": c, "versions": d, "leftOutByUser": a}
    reading = read(Opened(manifest, files))
    for entry in reading.timeline:
        assert isinstance(line_of(entry), str)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_damaged_bundle_is_refused_and_breaks_nothing(bundle: Path, data: st.DataObject) -> None:
    whole = bundle.read_bytes()
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = bundle.with_name("broken.zip")
    path.write_bytes(broken[: data.draw(st.integers(1, len(whole)))])
    try:
        opened = open_bundle(path)
    except AppError:
        return
    assert opened.files == contents(bundle), "only what no sum is taken of was changed"


def test_reading_needs_no_more_than_the_archive(bundle: Path) -> None:
    before = sorted(bundle.parent.iterdir())
    read(open_bundle(bundle))
    assert sorted(bundle.parent.iterdir()) == before
