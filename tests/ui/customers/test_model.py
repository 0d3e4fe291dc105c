"""What the rows are, in which order, and what they add up to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt

from conductor_desktop.conductor.models import Customer
from conductor_desktop.services.invoices import HOME_CURRENCY
from conductor_desktop.ui.customers.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.customers.model import CustomersModel
from conductor_desktop.ui.customers.owed import Owed
from conductor_desktop.ui.parts.formats import fold
from tests.helpers.made_up_customers import a_customer, full_customer
from tests.ui.customers.stage import ANA, BERT, BOOKS, CARO, ROOF, TILES, us_formats

DOWN = Qt.SortOrder.DescendingOrder
some_customers = st.lists(
    st.builds(
        lambda number, name, balance, phone: a_customer(
            name, identifier=str(number), balance=balance, phone=phone
        ),
        st.integers(0, 10_000),
        st.sampled_from(["Ana", "ana", "Élan", "elan", "Zed", "10", "9", "", "ß"]),
        st.one_of(st.none(), st.decimals(-999, 999, places=2).map(str)),
        st.one_of(st.none(), st.sampled_from(["+1", "07", ""])),
    ),
    unique_by=lambda one: one.id,
    max_size=12,
)


@pytest.fixture
def model(model: CustomersModel) -> CustomersModel:
    model.replace(BOOKS)
    return model


def shown(model: CustomersModel) -> list[Customer]:
    return list(model.shown())


def cells(model: CustomersModel, row: int = 0) -> dict[str, object]:
    return {
        column.title: model.data(model.index(row, place)) for place, column in enumerate(COLUMNS)
    }


def test_a_customer_shows_all_that_is_known_of_it(model: CustomersModel) -> None:
    model.replace([full_customer()])
    assert cells(model) == {
        "Customer": "Étang & Söhne:Garden",
        "Contact": "Zoë Field",
        "Phone": "+1-602-555-0100",
        "Balance": "1,000.10",
        "With jobs": "1,500.25",
        "Currency": "USD",
        "E-mail": "zoe@etang.example",
        "Terms": "Net 30",
        "Status": "Inactive",
        "Address": "Étang & Söhne, 7 Mill Lane, Tempe AZ 85281",
    }


def test_amounts_have_the_decimals_of_their_currency(model: CustomersModel) -> None:
    model.replace([a_customer("Aki", balance="1200.00", currency="Japanese Yen")])
    assert (cells(model)["Balance"], cells(model)["With jobs"]) == ("1,200", "1,200")


def test_one_of_whom_nothing_is_known_is_a_row_too(model: CustomersModel) -> None:
    model.replace([Customer(id="1", full_name="")])
    assert set(cells(model).values()) == {"", "Active"}


def test_rows_come_in_the_order_that_is_asked_for_as_they_arrive(model: CustomersModel) -> None:
    model.clear()
    model.sort(POSITIONS["customer"])
    model.append([CARO, BERT])
    model.append([ANA])
    assert shown(model) == [BERT, ANA, CARO]


def test_what_is_missing_comes_last_both_ways(model: CustomersModel) -> None:
    model.sort(POSITIONS["balance"])
    assert shown(model) == [TILES, ANA, ROOF, BERT, CARO]
    model.sort(POSITIONS["balance"], DOWN)
    assert shown(model) == [BERT, ROOF, ANA, TILES, CARO]


def test_a_second_column_sorts_those_that_are_alike(model: CustomersModel) -> None:
    model.sort(POSITIONS["status"])
    model.also_sort_by(POSITIONS["customer"])
    assert shown(model) == [BERT, ANA, TILES, CARO, ROOF]
    model.also_sort_by(POSITIONS["customer"])
    assert shown(model) == [CARO, TILES, ANA, BERT, ROOF]
    titles = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(len(COLUMNS))]
    assert titles[POSITIONS["status"]] == "Status 1"
    assert titles[POSITIONS["customer"]] == "Customer 2"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", set(BOOKS)),
        ("ana", {ANA, ROOF, TILES}),
        ("ANA roof", {ROOF, TILES}),
        ("etang", {BERT}),
        ("85281", {BERT}),
        ("1,000.50", {BERT}),
        ("1000.5", {BERT}),
        ("inactive", {ROOF}),
        ("0100", {ANA}),
        ("nobody", set()),
    ],
)
def test_every_word_is_looked_for_in_all_that_is_shown(
    model: CustomersModel, text: str, found: set[Customer]
) -> None:
    model.set_filter(text)
    assert set(shown(model)) == found
    assert model.is_filtered is bool(text)


def test_what_comes_later_is_filtered_too(model: CustomersModel) -> None:
    model.set_filter("new")
    model.append([a_customer("New one"), a_customer("Old one")])
    assert [one.full_name for one in shown(model)] == ["New one"]


def test_balances_are_of_the_shown_rows_and_never_over_currencies(model: CustomersModel) -> None:
    assert model.owed == {
        "US Dollar": Owed(3, Decimal("75.00")),
        "Euro": Owed(1, Decimal("1000.50")),
    }
    model.set_filter("bert")
    assert model.owed == {"Euro": Owed(1, Decimal("1000.50"))}
    model.replace([a_customer("x", balance="3", currency=None)])
    model.set_filter("")
    assert model.owed == {HOME_CURRENCY: Owed(1, Decimal(3))}


def test_jobs_are_found_however_deep(model: CustomersModel) -> None:
    assert model.jobs_of(ANA) == [ROOF, TILES]
    assert model.jobs_of(ROOF) == [TILES]
    assert model.jobs_of(BERT) == []


def test_customers_that_are_below_each_other_are_no_endless_loop(model: CustomersModel) -> None:
    one = a_customer("one", identifier="1", parent="2")
    two = a_customer("two", identifier="2", parent="1")
    model.replace([one, two])
    assert model.jobs_of(one) == [two]


def test_a_row_that_somebody_holds_on_to_moves_with_its_customer(model: CustomersModel) -> None:
    held = QPersistentModelIndex(model.index(shown(model).index(CARO), 0))
    model.sort(POSITIONS["customer"])
    model.append([a_customer("Aaa")])
    assert model.customer_at(held.row()) is CARO


def test_markup_in_a_name_is_no_markup(model: CustomersModel) -> None:
    model.replace([a_customer("<img src=x>" + "y" * 1_000_000)])
    tip = model.data(model.index(0, 0), int(Qt.ItemDataRole.ToolTipRole))
    assert str(tip).startswith("<p>&lt;img")
    assert len(str(cells(model)["Customer"])) <= 300


@settings(max_examples=60, deadline=None)
@given(
    customers=some_customers,
    split=st.integers(0, 12),
    column=st.sampled_from(["customer", "balance", "phone"]),
    is_down=st.booleans(),
    text=st.sampled_from(["", "a", "elan", "1"]),
)
def test_it_is_what_a_slow_and_plain_way_finds(
    customers: list[Customer], split: int, column: str, is_down: bool, text: str
) -> None:
    model = CustomersModel(us_formats)
    place = POSITIONS[column]
    model.set_filter(text)
    model.sort(place, DOWN if is_down else Qt.SortOrder.AscendingOrder)
    model.append(customers[:split])
    model.append(customers[split:])
    found = [
        one
        for one in customers
        if fold(text) in fold("\n".join(c.text(one, us_formats()) for c in COLUMNS))
        or (text and any(text in c.plain(one) for c in COLUMNS if c.plain))
    ]
    value = COLUMNS[place].value
    known = [one for one in found if value(one) is not None]
    known.sort(key=value, reverse=is_down)  # type: ignore[arg-type]
    unknown = [one for one in found if value(one) is None]
    assert [one.id for one in shown(model)] == [one.id for one in known + unknown]
    before, owed = list(shown(model)), dict(model.owed)
    model.replace(customers)
    assert (shown(model), model.owed) == (before, owed)
