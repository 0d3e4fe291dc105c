"""A described PC answers what its file says; a broken file is one sentence that names the field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conductor_desktop.assets import asset
from conductor_desktop.errors import ExitCode, InvalidInput
from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.facts import Access, Seal, Signature, WindowFacts
from conductor_desktop.workstation.pc import CouldNotTell, Hive, View
from conductor_desktop.workstation.reach import HopKind, Outcome

SMALLEST: dict[str, object] = {
    "schema": 1,
    "id": "small",
    "title": "Small",
    "windows": {"caption": "Windows 11 Pro"},
}


def described(tmp_path: Path, **changes: object) -> DescribedPc:
    path = tmp_path / "pc.json"
    path.write_text(json.dumps(SMALLEST | changes), encoding="utf-8")
    return DescribedPc.load(path)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"windows": {"caption": 11}}, "$.windows.caption"),
        ({"windows": {}}, "caption"),
        ({"windows": {"caption": "W", "biuld": 1}}, "biuld"),
        ({"schema": 2}, "$.schema"),
        ({"files": [{"path": "a"}, {"version": "1"}]}, "$.files[1]"),
        ({"files": [{"path": "a", "beside": "../a.txt"}]}, "$.files[0]"),
        ({"registry": [{"key": r"HKU\S-1-5"}]}, r"HKU\S-1-5"),
        ({"registry": [{"key": "HKLM"}]}, "HKLM"),
        ({"registry": [{"key": r"HKCU\a", "view": 16}]}, "$.registry[0].view"),
        ({"processes": [{"name": "QBW.exe", "pid": "7"}]}, "$.processes[0].pid"),
        ({"network": {"reach": "fine"}}, "$.network.reach"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_field_is_named(changes: dict[str, object], named: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        described(tmp_path, **changes)
    assert named in caught.value.explanation
    assert caught.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 200_000, b'{"schema": "1"}']
)
def test_a_file_that_is_no_description_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pc.json"
    path.write_bytes(data)
    with pytest.raises(InvalidInput):
        DescribedPc.load(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(InvalidInput, match="cannot be read"):
            DescribedPc.load(path)


def test_what_is_left_out_could_not_be_told(tmp_path: Path) -> None:
    pc = described(tmp_path, processes=None)
    for question in (
        lambda: pc.processes(["QBW.exe"]),
        lambda: pc.services("*"),
        lambda: pc.signature(r"C:\x.exe"),
        lambda: pc.program_for(".qwc"),
        lambda: pc.free_space("C:"),
        lambda: pc.reach("https://api.conductor.is/v1", 1),
        lambda: pc.proxy("https://api.conductor.is/v1"),
    ):
        with pytest.raises(CouldNotTell):
            question()
    assert pc.system().build is None
    assert pc.system().is_server is None
    assert pc.system().remote_session is None
    assert pc.power().sleeps_after is None


def test_the_two_registry_views_are_apart_for_the_machine_and_one_for_the_user(
    tmp_path: Path,
) -> None:
    pc = described(
        tmp_path,
        registry=[
            {"key": r"HKLM\SOFTWARE\Wow6432Node\Intuit\QuickBooks\30.0", "values": {"A": 1}},
            {"key": r"HKLM\Software\Intuit\QuickBooks\34.0\bel", "values": {"Path": "x"}},
            {"key": r"HKEY_CURRENT_USER\Software\Intuit\QBWebConnector\Ours"},
            {"key": r"HKCR\.qwc", "view": 32, "values": {"": "QBWC"}},
        ],
    )
    key = r"software\INTUIT\quickbooks"
    assert pc.registry_subkeys(Hive.MACHINE, key, View.BITS_32) == ("30.0",)
    assert pc.registry_subkeys(Hive.MACHINE, key, View.BITS_64) == ("34.0",)
    assert pc.registry_values(Hive.MACHINE, key + r"\30.0", View.BITS_32) == {"A": 1}
    assert pc.registry_values(Hive.MACHINE, key + r"\30.0", View.BITS_64) == {}
    for view in View:
        user = pc.registry_subkeys(Hive.USER, r"Software\Intuit\QBWebConnector", view)
        assert user == ("Ours",)
    assert pc.registry_values(Hive.CLASSES, ".QWC", View.BITS_32) == {"": "QBWC"}
    assert pc.registry_values(Hive.CLASSES, ".qwc", View.BITS_64) == {}


def test_what_is_below_a_denied_key_is_denied_too(tmp_path: Path) -> None:
    pc = described(tmp_path, registry=[{"key": r"HKLM\SOFTWARE\Intuit", "denied": True}])
    with pytest.raises(CouldNotTell):
        pc.registry_values(Hive.MACHINE, r"SOFTWARE\Intuit\QuickBooks", View.BITS_64)
    assert pc.registry_values(Hive.MACHINE, r"SOFTWARE\Intuit", View.BITS_32) == {}
    assert pc.registry_subkeys(Hive.MACHINE, r"SOFTWARE\IntuitX", View.BITS_64) == ()


def test_registry_values_keep_their_kind(tmp_path: Path) -> None:
    values = {"text": "a", "number": 3, "bytes": [3, 0, 255], "texts": ["a", "b"], "none": None}
    pc = described(tmp_path, registry=[{"key": r"HKCU\x", "values": values}])
    assert pc.registry_values(Hive.USER, "x", View.BITS_64) == {
        "text": "a",
        "number": 3,
        "bytes": b"\x03\x00\xff",
        "texts": ("a", "b"),
        "none": None,
    }


def test_files_are_found_by_pattern_below_their_folder_alone(tmp_path: Path) -> None:
    paths = [
        r"C:\Program Files\Intuit\QuickBooks 2023\QBW.exe",
        r"C:\Program Files\Intuit\QuickBooks 2023\Components\QBW.exe",
        r"C:\Program Files\Intuit\Other\QBW.exe",
        r"D:\Program Files\Intuit\QuickBooks 2023\QBW.exe",
    ]
    pc = described(tmp_path, files=[{"path": path} for path in paths])
    found = pc.files(r"c:\program files\intuit", "quickbooks*/qbw*.EXE")
    assert [file.path for file in found] == paths[:1]
    assert pc.files(r"C:\Program Files\Intuit\Other", "QBWeb*.exe") == ()


def test_what_is_in_a_file_is_written_out_or_in_a_file_beside(tmp_path: Path) -> None:
    files = [
        {"path": r"C:\a.txt", "text": "één"},
        {"path": r"C:\b.txt", "beside": "b.bin"},
        {"path": r"C:\c.txt"},
        {"path": r"C:\d.txt", "beside": "none.bin"},
    ]
    pc = described(tmp_path, files=files)
    (tmp_path / "b.bin").write_bytes(b"\xff\x00")
    for path, data in ((r"c:\A.TXT", "één".encode()), (r"C:\x\..\b.txt", b"\xff\x00")):
        file = pc.open_shared(path)
        assert file is not None
        with file:
            assert file.read() == data
    assert pc.open_shared(r"C:\e.txt") is None
    for path in (r"C:\c.txt", r"C:\d.txt"):
        with pytest.raises(CouldNotTell):
            pc.open_shared(path)


def test_processes_are_found_by_name_ignoring_case(tmp_path: Path) -> None:
    listed = [{"name": "QBW.EXE", "pid": 1, "windows": []}, {"name": "notepad.exe", "pid": 2}]
    pc = described(tmp_path, processes=listed)
    found = pc.processes(["qbw.exe"])
    assert [(p.pid, p.windows, p.session) for p in found] == [(1, (), None)]


def test_windows_are_titles_or_say_more(tmp_path: Path) -> None:
    windows = ["Main", {"title": "Question", "usable": True}]
    pc = described(tmp_path, processes=[{"name": "QBW.exe", "pid": 1, "windows": windows}])
    assert pc.processes(["QBW.exe"])[0].windows == (
        WindowFacts("Main"),
        WindowFacts("Question", True),
    )


def test_never_sleeping_is_told_from_not_known(tmp_path: Path) -> None:
    pc = described(tmp_path, windows={"caption": "W", "sleep_after_min": 0})
    assert pc.power().sleeps_after == 0
    assert pc.power().hibernates_after is None


def test_a_file_has_its_rights_and_its_signature(tmp_path: Path) -> None:
    files = [
        {"path": r"C:\a.exe", "signer": "Somebody", "readable": True, "writable": False},
        {"path": r"C:\b.exe", "seal": "unsigned"},
    ]
    pc = described(tmp_path, files=files, folders=[{"path": r"C:\logs", "writable": True}])
    assert pc.access(r"c:\A.EXE") == Access(True, False)
    assert pc.access(r"C:\logs") == Access(None, True)
    assert pc.access(r"C:\none") is None
    assert pc.signature(r"C:\a.exe") == Signature(Seal.VALID, "Somebody")
    assert pc.signature(r"C:\b.exe") == Signature(Seal.UNSIGNED)


def test_services_and_associations_are_as_described(tmp_path: Path) -> None:
    services = [{"name": "QuickBooksDB34", "state": "running"}, {"name": "Spooler"}]
    pc = described(tmp_path, services=services, associations={".qwc": None, ".txt": "n.exe"})
    assert [(s.name, s.state) for s in pc.services("quickbooksdb*")] == [
        ("QuickBooksDB34", "running")
    ]
    assert pc.program_for(".qwc") is None
    assert pc.program_for(".txt") == "n.exe"


def test_the_network_is_as_described(tmp_path: Path) -> None:
    network = {"reach": "proxy refused", "proxy": {"host": "proxy.example", "port": 8080}}
    windows = {"caption": "W", "clock_skew_s": -540}
    reach = described(tmp_path, network=network, windows=windows).reach(
        "https://api.conductor.is/v1", 1
    )
    assert reach.outcome is Outcome.PROXY_REFUSED
    assert reach.host == "api.conductor.is"
    assert reach.proxy == "proxy.example:8080"
    assert [hop.kind for hop in reach.passed] == [HopKind.NETWORK]
    assert reach.clock_ahead is None


@pytest.mark.parametrize(
    ("proxy", "expected"),
    [
        (None, [HopKind.NETWORK, HopKind.NAME, HopKind.CONNECTION, HopKind.SECURITY]),
        ({"host": "p", "port": 1}, [HopKind.NETWORK, HopKind.PROXY, HopKind.SECURITY]),
        ({"script": True}, [HopKind.NETWORK, HopKind.NAME, HopKind.CONNECTION, HopKind.SECURITY]),
    ],
)
def test_the_hops_are_those_of_the_way(
    proxy: dict[str, object] | None, expected: list[HopKind], tmp_path: Path
) -> None:
    windows = {"caption": "W", "clock_skew_s": -540}
    pc = described(tmp_path, network={"proxy": proxy}, windows=windows)
    reach = pc.reach("https://api.conductor.is/v1", 1)
    assert [hop.kind for hop in reach.passed] == expected
    assert reach.clock_ahead == -540


def test_every_shipped_description_loads() -> None:
    shipped = sorted(asset("pcs").glob("*.json"))
    assert "sandbox.json" in [path.name for path in shipped]
    for path in shipped:
        DescribedPc.load(path)
