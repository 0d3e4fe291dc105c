"""A double click is understood without the command parser, and as the parser would."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conductor_desktop.cli.main import run
from conductor_desktop.cli.plain_start import plain_start
from tests.unit.cli.stage import Stage

WORDS = (
    ("--sandbox",),
    ("--home", "/a/home"),
    ("--profile", "live-2"),
    ("--base-url", "https://api.example/v1"),
    ("--end-user", "end_usr_1"),
    ("--safe-mode",),
    ("--in-tray",),
    ("Acme.conductor-setup",),
    ("Bundle.ZIP",),
)
FILES = {("Acme.conductor-setup",), ("Bundle.ZIP",)}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(WORDS), unique=True)
    .filter(lambda some: len(set(some) & FILES) < 2)
    .map(lambda some: sum(some, ()))
)
def test_a_line_that_only_opens_the_window_means_what_the_parser_says(
    line: tuple[str, ...],
) -> None:
    start, stage = plain_start(line), Stage()
    assert run(list(line), stage.compose) == 0
    assert start is not None
    assert start.options == stage.options
    assert [start.file] == stage.opened


@pytest.mark.parametrize(
    "line",
    [
        ["--version"],
        ["status"],
        ["--home"],
        ["--profile", "--sandbox"],
        ["--home=/a/home"],
        ["a.conductor-setup", "b.conductor-setup"],
        ["a.zip", "b.zip"],
        ["diagnostics", "inspect", "a.zip"],
        ["--.zip"],
        ["--.conductor-setup"],
        ["letter.txt"],
    ],
)
def test_every_other_line_is_left_to_the_parser(line: list[str]) -> None:
    assert plain_start(line) is None
