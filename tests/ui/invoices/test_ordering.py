"""Sorted all at once or merged page by page, rows end up in the same order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.ui.invoices.columns import SortValue
from conductor_desktop.ui.invoices.ordering import Sort, in_order, merged

columns = st.lists(
    st.tuples(st.lists(st.none() | st.integers(0, 3), min_size=30, max_size=30), st.booleans()),
    max_size=3,
)


def by_definition(rows: list[int], sorts: list[tuple[list[int | None], bool]]) -> list[int]:
    def key(row: int) -> list[tuple[bool, int]]:
        values = [(column[row], descending) for column, descending in sorts]
        return [
            (value is None, 0 if value is None else -value if descending else value)
            for value, descending in values
        ]

    return sorted(rows, key=key)


@given(columns, st.lists(st.integers(1, 9), max_size=6))
def test_pages_merged_one_by_one_are_the_whole_sorted(
    sorts: list[tuple[list[int | None], bool]], pages: list[int]
) -> None:
    order: list[int] = []
    typed: list[Sort] = [(list[SortValue](column), descending) for column, descending in sorts]
    for size in pages:
        size = min(size, 30 - len(order))
        order = merged(order, range(len(order), len(order) + size), typed)
    rows = list(range(len(order)))
    assert order == in_order(rows, typed) == by_definition(rows, sorts)


class Counting(int):
    """A number that counts how often any of its kind is compared."""

    compared = 0

    def __lt__(self, other: int) -> bool:
        Counting.compared += 1
        return int(self) < int(other)

    def __eq__(self, other: object) -> bool:
        Counting.compared += 1
        return int(self) == other

    __hash__ = int.__hash__


def test_one_more_page_looks_at_few_of_those_that_are_there() -> None:
    values: list[SortValue] = [Counting(n * 7919 % 20_011) for n in range(20_150)]
    order = in_order(range(20_000), [(values, True)])
    Counting.compared = 0
    assert merged(order, range(20_000, 20_150), [(values, True)]) == in_order(
        range(20_150),
        [(list(map(int, values)), True)],  # type: ignore[arg-type]
    )
    assert Counting.compared < 20_000
