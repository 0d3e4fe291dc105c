"""``build/dev.py bench setup``: what is measured, in which turns, and what is said of it."""

from __future__ import annotations

import pytest

from build.bench import report, setup
from build.bench.report import Figures, NotMeasured
from conductor_desktop.sandbox.server import SandboxAccess
from tests.helpers.sandbox import running_sandbox

STEPS = ("start", "welcome", "checks", "who", "connect", "walk")


def ours(**figures: float) -> Figures:
    stalls = {f"{setup.STALL} {step}": 40.0 for step in STEPS}
    return {"connect_seconds": 0.9, "list_seconds": 0.25, **stalls, **figures}


def bare(seconds: float = 0.6, stall_ms: float = 120.0) -> Figures:
    return {"seconds": seconds, setup.STALL: stall_ms}


def told(*rounds: Figures) -> list[report.Verdict]:
    return list(setup.verdicts(rounds or [ours()], [bare()]))


# ---- what is said


def test_every_figure_is_told_with_its_target() -> None:
    assert [verdict.text for verdict in told()] == [
        "click to sign-in page: 1.50 times a bare view (at most 1.5): ok  "
        "[ours 900 ms, bare 600 ms, medians of 5]",
        "click to a list of 5,000 EndUsers: 0.25 s (at most 1): ok  [median of 5]",
        "longest stall of the window: 40 ms (at most 250): ok  [start 40, welcome 40, checks 40, "
        "who 40, connect 40, walk 40, a bare view 120; best of 5]",
    ]


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"connect_seconds": 0.91}, "1.52 times a bare view (at most 1.5): too slow"),
        ({"list_seconds": 1.01}, "1.01 s (at most 1): too slow"),
        ({"stall_ms who": 251.0}, "251 ms (at most 250): too long  [start 40, welcome 40"),
    ],
)
def test_a_missed_target_is_said_once(figures: dict[str, float], words: str) -> None:
    missed = [verdict.text for verdict in told(ours(**figures)) if verdict.met is False]
    assert len(missed) == 1
    assert words in missed[0]


def test_what_else_the_machine_did_is_not_held_against_the_window() -> None:
    rounds = (
        ours(**{"stall_ms who": 900.0, "stall_ms walk": 90.0}),
        ours(**{"stall_ms who": 70.0, "stall_ms walk": 400.0}),
    )
    assert "longest stall of the window: 90 ms (at most 250): ok" in told(*rounds)[2].text


# ---- what is measured


def test_page_and_walk_take_turns_on_one_sandbox_after_a_walk_among_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns: list[tuple[str, str, int]] = []

    def walk(access: SandboxAccess, end_users: int) -> Figures:
        turns.append(("ours", access.base_url, end_users))
        return ours()

    def show(access: SandboxAccess) -> Figures:
        turns.append(("bare", access.base_url, 0))
        return bare()

    monkeypatch.setattr(setup, "END_USERS", 3)
    monkeypatch.setattr(setup, "walk_setup", walk)
    monkeypatch.setattr(setup, "show_bare_page", show)

    assert setup.measure() == ([ours()] * setup.ROUNDS, [bare()] * setup.ROUNDS)
    crowded, page, usual = turns[:3]
    assert [(who, many) for who, _, many in turns[:3]] == [("ours", 3), ("bare", 0), ("ours", 1)]
    assert page[1] == usual[1]
    assert crowded[1] != usual[1]
    assert len(turns) == 3 * setup.ROUNDS


def test_of_two_walks_the_longer_stall_counts_and_the_list_is_that_of_many() -> None:
    usual = ours(connect_seconds=0.5, **{"stall_ms who": 70.0, "stall_ms walk": 20.0})
    crowded = ours(connect_seconds=0.8, list_seconds=0.4, **{"stall_ms walk": 90.0})
    together = setup.joined(usual, crowded)
    assert (together["connect_seconds"], together["list_seconds"]) == (0.5, 0.4)
    assert (together["stall_ms who"], together["stall_ms walk"]) == (70.0, 90.0)


@pytest.mark.slow
def test_the_walk_leads_through_the_whole_setup() -> None:
    with running_sandbox() as access:
        figures = setup.walk_setup(access, 1)
    assert set(figures) == set(ours())
    assert all(value >= 0 for value in figures.values())
    assert figures["connect_seconds"] > 0


@pytest.mark.slow
def test_the_bare_page_is_the_sandboxs() -> None:
    with running_sandbox() as access:
        figures = setup.show_bare_page(access)
    assert set(figures) == set(bare())


# ---- what all benches have in common


def test_a_worker_that_fails_is_reported_with_its_last_words() -> None:
    with pytest.raises(NotMeasured, match=r"“x” failed\.\nno screen here"):
        report.run_worker("x", ["-c", "import sys; sys.exit('no screen here')"], seconds=60)


def test_a_worker_that_does_not_end_is_given_up() -> None:
    with pytest.raises(NotMeasured, match="“x” took too long"):
        report.run_worker("x", ["-c", "import threading; threading.Event().wait()"], seconds=0.05)


def test_a_worker_is_told_what_it_needs_where_nobody_sees_it() -> None:
    command = ["-c", "print(input())"]
    assert report.run_worker("x", command, seconds=60, words='{"a": 1.5}\n') == {"a": 1.5}
