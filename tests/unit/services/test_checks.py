"""How the checks are run: side by side, bounded, cancellable, consequences left out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from conductor_desktop.assets import asset
from conductor_desktop.services.checks import (
    Answer,
    CheckReport,
    CheckResult,
    Owner,
    PcChecks,
    Purpose,
    Remedy,
)
from conductor_desktop.services.checks.answers import Finding, Settings, look, ok, stop, unknown
from conductor_desktop.services.checks.catalogue import CATALOGUE, Check
from conductor_desktop.services.checks.facts import Facts, Once
from conductor_desktop.services.checks.network_checks import hop
from conductor_desktop.work import Cancelled, CancelToken
from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.pc import CouldNotTell
from conductor_desktop.workstation.reach import Outcome, Reach

FINE = ok("Fine.")
STOP = stop("Broken.", Owner.IT, "Mend it.")
LOOK = look("Odd.", Owner.YOU, "Look.")


@pytest.fixture
def pc() -> DescribedPc:
    return DescribedPc.load(asset("pcs/sandbox.json"))


@pytest.fixture
def released() -> Iterator[threading.Event]:
    """What stuck checks wait for; they are let go at the end of the test."""
    event = threading.Event()
    yield event
    event.set()


def check(
    name: str, ask: Callable[[Facts], Finding | None], *needs: str, seconds: float = 60
) -> Check:
    return Check(name, name.title(), ask, "Look for yourself.", needs, seconds=seconds)


def says(finding: Finding) -> Callable[[Facts], Finding]:
    return lambda _facts: finding


def run(pc: DescribedPc, *checks: Check, seconds_all: float = 60) -> CheckReport:
    listed = PcChecks(pc, Purpose(), catalogue=checks, seconds_all=seconds_all)
    return listed.run(lambda _result: None, CancelToken())


def result(answer: Answer) -> CheckResult:
    return CheckResult("x", "X", answer, "S.", None, None, (), 0.0)


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([Answer.OK, Answer.COULD_NOT_TELL], Answer.COULD_NOT_TELL),
        ([Answer.LOOK, Answer.COULD_NOT_TELL, Answer.OK], Answer.LOOK),
        ([Answer.OK, Answer.STOP, Answer.LOOK], Answer.STOP),
        ([Answer.OK, Answer.OK], Answer.OK),
        ([], Answer.COULD_NOT_TELL),
    ],
)
def test_the_verdict_is_the_worst_answer(answers: list[Answer], verdict: Answer) -> None:
    assert CheckReport.of([result(answer) for answer in answers]).verdict is verdict


def test_rows_keep_their_order_and_arrive_as_soon_as_they_are_known(pc: DescribedPc) -> None:
    second_arrived = threading.Event()
    arrived: list[str] = []

    def slow(_facts: Facts) -> Finding:
        second_arrived.wait(30)
        return FINE

    def on_result(row: CheckResult) -> None:
        arrived.append(row.id)
        second_arrived.set()

    catalogue = (check("first", slow), check("second", says(FINE)))
    report = PcChecks(pc, Purpose(), catalogue=catalogue).run(on_result, CancelToken())
    assert arrived == ["second", "first"]
    assert [row.id for row in report.results] == ["first", "second"]


def test_a_stop_hides_its_consequences_and_theirs(pc: DescribedPc) -> None:
    shown: list[str] = []
    catalogue = (
        check("cause", says(STOP)),
        check("effect", says(LOOK), "cause"),
        check("far effect", says(STOP), "effect"),
        check("other", says(LOOK)),
    )
    report = PcChecks(pc, Purpose(), catalogue=catalogue).run(
        lambda row: shown.append(row.id), CancelToken()
    )
    assert sorted(shown) == ["cause", "other"]
    assert report.hidden == ("effect", "far effect")


@pytest.mark.parametrize("cause", [LOOK, FINE, unknown("Not seen.", Owner.YOU, "Look.")])
def test_other_answers_hide_nothing_by_themselves(cause: Finding, pc: DescribedPc) -> None:
    report = run(pc, check("cause", says(cause)), check("effect", says(LOOK), "cause"))
    assert [row.id for row in report.results] == ["cause", "effect"]


def refuses(words: str) -> Callable[[Facts], Finding]:
    def ask(_facts: Facts) -> Finding:
        raise CouldNotTell(words)

    return ask


def test_what_the_pc_refuses_in_the_same_words_is_told_once(pc: DescribedPc) -> None:
    report = run(
        pc,
        check("cause", refuses("No list of programs.")),
        check("same", refuses("No list of programs."), "cause"),
        check("far", refuses("No list of programs."), "same"),
        check("other reason", refuses("No windows."), "cause"),
        check("problem", says(STOP), "cause"),
        check("elsewhere", refuses("No list of programs.")),
    )
    assert [row.id for row in report.results] == ["cause", "other reason", "problem", "elsewhere"]
    assert report.hidden == ("same", "far")


def explained(*causes: str) -> Callable[[Facts], Finding]:
    return says(LOOK.unless_explained_by(*causes))


@pytest.mark.parametrize("cause", [LOOK, STOP])
def test_what_something_else_explains_says_nothing_new(cause: Finding, pc: DescribedPc) -> None:
    report = run(pc, check("cause", says(cause)), check("effect", explained("cause")))
    assert [row.id for row in report.results] == ["cause"]
    assert report.hidden == ("effect",)


@pytest.mark.parametrize("cause", [FINE, unknown("Not seen.", Owner.YOU, "Look.")])
def test_what_nothing_explains_is_said(cause: Finding, pc: DescribedPc) -> None:
    report = run(
        pc, check("cause", says(cause)), check("effect", explained("cause", "not in the list"))
    )
    assert [row.id for row in report.results] == ["cause", "effect"]


def test_what_is_left_out_itself_explains_as_well(pc: DescribedPc) -> None:
    report = run(
        pc,
        check("far cause", says(STOP)),
        check("cause", says(FINE), "far cause"),
        check("effect", explained("cause")),
    )
    assert [row.id for row in report.results] == ["far cause"]


def test_an_explanation_is_waited_for(pc: DescribedPc) -> None:
    effect_known = threading.Event()

    def cause(_facts: Facts) -> Finding:
        effect_known.wait(30)
        return LOOK

    def effect(_facts: Facts) -> Finding:
        effect_known.set()
        return LOOK.unless_explained_by("cause")

    report = run(pc, check("cause", cause), check("effect", effect))
    assert [row.id for row in report.results] == ["cause"]


def test_a_consequence_waits_for_its_cause(pc: DescribedPc) -> None:
    effect_known = threading.Event()

    def cause(_facts: Facts) -> Finding:
        effect_known.wait(30)
        return STOP

    def effect(_facts: Facts) -> Finding:
        effect_known.set()
        return LOOK

    report = run(pc, check("cause", cause), check("effect", effect, "cause"))
    assert [row.id for row in report.results] == ["cause"]


def test_a_stuck_check_is_given_up_and_hides_nothing(
    pc: DescribedPc, released: threading.Event
) -> None:
    def stuck(_facts: Facts) -> Finding:
        released.wait()
        return FINE

    report = run(
        pc, check("stuck", stuck, seconds=0.1), check("after", says(FINE), "stuck", seconds=0.1)
    )
    assert [(row.id, row.answer) for row in report.results] == [
        ("stuck", Answer.COULD_NOT_TELL),
        ("after", Answer.OK),
    ]
    assert report.results[0].evidence == ("No answer in time.",)
    assert report.results[0].action == "Look for yourself."


def test_all_checks_together_are_bounded_too(pc: DescribedPc, released: threading.Event) -> None:
    def stuck(_facts: Facts) -> Finding:
        released.wait()
        return FINE

    report = run(pc, check("one", stuck), check("two", stuck), seconds_all=0.1)
    assert report.verdict is Answer.COULD_NOT_TELL
    assert len(report.results) == 2


def test_each_check_has_two_seconds_and_the_network_says_where_it_was_within_them() -> None:
    assert {check.seconds for check in CATALOGUE} == {2.0}


def test_cancelling_ends_the_run_at_once(pc: DescribedPc, released: threading.Event) -> None:
    cancel = CancelToken()

    def stuck(_facts: Facts) -> Finding:
        cancel.cancel()
        released.wait()
        return FINE

    with pytest.raises(Cancelled):
        PcChecks(pc, Purpose(), catalogue=(check("stuck", stuck),)).run(lambda _row: None, cancel)


def test_a_cancelled_run_asks_nothing(pc: DescribedPc) -> None:
    cancel = CancelToken()
    cancel.cancel()
    asked: list[str] = []

    def ask(_facts: Facts) -> Finding:
        asked.append("asked")
        return FINE

    with pytest.raises(Cancelled):
        PcChecks(pc, Purpose(), catalogue=(check("one", ask),)).run(lambda _row: None, cancel)
    assert asked == []


def test_a_refusal_is_not_told_and_its_reason_is_evidence(pc: DescribedPc) -> None:
    def refused(_facts: Facts) -> Finding:
        raise CouldNotTell("Windows said no.")

    row = run(pc, check("refused", refused)).results[0]
    assert (row.answer, row.evidence) == (Answer.COULD_NOT_TELL, ("Windows said no.",))


def test_a_broken_check_does_not_end_the_list_and_is_logged(
    pc: DescribedPc, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_facts: Facts) -> Finding:
        raise ZeroDivisionError

    report = run(pc, check("broken", broken), check("fine", says(FINE)))
    assert [row.answer for row in report.results] == [Answer.COULD_NOT_TELL, Answer.OK]
    logged = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert [r.getMessage() for r in logged] == ["the check broken failed"]
    caplog.clear()


def test_recheck_asks_again(pc: DescribedPc) -> None:
    asked: list[int] = []

    def ask(_facts: Facts) -> Finding:
        asked.append(1)
        return FINE

    checks = PcChecks(pc, Purpose(), catalogue=(check("one", ask),))
    for _ in range(2):
        checks.run(lambda _row: None, CancelToken())
    assert len(asked) == 2


def test_a_question_several_checks_share_is_asked_once() -> None:
    asked: list[int] = []
    question = Once(lambda: asked.append(1))
    for _ in range(3):
        question()
    assert asked == [1]


def test_a_refusal_is_remembered_too() -> None:
    asked: list[int] = []

    def refuse() -> int:
        asked.append(1)
        raise CouldNotTell("No.")

    question = Once(refuse)
    for _ in range(3):
        with pytest.raises(CouldNotTell, match="No"):
            question()
    assert asked == [1]


def test_needs_are_earlier_rows() -> None:
    seen: set[str] = set()
    for row in CATALOGUE:
        assert set(row.needs) <= seen
        seen.add(row.id)
    assert len(seen) == len(CATALOGUE)


def test_the_planned_rows_are_the_list(pc: DescribedPc) -> None:
    planned = PcChecks(pc, Purpose("https://api.conductor.is/v1")).planned
    assert planned == tuple((row.id, row.title) for row in CATALOGUE)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_network_failure_has_its_own_words_and_is_not_fine(
    outcome: Outcome, pc: DescribedPc
) -> None:
    class Pc(DescribedPc):
        def reach(self, url: str, seconds: float) -> Reach:
            return Reach(outcome, "api.conductor.is", "detail", "proxy.example:80")

    facts = Facts(Pc(pc.description), Purpose("https://api.conductor.is/v1"))
    finding = hop(outcome.hop)(facts)
    assert finding is not None
    assert (finding.answer is Answer.OK) == (outcome is Outcome.ANSWERS)
    assert finding.hides == (outcome is not Outcome.ANSWERS)
    assert "{" not in finding.sentence + (finding.action or "")


def test_a_check_with_nothing_to_say_is_left_out_and_hides_nothing(pc: DescribedPc) -> None:
    report = run(pc, check("silent", lambda _facts: None), check("after", says(LOOK), "silent"))
    assert [row.id for row in report.results] == ["after"]
    assert report.hidden == ("silent",)


def test_rows_can_be_put_in_order_the_worst_first(pc: DescribedPc) -> None:
    catalogue = (check("a", says(FINE)), check("b", says(LOOK)), check("c", says(STOP)))
    report = run(pc, *catalogue, check("d", says(LOOK)))
    ranked = sorted(report.results, key=lambda row: row.rank)
    assert [row.id for row in ranked] == ["c", "b", "d", "a"]


@pytest.mark.parametrize(
    ("remedy", "done"),
    [
        (Remedy("x", bring_to_front=5120), True),
        (Remedy("x", bring_to_front=1), False),
        (Remedy("x", settings=Settings.CLOCK), False),
        (Remedy("x", web_connector=True), True),
        (Remedy("x"), False),
    ],
)
def test_a_click_says_whether_it_helped(remedy: Remedy, done: bool, pc: DescribedPc) -> None:
    assert PcChecks(pc, Purpose()).carry_out(remedy) is done


def test_masking_replaces_whole_names_only() -> None:
    row = replace(
        result(Answer.OK),
        sentence="“A & A” is open, as Anna sees it.",
        evidence=("Window: A & A - QuickBooks Pro",),
        private=("A & A", "A & A - QuickBooks Pro", "An", ""),
    )
    masked = row.masked()
    assert masked.sentence == "“[name]” is open, as Anna sees it."
    assert masked.evidence == ("Window: [name]",)
    assert masked.private == ()
