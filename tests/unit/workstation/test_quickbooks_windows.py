"""What QuickBooks' windows tell: the company, the mode, the user, and what stands in front."""

from __future__ import annotations

import pytest

from conductor_desktop.workstation.facts import WindowFacts
from conductor_desktop.workstation.quickbooks_windows import Shown, read_windows


def read(*titles: str, usable: bool | None = None) -> Shown:
    return read_windows(WindowFacts(title, usable) for title in titles)


@pytest.mark.parametrize(
    ("title", "company", "multi_user", "user"),
    [
        ("Oakridge - QuickBooks Enterprise 24.0 (multi-user) (Admin) - [Home]", 1, True, "Admin"),
        ("Oakridge - QuickBooks Desktop Pro (multi-user) (Admin(ServerDB))", 1, True, "Admin"),
        ("Oakridge - Intuit QuickBooks Pro 2020", 1, False, None),
        ("Oakridge - QuickBooks Premier 2023 (Multi-User)", 1, True, None),
        ("Oakridge  -  QuickBooks Pro 2020 - [A - QuickBooks list]", 1, False, None),
        ("QuickBooks Pro 2020", 0, False, None),
        ("Intuit QuickBooks Enterprise Solutions 24.0", 0, False, None),
        ("QuickBooks Desktop Enterprise Solutions: Accountant 24.0", 0, False, None),
        ("QuickBooks Premier - Accountant Edition 2023", 0, False, None),
    ],
)
def test_the_main_windows_title_tells_the_company(
    title: str, company: int, multi_user: bool, user: str | None
) -> None:
    shown = read(title)
    assert shown.company == ("Oakridge" if company else None)
    assert (shown.multi_user, shown.user) == (multi_user, user)
    assert shown.has_main
    assert shown.others == ()


def test_a_company_whose_name_looks_like_a_title_keeps_its_name() -> None:
    shown = read("A - QuickBooks Help - QuickBooks Pro 2020")
    assert shown.company == "A - QuickBooks Help"


@pytest.mark.parametrize(
    "title",
    [
        "Backup reminder",
        "QuickBooks Desktop Login",
        "QuickBooks Desktop Information",
        "QuickBooks - Application with No Certificate",
        "QuickBooks Update Service",
        "Sauvegarde automatique",
    ],
)
def test_what_is_not_a_product_name_is_another_window(title: str) -> None:
    shown = read(title, " ", "QuickBooks Pro 2020")
    assert (shown.company, shown.has_main) == (None, True)
    assert shown.others == (title,)
    assert not read(title).has_main


@pytest.mark.parametrize(("main", "expected"), [(True, False), (False, True), (None, None)])
def test_a_main_window_that_cannot_be_used_is_blocked(
    main: bool | None, expected: bool | None
) -> None:
    shown = read_windows([WindowFacts("Backup", True), WindowFacts("QuickBooks Pro 2020", main)])
    assert shown.is_blocked is expected


def test_nothing_is_known_to_be_blocked_where_there_is_no_main_window() -> None:
    assert read("Backup", usable=True).is_blocked is None
    assert read().is_blocked is None
    assert not read().has_main


def test_one_of_two_main_windows_is_enough_to_be_blocked() -> None:
    windows = [WindowFacts("A - QuickBooks Pro 2020", None), WindowFacts("QuickBooks", False)]
    assert read_windows(windows).is_blocked
