"""When two names are one company's, and when nobody would take one for the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.services.company_names import differ_clearly

SAME = [
    ("Big Construction Co.", "BIG CONSTRUCTION COMPANY, LLC"),
    ("Big Construction Co.", "Big Construction"),
    ("Smith & Sons", "Smith and Sons, Inc."),
    ("Joe's Diner", "Joes Diner"),
    ("Müller GmbH", "Muller"),
    ("Big Construction", "Big Construction of Ohio"),
    ("Big Constuction", "Big Construction"),  # a slip of the finger
    ("The Co.", "the co"),
    ("", "Big Construction"),
    ("…", "Big Construction"),
]
ANOTHER = [
    ("Big Construction Co.", "Rivera Plumbing"),
    ("Rivera Plumbing LLC", "Rivera Roofing LLC"),
    ("Store 12", "Store 13"),
    ("Acme Inc.", "Apex Inc."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_one_name_do_not_differ(one: str, other: str) -> None:
    assert not differ_clearly(one, other)
    assert not differ_clearly(other, one)


@pytest.mark.parametrize(("one", "other"), ANOTHER)
def test_two_companies_differ(one: str, other: str) -> None:
    assert differ_clearly(one, other)
    assert differ_clearly(other, one)


@given(st.text(max_size=200))
def test_no_name_differs_from_itself(name: str) -> None:
    assert not differ_clearly(name, name)
    assert not differ_clearly(name, f" {name.swapcase().swapcase()}. ")
