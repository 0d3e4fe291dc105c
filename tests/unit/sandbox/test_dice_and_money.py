"""The arithmetic under the books: chance that is the same everywhere, cents that are exact."""

from __future__ import annotations

import hashlib
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.sandbox.books.dice import Dice
from conductor_desktop.sandbox.books.money import money, share


def test_dice_are_the_numbers_of_blake2b_and_nothing_else() -> None:
    first = hashlib.blake2b(b"7/42/facts", salt=bytes(8)).digest()
    second = hashlib.blake2b(b"7/42/facts", salt=(1).to_bytes(8, "big")).digest()
    stream = first + second
    dice = Dice(7, 42, "facts")
    expected = [
        int.from_bytes(stream[at : at + 4], "big") * 1000 // 2**32 for at in range(0, 128, 4)
    ]
    assert [dice.below(1000) for _ in expected] == expected


@given(st.integers(), st.integers(1, 1000), st.integers(-500, 500))
def test_dice_stay_in_their_range(seed: int, count: int, lowest: int) -> None:
    dice = Dice(seed)
    assert all(0 <= dice.below(count) < count for _ in range(20))
    assert all(lowest <= dice.between(lowest, lowest + 3) <= lowest + 3 for _ in range(20))


def test_a_chance_of_thirty_percent_is_met() -> None:
    dice = Dice("thirty")
    hits = sum(dice.percent(30) for _ in range(10_000))
    assert 2_800 < hits < 3_200


@given(st.integers(-(10**15), 10**15))
def test_money_writes_cents_as_decimals(cents: int) -> None:
    assert Decimal(money(cents)) == Decimal(cents) / 100
    assert money(cents).partition(".")[2].isdecimal()
    assert len(money(cents).partition(".")[2]) == 2


def test_nothing_is_never_less_than_nothing() -> None:
    assert money(0) == "0.00"
    assert money(-5) == "-0.05"


@given(st.integers(-(10**12), 10**12), st.integers(-10_000, 10_000), st.integers(1, 10_000))
def test_a_share_rounds_half_a_cent_away_from_zero(cents: int, part: int, whole: int) -> None:
    exact = Decimal(cents * part) / Decimal(whole)
    rounded = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    assert share(cents, part, whole) == rounded
