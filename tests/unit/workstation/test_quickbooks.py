"""Finding QuickBooks: by its program, in both views, without being fooled by what is left of it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.workstation import web_connector
from conductor_desktop.workstation.described_pc import DescribedPc, Description
from conductor_desktop.workstation.pc import CouldNotTell
from conductor_desktop.workstation.quickbooks import Install, find_quickbooks, read_titles

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


def test_nothing_found_is_no_answer_where_something_could_not_be_read() -> None:
    with pytest.raises(CouldNotTell):
        find_quickbooks(DescribedPc.load(PCS / "machine_registry_denied.json"))


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


@pytest.mark.parametrize(
    ("title", "company", "multi_user"),
    [
        ("Oakridge - QuickBooks Enterprise Solutions 24.0 (multi-user) (Admin) - [Home]", 1, True),
        ("Oakridge - QuickBooks Desktop Pro (multi-user) (Admin(ServerDB))", 1, True),
        ("Oakridge - Intuit QuickBooks Pro 2020", 1, False),
        ("Oakridge  -  QuickBooks Pro 2020 - [A - QuickBooks list]", 1, False),
        ("QuickBooks Pro 2020", 0, False),
        ("Intuit QuickBooks Enterprise Solutions 24.0", 0, False),
    ],
)
def test_the_main_windows_title_tells_the_company(
    title: str, company: int, multi_user: bool
) -> None:
    titles = read_titles([title])
    assert titles.company == ("Oakridge" if company else None)
    assert titles.multi_user is multi_user
    assert titles.no_company is (not company)
    assert titles.others == ()


def test_a_company_whose_name_looks_like_a_title_keeps_its_name() -> None:
    assert read_titles(["A - QuickBooks Help - QuickBooks Pro 2020"]).company == (
        "A - QuickBooks Help"
    )


def test_other_windows_are_kept_apart() -> None:
    titles = read_titles(["Backup reminder", " ", "QuickBooks Pro 2020"])
    assert (titles.company, titles.no_company) == (None, True)
    assert titles.others == ("Backup reminder",)


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**40), 2**40),
    st.text(max_size=30),
    st.sampled_from([FOLDER, FOLDER + r"\QBW.exe", "QuickBooks", "..", "\\\\", "C:", "\0", "%X%"]),
    st.lists(st.integers(-5, 300), max_size=4),
    st.lists(st.text(max_size=5), max_size=3),
)
NAMES = st.sampled_from(
    ["Path", "Product", "DisplayName", "InstallLocation", "", "QuickBooks Web Connector.lnk"]
)
KEYS = st.sampled_from(
    [
        ROOT,
        ROOT + r"\34.0",
        ROOT + r"\34.0\bel",
        ROOT + r"\..",
        UNINSTALL + r"\{A}",
        r"HKCU\Software\Intuit\QBWebConnector",
        r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run",
        r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run",
    ]
)


@settings(max_examples=150, deadline=None, database=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "key": KEYS,
                "view": st.sampled_from([32, 64]),
                "values": st.dictionaries(NAMES, VALUES, max_size=3),
                "denied": st.booleans(),
            }
        ),
        max_size=8,
    ),
    st.dictionaries(
        st.sampled_from(
            [FOLDER + r"\QBW.exe", FOLDER + r"\QBWHelper.exe", r"C:\QBW.exe", "QBW.exe"]
        ),
        st.one_of(st.none(), st.text(max_size=8)),
    ),
)
def test_a_lying_registry_is_never_more_than_not_told(
    registry: list[dict[str, object]], files: dict[str, str | None]
) -> None:
    pc = pc_with(registry, files)
    for question in (find_quickbooks, web_connector.autostart, web_connector.applications):
        try:
            question(pc)
        except CouldNotTell:
            continue
