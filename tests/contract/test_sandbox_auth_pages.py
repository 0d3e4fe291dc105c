"""The auth flow, walked as a browser without scripts walks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
import requests
from defusedxml.ElementTree import fromstring

from tests.helpers.sandbox import (
    SOME_DAY,
    Caller,
    SandboxOptions,
    SetClock,
    running_sandbox,
)

HEALTH = "/quickbooks-desktop/health-check"


class Reader(HTMLParser):
    """Takes from a page what a person, a screen reader or a browser would."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: dict[str, dict[str, str]] = {}
        self.action: str | None = None
        self.fields: dict[str, str] = {}
        self.resources: list[str] = []
        self.labels: set[str] = set()
        self.refresh: str | None = None
        self.inline_code = 0
        self.texts: list[str] = []
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            assert found["id"] not in self.ids, "an id twice on one page"
            self.ids[found["id"]] = {**found, "tag": tag}
        if tag == "form":
            self.action = found["action"]
        elif tag == "input" and found.get("type") == "hidden":
            self.fields[found["name"]] = found["value"]
        elif tag in ("link", "script", "img", "iframe"):
            self.resources.append(found.get("href") or found.get("src") or "")
        elif tag == "label":
            self.labels.add(found.get("for", ""))
        elif tag == "meta" and found.get("http-equiv") == "refresh":
            self.refresh = found["content"]
        self.inline_code += sum(name.startswith("on") or name == "style" for name in found)
        self.inline_code += tag == "style" or (tag == "script" and "src" not in found)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@dataclass
class Browser:
    """One tab."""

    session: requests.Session = field(default_factory=requests.Session)
    url: str = ""
    status: int = 0
    page: Reader = field(default_factory=lambda: Reader(""))

    def open(self, url: str) -> Reader:
        return self._arrive(self.session.get(urljoin(self.url, url), timeout=10))

    def submit(self, **chosen: str) -> Reader:
        assert self.page.action is not None
        data = {**self.page.fields, **chosen}
        target = urljoin(self.url, self.page.action)
        return self._arrive(self.session.post(target, data=data, timeout=10))

    def click(self, identifier: str) -> requests.Response:
        target = self.page.ids[identifier]["href"]
        return self.session.get(urljoin(self.url, target), timeout=10)

    def _arrive(self, answer: requests.Response) -> Reader:
        self.url, self.status = answer.url, answer.status_code
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Conductor-Sandbox"] == "true"
        self.page = Reader(answer.text)
        assert "Sandbox." in self.page.text
        assert self.page.inline_code == 0
        assert all(resource.startswith("/sandbox/") for resource in self.page.resources)
        return self.page

    def place(self) -> str:
        return self.url.partition("?")[0].rpartition("/")[2]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def caller(clock: SetClock) -> Iterator[Caller]:
    options = SandboxOptions(today=SOME_DAY, company="Ash & Elm <Yards>")
    with running_sandbox(options, clock=clock) as access, Caller(access) as caller:
        yield caller


@pytest.fixture
def user(caller: Caller) -> str:
    return caller.new_end_user()


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser()
    with browser.session:
        yield browser


def health(caller: Caller, user: str) -> int:
    return caller.get(HEALTH, headers={"Conductor-End-User-Id": user}).status_code


def walk_to_certificate(browser: Browser, link: str) -> None:
    browser.open(link)
    browser.submit()
    browser.click("download-file")
    browser.submit()
    assert browser.place() == "certificate"


def test_the_whole_way_to_a_connection(caller: Caller, user: str, browser: Browser) -> None:
    session = caller.invite(user, redirectUrl="https://acme.example/back?a=1&b=2")
    start = browser.open(session["authFlowUrl"])
    assert "Big Co." in start.text
    assert "begin" in start.ids

    connect = browser.submit()
    assert browser.place() == "connect"
    assert len(connect.ids["password"]["value"]) >= 12
    assert "readonly" in connect.ids["password"]
    assert connect.ids["copy-password"]["tag"] == "button"
    download = browser.click("download-file")
    assert download.headers["Content-Disposition"].endswith('.qwc"')
    assert fromstring(download.content).tag == "QBWCXML"
    assert connect.ids["password"]["value"] not in download.text

    asked = browser.submit()
    assert browser.place() == "certificate"
    assert "Ash & Elm <Yards>" in asked.text
    assert "drawn by the sandbox" in asked.text
    assert health(caller, user) == 409

    done = browser.submit(choice="always")
    assert browser.place() == "done"
    assert done.ids["continue"]["href"] == "https://acme.example/back?a=1&b=2"
    assert done.refresh is not None
    assert done.refresh.endswith("url=https://acme.example/back?a=1&b=2")
    assert "permission-warning" not in done.ids
    assert health(caller, user) == 200


def test_four_answers_are_offered_and_the_last_is_recommended(
    caller: Caller, user: str, browser: Browser
) -> None:
    walk_to_certificate(browser, caller.invite(user)["authFlowUrl"])
    radios = [i for i, known in browser.page.ids.items() if known.get("type") == "radio"]
    assert radios == ["choice-no", "choice-ask", "choice-while-open", "choice-always"]
    assert browser.page.text.count("choose this one") == 1
    assert "not running choose this one" in browser.page.text
    assert not any("checked" in browser.page.ids[radio] for radio in radios)


