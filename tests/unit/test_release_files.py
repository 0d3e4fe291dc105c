"""What lies beside the setup program: the list of its parts, winget's manifests, sums and notes."""

from __future__ import annotations

import copy
import hashlib
import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from build.release import giving_out, winget
from build.release.parts import (
    Part,
    nsis_version,
    python_packages,
    require_new_nsis,
    tools_and_engines,
)
from build.release.sbom import sbom
from build.windows.kept import ROOT, Failed
from conductor_desktop import __version__
from conductor_desktop.services.web_engine import ENGINES
from tests.unit.release_files import program

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
URL = f"https://example.com/v{__version__}/ConductorDesktop-setup-{__version__}.exe"
SHA = "ab" * 32
APP_LOCK, DEV_LOCK = (
    (ROOT / name).read_text("utf-8") for name in ("requirements.lock", "requirements-dev.lock")
)


def parts() -> list[Part]:
    packages = python_packages(APP_LOCK, "3.11.9")
    return packages + tools_and_engines(APP_LOCK, DEV_LOCK, "3.11.9", "3.11")


# ---- parts and the list of them


def test_the_packages_are_those_that_windows_gets() -> None:
    lock = """\
app-part==1.0 \\
    --hash=sha256:00
    # via conductor-desktop (pyproject.toml)
builder==2.0 \\
    --hash=sha256:00
    # via conductor-desktop (pyproject.toml:source)
of-builder==2.1 \\
    --hash=sha256:00
    # via builder
of-both==3.0 ; sys_platform == 'win32' \\
    --hash=sha256:00
    # via
    #   app-part
    #   builder
elsewhere==4.0 ; sys_platform == 'linux' \\
    --hash=sha256:00
    # via app-part
old==5.0 ; python_full_version < '3.11.3' \\
    --hash=sha256:00
    # via of-both
"""
    found = [(part.name, part.version) for part in python_packages(lock, "3.11.9")]
    assert found == [("app-part", "1.0"), ("of-both", "3.0")]


def test_what_really_is_in_the_program_is_listed() -> None:
    listed = {part.name: part.version for part in parts()}
    assert {"pyside6", "shiboken6", "keyring", "pywin32-ctypes", "requests", "certifi"} <= set(
        listed
    )
    assert not {"hatchling", "editables", "pytest", "secretstorage", "jeepney"} & set(listed)
    assert listed["Qt"] == listed["pyside6"]
    engine = ENGINES[listed["pyside6"]]
    assert listed["Chromium (Qt WebEngine)"] == engine.chromium
    chromium = next(part for part in parts() if part.name.startswith("Chromium"))
    assert dict(chromium.facts)["security-fixes-of"] == engine.fixes
    assert listed["NSIS"] == "3.11"
    assert "PyInstaller bootloader" in listed


def test_the_list_is_valid_cyclonedx_and_has_every_program(tmp_path: Path) -> None:
    program(tmp_path / "ConductorDesktop.exe")
    library = program(tmp_path / "_internal" / "Qt6Core.dll")
    (tmp_path / "LICENSE").write_text("text")
    text = sbom(__version__, parts(), tmp_path, NOON)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    tree = json.loads(text)
    files = {one["name"]: one for one in tree["components"] if one["type"] == "file"}
    assert set(files) == {"ConductorDesktop.exe", "_internal/Qt6Core.dll"}
    digest = hashlib.sha256(library.read_bytes()).hexdigest()
    assert files["_internal/Qt6Core.dll"]["hashes"] == [{"alg": "SHA-256", "content": digest}]
    assert tree["metadata"]["component"]["version"] == __version__
    assert tree["metadata"]["timestamp"] == "2026-11-27T12:00:00Z"


def test_the_schema_does_object() -> None:
    tree = json.loads(sbom(__version__, parts(), None, NOON))
    tree["components"][0]["type"] = "thing"
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(tree)) is not None


def test_the_same_content_gives_the_same_list(tmp_path: Path) -> None:
    file = program(tmp_path / "a.dll")
    first = sbom("1.0", parts(), tmp_path, NOON)
    assert sbom("1.0", parts(), tmp_path, NOON) == first
    program(file, signed=True)
    other = json.loads(sbom("1.0", parts(), tmp_path, NOON))
    assert other["serialNumber"] != json.loads(first)["serialNumber"]


def test_what_cannot_be_named_ends_the_release() -> None:
    with pytest.raises(Failed, match="pyside6"):
        tools_and_engines("", DEV_LOCK, "3.11.9", "3.11")
    unknown = APP_LOCK.replace("pyside6==6.11.3", "pyside6==7.0.0")
    with pytest.raises(Failed, match=r"web-engines\.toml"):
        tools_and_engines(unknown, DEV_LOCK, "3.11.9", "3.11")


