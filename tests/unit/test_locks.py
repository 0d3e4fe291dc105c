"""The locks hold everything that is installed, by hash, and say nothing of where it comes from."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
NODE_LOCKS = sorted(ROOT.glob("tests/contract/conformance/node/*/package-lock.json"))


def pins(name: str) -> list[tuple[str, str, str]]:
    """What a lock pins: name, version, and the marker or nothing."""
    text = (ROOT / name).read_text("utf-8")
    found = re.findall(r"^([a-z0-9.-]+)==(\S+)(?: ; ([^\\\n]+))?", text, re.MULTILINE)
    return [(package, version, marker.strip()) for package, version, marker in found]


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]

    assert len(lines) == len(pins(name)) > 30
    assert [line for line in lines if not re.search(r" --hash=sha256:[0-9a-f]{64}", line)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_an_index_or_an_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")

    assert not re.search(r"https?:|file:|index-url|find-links|trusted-host| @ ", text)


def test_the_developers_lock_holds_the_apps_pins_unchanged() -> None:
    app = {(package, version) for package, version, _ in pins("requirements.lock")}
    developer = {(package, version) for package, version, _ in pins("requirements-dev.lock")}

    assert app <= developer


def test_every_direct_dependency_is_locked_and_exact_ones_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for name, wanted in (
        ("requirements.lock", project["project"]["dependencies"]),
        ("requirements.lock", project["dependency-groups"]["source"]),
        ("requirements-dev.lock", project["dependency-groups"]["dev"]),
    ):
        locked = {package: version for package, version, _ in pins(name)}
        for requirement in wanted:
            package, _, exact = requirement.lower().partition("==")
            package = re.split(r"[<>=~!; \[]", package)[0]
            assert package in locked, requirement
            assert exact in ("", locked[package])


def test_windows_gets_what_only_windows_needs() -> None:
    marked = {package for package, _, marker in pins("requirements.lock") if "win32" in marker}

    assert "pywin32-ctypes" in marked  # keyring's way to the Windows vault


@pytest.mark.parametrize("lock", NODE_LOCKS, ids=lambda lock: lock.parent.name)
def test_node_packages_are_pinned_by_hash_and_come_from_nowhere_in_particular(lock: Path) -> None:
    packages = json.loads(lock.read_text("utf-8"))["packages"]
    project = packages.pop("")

    assert (
        project["dependencies"]
        == json.loads(lock.with_name("package.json").read_text("utf-8"))["dependencies"]
    )
    assert len(packages) > 5
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_both_generations_of_node_packages_are_locked() -> None:
    assert [lock.parent.name for lock in NODE_LOCKS] == ["11", "12"]