@pytest.mark.parametrize("choice", ["ask", "while-open"])
def test_a_weaker_yes_connects_and_says_what_it_costs(
    caller: Caller, user: str, browser: Browser, choice: str
) -> None:
    walk_to_certificate(browser, caller.invite(user)["authFlowUrl"])
    assert "permission-warning" in browser.submit(choice=choice).ids
    assert "close-hint" in browser.page.ids
    assert browser.page.refresh is None
    assert health(caller, user) == 200


def test_no_connects_nothing_and_can_be_taken_back(
    caller: Caller, user: str, browser: Browser
) -> None:
    walk_to_certificate(browser, caller.invite(user)["authFlowUrl"])
    refused = browser.submit(choice="no")
    assert browser.place() == "refused"
    assert "Integrated Applications" in refused.text
    assert health(caller, user) == 409
    browser.submit()
    assert browser.place() == "certificate"
    browser.submit(choice="always")
    assert health(caller, user) == 200


@pytest.mark.parametrize("choice", [{}, {"choice": "maybe"}])
def test_without_an_answer_the_window_stays(
    caller: Caller, user: str, browser: Browser, choice: dict[str, str]
) -> None:
    walk_to_certificate(browser, caller.invite(user)["authFlowUrl"])
    assert "notice" in browser.submit(**choice).ids
    assert health(caller, user) == 409


def test_without_the_file_quickbooks_is_not_asked(
    caller: Caller, user: str, browser: Browser
) -> None:
    browser.open(caller.invite(user)["authFlowUrl"])
    browser.submit()
    assert "Download the connection file first" in browser.submit().text
    browser.click("download-file")
    browser.submit()
    assert browser.place() == "certificate"


def test_a_page_cannot_be_reached_before_its_turn(
    caller: Caller, user: str, browser: Browser
) -> None:
    link = caller.invite(user)["authFlowUrl"]
    here, _, key = link.partition("?")
    browser.open(link)
    for place in ("certificate", "refused", "connect"):
        browser.open(f"{here}/{place}?{key}")
        assert browser.url == link
    browser.open(f"{here}/done?{key}")
    assert browser.status == 409


def test_an_expired_link_says_so_and_connects_nothing(
    caller: Caller, user: str, browser: Browser, clock: SetClock
) -> None:
    link = caller.invite(user, linkExpiryMins=15)["authFlowUrl"]
    walk_to_certificate(browser, link)
    clock.move(dt.timedelta(minutes=15).total_seconds())
    browser.submit(choice="always")
    assert browser.status == 410
    assert "expired" in browser.page.text
    assert health(caller, user) == 409


def test_a_link_works_until_its_last_second(
    caller: Caller, user: str, browser: Browser, clock: SetClock
) -> None:
    link = caller.invite(user, linkExpiryMins=15)["authFlowUrl"]
    clock.move(dt.timedelta(minutes=15).total_seconds() - 1)
    browser.open(link)
    assert browser.status == 200


def test_a_used_link_says_so(caller: Caller, user: str, browser: Browser) -> None:
    link = caller.invite(user)["authFlowUrl"]
    walk_to_certificate(browser, link)
    browser.submit(choice="always")
    browser.open(link)
    assert browser.status == 410
    assert "has been used" in browser.page.text


@pytest.mark.parametrize("key", ["", "?key=", "?key=pk_sandbox_other", "?key=pk_live_realrealreal"])
def test_a_wrong_key_opens_nothing_and_is_not_repeated(
    caller: Caller, user: str, browser: Browser, key: str
) -> None:
    link = caller.invite(user)["authFlowUrl"].partition("?")[0]
    browser.open(link + key)
    assert browser.status == 403
    assert "realrealreal" not in browser.page.text
    assert caller.get(f"/end-users/{user}").json()["integrationConnections"] == []


def test_an_unknown_link_says_so(caller: Caller, browser: Browser) -> None:
    browser.open(f"{caller.origin}/qbd/auth_sess_client_secret_x?key=y")
    assert browser.status == 404
    assert "not known" in browser.page.text


def test_a_link_dies_with_its_end_user(caller: Caller, user: str, browser: Browser) -> None:
    link = caller.invite(user)["authFlowUrl"]
    caller.delete(f"/end-users/{user}")
    browser.open(link)
    assert browser.status == 404


def test_a_form_of_another_page_does_nothing(caller: Caller, user: str, browser: Browser) -> None:
    walk_to_certificate(browser, caller.invite(user)["authFlowUrl"])
    browser.submit(choice="always", token="guessed")
    assert browser.status == 403
    assert health(caller, user) == 409


def test_a_second_link_connects_again_and_a_refusal_keeps_what_was(
    caller: Caller, browser: Browser
) -> None:
    user = caller.access.end_user_id
    walk_to_certificate(browser, caller.invite(user)["authFlowUrl"])
    browser.submit(choice="no")
    assert health(caller, user) == 200


def test_every_control_has_a_name(caller: Caller, user: str, browser: Browser) -> None:
    walk_to_certificate(browser, caller.invite(user)["authFlowUrl"])
    radios = {i for i, known in browser.page.ids.items() if known.get("type") == "radio"}
    assert radios <= browser.page.labels
    browser.open("connect" + "?" + browser.url.partition("?")[2])
    assert "password" in browser.page.labels


def test_style_script_and_help_page_come_from_the_sandbox(caller: Caller, browser: Browser) -> None:
    about = browser.open(f"{caller.origin}/")
    assert "stand-in for Conductor" in about.text
    for name, kind in (("style.css", "text/css"), ("connect.js", "text/javascript")):
        answer = browser.session.get(f"{caller.origin}/sandbox/{name}", timeout=10)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(kind)
