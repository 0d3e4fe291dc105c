"""Every code that the reference knows has an entry, and the pinned list is the reference's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor_desktop.guide.book import guide
from conductor_desktop.guide.entry import Certainty
from conductor_desktop.guide.spelling import decimal
from tests.unit.guide import codes

REFERENCE = Path(__file__).parents[4] / "shared" / "reference"


def test_every_code_has_an_entry() -> None:
    assert [code for code in sorted(codes.EVERY_CODE) if guide().find(code) is None] == []


def test_every_symptom_has_an_entry_of_its_own_name() -> None:
    names = [name for names in codes.SYMPTOMS.values() for name in names]
    assert [name for name in names if guide().find(name) is None] == []


def test_there_are_as_many_entries_as_were_asked_for() -> None:
    assert len(guide().entries) >= 110


def test_the_decimals_are_the_same_numbers() -> None:
    assert {code: decimal(code) for code in codes.WITH_DECIMAL} == codes.WITH_DECIMAL
    assert [
        code
        for code, number in codes.WITH_DECIMAL.items()
        if guide().find(str(number)) is not guide().entry(code)
    ] == []


# ---- the reference itself


def section(file: str, start: str, end: str) -> str:
    path = REFERENCE / file
    if not path.is_file():
        pytest.skip(f"the reference ({file}) is not at hand; the pinned list was checked")
    text = path.read_text("utf-8")
    return text[text.index(f"\n{start}") : text.index(f"\n{end}")]


def first_cells(text: str) -> list[str]:
    rows = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("|")]
    return [cell for cell in rows[1:] if not set(cell) <= set("-: ")]  # without its heading


def singles(cell: str, prefix: str) -> Iterator[str]:
    """The codes of a grouped cell: ``QBWC1018 / 1019``, ``0x80040425..426, 428..429``."""
    first = ""
    for part in re.split(r"\s*[/,]\s*", re.sub(r"\(.*?\)", "", cell).strip()):
        start, is_range, end = part.partition(".." if ".." in part else "-")
        start = start.removeprefix(prefix).strip()
        start = first[: len(first) - len(start)] + start
        first = first or start
        if not is_range:
            yield prefix + start
            continue
        base = 16 if prefix == "0x" else 10
        last = start[: len(start) - len(end)] + end
        for number in range(int(start, base), int(last, base) + 1):
            yield f"0x{number:08X}" if base == 16 else str(number)


def test_the_codes_of_the_web_connector_are_the_references() -> None:
    cells = first_cells(section("quickbooks-pc.md", "### 5.1", "### 5.2"))
    named = [cell for cell in cells if cell.startswith("QBWC")]
    assert {code for cell in named for code in singles(cell, "QBWC")} == codes.WEB_CONNECTOR
    assert [cell for cell in cells if cell not in named] == [r"any other `QBWC\d{4}`"]


def test_the_numbers_that_begin_with_0x8_are_the_references() -> None:
    cells = first_cells(section("quickbooks-pc.md", "### 5.2", "### 5.3"))
    assert {code for cell in cells for code in singles(cell, "0x")} == codes.ACCESS
    pairs = [re.fullmatch(r"(0x\w+) \((-\d+)\)", cell) for cell in cells]
    assert {pair[1]: int(pair[2]) for pair in pairs if pair} == codes.WITH_DECIMAL


def test_the_numbers_of_answers_are_the_references() -> None:
    cells = first_cells(section("quickbooks-pc.md", "### 5.3", "### 5.4"))
    assert {code for cell in cells for code in singles(cell, "")} == codes.ANSWER


def test_the_symptoms_are_the_references() -> None:
    cells = first_cells(section("quickbooks-pc.md", "### 5.4", "## 6."))
    plain = [cell.replace('"', "“", 1).replace('"', "”") for cell in cells]
    assert all(any(cell.startswith(row) for row in codes.SYMPTOMS) for cell in plain), plain
    assert len(cells) == len(codes.SYMPTOMS)
    [desks] = [cell for cell in cells if cell.startswith("DESK")]
    assert set(singles(desks.split()[0], "DESK")) == set(codes.SYMPTOMS["DESK"])


def test_the_codes_of_conductor_are_the_references() -> None:
    cells = first_cells(section("conductor-api.md", "### 4.3", "### 4.4"))
    assert set(re.findall(r"`(\w+)`", " ".join(cells))) == codes.CONDUCTOR
    types = section("conductor-api.md", "### 4.2", "### 4.3")
    assert set(re.findall(r"`([A-Z]+_[A-Z_]+)`", types)) == codes.CONDUCTOR_TYPES


def rows(text: str) -> list[list[str]]:
    """The cells of each row of a table, without its heading."""
    found = [line.strip().strip("|").split("|") for line in text.splitlines() if line[:1] == "|"]
    return [[cell.strip() for cell in cells] for cells in found[2:]]


def certainties(table: list[list[str]], prefix: str, mark: str) -> tuple[set[str], set[str]]:
    """Codes of the rows with ``mark`` in a cell, and of those without."""
    marked: set[str] = set()
    others: set[str] = set()
    for first, *cells in table:
        if re.match(r"QBWC\d|0x8|\d", first):
            chosen = marked if any(mark in cell for cell in cells) else others
            chosen.update(singles(first, prefix))
    return marked, others


def test_what_the_reference_calls_contested_is_told_as_such() -> None:
    table = rows(section("quickbooks-pc.md", "### 5.1", "### 5.2"))
    contested, _ = certainties(table, "QBWC", "CONTESTED")
    assert contested
    told = {code for code in contested if certainty(code) is Certainty.CONTESTED}
    assert told == contested


def test_what_no_source_states_is_told_as_such_and_nothing_else_is() -> None:
    table = rows(section("quickbooks-pc.md", "### 5.2", "### 5.3"))
    inferred, stated = certainties([[row[0], row[-1]] for row in table], "0x", "INFERRED")
    assert {code for code in inferred if certainty(code) is not Certainty.INFERRED} == set()
    assert {code for code in stated if certainty(code) is Certainty.INFERRED} == set()
    elsewhere = codes.WEB_CONNECTOR | codes.ANSWER
    assert {code for code in elsewhere if certainty(code) is Certainty.INFERRED} == set()


def certainty(code: str) -> Certainty:
    return guide().entry(code).certainty


def test_what_conductor_passes_on_is_known() -> None:
    cells = first_cells(section("conductor-api.md", "### 4.5", "## 5."))
    passed_on = re.findall(r"`(\w+)`", " ".join(cells))
    assert len(passed_on) > 20
    assert [code for code in passed_on if guide().find(code) is None] == []
    assert sum(cell.startswith("(text)") for cell in cells) == 2  # both are in codes.MESSAGES
