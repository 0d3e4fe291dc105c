"""Everything private is taken out however often it was written down inside something else."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from conductor_desktop.storage.patterns import PATTERN_RULES
from conductor_desktop.storage.redaction import Redactor
from tests.helpers.canaries import CANARIES, Canary

FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "among lines": lambda text: f"first: a\n{text}\nlast: 5",
    "on one line": lambda text: text.replace("\n", " "),
    "JSON": lambda text: json.dumps({"said": [text]}),
    "JSON of PHP": lambda text: json.dumps([text]).replace("/", "\\/"),
    "JSON in JSON": lambda text: json.dumps(json.dumps([text])),
    "Python": lambda text: repr({"said": text}),
    "Python's bytes": lambda text: repr(text.encode()),
    "Python in Python": lambda text: repr(repr([text])),
}


@pytest.mark.parametrize("canary", CANARIES, ids=lambda one: f"{one.rule} {one.value[:12]}")
def test_it_is_taken_out_of_everything_around_it(canary: Canary) -> None:
    for form, written in FORMS.items():
        redactor = Redactor()
        clean = redactor.clean(written(canary.said))
        assert canary.value not in clean, form
        assert redactor.clean(clean) == clean, form


@pytest.mark.parametrize("canary", CANARIES, ids=lambda one: f"{one.rule} {one.value[:12]}")
def test_no_other_rule_would_have_found_it(canary: Canary) -> None:
    others = tuple(rule for rule in PATTERN_RULES if rule.name != canary.rule)
    assert canary.value in Redactor(rules=others).clean(canary.said)
