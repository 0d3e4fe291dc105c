"""What may be said to the open window, and that nothing else is understood."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conductor_desktop.services.setup_file import SUFFIX
from conductor_desktop.ui.instance.messages import LONGEST_BYTES, Refused, Request, read, written

ROOT = "C:\\" if sys.platform == "win32" else "/"
ASKING = written(Request(None))
_NAMES = st.text(st.characters(exclude_characters="\0/\\:", exclude_categories=["Cs"]), max_size=40)


@settings(deadline=None)
@given(_NAMES, st.integers(0, 200))
@example("\n", 30)
def test_a_request_is_understood_when_it_is_whole_and_not_before(name: str, cut: int) -> None:
    request = Request(Path(ROOT) / (name + SUFFIX))
    said = written(request)
    assert read(said, SUFFIX) == request
    if cut < len(said):
        assert read(said[:cut], SUFFIX) is None


def test_without_a_file_it_only_asks_for_the_window() -> None:
    assert read(ASKING, SUFFIX) == Request(None)


def test_the_longest_path_there_is_can_be_handed_over() -> None:
    path = Path(ROOT) / ("\u20ac" * 32_000 + SUFFIX)
    assert read(written(Request(path)), SUFFIX) == Request(path)


def test_a_suffix_in_capital_letters_is_one() -> None:
    path = Path(ROOT) / "ACME.CONDUCTOR-SETUP"
    assert read(written(Request(path)), SUFFIX) == Request(path)


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/1.1\r\n",
        b"\0",
        ASKING.replace(b"1", b"2"),
        ASKING + b"x",
        ASKING + ASKING,
        written(Request(Path("acme.conductor-setup"))),
        written(Request(Path("../acme.conductor-setup"))),
        written(Request(Path(ROOT) / "acme.json")),
        written(Request(Path(ROOT) / "acme.conductor-setup" / "other")),
        ASKING[:-1] + b"a" * LONGEST_BYTES,
    ],
)
def test_anything_else_is_refused(said: bytes) -> None:
    with pytest.raises(Refused):
        read(said, SUFFIX)


@settings(deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_do_more_than_be_refused(noise: bytes, with_head: bool) -> None:
    with contextlib.suppress(Refused):
        request = read(ASKING[:-1] * with_head + noise, SUFFIX)
        if request is not None and request.file is not None:
            assert request.file.is_absolute()
            assert request.file.name.endswith(SUFFIX)
