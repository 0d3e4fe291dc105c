"""How many decimals the amounts of a currency have.

QuickBooks names a currency as somebody has called it in its list: by its English name as a rule,
sometimes by its code. The decimals are those of ISO 4217.
"""

from __future__ import annotations

import unicodedata
from decimal import Context, Decimal
from functools import cache, lru_cache

from conductor_desktop.services.currency_table import TABLE

USUAL_DECIMALS = 2
_CENT = Decimal("0.01")

_EXACT = Context(prec=60)  # the default of 28 digits could refuse a large sum


@lru_cache(maxsize=1000)
def decimals_of(currency: str | None) -> int:
    """Of the currency with this name or code; two for one that is not known or not given."""
    known = _known().get(_folded(currency)) if currency else None
    return USUAL_DECIMALS if known is None else known


@lru_cache(maxsize=1000)
def is_known(currency: str) -> bool:
    """Whether it is a currency of ISO 4217, so that its decimals are certain."""
    return _folded(currency) in _known()


def exact_in(amount: Decimal, currency: str | None) -> Decimal:
    """``amount`` with at least the decimals of its currency.

    In a currency without cents there are none unless they are more than noughts.
    """
    decimals = decimals_of(currency)
    if decimals == USUAL_DECIMALS and amount.same_quantum(_CENT):  # as nearly all are
        return amount
    unit = Decimal(1).scaleb(-decimals)
    has_fewer = amount.as_tuple().exponent > unit.as_tuple().exponent  # type: ignore[operator]
    if not has_fewer and decimals >= USUAL_DECIMALS:
        return amount
    fitting = amount.quantize(unit, context=_EXACT)
    return fitting if fitting == amount else amount


@cache
def _known() -> dict[str, int]:
    """Decimals by everything a currency is called."""
    decimals: dict[str, int] = {}
    for line in TABLE.strip().splitlines():
        code, number, names = line.split(" ", 2)
        for name in (code, *names.split("; ")):
            decimals[_folded(name)] = int(number)
    return decimals


def _folded(name: str) -> str:
    """Without case, accents and blanks beside it."""
    decomposed = unicodedata.normalize("NFKD", name.strip())
    return "".join(one for one in decomposed if not unicodedata.combining(one)).casefold()
