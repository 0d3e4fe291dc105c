"""A page's console line may go to a log: one line, hosts alone, no piece of the link."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.secret import Secret
from conductor_desktop.ui.web.console import clean_line, secret_parts

LINK = Secret(
    "https://connect.conductor.is/qbd/client_secret_abc%2B1?key=pk_conductor_9#frag=xyz123"
)


def test_the_links_pieces_are_its_secrets() -> None:
    parts = secret_parts(LINK)
    assert {"client_secret_abc%2B1", "client_secret_abc+1", "pk_conductor_9", "xyz123"} <= parts
    assert "connect.conductor.is" not in parts


def test_an_address_is_cut_to_its_host() -> None:
    line = clean_line("failed: https://me:pw@cdn.example:444/a/b?token=1#x (404)", [])
    assert line == "failed: https://cdn.example:444/… (404)"


def test_a_relative_address_loses_the_secret() -> None:
    line = clean_line("GET /qbd/client_secret_abc+1?key=pk_conductor_9", secret_parts(LINK))
    assert line == "GET /qbd/[hidden]?key=[hidden]"


def test_a_line_stays_one_printable_line() -> None:
    assert clean_line("a\nERROR forged\x1b[31m\u202e\u2028b", []) == "a ERROR forged [31m  b"


def test_a_long_line_is_cut_and_a_huge_one_left_out() -> None:
    assert len(clean_line("x" * 1000, [])) == 401
    assert clean_line("x" * 30_000, []) == "(a line of 30000 characters)"


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_secret_survives_whatever_is_around_it(before: str, after: str) -> None:
    for secret in ("client_secret_abc+1", "pk_conductor_9"):
        assert secret not in clean_line(f"{before}{secret}{after}", secret_parts(LINK))
