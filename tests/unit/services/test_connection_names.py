"""What connections are called, and that no two are called the same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.services.connection_names import UNNAMED, company_of, name_of, names_of
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.profiles import (
    EndUserRef,
    PendingEndUser,
    Profile,
    Settings,
    Vendor,
)

NAMES = [ProfileName.LIVE, *(ProfileName(f"live-{number}") for number in range(2, 30))]
ACME = Vendor("Acme Field Service")


def user(company: str = "Big Co.", email: str = "a@big.example", source: str = "c-1") -> EndUserRef:
    return EndUserRef("end_usr_1", source, email, company)


def called(*profiles: Profile) -> list[str]:
    settings = Settings(profiles=dict(zip(NAMES, profiles, strict=False)))
    return list(names_of(settings).values())


@pytest.mark.parametrize(
    ("profile", "name"),
    [
        (Profile(company_name="Proven", end_user=user(), vendor=ACME), "Proven"),
        (Profile(end_user=user(), expected_company="Other", vendor=ACME), "Big Co."),
        (Profile(expected_company="Expected", vendor=ACME), "Expected"),
        (Profile(vendor=ACME), "Acme Field Service"),
        (Profile(), UNNAMED),
        (Profile(end_user=user("")), UNNAMED),
        (Profile(company_name=" \n\t"), UNNAMED),
        (
            Profile(
                pending_end_user=PendingEndUser(
                    "c-1", "Begun", "a@b.example", datetime(2025, 6, 18, tzinfo=UTC)
                )
            ),
            "Begun",
        ),
    ],
)
def test_a_connection_is_called_by_its_company_else_by_who_sent_it(
    profile: Profile, name: str
) -> None:
    assert name_of(profile) == name


def test_a_vendor_is_not_taken_for_a_company() -> None:
    assert company_of(Profile(vendor=ACME)) == ""


def test_two_of_one_name_are_told_apart_by_what_differs() -> None:
    twice = Profile(company_name="Big", vendor=ACME)
    assert called(twice, Profile(company_name="Big", vendor=Vendor("Beta"))) == [
        "Big (Acme Field Service)",
        "Big (Beta)",
    ]
    assert called(
        Profile(company_name="Big", end_user=user()),
        Profile(company_name="Small"),
        Profile(company_name="Big", end_user=user(email="b@big.example")),
    ) == ["Big (a@big.example)", "Small", "Big (b@big.example)"]
    assert called(Profile(end_user=user()), Profile(end_user=user(source="c-2"))) == [
        "Big Co. (c-1)",
        "Big Co. (c-2)",
    ]
    assert called(twice, twice, twice) == ["Big", "Big (2)", "Big (3)"]


def test_a_name_that_looks_like_a_number_is_no_way_around() -> None:
    two, one = Profile(company_name="Big (2)"), Profile(company_name="Big")
    assert called(two, one, one) == ["Big (2)", "Big", "Big (3)"]


def test_a_name_from_outside_is_one_line_that_can_be_read() -> None:
    assert called(Profile(company_name="A\u202egnp\n\x00B" + "x" * 5000))[0].startswith("A gnp B")
    assert len(called(Profile(company_name="x" * 5000))[0]) <= 200


texts = st.sampled_from(["", "Big", "Big (2)", "Big (3)", "a", "Acme"])
profiles = st.builds(
    Profile,
    company_name=texts,
    vendor=st.none() | st.builds(Vendor, texts),
    end_user=st.none() | st.builds(user, texts, texts, texts),
)


@given(st.lists(profiles, max_size=8))
def test_no_two_are_called_the_same(many: list[Profile]) -> None:
    names = called(*many)
    assert len(set(names)) == len(many)
    assert all(names)
