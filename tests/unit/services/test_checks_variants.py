"""One thing different on a PC where all else is well: the rows that say so, and no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from conductor_desktop.services.checks import Answer
from conductor_desktop.services.checks.catalogue import CATALOGUE
from conductor_desktop.workstation.described_pc import DescribedPc
from tests.helpers.pcs import EXAMPLE_SYNC, PCS, Pc, changed, checked

OK, LOOK, STOP, UNKNOWN = Answer.OK, Answer.LOOK, Answer.STOP, Answer.COULD_NOT_TELL
QBWC = r"C:\Program Files (x86)\Common Files\Intuit\QuickBooks\QBWebConnector\QBWebConnector.exe"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved"
LAYERS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\AppCompatFlags\Layers"
TLS = r"SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client"
DOT_NET = r"SOFTWARE\Microsoft\.NETFramework\v4.0.30319"
UPDATE = r"SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update"
RULES = r"SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
SERVICING = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing"
LINK = "QuickBooks Web Connector.lnk"
OFF, ON = [3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8], [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
UPDATE_ROW = ("web_connector_last_update",)
NOW = ("quickbooks_once", "quickbooks_dialog", "company_open")
ROUTE = (
    "network",
    "proxy",
    "network_name",
    "network_connection",
    "network_security",
    "service_answers",
    "clock",
)


@dataclass(frozen=True)
class Variant:
    """What is different, the rows that are not fine, and those that are left out."""

    name: str
    change: Callable[[Pc], object]
    rows: dict[str, Answer]
    left_out: tuple[str, ...] = ()


def window(title: str, usable: bool | None = True) -> dict[str, Any]:
    return {"title": title, "usable": usable}


def no_rights(pc: Pc) -> None:
    pc.file("QWCLog.txt").update(readable=False, writable=False, reason="no permission")


def only_quickbooks(pc: Pc) -> None:
    """As administrator, and without the Web Connector."""
    pc.quickbooks.update(elevated=True)
    pc.drop("processes", "Connector.exe")


def busy_and_gone(pc: Pc) -> None:
    busy(pc, 0.2)
    pc.drop("processes", "Connector.exe")


def never_used(pc: Pc) -> None:
    pc.drop("registry", "Example Sync")
    pc.drop("registry", "QBWebConnector")


def placeless_with_other_rights(pc: Pc) -> None:
    no_session(pc)
    pc.connector.update(elevated=True)


def no_link_and_no_list(pc: Pc) -> None:
    pc.drop("files", ".lnk")
    pc.raw["registry"].append({"key": rf"HKLM\{RUN}", "denied": True})


def limited_from_home(pc: Pc) -> None:
    pc.windows.update(remote_session=True)
    pc.add_key(rf"HKCU\{RULES}", {"maxidletime": 60_000, "MaxDisconnectionTime": 0})


def two_of(pc: Pc, *windows: dict[str, Any] | str) -> None:
    pc.raw["processes"].append({**pc.quickbooks, "pid": 5900, "windows": list(windows)})


def other_user(pc: Pc) -> None:
    pc.quickbooks.update(owner="OFFICE\\admin")
    pc.raw["me"] = {"session": 1, "elevated": False, "owner": "OFFICE\\anna"}


def no_session(pc: Pc) -> None:
    for process in (pc.quickbooks, pc.connector):
        process.update(session=None)


def starts_by_registry(pc: Pc, state: list[int]) -> None:
    pc.drop("files", ".lnk")
    pc.add_key(rf"HKCU\{RUN}", {"QBWC": f'"{QBWC}" -m'})
    pc.add_key(rf"HKCU\{APPROVED}\Run", {"QBWC": state})


def denied_and_elsewhere(pc: Pc) -> None:
    """QuickBooks is in a folder that only the registry could have told."""
    pc.file("QBW.exe")["path"] = r"E:\Apps\QB\QBW.exe"
    pc.raw["registry"].append({"key": r"HKLM\SOFTWARE\Intuit", "denied": True})


def as_administrator(pc: Pc, *programs: str) -> None:
    pc.add_key(rf"HKCU\{LAYERS}", {rf"C:\{program}": "~ RUNASADMIN" for program in programs})


def busy(pc: Pc, minutes: float | None) -> None:
    pc.key("QBWebConnector")["values"]["UpdateLock"] = "TRUE"
    pc.file("QWCLog.txt")["age_min"] = minutes


def unsigned(pc: Pc, **signature: str) -> None:
    pc.file("QBWebConnector.exe").pop("signer")
    pc.file("QBWebConnector.exe").update(signature)


def network(pc: Pc, **facts: Any) -> None:
    pc.raw["network"].update(facts)


def proxied(pc: Pc, reach: str) -> None:
    network(pc, reach=reach, proxy={"host": "proxy.example", "port": 8080})


def unfinished(outcome: str, row: str, answer: Answer = STOP) -> Variant:
    """A way to the service that ends at ``row``."""
    after = ROUTE[ROUTE.index(row) + 1 :]
    return Variant(outcome, lambda pc: network(pc, reach=outcome), {row: answer}, after)


VARIANTS = [
    # ---- the computer
    Variant("arm", lambda pc: pc.windows.update(arch="arm64"), {"operating_system": LOOK}),
    Variant(
        "no_build",
        lambda pc: pc.windows.pop("build"),
        {"operating_system": UNKNOWN, "modern_encryption": UNKNOWN},
    ),
    Variant(
        "old_server",
        lambda pc: pc.windows.update(caption="Windows Server 2008 R2", build=7601, product_type=2),
        {"operating_system": LOOK, "remote_desktop": UNKNOWN, "modern_encryption": LOOK},
    ),
    Variant(
        "from_home",
        lambda pc: pc.windows.update(remote_session=True),
        {"remote_desktop": LOOK},
    ),
    Variant(
        "on_battery",
        lambda pc: pc.windows.update(has_lid=True, lid="nothing", on_battery=True),
        {"sleep": LOOK},
    ),
    Variant(
        "lid_sleeps",
        lambda pc: pc.windows.update(has_lid=True, lid="hibernate"),
        {"sleep": LOOK},
    ),
    Variant("lid_does_nothing", lambda pc: pc.windows.update(has_lid=True, lid="nothing"), {}),
    Variant("lid_odd", lambda pc: pc.windows.update(has_lid=True), {"sleep": UNKNOWN}),
    Variant("hibernates", lambda pc: pc.windows.update(hibernate_after_min=180), {"sleep": LOOK}),
    Variant("sleep_unknown", lambda pc: pc.windows.pop("sleep_after_min"), {"sleep": UNKNOWN}),
    Variant(
        "updates_installed",
        lambda pc: pc.add_key(rf"HKLM\{UPDATE}\RebootRequired", {}),
        {"sign_out": LOOK},
    ),
    Variant(
        "servicing",
        lambda pc: pc.add_key(rf"HKLM\{SERVICING}\RebootPending", {}),
        {"sign_out": LOOK},
    ),
    Variant(
        "limit_for_others",
        lambda pc: pc.add_key(rf"HKLM\{RULES}", {"MaxIdleTime": 60_000}),
        {},
    ),
    Variant(
        "limit_for_this_user",
        limited_from_home,
        {"remote_desktop": LOOK, "sign_out": LOOK},
    ),
    # ---- QuickBooks
    Variant(
        "denied_and_elsewhere",
        denied_and_elsewhere,
        {"quickbooks_installed": UNKNOWN},
        ("quickbooks_version",),
    ),
    Variant(
        "not_registered",
        lambda pc: pc.drop("registry", "CLSID"),
        {"quickbooks_interface": LOOK},
    ),
    Variant(
        "registered_for_64_bits_alone",
        lambda pc: pc.key("CLSID").update(view=64),
        {},
    ),
    Variant(
        "closed",
        lambda pc: pc.drop("processes", "QBW.exe"),
        {"quickbooks_running": LOOK},
        NOW,
    ),
    Variant("as_another_user", other_user, {"quickbooks_running": LOOK}),
    Variant("hidden_second", lambda pc: two_of(pc), {"quickbooks_once": LOOK}),
    Variant(
        "sessions_unknown",
        no_session,
        dict.fromkeys(("quickbooks_running", *NOW, "web_connector_running"), UNKNOWN),
    ),
    Variant(
        "windows_without_titles",
        lambda pc: pc.quickbooks.update(windows=[window(" ")]),
        {"quickbooks_dialog": UNKNOWN, "company_open": UNKNOWN},
    ),
    Variant(
        "question_without_title",
        lambda pc: pc.main_window.update(usable=False),
        {"quickbooks_dialog": STOP},
    ),
    Variant(
        "login",
        lambda pc: pc.quickbooks.update(windows=[window("QuickBooks Desktop Login")]),
        {"quickbooks_dialog": LOOK},
        ("company_open",),
    ),
    Variant(
        "another_window_that_blocks_nothing",
        lambda pc: pc.quickbooks["windows"].insert(0, window("Have a question?")),
        {},
    ),
    Variant(
        "another_window_that_may_block",
        lambda pc: pc.quickbooks.update(
            windows=["Backup", "Oakridge Example Co - QuickBooks Enterprise Solutions 24.0"]
        ),
        {"quickbooks_dialog": LOOK},
    ),
    Variant(
        "windows_not_seen",
        lambda pc: pc.quickbooks.update(windows=None),
        {"quickbooks_dialog": UNKNOWN, "company_open": UNKNOWN},
    ),
    Variant(
        "no_company",
        lambda pc: pc.main_window.update(title="QuickBooks Enterprise Solutions 24.0"),
        {"company_open": LOOK},
    ),
    # ---- rights
    Variant(
        "both_as_administrator",
        lambda pc: (pc.quickbooks.update(elevated=True), pc.connector.update(elevated=True)),
        {},
    ),
    Variant(
        "quickbooks_as_administrator_alone",
        only_quickbooks,
        {"same_rights": LOOK, "web_connector_running": LOOK},
    ),
    Variant("rights_differ", lambda pc: pc.connector.update(elevated=True), {"same_rights": STOP}),
    Variant(
        "placeless_with_other_rights",
        placeless_with_other_rights,
        dict.fromkeys(("quickbooks_running", *NOW, "web_connector_running"), UNKNOWN)
        | {"same_rights": STOP},
    ),
    Variant(
        "rights_unknown", lambda pc: pc.quickbooks.update(elevated=None), {"same_rights": UNKNOWN}
    ),
    Variant(
        "starter_always_as_administrator",
        lambda pc: as_administrator(pc, "QBWEnterprise.exe"),
        {"same_rights": LOOK},
    ),
    Variant(
        "connector_always_as_administrator",
        lambda pc: as_administrator(pc, "QBWebConnector.exe"),
        {"same_rights": LOOK},
    ),
    Variant(
        "both_always_as_administrator",
        lambda pc: as_administrator(pc, "QBW.exe", "QBWebConnector.exe", "Notepad.exe"),
        {},
    ),
    Variant(
        "another_program_as_administrator",
        lambda pc: pc.add_key(rf"HKLM\{LAYERS}", {r"C:\QBDBMgrN.exe": "RUNASADMIN"}),
        {},
    ),
    Variant(
        "this_app_as_administrator",
        lambda pc: pc.raw.update(me={"session": 1, "elevated": True}),
        {"same_rights": LOOK},
    ),
    # ---- the Web Connector
    Variant(
        "signed_by_another",
        lambda pc: pc.file("QBWebConnector.exe").update(signer="Another Company Ltd"),
        {"web_connector_signed": STOP},
    ),
    Variant(
        "signed_by_somebody_called_so",
        lambda pc: pc.file("QBWebConnector.exe").update(signer="Not Intuit Inc."),
        {"web_connector_signed": STOP},
    ),
    Variant(
        "changed_since",
        lambda pc: pc.file("QBWebConnector.exe").update(seal="broken"),
        {"web_connector_signed": STOP},
    ),
    Variant("unsigned", lambda pc: unsigned(pc, seal="unsigned"), {"web_connector_signed": STOP}),
    Variant("signature_unknown", unsigned, {"web_connector_signed": UNKNOWN}),
    Variant(
        "connector_of_another_session",
        lambda pc: pc.connector.update(session=2),
        {"web_connector_running": LOOK},
    ),
    Variant("no_link_and_no_list", no_link_and_no_list, {"web_connector_starts": UNKNOWN}),
    Variant("no_link", lambda pc: pc.drop("files", ".lnk"), {"web_connector_starts": LOOK}),
    Variant(
        "switched_off",
        lambda pc: pc.add_key(rf"HKCU\{APPROVED}\StartupFolder", {LINK: OFF}),
        {"web_connector_starts": LOOK},
    ),
    Variant(
        "switched_off_for_all",
        lambda pc: pc.add_key(rf"HKLM\{APPROVED}\StartupFolder", {LINK.upper(): OFF}),
        {"web_connector_starts": LOOK},
    ),
    Variant(
        "switch_of_no_known_kind",
        lambda pc: pc.add_key(rf"HKCU\{APPROVED}\StartupFolder", {LINK: "3"}),
        {"web_connector_starts": UNKNOWN},
    ),
    Variant("starts_by_registry", lambda pc: starts_by_registry(pc, ON), {}),
    Variant(
        "switched_off_in_registry",
        lambda pc: starts_by_registry(pc, OFF),
        {"web_connector_starts": LOOK},
    ),
    Variant("busy", lambda pc: busy(pc, 0.2), {}),
    Variant("stuck", lambda pc: busy(pc, 125), {"web_connector_free": LOOK}, UPDATE_ROW),
    Variant("busy_for_how_long", lambda pc: busy(pc, None), {"web_connector_free": UNKNOWN}),
    Variant(
        "busy_and_not_running",
        busy_and_gone,
        {"web_connector_free": LOOK, "web_connector_running": LOOK},
        UPDATE_ROW,
    ),
    Variant(
        "lock_odd",
        lambda pc: pc.key("QBWebConnector")["values"].update(UpdateLock=1),
        {"web_connector_free": UNKNOWN},
    ),
    Variant(
        "lock_missing",
        lambda pc: pc.key("QBWebConnector")["values"].pop("UpdateLock"),
        {"web_connector_free": UNKNOWN},
    ),
    Variant(
        "never_used",
        never_used,
        {"application_added": LOOK},
        ("web_connector_free",),
    ),
    Variant(
        "log_and_folder_missing",
        lambda pc: pc.drop("files", "QWCLog.txt"),
        {"web_connector_log": LOOK},
        UPDATE_ROW,
    ),
    Variant(
        "log_not_ours",
        no_rights,
        {"web_connector_log": STOP},
        ("web_connector_running", *UPDATE_ROW),
    ),
    Variant(
        "log_not_readable",
        lambda pc: pc.file("QWCLog.txt").update(readable=False),
        {"web_connector_log": LOOK},
        UPDATE_ROW,
    ),
    Variant(
        "log_access_unknown",
        lambda pc: pc.file("QWCLog.txt").pop("writable"),
        {"web_connector_log": UNKNOWN},
    ),
    Variant(
        "log_of_700_mb",
        lambda pc: pc.file("QWCLog.txt").update(size=734_003_200),
        {"web_connector_log": LOOK},
    ),
    Variant("disk_full", lambda pc: pc.raw.update(free_mb=40), {"web_connector_log": LOOK}),
    Variant(
        "opened_by_notepad",
        lambda pc: pc.raw.update(associations={".qwc": r"C:\Windows\System32\notepad.exe"}),
        {"qwc_association": LOOK},
    ),
    Variant(
        "opened_by_a_copy",
        lambda pc: pc.raw.update(associations={".qwc": r"C:\Downloads\QBWebConnector.exe"}),
        {"qwc_association": LOOK},
    ),
    Variant(
        "opened_by_nothing",
        lambda pc: pc.raw.update(associations={".qwc": None}),
        {"qwc_association": LOOK},
    ),
    Variant("opened_by_whom", lambda pc: pc.raw.pop("associations"), {"qwc_association": UNKNOWN}),
    # ---- the way to the service
    unfinished("bad address", "network"),
    unfinished("no name", "network_name"),
    unfinished("no connection", "network_connection"),
    unfinished("certificate date", "network_security"),
    unfinished("certificate", "network_security"),
    unfinished("tls", "network_security"),
    unfinished("no answer", "service_answers", LOOK),
    unfinished("server trouble", "service_answers", LOOK),
    unfinished("not the api", "service_answers", LOOK),
    Variant("proxy_gone", lambda pc: proxied(pc, "proxy unreachable"), {"proxy": STOP}, ROUTE[2:]),
    Variant("through_a_proxy", lambda pc: proxied(pc, "answers"), {}, ROUTE[2:4]),
    Variant("script", lambda pc: network(pc, proxy={"script": True}), {"proxy": UNKNOWN}),
    Variant("fast", lambda pc: pc.windows.update(clock_skew_s=185), {"clock": LOOK}),
    Variant("a_minute_slow", lambda pc: pc.windows.update(clock_skew_s=-70), {}),
    Variant("clock_unknown", lambda pc: pc.windows.pop("clock_skew_s"), {"clock": UNKNOWN}),
    Variant(
        "tls_off",
        lambda pc: pc.add_key(rf"HKLM\{TLS}", {"Enabled": 0}),
        {"modern_encryption": STOP},
    ),
    Variant(
        "tls_not_by_default",
        lambda pc: pc.add_key(rf"HKLM\{TLS}", {"Enabled": 1, "DisabledByDefault": 1}),
        {"modern_encryption": LOOK},
    ),
    Variant(
        "dot_net_outdated",
        lambda pc: pc.add_key(
            rf"HKLM\{DOT_NET}", {"SchUseStrongCrypto": 0, "SystemDefaultTlsVersions": 0}, view=32
        ),
        {"modern_encryption": LOOK},
    ),
    Variant(
        "dot_net_outdated_for_64_bits_alone",
        lambda pc: pc.add_key(
            rf"HKLM\{DOT_NET}", {"SchUseStrongCrypto": 0, "SystemDefaultTlsVersions": 0}
        ),
        {},
    ),
    Variant(
        "dot_net_of_2013",
        lambda pc: pc.key(r"v4\Full")["values"].update(Release=378_389),
        {"modern_encryption": LOOK},
    ),
    Variant(
        "no_dot_net",
        lambda pc: pc.drop("registry", r"v4\Full"),
        {"modern_encryption": LOOK},
    ),
]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_the_rows_that_are_not_fine(variant: Variant) -> None:
    report = checked(changed(variant.change), application=EXAMPLE_SYNC)
    assert {r.id: r.answer for r in report.results if r.answer is not OK} == variant.rows
    assert report.hidden == variant.left_out


def test_each_row_of_the_list_was_once_fine_once_not_and_once_unknown() -> None:
    """A row that never changes in any test is one that nothing has tried."""
    seen: dict[str, set[Answer]] = {check.id: {OK} for check in CATALOGUE}
    for variant in VARIANTS:
        for name, answer in variant.rows.items():
            seen[name].add(answer)
    for path in PCS.glob("*.json"):
        expected = DescribedPc.load(path).description.expected
        assert expected is not None
        for name, said in expected.checks.items():
            seen[name].add(Answer(said))
    assert [name for name, answers in seen.items() if not answers & {LOOK, STOP}] == []
    # Where nothing is known of the way to the service, its first row says so for all of them.
    hops = ["network_name", "network_connection", "network_security", "service_answers"]
    assert [name for name, answers in seen.items() if UNKNOWN not in answers] == hops


def remedies(change: Callable[[Pc], object]) -> dict[str, object]:
    rows = checked(changed(change), company="Oakridge Example Co").results
    return {
        r.id: r.remedy.bring_to_front or r.remedy.settings or r.remedy.web_connector
        for r in rows
        if r.remedy
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda pc: None, {}),
        (lambda pc: pc.main_window.update(usable=False), {"quickbooks_dialog": 5120}),
        (lambda pc: pc.main_window.update(title="QuickBooks Pro 2024"), {"company_open": 5120}),
        (
            lambda pc: pc.main_window.update(title="Other Co - QuickBooks Pro 2024"),
            {"company_open": 5120},
        ),
        (lambda pc: pc.drop("processes", "QBWebConnector.exe"), {"web_connector_running": True}),
        (lambda pc: pc.connector.update(session=2), {}),  # that one is somebody else's
        (lambda pc: pc.windows.update(sleep_after_min=15), {"sleep": "powersleep"}),
        (lambda pc: pc.windows.update(clock_skew_s=700), {"clock": "dateandtime"}),
        (lambda pc: proxied(pc, "proxy unreachable"), {"proxy": "network-proxy"}),
    ],
)
def test_one_click_is_offered_where_one_click_helps(
    change: Callable[[Pc], object], expected: dict[str, object]
) -> None:
    assert remedies(change) == expected


def test_the_window_of_the_quickbooks_that_has_one_is_brought_to_the_front() -> None:
    def hidden_first(pc: Pc) -> None:
        pc.main_window.update(usable=False)
        pc.raw["processes"].insert(0, {**pc.quickbooks, "pid": 7, "windows": []})

    assert remedies(hidden_first)["quickbooks_dialog"] == 5120


def test_the_evidence_says_who_vouches_for_a_secure_connection() -> None:
    rows = {r.id: r for r in checked(changed(lambda pc: None)).results}
    assert rows["network_security"].evidence == (
        "TLSv1.3",
        "Certificate issued by R11, Let's Encrypt",
    )


def test_a_refused_certificate_says_who_issued_it() -> None:
    change = {"reach": "certificate", "issuer": "Some Shield Root"}
    rows = {r.id: r for r in checked(changed(lambda pc: network(pc, **change))).results}
    assert "Certificate issued by Some Shield Root" in rows["network_security"].evidence
