"""A guide that is not well made is refused, and the one that ships is read as it is written."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from conductor_desktop.errors import Owner
from conductor_desktop.guide.book import Guide, guide
from conductor_desktop.guide.file import BrokenGuideError, read_entries
from conductor_desktop.guide.spelling import decimal, spelling

HEAD = """
[blocks.quiet]
next_step = "Close the window."
steps = ["Look at QuickBooks.", "Close the window."]
[access]
[answer]
[conductor]
[symptom]
[unknown]
"""
ENTRY = """
[web_connector.{code}]
title = "A short title"
meaning = "It means this."
why = "It is so."
steps = {steps}
owner = "{owner}"
certainty = "{certainty}"
{more}
"""


def entry(
    code: str = "QBWC1",
    *,
    steps: str = '["Do it."]',
    owner: str = "you",
    certainty: str = "documented",
    more: str = "",
) -> str:
    return ENTRY.format(code=code, steps=steps, owner=owner, certainty=certainty, more=more)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "guide.toml"


def read(path: Path, *entries: str) -> Guide:
    path.write_text(HEAD + "".join(entries), "utf-8")
    return Guide(read_entries(path))


def test_steps_of_a_block_stand_where_it_is_named(path: Path) -> None:
    made = read(path, entry(steps='["First.", "@quiet", "Last."]')).entry("QBWC1")
    assert made.steps == ("First.", "Look at QuickBooks.", "Close the window.", "Last.")
    assert made.next_step == "First."


def test_a_block_that_comes_first_is_summed_up(path: Path) -> None:
    assert read(path, entry(steps='["@quiet"]')).entry("QBWC1").next_step == "Close the window."


def test_its_own_sentence_comes_before_both(path: Path) -> None:
    made = read(path, entry(steps='["@quiet"]', more='next_step = "Just wait."'))
    assert made.entry("QBWC1").next_step == "Just wait."


def test_nobodys_job_has_no_owner(path: Path) -> None:
    made = read(path, entry(owner="nobody"), entry("QBWC2", owner="it"))
    assert made.entry("QBWC1").owner is None
    assert made.entry("QBWC2").owner is Owner.IT


def test_a_range_is_every_code_in_it(path: Path) -> None:
    made = read(path, entry(more='also = ["0x8004042D..0x80040430", "2010..2012"]'))
    assert made.entry("QBWC1").also == (
        *("0x8004042D", "0x8004042E", "0x8004042F", "0x80040430"),
        *("2010", "2011", "2012"),
    )
    assert made.find("0x8004042f") is made.find("2011") is made.entry("QBWC1")


@pytest.mark.parametrize(
    "broken",
    [
        entry(steps='["@no-such-block"]'),
        entry(steps="[]"),
        entry(owner="somebody"),
        entry(certainty="contested"),
        entry(more='disagreement = "One says so."\nif_that_fails = ["Do that."]'),
        entry() + entry("QBWC2", more='also = ["qbwc1"]'),
    ],
)
def test_an_entry_that_contradicts_itself_is_refused(path: Path, broken: str) -> None:
    with pytest.raises(BrokenGuideError, match=r"(?i)qbwc1"):
        read(path, broken)


@pytest.mark.parametrize(
    ("broken", "where"),
    [
        (entry(more='setps = ["A misspelt field."]'), "setps"),
        (entry(certainty="sure"), "sure"),
        (entry(more="vague = 1"), "vague"),
    ],
)
def test_a_field_that_is_not_one_is_named(path: Path, broken: str, where: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=where):
        read(path, broken)


def test_the_guide_is_read_once() -> None:
    assert guide() is guide()


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("0x80040414", "0x80040414"),
        ("0X8004041a", "0x8004041A"),
        ("8004041a", "0x8004041A"),
        ("&H80040414", "0x80040414"),
        ("0xFFFFFFFF80040414", "0x80040414"),
        ("0x80040414L", "0x80040414"),
        ("-2147220460", "0x80040414"),
        ("\u22122147220460", "0x80040414"),
        ("2147746836", "0x80040414"),
        ("  0x80040414\n", "0x80040414"),
        ("qbwc 1012", "QBWC1012"),
        ("QBWC-1012", "QBWC1012"),
        ("Qbwc1012", "QBWC1012"),
        ("3200", "3200"),
        ("integration_connection_not_active", "INTEGRATION_CONNECTION_NOT_ACTIVE"),
        ("two QuickBooks", "TWO-QUICKBOOKS"),
        ("2000000000", "2000000000"),
        ("-9999999999", "-9999999999"),
        ("", ""),
    ],
)
def test_a_code_has_one_spelling(written: str, usual: str) -> None:
    assert spelling(written) == usual
    assert spelling(usual) == usual


def test_only_codes_that_begin_with_0x8_have_a_decimal() -> None:
    assert decimal("0x80040414") == -2147220460
    assert decimal("QBWC1012") is None
    assert decimal("3200") is None
