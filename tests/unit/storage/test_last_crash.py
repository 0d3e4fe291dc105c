"""The page that tells how the app last died: clean, whole, and there at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conductor_desktop.secret import Secret
from conductor_desktop.storage.last_crash import FILE_NAME, last_crash
from conductor_desktop.storage.logs import start_logging
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.redaction import Redactor
from tests.helpers.leaks import leaks

CANARY = "Planted-Canary-0123456789"
EMAIL = "mary.poppins@big.example"


Die = Callable[[str], None]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AppHome]:
    redactor = Redactor(user_name="m.poppins")
    redactor.register(Secret(CANARY))
    home = AppHome(tmp_path / "home")
    home.prepare()
    session = start_logging(home, redactor)
    yield home
    session.stop()


@pytest.fixture
def die(caplog: pytest.LogCaptureFixture) -> Die:
    """Of an error with these words that nobody caught."""

    def die(said: str) -> None:
        try:
            raise ValueError(said)
        except ValueError as error:
            logging.getLogger("a").critical("uncaught error", exc_info=error)
        caplog.clear()

    return die


def test_the_newest_comes_first_line_by_line_and_clean(home: AppHome, die: Die) -> None:
    die("the first")
    die(f"{CANARY}\r\nfor {EMAIL}\x1b[31m")
    page = (home.logs / FILE_NAME).read_text(encoding="utf-8")
    lines = page.splitlines()
    assert lines[0].endswith("] uncaught error")
    assert lines[1] == "Traceback (most recent call last):"
    end = lines.index("")
    assert lines[end - 2 : end] == ["ValueError: ‹key›", "for ‹email›\\x1b[31m"]
    assert lines[-1] == "ValueError: the first"
    assert leaks([home.root], {"key": CANARY, "e-mail": EMAIL}) == []
    assert last_crash(home.logs) == page


def test_however_often_it_dies_the_page_is_bounded_and_has_the_last_time(
    home: AppHome, die: Die
) -> None:
    for number in range(30):
        die(f"time {number} {'x' * 5000}")
    page = (home.logs / FILE_NAME).read_text(encoding="utf-8")
    assert 40_000 < len(page) <= 64 * 1024
    assert page.endswith("\n")
    assert "time 29 " in page
    assert "time 9 " not in page


def test_what_ends_nothing_is_not_on_it(home: AppHome, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("a").error("a thread has failed")
    caplog.clear()
    assert last_crash(home.logs) == ""


def test_what_an_earlier_run_wrote_as_it_died_is_on_it(
    home: AppHome, caplog: pytest.LogCaptureFixture
) -> None:
    (home.logs / "crash-1.txt").write_text(f"Fatal Python error: {EMAIL}\n")
    session = start_logging(home, Redactor())
    session.stop()
    caplog.clear()
    assert last_crash(home.logs).endswith("an earlier run has died:\nFatal Python error: ‹email›\n")


def test_a_folder_in_its_place_costs_nothing_but_the_page(home: AppHome, die: Die) -> None:
    (home.logs / FILE_NAME).mkdir(parents=True)
    die("anything")
    assert last_crash(home.logs) == ""
    assert "anything" in (home.logs / "app.log").read_text(encoding="utf-8")
    assert list(home.logs.glob(".conductor-*")) == []


def test_a_link_is_not_followed_and_what_somebody_wrote_is_made_printable(home: AppHome) -> None:
    other = home.root / "other.txt"
    other.write_bytes(b"a stranger's \xff\x1b[31m\n")
    page = home.logs / FILE_NAME
    page.write_bytes(other.read_bytes())
    assert last_crash(home.logs) == "a stranger's \ufffd\\x1b[31m\n"
    page.unlink()
    try:
        page.symlink_to(other)
    except OSError:
        pytest.skip("no right to make links here")
    assert last_crash(home.logs) == ""
