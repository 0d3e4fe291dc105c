"""The last gate finds secrets in finished bytes, whole or in pieces, and nothing else."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.secret import Secret
from conductor_desktop.storage.leaks import FRAGMENT, LeakScan
from conductor_desktop.storage.redaction import Redactor

KEY = "sk_conductor_PlantedSecret0123456789abcdefXYZ"
TELLING = KEY.removeprefix("sk_conductor_")
LINK = (
    f"https://connect.conductor.is/qbd/auth_sess_client_secret_{'Q7w3' * 8}"
    f"?key=pk_conductor_{'Zx9' * 8}"
)
NAME = "Big Construction & Söhne Co."
SCAN = LeakScan([KEY, LINK], [NAME, "office@big-construction.example", "frontdesk7"])


@pytest.mark.parametrize("start", range(len(TELLING) - FRAGMENT + 1))
def test_every_piece_of_sixteen_characters_is_found(start: int) -> None:
    piece = TELLING[start : start + FRAGMENT].encode()
    assert SCAN.finds_in(b"before " + piece + b" after")
    assert SCAN.finds_in(b"x" + piece.upper() + b"x")


@pytest.mark.parametrize("start", range(0, len(TELLING) - FRAGMENT, 5))
def test_a_piece_is_found_in_code(start: int) -> None:
    piece = TELLING[start:].encode()
    for form in (
        piece.hex().encode(),
        base64.b64encode(b"a" + piece),
        piece.decode().encode("utf-16"),
    ):
        assert SCAN.finds_in(b"before " + form + b" after"), form


@pytest.mark.parametrize("gap", ["\n", "\r\n    ", '" "', "\\\n", " , "])
def test_a_secret_broken_over_lines_is_found(gap: str) -> None:
    broken = gap.join(TELLING[at : at + 9] for at in range(0, len(TELLING), 9))
    assert SCAN.finds_in(f"before\n{broken}\nafter".encode())


def test_a_secret_in_two_records_of_a_log_is_found() -> None:
    half = len(TELLING) // 2 + 2
    lines = f"10:00 INFO a {TELLING[:half]}\n10:00 INFO a {TELLING[half:]}\n"
    assert SCAN.finds_in(lines.encode())


def test_the_address_that_a_link_leads_to_is_no_secret() -> None:
    assert not SCAN.finds_in(b"https://connect.conductor.is/qbd/ at connect.conductor.is, key=")
    assert SCAN.finds_in(b"Q7w3" * 4)
    assert SCAN.finds_in(b"Zx9" * 6)


def test_the_beginning_that_all_keys_have_is_no_secret() -> None:
    jwt = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    scan = LeakScan([f"sk_conductor_{jwt}.eyJzdWIiOiJwcm9qIn0.c2lnbmF0dXJlLW9mLWl0"])
    assert not scan.finds_in(f"keys begin with sk_conductor_{jwt}".encode())
    assert scan.finds_in(b"c2lnbmF0dXJlLW9mLWl0")


@pytest.mark.parametrize(
    "form",
    [
        NAME,
        NAME.upper(),
        quote(NAME),
        json.dumps(NAME),
        NAME.encode().hex(),
        base64.b64encode(f"ab{NAME}".encode()).decode(),
        "OFFICE@big-construction.example",
        "big-construction.exam",
        base64.b64encode(b"office@big-construction.example").decode(),
        b"frontdesk7".hex(),
        base64.b64encode(b"on frontdesk7 today").decode(),
    ],
)
def test_a_name_is_found_in_code(form: str) -> None:
    redactor = Redactor(host_name="frontdesk7")
    redactor.hide({NAME: "company1", "office@big-construction.example": "email1"})
    assert redactor.holds_private(f"before {form} after".encode())


def test_a_name_of_one_word_is_any_word_unless_it_stands_in_code() -> None:
    assert not SCAN.finds_in(b"the frontdesk7 of a hotel, and Big Construction in general")


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=200))
def test_chance_is_no_leak(text: str) -> None:
    assert not SCAN.finds_in(text.encode())


def test_ordinary_words_beside_a_secret_do_not_hide_it() -> None:
    redactor = Redactor()
    redactor.register(Secret(KEY))
    assert redactor.holds_secret(f'{{"note": "x{KEY}x"}}'.encode())
    assert not redactor.holds_secret(redactor.clean(f'{{"note": "{KEY}"}}').encode())
