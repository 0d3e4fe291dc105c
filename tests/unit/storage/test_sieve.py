"""Lines without a sign of anything are not read, and that changes nothing."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conductor_desktop.secret import Secret
from conductor_desktop.storage.patterns import PATTERN_RULES
from conductor_desktop.storage.redaction import Redactor
from conductor_desktop.storage.rules import Rule, plain_mark
from conductor_desktop.storage.sieve import Sieve

ROOT = Path(__file__).resolve().parents[3]
SECRET = "opaque/token+0123456789"

pieces = st.sampled_from(
    [
        "sk_conductor_0123456789", "pk_live_0123456789", "eyJhbGciOiJIUzI1NiJ9", ".eyJ", "Bearer ",
        "0123456789abcdef0123", "Authorization: ", "Cookie: a=b", "token", "secret", "password",
        "apiKey", "=", ": ", '"', "https://", "a:b@", "x.example/p?q=1", "@", ".com",
        "\\Users\\mary", "C:/Users/mary", "/home/mary", "%5CUsers%5Cmary", " Big Co.qbw",
        "\\\\SRV\\books\\x", "D:\\a\\b",
        "192.168.1.7", "203.0.114.9:443", "34.117.59.81", "fe80::1c2d", "2a02:810d:15:2f:1:2:3:4",
        "(555) 010-4477", "+49 89 636480", "4111 1111 1111 1111", "078-05-1120", "12-3456789", "\n",
        " ", "mary.jones", "MARY.JONES", "Bäckerei Söhne", "ÉCLAIR", "éclair", "文房具", SECRET,
        "‹key›",
    ]
)  # fmt: skip
texts = st.lists(pieces | st.text("aZ0 .:/\\\"'-", max_size=4), max_size=14).map("".join)


def taught(redactor: Redactor) -> Redactor:
    redactor.register(Secret(SECRET))
    redactor.hide(
        {"Bäckerei Söhne": "company1111", "Éclair": "company2222", "文房具": "company3333"}
    )
    return redactor


def redactor(rules: tuple[Rule, ...] = PATTERN_RULES) -> Redactor:
    return taught(Redactor(user_name="mary.jones", host_name="FRONTDESK-7", rules=rules))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
@example("\\\\SRV\\books\\x\\\n")
def test_a_line_by_itself_comes_out_as_it_does_among_others(text: str) -> None:
    lines = [line for line in text.split("\n") if not line.rstrip(" \"'").endswith((":", "=", ">"))]
    known = redactor()
    apart = "\n".join(known.clean(line) for line in lines)
    assert known.clean("\n".join(lines)) == apart


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_what_a_rule_changes_has_one_of_its_signs_in_it(text: str) -> None:
    for rule in redactor()._known().rules:
        changed = rule.apply(text, plain_mark)[0] != text
        wanted = (rule.hints, rule.shapes, rule.traces)
        hints, shapes, traces = ({one: [1] for one in needles} for needles in wanted)
        signs = Sieve(hints, shapes, traces)
        assert not changed or signs.signs(text.encode()), rule.name


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    known = redactor()
    clean = known.clean(text)
    assert known.clean(clean) == clean


@pytest.mark.parametrize("name", ["BÄCKEREI SÖHNE", "bäckerei söhne", "ÉCLAIR", "éclair", "文房具"])
def test_a_name_in_any_letters_is_found_in_small_and_in_large(name: str) -> None:
    assert "‹company" in redactor().clean(f"for {name} today")


def test_a_value_in_the_line_after_its_name_belongs_to_it() -> None:
    assert redactor().clean("password:\n\n  hunter22x\nhunter22x") == (
        "password:\n\n  ‹token›\nhunter22x"
    )


def sentences() -> list[str]:
    """Ordinary English about computers, none of it about anybody: the Python language's own
    documentation and this app's."""
    topics: dict[str, str] = importlib.import_module("pydoc_data.topics").topics
    pages = [path.read_text("utf-8") for path in (*ROOT.glob("docs/*.md"), ROOT / "README.md")]
    own = [re.sub(r"```.*?```", "", page, flags=re.DOTALL) for page in pages]  # they show keys
    guide = (ROOT / "resources" / "error-guide.toml").read_text("utf-8")
    text = "\n".join([*topics.values(), *own, guide])
    return [line for line in text.splitlines() if re.search(r"[a-z]{3}", line)]


def test_of_ordinary_sentences_one_in_a_thousand_is_changed_at_most() -> None:
    lines = sentences()
    known = Redactor(user_name="mary.jones", host_name="FRONTDESK-7")
    changed = [line for line in lines if known.clean(line) != line]
    assert len(lines) > 10_000
    assert len(changed) <= len(lines) / 1000, "\n".join(changed)
