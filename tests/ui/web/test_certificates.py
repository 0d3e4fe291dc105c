"""Whoever cannot prove to be Conductor gets no request, and a person is told what is wrong."""

from __future__ import annotations

import contextlib
import ssl
from pathlib import Path

import pytest

from tests.helpers.web_site import WebSite
from tests.ui.web.visit import Job, Page, run_visit
from tests.unit.conductor.securing import (
    DAY,
    NOW,
    SELF_SIGNED,
    WEAK,
    Authority,
    from_file,
    outdated,
)

pytestmark = pytest.mark.slow

HOST = "connect.conductor.is"
UNKNOWN = "its certificate was issued by somebody this PC does not know"
# Of all that is wrong with one the engine names the worst.
REASONS = {
    "unknown issuer": UNKNOWN,
    "self-signed": UNKNOWN,
    "run out": UNKNOWN,
    "another name": UNKNOWN,
    "weak": UNKNOWN,
    "old protocol": "no secure connection came about",
}


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Authority:
    return Authority(monkeypatch, tmp_path)


def servers(authority: Authority) -> dict[str, ssl.SSLContext]:
    return {
        "unknown issuer": authority.issue(HOST),
        "self-signed": from_file(SELF_SIGNED),
        "run out": authority.issue(HOST, since=NOW - 30 * DAY, until=NOW - DAY),
        "another name": authority.issue("evil.example"),
        "weak": from_file(WEAK),
        "old protocol": outdated(authority.issue(HOST)),
    }


def visit_all(
    contexts: dict[str, ssl.SSLContext], folder: Path, flags: str = ""
) -> tuple[dict[str, Page], dict[str, list[str]]]:
    """One engine, one host name per server; what became of each, and what each was asked for."""
    with contextlib.ExitStack() as stack:
        sites = {name: stack.enter_context(WebSite(tls)) for name, tls in contexts.items()}
        rules, urls = [], []
        for number, site in enumerate(sites.values()):
            site.html("/qbd", "<h1>Hi</h1>")
            host = f"{'x' * number}{HOST}"
            rules.append(f"MAP {host}:443 127.0.0.1:{site.port}")
            urls.append(f"https://{host}/qbd")
        job = Job(
            urls=urls,
            folder=str(folder),
            until="true",
            flags=f'--host-resolver-rules="{",".join(rules)}" {flags}',
        )
        seen, _ = run_visit(job, {})
        return (
            dict(zip(sites, seen["pages"], strict=True)),
            {name: site.paths() for name, site in sites.items()},
        )


def test_each_bad_certificate_is_refused_with_its_reason(
    authority: Authority, tmp_path: Path
) -> None:
    pages, asked = visit_all(servers(authority), tmp_path)
    for name, page in pages.items():
        assert asked[name] == [], name
        assert page["title"] == "The page could not be trusted", name
        assert (page["bar"], page["is_locked"]) == ("", False), name
        assert HOST in page["reason"], name
    said = {
        name: page["reason"].partition("sent: ")[2].partition(".")[0]
        for name, page in pages.items()
    }
    assert said == REASONS


def test_but_for_the_certificate_they_would_load(authority: Authority, tmp_path: Path) -> None:
    """Lock and all; and one that asks for the person's own certificate is given none."""
    asks = authority.issue(HOST)
    asks.verify_mode = ssl.CERT_OPTIONAL
    asks.load_verify_locations(SELF_SIGNED)
    contexts = {"unknown issuer": authority.issue(HOST), "asks": asks}
    pages, asked = visit_all(contexts, tmp_path, "--ignore-certificate-errors")
    for name, page in pages.items():
        assert asked[name] == ["/qbd"]
        assert (page["phase"], page["is_locked"]) == ("loaded", True)
    assert pages["unknown issuer"]["bar"] == f"https://{HOST}"
