from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.secret import Secret
from conductor_desktop.services.keys import ApiKeys, check_keys, problems_so_far
from conductor_desktop.storage.secrets import LONGEST_SECRET

GOOD = ApiKeys(Secret("sk_conductor_abcdef"), Secret("pk_conductor_abcdef"))


def test_keys_of_the_documented_form_pass() -> None:
    assert not check_keys(GOOD)


def test_an_unknown_prefix_passes_because_conductor_has_the_last_word() -> None:
    assert not check_keys(ApiKeys(Secret("anything"), Secret("else")))


@pytest.mark.parametrize(
    ("secret", "part"),
    [
        ("", "Paste your secret key"),
        ("pk_conductor_abcdef", "publishable key"),
        ("sk_conductor abc", "no spaces"),
        ("sk_conductor\nabc", "line breaks"),
        ("sk_conductor_\u200babc", "a character no key has"),
        ("sk_" + "a" * LONGEST_SECRET, "too long"),
        ("sk_conductor_…a1b2", "A part of this secret key is left out"),
        ("sk_conductor_...a1b2", "A part of this secret key is left out"),
        ("sk_conductor_••••a1b2", "A part of this secret key is left out"),
        ('"sk_conductor_abc"', "no quotation marks"),
        ("sk_conductor_abc'", "no quotation marks"),
    ],
)
def test_a_secret_key_that_cannot_be_right_is_named(secret: str, part: str) -> None:
    problems = check_keys(ApiKeys(Secret(secret), GOOD.publishable))
    assert part in problems.secret
    assert not problems.publishable


def test_swapped_keys_are_told_at_both_fields() -> None:
    problems = check_keys(ApiKeys(GOOD.publishable, GOOD.secret))
    assert "swapped" in problems.secret
    assert "swapped" in problems.publishable
    assert problems.are_swapped
    assert not check_keys(ApiKeys(GOOD.publishable, GOOD.secret).exchanged)


@pytest.mark.parametrize(
    ("secret", "publishable"), [("", ""), ("s", ""), ("", "p"), ("sk_", "pk"), ("p", "s")]
)
def test_what_is_not_yet_all_there_is_no_problem_yet(secret: str, publishable: str) -> None:
    keys = ApiKeys(Secret(secret), Secret(publishable))
    assert not problems_so_far(keys)
    assert bool(check_keys(keys)) is not bool(secret and publishable)


def test_what_cannot_become_right_is_a_problem_while_the_other_field_is_empty() -> None:
    assert "publishable key" in problems_so_far(ApiKeys(Secret("pk_x"), Secret(""))).secret
    assert "secret key" in problems_so_far(ApiKeys(Secret(""), Secret("sk_x"))).publishable


def test_a_secret_key_in_the_publishable_field_is_told_there() -> None:
    problems = check_keys(ApiKeys(GOOD.secret, Secret("sk_conductor_other")))
    assert not problems.secret
    assert "secret key" in problems.publishable


def test_the_longest_key_that_fits_the_windows_vault_passes() -> None:
    assert not check_keys(ApiKeys(Secret("s" * LONGEST_SECRET), GOOD.publishable))


@given(st.text())
def test_a_problem_never_repeats_the_key(text: str) -> None:
    key = f"{text}-canary-value-\n"
    assert "canary-value" not in check_keys(ApiKeys(Secret(key), GOOD.publishable)).secret
