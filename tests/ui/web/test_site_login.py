"""A server or a proxy that wants a name and a password gets none, and nobody is asked for them."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from conductor_desktop.ui.web.load_state import LoadPhase
from tests.helpers.web_site import Answer, WebSite
from tests.ui.web.stage import Stage
from tests.ui.web.visit import Job, run_visit

WANTED = Answer(b"secret", 401, {"WWW-Authenticate": 'Basic realm="Please sign in to Windows"'})
# No name, no password: what the engine sends where it cannot be told to give up at once.
NOTHING = "Basic " + base64.b64encode(b":").decode()


def windows() -> int:
    return sum(window.isVisible() for window in QApplication.topLevelWidgets())


def test_a_page_that_wants_them_is_said(stage: Stage) -> None:
    stage.site.answers["/qbd"] = WANTED
    before = windows()
    state = stage.open(stage.site.url("/qbd"))
    assert state.title == "A name and a password are wanted"
    assert stage.button("browserButton").isVisible()
    assert windows() == before
    assert given(stage.site) <= {None, NOTHING}


def test_what_a_page_fetches_may_want_them_in_vain(stage: Stage) -> None:
    stage.site.answers["/wanted"] = WANTED
    before = windows()
    stage.show(
        "<img src='/wanted' onerror=\"fetch('/no-picture')\"><iframe src='/wanted'></iframe>"
        "<script>fetch('/wanted').catch(() => fetch('/no-answer'))</script>"
    )
    stage.wait_for_hit("/no-picture")
    stage.wait_for_hit("/no-answer")
    assert stage.settled().phase is LoadPhase.LOADED
    assert windows() == before
    assert given(stage.site) <= {None, NOTHING}


def test_a_name_and_a_password_in_an_address_are_not_used(stage: Stage) -> None:
    stage.site.answers["/wanted"] = WANTED
    there = stage.site.url("/wanted").replace("//", "//me:secret@")
    stage.show(f"<script>fetch('{there}').catch(() => fetch('/refused'))</script>")
    stage.wait_for_hit("/refused")
    assert stage.open(there).phase is LoadPhase.FAILED
    assert "/wanted" not in stage.site.paths()


@pytest.mark.slow
def test_a_proxy_that_wants_them_is_said(decoy: WebSite, tmp_path: Path) -> None:
    decoy.otherwise = Answer(b"no", 407, {"Proxy-Authenticate": 'Basic realm="Company"'})
    job = Job(
        urls=["https://connect.conductor.is/qbd"],
        folder=str(tmp_path),
        until="true",
        flags=f"--proxy-server=127.0.0.1:{decoy.port}",
    )
    seen, _ = run_visit(job, {})
    assert seen["pages"][0]["title"] == "A name and a password are wanted"
    assert "a proxy" in seen["pages"][0]["reason"]
    assert {hit.path for hit in decoy.hits} == {"connect.conductor.is:443"}


def given(site: WebSite) -> set[str | None]:
    return {hit.headers.get("Authorization") for hit in site.hits}
