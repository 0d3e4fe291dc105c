"""The filters of ``invoices`` as options: QuickBooks looks for what they say."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Concatenate, TypeVar

import click

from conductor_desktop.cli.terminal import cut
from conductor_desktop.conductor.query import InvoiceQuery, PaymentStatus

_Result = TypeVar("_Result")

_MOST_DAYS = 36_500
_LONGEST_SHOWN = 20


class _Day(click.ParamType[date]):
    """A day as ISO writes it."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            shown = cut(str(value), _LONGEST_SHOWN)
            self.fail(f"“{shown}” is not a day. Write it like 2025-12-31.", param, ctx)


class _Moment(click.ParamType[datetime]):
    """A moment as ISO writes it; of this PC's time when it names no zone."""

    name = "moment"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            # The first and last days of the calendar have no local time.
            return datetime.fromisoformat(str(value)).astimezone()
        except (ValueError, OverflowError, OSError):
            shown = cut(str(value), _LONGEST_SHOWN)
            self.fail(
                f"“{shown}” is not a moment. Write it like 2025-12-31 or 2025-12-31T08:30.",
                param,
                ctx,
            )


_FILTERS = (
    click.option("--from", "first_day", type=_Day(), metavar="DATE", help="Dated then or later."),
    click.option("--to", "last_day", type=_Day(), metavar="DATE", help="Dated then or earlier."),
    click.option(
        "--days",
        type=click.IntRange(0, _MOST_DAYS),
        metavar="N",
        help="Dated in the last N days, or ahead.",
    ),
    click.option("--paid/--unpaid", "paid", default=None, help="Only those that are, or are not."),
    click.option("--number-contains", metavar="TEXT", help="With TEXT in their number."),
    click.option("--number-starts", metavar="TEXT", help="With TEXT where it starts."),
    click.option("--number-ends", metavar="TEXT", help="With TEXT where it ends."),
    click.option("--number-from", metavar="NUMBER", help="Of this number or a later one."),
    click.option("--number-to", metavar="NUMBER", help="Of this number or an earlier one."),
    click.option(
        "--updated-since",
        type=_Moment(),
        metavar="MOMENT",
        help="Made or changed then or later.",
    ),
    click.option("--customer", "customers", multiple=True, metavar="ID", help="Of this customer."),
    click.option("--currency", "currencies", multiple=True, metavar="ID", help="In this currency."),
)


def asks_with_filters(
    command: Callable[Concatenate[Any, InvoiceQuery, ...], _Result],
) -> Callable[..., _Result]:
    """Give a command the filters as options; it gets the query they make as second argument."""

    @functools.wraps(command)
    def with_query(
        composition: object,
        *,
        first_day: date | None,
        last_day: date | None,
        days: int | None,
        paid: bool | None,
        number_contains: str | None,
        number_starts: str | None,
        number_ends: str | None,
        number_from: str | None,
        number_to: str | None,
        updated_since: datetime | None,
        customers: tuple[str, ...],
        currencies: tuple[str, ...],
        **others: Any,
    ) -> _Result:
        query = InvoiceQuery(
            transaction_date_from=_first_day(first_day, last_day, days),
            transaction_date_to=last_day,
            payment_status=_payment_status(paid),
            updated_after=updated_since,
            ref_number_contains=number_contains,
            ref_number_starts_with=number_starts,
            ref_number_ends_with=number_ends,
            ref_number_from=number_from,
            ref_number_to=number_to,
            customer_ids=customers,
            currency_ids=currencies,
        )
        return command(composition, query, **others)

    filtered: Callable[..., _Result] = with_query
    for option in reversed(_FILTERS):
        filtered = option(filtered)
    return filtered


def _first_day(first: date | None, last: date | None, days: int | None) -> date | None:
    if days is None:
        return first
    if first is not None or last is not None:
        raise click.UsageError("--days goes together with neither --from nor --to.")
    return datetime.now().astimezone().date() - timedelta(days=days)


def _payment_status(paid: bool | None) -> PaymentStatus:
    if paid is None:
        return PaymentStatus.ALL
    return PaymentStatus.PAID if paid else PaymentStatus.NOT_PAID
