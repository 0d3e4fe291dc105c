"""Connection files nobody thought of: none crashes the reader, none that breaks a rule passes."""

from __future__ import annotations

import os

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QUrl
from urllib3.util import parse_url

from conductor_desktop.workstation.qwc import InvalidQwc, QwcFile, read_qwc
from tests.unit.workstation.qwc_file import ALLOWED, ELEMENTS, qwc
from tests.unit.workstation.qwc_rules import GOOD_URL, REQUIRED, assert_keeps_the_rules

# More when asked for: QWC_EXAMPLES=10000.
settings.register_profile("qwc", max_examples=int(os.environ.get("QWC_EXAMPLES", "250")))
mutated = settings(settings.get_profile("qwc"), deadline=None, database=None)

PIECES = st.sampled_from(
    [
        b"<",
        b">",
        b"</AppURL>",
        b"<AppURL>https://evil.example/</AppURL>",
        b"<!DOCTYPE a>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"&amp;",
        b"&#10;",
        b"&x;",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"@evil.example",
        b".evil.example",
        b"<Password>x</Password>",
        b' xmlns="urn:x"',
        b"{}",
    ]
)

ADDRESS_PIECES = [
    *("conductor.is", "v1.conductor.is", "evil.example", "127.0.0.1", "[", "]", "[::1]", "@", ":"),
    *("443", "80", "/", "//", "\\", "?", "#", "%", "%2e", "%40", ".", "-", "_", "\t", "\n", " "),
    *("\u3002", "\u00a0", "\u200b", "о", "xn--", ";", ",", "&", "="),
]


@st.composite
def changed_bytes(draw: st.DrawFn) -> bytes:
    """The good file with some pieces put in, taken out, doubled or changed."""
    data = bytearray(qwc())
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        how = draw(st.sampled_from(["insert", "delete", "double", "flip", "write"]))
        if how == "insert":
            data[start:start] = draw(PIECES)
        elif how == "delete":
            del data[start:end]
        elif how == "double":
            data[start:start] = data[start:end]
        elif how == "flip" and start < len(data):
            data[start] ^= 1 << draw(st.integers(0, 7))
        else:
            data[start:end] = draw(st.binary(max_size=12))
    return bytes(data)


def read(data: bytes) -> QwcFile | None:
    try:
        return read_qwc(data, ALLOWED)
    except InvalidQwc:
        return None


@mutated
@given(changed_bytes())
def test_a_changed_file_keeps_the_rules_or_is_refused(data: bytes) -> None:
    if read(data) is not None:
        assert_keeps_the_rules(data)


@mutated
@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_refused(data: bytes) -> None:
    assert read(data) is None


@mutated
@given(
    st.one_of(
        st.text(alphabet="conductris.-@:/\\?#%[]019 \t\n", max_size=40).map("https://".__add__),
        st.text(alphabet="conductris.-@:/", max_size=12).map(
            lambda start: f"https://{start}conductor.is/"
        ),
        st.text(alphabet="evil.-@:/?#", max_size=12).map(lambda end: f"https://conductor.is{end}"),
        st.lists(st.sampled_from(ADDRESS_PIECES), max_size=6).map("".join).map("https://".__add__),
        st.text(max_size=30),
    )
)
def test_no_address_of_another_host_is_taken(url: str) -> None:
    text = url.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    try:
        data = qwc(AppURL=text)
    except UnicodeEncodeError:  # half a character cannot be in a file
        return
    if read(data) is not None:
        whole = url.strip(" \t\n")
        assert GOOD_URL.fullmatch(whole)
        for host in (QUrl(whole).host(), parse_url(whole).host):
            assert f".{host}".endswith(".conductor.is")


@mutated
@given(
    st.sampled_from(sorted(REQUIRED)),
    st.sampled_from(["gone", "empty", "twice", "nested", "renamed", "hidden character"]),
)
def test_a_required_element_that_is_spoilt_is_always_refused(name: str, how: str) -> None:
    value = ELEMENTS[name]
    data = {
        "gone": qwc(drop=name),
        "empty": qwc(**{name: ""}),
        "twice": qwc(extra=f"<{name}>{value}</{name}>"),
        "nested": qwc(**{name: f"<{name}>{value}</{name}>"}),
        "renamed": qwc(drop=name, extra=f"<{name.lower()}>{value}</{name.lower()}>"),
        "hidden character": qwc(**{name: f"{value[:3]}\u202e{value[3:]}"}),
    }[how]
    assert read(data) is None
