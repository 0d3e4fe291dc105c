"""The row about the last update: what each log makes of it, and what it leaves to other rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from conductor_desktop.guide.book import guide
from conductor_desktop.services.checks import Answer, CheckResult, Owner
from conductor_desktop.services.checks.catalogue import CATALOGUE
from conductor_desktop.services.checks.facts import Facts
from conductor_desktop.services.checks.web_connector_updates import last_update
from conductor_desktop.workstation.described_pc import DescribedPc
from tests.helpers.pcs import (
    EXAMPLE_SYNC,
    PCS,
    Pc,
    application,
    changed,
    checked,
    checked_as_expected,
    purpose_of,
)
from tests.unit.workstation.web_connector_logs import (
    REGISTRY,
    SECRET,
    SOAP,
    answer,
    entry,
    named,
    update,
)

ROW = "web_connector_last_update"
FINE = update(0) + update(300)


def row_of(pc: DescribedPc) -> CheckResult | None:
    report = checked(pc, application=EXAMPLE_SYNC, company="Oakridge Example Co")
    return next((row for row in report.results if row.id == ROW), None)


def with_log(*entries: str, minutes: float = 3) -> Callable[[Pc], None]:
    """The PC where all is well, with another log."""

    def change(pc: Pc) -> None:
        pc.file("QWCLog.txt").update(log="".join(entries).splitlines(), age_min=minutes)

    return change


def said(*entries: str, minutes: float = 3) -> CheckResult:
    row = row_of(changed(with_log(*entries, minutes=minutes)))
    assert row is not None
    return row


def error(seconds: int, text: str) -> str:
    return entry(seconds, SOAP + "connect", text)


def ended(seconds: int) -> str:
    return entry(seconds, REGISTRY + "setUpdateLock", "*** Update session unlocked ***")


def failed(seconds: int, text: str) -> str:
    return named(seconds) + error(seconds + 2, text) + ended(seconds + 3)


def by_hand(seconds: int) -> str:
    scheduled = "Performing SCHEDULED UPDATE for application = Example Sync"
    manual = "updateWS() for application = 'Example Sync' has STARTED"
    return update(seconds).replace(scheduled, manual)


def test_it_came_by_a_moment_ago_and_all_was_well() -> None:
    row = said(FINE)
    assert row.answer is Answer.OK
    assert row.sentence == (
        "The Web Connector came by for “Example Sync” 3 minutes ago, and nothing went wrong."
    )
    assert "Updates come by themselves, every 5 minutes" in row.evidence


def test_it_is_at_work_just_now() -> None:
    row = said(FINE, named(600), minutes=2)
    assert (row.answer, row.sentence) == (
        Answer.OK,
        "The Web Connector is at work for “Example Sync”.",
    )


def test_a_problem_is_told_in_the_words_of_the_guide() -> None:
    row = said(FINE, failed(600, "QBWC1013: Error connecting. 0x80040408"))
    assert row.answer is Answer.LOOK
    explained = guide().entry("0x80040408")
    when = "The last update of “Example Sync”, 3 minutes ago, ended with a problem"
    assert row.sentence == f"{when}: {explained.title}."
    assert (row.action, row.owner) == (explained.next_step, explained.owner)
    assert any("(QBWC1013, 0x80040408)" in line for line in row.evidence)


def test_a_problem_nobody_knows_is_told_by_its_code() -> None:
    row = said(FINE, failed(600, "QBWC9876: Something new."))
    assert row.sentence.endswith("ended with a problem that this app does not know (QBWC9876).")
    assert row.owner is Owner.VENDOR


def test_what_was_got_over_is_evidence_and_no_more() -> None:
    row = said(failed(0, "QBWC1013: Error connecting. 0x80040408"), update(300))
    assert row.answer is Answer.OK
    assert any(guide().entry("0x80040408").title in line for line in row.evidence)


@pytest.mark.parametrize(
    ("entries", "sentence", "owner"),
    [
        (
            named(600) + entry(601, SOAP + "do_authenticate", answer("nvu")) + ended(602),
            "The password of “Example Sync” was refused 3 minutes ago.",
            Owner.YOU,
        ),
        (
            failed(600, "QBWC1040: Not right."),
            "The password of “Example Sync” was refused 3 minutes ago.",
            Owner.YOU,
        ),
        (
            failed(600, "QBWC1013: Error connecting. 0x80040420"),
            "QuickBooks refused “Example Sync” 3 minutes ago.",
            Owner.QUICKBOOKS_ADMIN,
        ),
    ],
)
def test_what_was_refused_cannot_work(entries: str, sentence: str, owner: Owner) -> None:
    row = said(FINE, entries)
    assert (row.answer, row.sentence, row.owner) == (Answer.STOP, sentence, owner)
    assert row.action


@pytest.mark.parametrize("minutes", [31, 600])
def test_a_silence_that_is_too_long_is_told(minutes: float) -> None:
    row = said(FINE, minutes=minutes)
    assert row.answer is Answer.LOOK
    assert "although it usually does so every 5 minutes" in row.sentence
    assert "Auto-Run" in (row.action or "")


@pytest.mark.parametrize(
    ("entries", "minutes"),
    [
        (FINE, 29),
        (update(0) + update(3600), 179),  # as long as the updates are rare
        (update(0), 119),
    ],
)
def test_a_silence_is_nothing_yet(entries: str, minutes: float) -> None:
    assert said(entries, minutes=minutes).answer is Answer.OK


def test_updates_by_hand_alone_are_fine_while_they_are_fresh() -> None:
    entries = by_hand(0) + by_hand(300)
    assert said(entries).answer is Answer.OK
    row = said(entries, minutes=200)
    assert row.answer is Answer.LOOK
    assert row.sentence.endswith("3 hours ago, and only when somebody asked it to.")
    assert row.action == "Open the Web Connector, and tick “Auto-Run” beside “Example Sync”."


@pytest.mark.parametrize(
    ("entries", "minutes", "sentence"),
    [
        (update(0, name="Another"), 3, "The Web Connector’s log says nothing about"),
        ("", 3, "The Web Connector’s log says nothing about"),
        (named(0) + entry(2, SOAP + "do_authenticate", answer("?")) + ended(3), 3, "how that"),
        (FINE, -600, "still to come, so the clock was changed"),
        (update(0).partition("\n")[2], 600, "whether it does so by itself"),
    ],
)
def test_what_the_log_does_not_show_could_not_be_told(
    entries: str, minutes: float, sentence: str
) -> None:
    row = said(entries, minutes=minutes)
    assert row.answer is Answer.COULD_NOT_TELL
    assert sentence in row.sentence
    assert row.action


def test_an_update_that_does_not_end_is_worth_a_look() -> None:
    row = said(FINE, named(600), minutes=45)
    assert row.answer is Answer.LOOK
    assert "did not come to its end" in row.sentence


def test_without_a_log_it_could_not_be_told() -> None:
    def without(pc: Pc) -> None:
        pc.drop("files", "QWCLog.txt")
        folder = "C:\\ProgramData\\Intuit\\QBWebConnector\\log"
        pc.raw["folders"] = [{"path": folder, "readable": True, "writable": True}]

    row = row_of(changed(without))
    assert row is not None
    assert row.answer is Answer.COULD_NOT_TELL
    assert "no log yet" in row.sentence


def test_a_log_that_cannot_be_opened_could_not_be_told() -> None:
    row = row_of(changed(lambda pc: pc.file("QWCLog.txt").pop("log")))
    assert row is not None
    assert row.answer is Answer.COULD_NOT_TELL
    assert "could not be read" in row.sentence
    assert row_of(changed(lambda pc: pc.file("QWCLog.txt").update(readable=False))) is None


def test_before_there_is_a_connection_nothing_is_said() -> None:
    report = checked(changed(with_log(FINE)))
    assert ROW in report.hidden


def test_others_are_counted_and_nothing_of_the_log_is_repeated() -> None:
    row = said(update(0, name="Another"), FINE, failed(600, f"0x80040408 {SECRET}"))
    assert "Other applications in the log: 1" in row.evidence
    assert "Another" not in str(row)
    assert SECRET not in str(row)


def dialog(pc: Pc) -> None:
    pc.main_window.update(usable=False)


def closed(pc: Pc) -> None:
    pc.drop("processes", "QBW.exe")


def offline(pc: Pc) -> None:
    pc.raw["network"].update(reach="no name")


def not_running(pc: Pc) -> None:
    pc.drop("processes", "QBWebConnector.exe")


def not_added(pc: Pc) -> None:
    pc.drop("registry", "Example Sync")


IN_QUICKBOOKS = failed(600, "QBWC1013: Error connecting. 0x80040414")
UNREACHABLE = failed(600, "QBWC1012: Not reached.")
PASSWORD = failed(600, "QBWC1040: Not right.")


@pytest.mark.parametrize(
    ("cause", "entries", "minutes", "is_left_out"),
    [
        (dialog, IN_QUICKBOOKS, 3, True),
        (closed, IN_QUICKBOOKS, 3, True),
        (offline, UNREACHABLE, 3, True),
        (not_running, FINE, 600, True),
        (not_added, FINE, 600, True),
        (not_added, "", 3, True),
        (offline, IN_QUICKBOOKS, 3, False),
        (dialog, UNREACHABLE, 3, False),
        (dialog, PASSWORD, 3, False),
        (closed, PASSWORD, 3, False),
        (offline, PASSWORD, 3, False),
        (not_running, PASSWORD, 3, False),
        (not_running, FINE, 3, False),
        (not_added, FINE, 3, False),
    ],
)
def test_what_another_row_explains_is_left_to_that_row(
    cause: Callable[[Pc], object], entries: str, minutes: float, is_left_out: bool
) -> None:
    def change(pc: Pc) -> None:
        with_log(entries, minutes=minutes)(pc)
        cause(pc)

    assert (row_of(changed(change)) is None) == is_left_out


def judged(pc: DescribedPc) -> Sequence[str]:
    finding = last_update(Facts(pc, purpose_of(pc)))
    return finding.explained_by if finding else ()


def test_what_may_explain_it_comes_earlier_in_the_list() -> None:
    earlier = [check.id for check in CATALOGUE]
    earlier = earlier[: earlier.index(ROW)]
    logs = [IN_QUICKBOOKS, UNREACHABLE, "", FINE + named(600)]
    pcs = [changed(with_log(log, minutes=600)) for log in logs]
    pcs += [changed(lambda pc: pc.drop("files", "QWCLog.txt")), changed(with_log(FINE, minutes=-9))]
    pcs += [changed(lambda pc: pc.file("QWCLog.txt").pop("log"))]
    for pc in pcs:
        assert judged(pc)
        assert set(judged(pc)) <= set(earlier)


def test_another_name_of_the_application_counts_as_well() -> None:
    described = DescribedPc.load(PCS / "ent24_64_ok.json")
    report = checked(described, application=application("Example Sync", "elsewhere.invalid"))
    row = next(row for row in report.results if row.id == ROW)
    assert row.answer is Answer.COULD_NOT_TELL
    assert checked_as_expected(described).verdict is Answer.OK
