"""A ``mailto:`` link adds nothing that nobody wrote, and is never longer than Windows takes."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.services.letter import LONGEST_LINK, can_be_written_to, mailto


def test_address_subject_and_text_arrive_as_they_are() -> None:
    link = mailto("help@acme.example", "Support code CD-1 & more", "State: down?\nSince: 9:02")
    parts = urlsplit(link)
    assert (parts.scheme, parts.path) == ("mailto", "help@acme.example")
    assert parse_qs(parts.query) == {
        "subject": ["Support code CD-1 & more"],
        "body": ["State: down?\r\nSince: 9:02"],
    }


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "nobody",
        "a@b?bcc=c@d",
        "a@b.example,c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "A <a@b.example>",
        "a%0d@b.example",
        "a@b.example&cc=c@d.example",
        "x" * 65 + "@b.example",
    ],
)
def test_an_address_that_would_add_something_is_none(address: str | None) -> None:
    assert not can_be_written_to(address)
    with pytest.raises(ValueError, match="address"):
        mailto(address or "", "s", "t")


@given(st.text(max_size=300), st.text(max_size=6000))
def test_any_text_fits_and_adds_no_header(subject: str, text: str) -> None:
    link = mailto("help@acme.example", subject[:200], text)
    assert set(parse_qs(urlsplit(link).query, keep_blank_values=True)) == {"subject", "body"}
    assert len(link) <= max(LONGEST_LINK, len(mailto("help@acme.example", subject[:200], "")))
