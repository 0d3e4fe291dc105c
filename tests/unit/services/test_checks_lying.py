"""A registry that lies: whatever it says, there is an answer, and what is not known is not fine."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.services.checks import Answer
from conductor_desktop.services.checks.catalogue import CATALOGUE, Check
from conductor_desktop.services.checks.facts import Facts
from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.description import Description
from conductor_desktop.workstation.pc import CouldNotTell, Hive, RegistryValue, View
from tests.helpers.pcs import ALL_WELL, PCS, checked, purpose_of

FILES = sorted(PCS.glob("*.json"))
READ = {path: DescribedPc.load(path).description for path in FILES}
KEYS = {
    "quickbooks": r"software\intuit\quickbooks",
    "uninstall": r"software\microsoft\windows\currentversion\uninstall",
    "interface": r"qbxmlrp2.requestprocessor",
    "connector": r"software\intuit\qbwebconnector",
    "run": r"software\microsoft\windows\currentversion\run",
    "approved": r"software\microsoft\windows\currentversion\explorer\startupapproved",
    "layers": r"software\microsoft\windows nt\currentversion\appcompatflags\layers",
    "tls": r"system\currentcontrolset\control\securityproviders\schannel",
    "net_framework": r"software\microsoft\.netframework",
    "net_release": r"software\microsoft\net framework setup",
    "rules": r"software\policies\microsoft\windows nt\terminal services",
    "update": r"software\microsoft\windows\currentversion\windowsupdate",
    "servicing": r"software\microsoft\windows\currentversion\component based servicing",
}
NAMES = (
    *("", "Path", "Product", "DisplayName", "InstallLocation", "UpdateLock", "Level", "QBWC"),
    *("QuickBooks Web Connector.lnk", r"C:\x\QBW.exe", r"C:\x\QBWebConnector.exe", "Enabled"),
    *("DisabledByDefault", "SchUseStrongCrypto", "SystemDefaultTlsVersions", "Release"),
    *("MaxIdleTime", "MaxDisconnectionTime", "MaxConnectionTime", "updatelock"),
)


class Lie(enum.Enum):
    """What a key does instead of telling the truth."""

    DENIED = "denied"
    MISSING = "missing"
    ODD = "odd"
    """Every value is of another kind than it should be, and all known names are there."""
    CROWDED = "crowded"
    """A thousand keys below."""


ODD: tuple[RegistryValue, ...] = (None, b"", b"\xff\x00", ("a", "b"), (), "", "\0", "x" * 5000)


class LyingPc(DescribedPc):
    """Tells the truth, except below the keys that it was told to lie about."""

    def __init__(
        self, description: Description, lies: Mapping[str, Lie], odd: RegistryValue = b"\xff\x00"
    ) -> None:
        super().__init__(description)
        self._lies = {KEYS[name]: lie for name, lie in lies.items()}
        self._odd = odd

    def registry_values(self, hive: Hive, key: str, view: View) -> Mapping[str, RegistryValue]:
        lie = self._lie(key)
        if lie is Lie.ODD:
            known = super().registry_values(hive, key, view)
            return dict.fromkeys((*known, *NAMES), self._odd)
        return {} if lie is Lie.MISSING else super().registry_values(hive, key, view)

    def registry_subkeys(self, hive: Hive, key: str, view: View) -> tuple[str, ...]:
        lie = self._lie(key)
        if lie is Lie.CROWDED:
            return tuple(f"{n}.0" for n in range(1000))
        return () if lie is Lie.MISSING else super().registry_subkeys(hive, key, view)

    def _lie(self, key: str) -> Lie | None:
        asked = key.casefold()
        lie = next((lie for known, lie in self._lies.items() if asked.startswith(known)), None)
        if lie is Lie.DENIED:
            raise CouldNotTell("Access is denied.")
        return lie


def asked(pc: DescribedPc) -> dict[str, Answer | None]:
    """What each check says by itself, none of them hidden; no error but a refusal is allowed."""
    facts = Facts(pc, purpose_of(pc))
    return {check.id: answer_of(check, facts) for check in CATALOGUE}


def answer_of(check: Check, facts: Facts) -> Answer | None:
    try:
        finding = check.ask(facts)
    except CouldNotTell:
        return Answer.COULD_NOT_TELL
    return finding.answer if finding else None


def lied_to(
    path: Path, lies: Mapping[str, Lie], odd: RegistryValue = b"\xff\x00"
) -> dict[str, Answer | None]:
    return asked(LyingPc(READ[path], lies, odd))


LIES = st.dictionaries(st.sampled_from(sorted(KEYS)), st.sampled_from(Lie), max_size=6)


@settings(max_examples=200, deadline=None, database=None)
@given(st.sampled_from(FILES), LIES, st.sampled_from(ODD))
def test_every_check_has_an_answer_whatever_the_registry_says(
    path: Path, lies: dict[str, Lie], odd: RegistryValue
) -> None:
    assert len(lied_to(path, lies, odd)) == len(CATALOGUE)


@settings(max_examples=200, deadline=None, database=None)
@given(st.sampled_from(FILES), st.sets(st.sampled_from(sorted(KEYS)), min_size=1))
def test_what_may_not_be_read_never_turns_a_row_fine(path: Path, denied: Collection[str]) -> None:
    truth = asked(DescribedPc(READ[path]))
    told = lied_to(path, dict.fromkeys(denied, Lie.DENIED))
    fine = {name for name, answer in told.items() if answer is Answer.OK}
    assert {name: truth[name] for name in fine} == dict.fromkeys(fine, Answer.OK)


# What decides a row, and the row it decides.
DECISIVE = [
    ("interface", "quickbooks_interface"),
    ("connector", "web_connector_free"),
    ("layers", "same_rights"),
    ("approved", "web_connector_starts"),
    ("tls", "modern_encryption"),
    ("net_framework", "modern_encryption"),
    ("net_release", "modern_encryption"),
    ("rules", "sign_out"),
]


def wrong_kinds(key: str) -> list[RegistryValue]:
    """Text about how a program is started, and bytes about a switch, are of the right kind."""
    right = {"layers": str, "approved": bytes}.get(key)
    return [odd for odd in ODD if right is None or not isinstance(odd, right)]


@pytest.mark.parametrize(
    ("key", "row", "odd"),
    [(key, row, odd) for key, row in DECISIVE for odd in wrong_kinds(key)],
    ids=lambda part: repr(part)[:20],
)
def test_a_value_of_the_wrong_kind_could_not_be_told(
    key: str, row: str, odd: RegistryValue
) -> None:
    path = PCS / ("hosted_desktop.json" if key == "rules" else "ent24_64_ok.json")
    assert lied_to(path, {key: Lie.ODD}, odd)[row] is Answer.COULD_NOT_TELL


@pytest.mark.parametrize(
    ("key", "row"), [*DECISIVE, ("connector", "application_added"), ("update", "sign_out")]
)
def test_a_refusal_could_not_be_told(key: str, row: str) -> None:
    path = PCS / ("hosted_desktop.json" if key == "rules" else "ent24_64_ok.json")
    assert lied_to(path, {key: Lie.DENIED})[row] is Answer.COULD_NOT_TELL


@pytest.mark.parametrize(
    ("key", "row"),
    [
        ("interface", "quickbooks_interface"),
        ("connector", "application_added"),
        ("net_release", "modern_encryption"),
    ],
)
def test_what_is_missing_is_not_fine(key: str, row: str) -> None:
    assert lied_to(ALL_WELL, {key: Lie.MISSING})[row] is not Answer.OK


def test_the_program_itself_is_believed_before_the_registry() -> None:
    everything = dict.fromkeys(KEYS, Lie.DENIED)
    told = lied_to(ALL_WELL, everything)
    assert told["quickbooks_installed"] is Answer.OK
    assert told["web_connector_installed"] is Answer.OK


def test_a_thousand_keys_everywhere_are_survived_and_listed() -> None:
    pc = LyingPc(READ[ALL_WELL], dict.fromkeys(KEYS, Lie.CROWDED))
    report = checked(pc)
    assert report.verdict is Answer.OK
    assert report.hidden == ("web_connector_last_update",)  # of no application that is known
    assert len(report.results) == len(CATALOGUE) - 1