@pytest.mark.parametrize("version", ["3.08-3+deb12u1", "3.10", "2.51", "", "whatever"])
def test_an_old_nsis_is_not(version: str) -> None:
    with pytest.raises(Failed, match=r"3\.11 or later"):
        require_new_nsis(version)
    for newer in ("3.11", "3.12.1", "4.0"):
        require_new_nsis(newer)


def test_without_nsis_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_words: object, **_more: object) -> Any:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", missing)
    with pytest.raises(Failed, match="NSIS is needed"):
        nsis_version()


# ---- winget


def made() -> dict[str, winget.Manifest]:
    return winget.manifests(__version__, URL, SHA, date(2026, 11, 27))


def test_the_three_manifests_say_what_they_are_in_yaml() -> None:
    manifests = made()
    kinds = [manifest["ManifestType"] for manifest in manifests.values()]
    assert kinds == ["version", "defaultLocale", "installer"]
    for name, manifest in manifests.items():
        assert name.startswith(f"{winget.IDENTIFIER}.")
        text = winget.as_yaml(manifest)
        assert text.startswith("# yaml-language-server: $schema=https://aka.ms/winget-manifest.")
        assert yaml.safe_load(text) == manifest


def test_it_installs_for_one_person_silently() -> None:
    installer: Any = made()[f"{winget.IDENTIFIER}.installer.yaml"]
    assert installer["Scope"] == "user"
    assert installer["InstallerSwitches"]["Silent"] == "/S"
    (one,) = installer["Installers"]
    assert one == {"Architecture": "x64", "InstallerUrl": URL, "InstallerSha256": SHA.upper()}


def test_the_exit_codes_are_those_of_the_setup_program() -> None:
    script = (ROOT / "build" / "windows" / "installer.nsi").read_text("utf-8")
    codes = {
        int(line.split()[2]) for line in script.splitlines() if line.startswith("!define EXIT_")
    }
    assert set(winget.RETURN_CODES) == codes


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("PackageVersion",), "one"),
        (("PackageIdentifier",), "NoDot"),
        (("InstallerType",), "nsis"),
        (("Scope",), "machine"),
        (("ReleaseDate",), "27.11.2026"),
        (("Installers", 0, "InstallerUrl"), "http://example.com/a.exe"),
        (("Installers", 0, "InstallerSha256"), "ab"),
        (("Installers", 0, "Architecture"), "x86"),
        (("ExpectedReturnCodes", 0, "ReturnResponse"), "busy"),
        (("ExpectedReturnCodes", 0, "InstallerReturnCode"), 0),
        (("InstallerSwitches", "Silent"), None),
        (("Surprise",), "yes"),
    ],
    ids=str,
)
def test_what_winget_would_not_take_is_named(path: tuple[Any, ...], value: object) -> None:
    manifest: Any = copy.deepcopy(made()[f"{winget.IDENTIFIER}.installer.yaml"])
    inner = manifest
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(Failed, match="would not be taken by winget"):
        winget.validate("installer", manifest)


# ---- sums and notes


def test_the_sums_are_in_the_form_that_sha256sum_checks(tmp_path: Path) -> None:
    (tmp_path / "setup.exe").write_bytes(b"program")
    (tmp_path / "winget").mkdir()
    (tmp_path / "winget" / "a.yaml").write_bytes(b"manifest")
    text = giving_out.sums(tmp_path)
    (tmp_path / giving_out.SUMS).write_text(text)
    assert giving_out.sums(tmp_path) == text  # of all but itself
    lines = [line.split("  ") for line in text.splitlines()]
    assert [name for _sum, name in lines] == ["setup.exe", "winget/a.yaml"]
    assert lines[0][0] == hashlib.sha256(b"program").hexdigest()
    assert lines[1][0] == hashlib.sha256(b"manifest").hexdigest()


CHANGES = """# Changelog

## [Unreleased]

- Later.

## [1.2.0] - 2026-11-27

### Added

- A thing.

## [1.1.0] - 2026-01-01

- Before.
"""


@pytest.mark.parametrize(("version", "line"), [("1.2.0", "- A thing."), ("9.9.9", "- Later.")])
def test_the_notes_have_the_changes_of_this_version_alone(version: str, line: str) -> None:
    told = giving_out.changes_of(CHANGES, version)
    assert line in told
    assert "Before" not in told
    assert ("A thing" in told) is (version == "1.2.0")


@pytest.mark.parametrize("is_signed", [True, False])
def test_the_notes_say_whether_it_is_signed(is_signed: bool) -> None:
    text = giving_out.notes(
        "1.2.0", CHANGES, is_signed=is_signed, engine="Chromium 140", parts=["setup.exe"]
    )
    assert ("This build is not signed" in text) is not is_signed
    assert "Web engine: Chromium 140." in text
    assert "- `setup.exe`" in text
