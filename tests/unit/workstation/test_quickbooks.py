"""Finding QuickBooks: by its program, in both views, without being fooled by what is left of it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.description import Description
from conductor_desktop.workstation.pc import CouldNotTell
from conductor_desktop.workstation.quickbooks import Install, find_quickbooks

PCS = Path(__file__).parent / "pcs"
ROOT = r"HKLM\SOFTWARE\Intuit\QuickBooks"
UNINSTALL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
FOLDER = r"D:\Apps\QB"


def pc_with(
    registry: list[dict[str, object]] | None = None, files: dict[str, str | None] | None = None
) -> DescribedPc:
    text = {
        "schema": 1,
        "id": "x",
        "title": "x",
        "windows": {"caption": "Windows 11 Pro"},
        "registry": registry or [],
        "files": [{"path": path, "version": version} for path, version in (files or {}).items()],
    }
    return DescribedPc(msgspec.json.decode(json.dumps(text), type=Description))


def test_both_generations_are_found_with_their_bits_newest_first() -> None:
    search = find_quickbooks(DescribedPc.load(PCS / "two_versions.json"))
    assert [(i.year, i.bits, i.product) for i in search.installs] == [
        (2023, 64, "QuickBooks Enterprise Solutions 23.0"),
        (2021, 32, "QuickBooks Premier 2021"),
    ]


@pytest.mark.parametrize(
    "registry",
    [
        [{"key": ROOT + r"\34.0\bel", "values": {"Path": FOLDER + r"\QBWEnterprise.exe"}}],
        [{"key": ROOT + r"\34.0", "values": {"path": f'"{FOLDER}\\QBW.exe"'}}],
        [
            {
                "key": UNINSTALL + r"\{A}",
                "view": 32,
                "values": {"DisplayName": "QuickBooks Pro 2024", "InstallLocation": FOLDER + "\\"},
            }
        ],
    ],
)
def test_an_unusual_folder_is_found_through_the_registry(
    registry: list[dict[str, object]],
) -> None:
    search = find_quickbooks(pc_with(registry, {FOLDER + r"\QBW.exe": "34.0.1.2"}))
    assert [(i.folder, i.version) for i in search.installs] == [(FOLDER, "34.0.1.2")]


def test_the_same_folder_named_twice_is_one_install() -> None:
    folder = r"C:\Program Files\Intuit\QuickBooks 2024"
    registry: list[dict[str, object]] = [
        {"key": ROOT + r"\34.0\pro", "values": {"Path": folder.upper() + r"\QBWPro.exe"}}
    ]
    search = find_quickbooks(pc_with(registry, {folder + r"\QBW.exe": "34.0"}))
    assert len(search.installs) == 1


def test_registry_entries_without_a_program_are_leftovers() -> None:
    registry: list[dict[str, object]] = [
        {"key": ROOT + r"\34.0\bel", "values": {"Path": FOLDER + r"\QBWEnterprise.exe"}}
    ]
    search = find_quickbooks(pc_with(registry, {FOLDER + r"\QBWebConnector.exe": "2.3"}))
    assert (search.installs, search.leftovers) == ((), (FOLDER,))


@pytest.mark.parametrize(
    "product",
    [
        "QuickBooks Tool Hub",
        "QuickBooks Runtime Redistributable",
        "QuickBooks File Doctor",
        "QuickBooks Database Server Manager",
        "QuickBooks Point of Sale 19",
        "QuickBooks Web Connector",
        "QuickBooks_VC10_Debug",
    ],
)
def test_products_beside_quickbooks_are_not_quickbooks(product: str) -> None:
    values = {"DisplayName": product, "InstallLocation": FOLDER}
    registry: list[dict[str, object]] = [{"key": UNINSTALL + r"\A", "values": values}]
    assert find_quickbooks(pc_with(registry, {FOLDER + r"\QBWHelper.exe": "1.0"})).installs == ()


def test_the_database_server_alone_is_recognised() -> None:
    assert find_quickbooks(DescribedPc.load(PCS / "server_dbmgr_only.json")).server_only


def test_the_database_server_beside_quickbooks_is_nothing_special() -> None:
    folder = r"C:\Program Files\Intuit\QuickBooks 2024"
    pc = pc_with(files={folder + r"\QBW.exe": "34.0", folder + r"\QBDBMgrN.exe": "34.0"})
    assert not find_quickbooks(pc).server_only


def test_the_database_service_alone_is_recognised_too() -> None:
    assert find_quickbooks(DescribedPc.load(PCS / "server_by_service.json")).server_only


def test_nothing_found_is_no_answer_where_something_could_not_be_read() -> None:
    with pytest.raises(CouldNotTell):
        find_quickbooks(pc_with([{"key": r"HKLM\SOFTWARE", "denied": True}]))


def test_what_is_found_counts_although_something_could_not_be_read() -> None:
    registry: list[dict[str, object]] = [{"key": r"HKLM\SOFTWARE", "denied": True}]
    folder = r"C:\Program Files\Intuit\QuickBooks 2024"
    assert find_quickbooks(pc_with(registry, {folder + r"\QBW.exe": "34.0"})).installs


def test_a_thousand_keys_that_lead_nowhere_are_survived() -> None:
    registry: list[dict[str, object]] = [
        {"key": f"{ROOT}\\{n}\\x", "values": {"Path": f"C:\\{n}\\QBW.exe"}} for n in range(1000)
    ]
    assert find_quickbooks(pc_with(registry)).installs == ()


@pytest.mark.parametrize(
    ("version", "year"),
    [
        ("34.0.4010.3401", 2024),
        ("28.0", 2018),
        ("37", 2027),
        (None, None),
        ("", None),
        ("2024.1", None),
        ("x.1", None),
        ("7.0", None),
    ],
)
def test_the_year_follows_from_the_version(version: str | None, year: int | None) -> None:
    assert Install("f", "p", version, 64).year == year
