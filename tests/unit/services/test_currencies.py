"""Amounts have the decimals of their currency, and never lose a cent for it."""

from __future__ import annotations

from decimal import Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.services.currencies import decimals_of, exact_in, is_known
from conductor_desktop.services.currency_table import TABLE


@pytest.mark.parametrize(
    ("names", "decimals"),
    [
        (("JPY", "jpy", "Yen", "Japanese Yen", " japanese yen "), 0),
        (("KRW", "South Korean Won", "VND", "Vietnamese Dong", "CLP", "Chilean Peso"), 0),
        (("ISK", "Icelandic Króna", "Icelandic Krona", "XAF", "XOF", "XPF", "UGX"), 0),
        (("USD", "US Dollar", "EUR", "Euro", "British Pound Sterling", "CHF"), 2),
        (("KWD", "Kuwaiti Dinar", "BHD", "IQD", "JOD", "LYD", "Omani Rial", "TND"), 3),
        (("CLF", "UYW"), 4),
    ],
)
def test_a_currency_is_known_by_name_and_by_code(names: tuple[str, ...], decimals: int) -> None:
    assert {name: decimals_of(name) for name in names} == dict.fromkeys(names, decimals)
    assert all(map(is_known, names))


@pytest.mark.parametrize("name", ["Zorkmid", "", " ", "XXX", "Dollar", "home currency", "U\ud800"])
def test_one_that_is_not_known_has_two_and_is_said_to_be_unknown(name: str) -> None:
    assert decimals_of(name) == 2
    assert not is_known(name)


def test_no_two_currencies_have_one_name_and_different_decimals() -> None:
    by_name: dict[str, set[str]] = {}
    for line in TABLE.strip().splitlines():
        code, decimals, names = line.split(" ", 2)
        assert len(code) == 3
        assert code.isupper()
        for name in (code, *names.split("; ")):
            by_name.setdefault(name.casefold(), set()).add(decimals)
    assert {name for name, decimals in by_name.items() if len(decimals) > 1} == set()
    assert len(TABLE.strip().splitlines()) > 150


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("1000.00", "JPY", "1000"),
        ("1000.50", "JPY", "1000.50"),
        ("0.00", "JPY", "0"),
        ("9.12", "KWD", "9.120"),
        ("9.1234", "KWD", "9.1234"),
        ("9.1", "US Dollar", "9.10"),
        ("9.125", "US Dollar", "9.125"),
        ("9.100", "US Dollar", "9.100"),
        ("-5", None, "-5.00"),
        ("1E+3", "Zorkmid", "1000.00"),
    ],
)
def test_an_amount_is_written_as_its_currency_is(
    amount: str, currency: str | None, written: str
) -> None:
    assert format(exact_in(Decimal(amount), currency), "f") == written


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18),
    st.sampled_from(["JPY", "KWD", "USD", "CLF", "Zorkmid", None]),
)
def test_no_amount_is_changed(amount: Decimal, currency: str | None) -> None:
    amount = amount.quantize(Decimal("1e-10"), context=Context(prec=60))
    assert exact_in(amount, currency) == amount
