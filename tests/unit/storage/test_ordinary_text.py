"""What is nobody's secret stays readable: a page of ordinary sentences, and what the app says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from conductor_desktop.storage.redaction import Redactor

ROOT = Path(__file__).resolve().parents[3]
PAGE = Path(__file__).with_name("ordinary.txt").read_text("utf-8").splitlines()
"""Verdicts, lines of the Web Connector's log, errors and files of QuickBooks, versions, numbers of
invoices, requests, tracebacks, release notes."""


def changed(lines: Iterable[str]) -> list[str]:
    redactor = Redactor(user_name="mary.jones", host_name="FRONTDESK-7")
    return [line for line in lines if redactor.clean(line) != line]


def said_by_the_app() -> set[str]:
    """Every text in its code that has two words in it, but for what the sandbox makes up."""
    files = [
        path for path in (ROOT / "conductor_desktop").rglob("*.py") if "sandbox" not in path.parts
    ]
    trees = [ast.walk(ast.parse(path.read_text("utf-8"))) for path in files]
    texts = [
        node.value
        for tree in trees
        for node in tree
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    lines = {line for text in texts for line in text.splitlines()}
    return {line for line in lines if re.search(r"[a-z]{3} [a-z]{2}", line)}


def test_of_a_page_of_ordinary_sentences_none_is_changed() -> None:
    assert len(PAGE) == len(set(PAGE)) > 250
    assert changed(PAGE) == []


def test_as_one_text_the_page_is_not_changed_either() -> None:
    page = "\n".join(PAGE)
    assert Redactor(user_name="mary.jones").scrub(page).removed == {}


def test_of_what_the_app_says_one_in_a_thousand_is_changed_at_most() -> None:
    said = said_by_the_app()
    found = changed(said)
    assert len(said) > 5_000
    assert len(found) <= len(said) / 1000, "\n".join(found)


def test_release_notes_are_not_changed() -> None:
    assert changed((ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()) == []


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("open the .qbw, please", "open the .qbw, please"),
        ("(`.QBW.TLG`)", "(`.QBW.TLG`)"),
        ("keys begin with sk_conductor_ or", "keys begin with sk_conductor_ or"),
        ("sk_conductor_... and pk_conductor_", "sk_conductor_... and pk_conductor_"),
        ("‘Big Co (new).qbw’", "‹file›’"),
        ("sk_conductor_ab", "‹token›"),
    ],
)
def test_what_is_only_a_kind_of_thing_is_none(text: str, clean: str) -> None:
    assert Redactor().clean(text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("from 192.168.1.7 to 10.0.0.5", "from ‹privateip› to ‹privateip›"),
        ("http://172.16.4.9:8080/x", "http://‹privateip›:8080/x"),
        ("169.254.10.20 is no answer", "‹privateip› is no answer"),
        ("8.8.8.8 answered", "‹publicip› answered"),
        ("8.8.8.8:53 answered", "‹publicip›:53 answered"),
        ("http://8.0.8.8/", "http://‹publicip›/"),
        ("::ffff:34.117.59.81", "::ffff:‹publicip›"),
        ("at fd00:12ab::9.", "at ‹privateip›."),
        ("at 2001:4860:4860:0:0:0:0:8888", "at ‹publicip›"),
        ("127.0.0.1, 0.0.0.0, ::1 and 255.255.255.0", "127.0.0.1, 0.0.0.0, ::1 and 255.255.255.0"),
        ("16.0.0.1 and 2.3.0.215 are versions", "16.0.0.1 and 2.3.0.215 are versions"),
        ("version 2.3.4.215, v 1.2.3.4", "version 2.3.4.215, v 1.2.3.4"),
        ("2.3.4.215", "2.3.4.215"),
        ("x.dll 4.8.1.2, a==4.8.1.2", "x.dll 4.8.1.2, a==4.8.1.2"),
        (
            "1.2.3.4.5, 300.1.1.1, 1.2.3.4b, 01:02:03.4",
            "1.2.3.4.5, 300.1.1.1, 1.2.3.4b, 01:02:03.4",
        ),
        ("2025:03:04 and a::b", "2025:03:04 and a::b"),
    ],
)
def test_an_address_is_told_from_a_version(text: str, clean: str) -> None:
    redactor = Redactor()
    assert redactor.clean(text) == clean
    assert redactor.clean(clean) == clean
