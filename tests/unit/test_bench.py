"""``build/dev.py bench``: what it measures, what it says, and that it never waits for nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from build.bench import start


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def test_a_window_is_timed_to_its_line_and_then_ended() -> None:
    """The process would go on for ever: coming back proves that it was ended."""
    waits = "import threading; print('hello'); print('first-paint', flush=True); "
    waits += "threading.Event().wait()"

    assert start.seconds_to_first_paint(python(waits)) > 0


def test_a_process_that_paints_nothing_is_reported_with_its_last_words() -> None:
    with pytest.raises(start.NotPainted, match="no screen here"):
        start.seconds_to_first_paint(python("import sys; sys.exit('no screen here')"))


def test_a_process_that_never_paints_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "PATIENCE_SECONDS", 0.05)

    with pytest.raises(start.NotPainted):
        start.seconds_to_first_paint(python("import threading; threading.Event().wait()"))


def test_the_bare_window_says_when_it_is_painted() -> None:
    assert start.seconds_to_first_paint([sys.executable, str(start.BARE)]) > 0


def test_both_take_turns_and_the_first_round_is_not_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns: list[str] = []
    times: Iterator[float] = iter([9.0, 90.0, *[1.0, 2.0] * start.ROUNDS])

    def paint(command: list[str]) -> float:
        turns.append("bare" if str(start.BARE) in command else "app")
        return next(times)

    monkeypatch.setattr(start, "seconds_to_first_paint", paint)

    assert start.measure() == (2.0, 1.0)
    assert turns == ["bare", "app"] * (start.ROUNDS + 1)


@pytest.mark.parametrize(("app", "code", "verdict"), [(0.16, 0, "ok"), (0.17, 1, "too slow")])
def test_the_ratio_is_printed_against_its_target(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    app: float,
    code: int,
    verdict: str,
) -> None:
    monkeypatch.setattr(start, "measure", lambda: (app, 0.1))

    assert start.main() == code
    said = capsys.readouterr().out
    assert f"start: {app / 0.1:.2f} times a bare window (at most 1.6): {verdict}" in said
