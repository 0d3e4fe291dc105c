"""Which computer it is: the same text every time, another one elsewhere, or none at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.machine_id import machine_id
from conductor_desktop.workstation.pc import CouldNotTell, Hive, RegistryValue, View, Workstation
from conductor_desktop.workstation.this_pc import ThisPc

GUID = "5A0E8C1B-3D5E-4F60-9F0A-0C2E6B7D8F90"
ID = "3d1219c7c4c5404aaa1f6d2a48adfda4"


def windows(folder: Path, guid: object = GUID, name: str = "FRONT-DESK") -> Workstation:
    path = folder / "pc.json"
    described = {
        "schema": 1,
        "id": "small",
        "title": "Small",
        "windows": {"caption": "Windows 11 Pro"},
        "registry": [
            {
                "key": r"HKLM\SOFTWARE\Microsoft\Cryptography",
                "view": 64,
                "values": {"MachineGuid": guid},
            },
            {
                "key": r"HKLM\SYSTEM\CurrentControlSet\Control\ComputerName\ActiveComputerName",
                "values": {"ComputerName": name},
            },
        ],
    }
    path.write_text(json.dumps(described), encoding="utf-8")
    return DescribedPc.load(path)


class Closed(ThisPc):
    """Nothing of its registry can be read, as on every other system."""

    def registry_values(self, hive: Hive, key: str, view: View) -> dict[str, RegistryValue]:
        raise CouldNotTell("It is closed.")


def a_file(folder: Path, content: bytes) -> Path:
    path = folder / "machine-id"
    path.write_bytes(content)
    return path


def test_on_windows_it_is_the_same_until_the_installation_or_the_name_is_another(
    tmp_path: Path,
) -> None:
    here = machine_id(windows(tmp_path), ())
    assert here is not None
    assert machine_id(windows(tmp_path), ()) == here
    assert machine_id(windows(tmp_path, guid=GUID.replace("5", "6")), ()) != here
    assert machine_id(windows(tmp_path, name="BACK-OFFICE"), ()) != here


def test_elsewhere_it_is_the_systems_own(tmp_path: Path) -> None:
    assert machine_id(Closed(), [a_file(tmp_path, f"{ID}\n".encode())]) == ID


def test_the_first_file_that_says_it_counts(tmp_path: Path) -> None:
    files = [tmp_path / "none", a_file(tmp_path, ID.encode())]
    assert machine_id(Closed(), files) == ID


@pytest.mark.parametrize("content", [b"", b"\n", b"uninitialized\n", b"\xff" * 32, ID.encode() * 9])
def test_what_is_no_id_is_none(tmp_path: Path, content: bytes) -> None:
    assert machine_id(Closed(), [a_file(tmp_path, content), tmp_path / "none"]) is None


@pytest.mark.parametrize("guid", ["", 7, "not-an-id"])
def test_a_registry_that_says_something_else_is_none(tmp_path: Path, guid: object) -> None:
    assert machine_id(windows(tmp_path, guid), ()) is None


def test_this_computer_is_the_same_twice() -> None:
    assert machine_id(ThisPc()) == machine_id(ThisPc())
