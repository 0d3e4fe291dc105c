"""Every customer exactly once, or an honest partial."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from conductor_desktop.conductor.errors import (
    CursorGivenUp,
    CursorLost,
    KeyRejected,
    Offline,
    OfflineKind,
    UnexpectedAnswer,
)
from conductor_desktop.conductor.models import Customer, Page, UnreadItem
from conductor_desktop.conductor.reading.paging import Pages
from conductor_desktop.services.customers import (
    CustomerList,
    CustomerProgress,
    CustomersService,
    UnreadableCustomers,
    open_balances,
)
from conductor_desktop.services.invoices import HOME_CURRENCY
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.made_up_customers import a_customer

ANA, BERT, CARO = a_customer("Ana"), a_customer("Bert"), a_customer("Caro")
BROKEN = Offline(OfflineKind.SERVER)
STRANGE = UnexpectedAnswer("it is no amount", field="data[0].balance", details={"requestId": "r1"})

Step = Page[Customer] | Exception


def page(*customers: Customer, remaining: int | None = None, unread: Sequence[str] = ()) -> Step:
    return Page(
        items=customers,
        remaining=remaining,
        unread=tuple(UnreadItem(identifier, STRANGE) for identifier in unread),
    )


class Client:
    """Gives one of ``passes`` after the other."""

    def __init__(self, *passes: Sequence[Step]) -> None:
        self._passes = list(passes)
        self.begun = 0
        self.closed = 0

    def customer_pages(self, end_user_id: str, cancel: CancelToken) -> Pages[Customer]:
        assert end_user_id == "end_usr_1"
        steps = self._passes[self.begun]
        self.begun += 1
        try:
            for step in steps:
                if isinstance(step, Exception):
                    raise step
                yield step
        finally:
            self.closed += 1


def load(client: Client, seen: list[CustomerProgress] | None = None) -> CustomerList:
    progress = [] if seen is None else seen
    return CustomersService(client, "end_usr_1").load(progress.append, CancelToken())


def test_all_pages_make_the_list_and_are_told_as_they_come() -> None:
    seen: list[CustomerProgress] = []
    client = Client([page(ANA, BERT, remaining=1), page(CARO, remaining=0)])
    assert load(client, seen) == CustomerList((ANA, BERT, CARO))
    assert [(one.new, one.loaded, one.remaining, one.restarted) for one in seen] == [
        ((ANA, BERT), 2, 1, False),
        ((CARO,), 3, 0, False),
    ]
    assert client.closed == 1


def test_no_customers_are_a_complete_answer() -> None:
    assert load(Client([page(remaining=0)])) == CustomerList(())


@pytest.mark.parametrize("error", [BROKEN, CursorLost()])
def test_a_pass_that_breaks_off_is_started_over(error: Exception) -> None:
    seen: list[CustomerProgress] = []
    client = Client([page(ANA), error], [page(ANA, BERT)])
    assert load(client, seen) == CustomerList((ANA, BERT))
    assert [one.restarted for one in seen] == [False, True]


def test_after_three_passes_what_arrived_is_partial_with_the_reason() -> None:
    client = Client([page(ANA), BROKEN], [page(ANA, BERT), BROKEN], [page(ANA), BROKEN])
    assert load(client) == CustomerList((ANA, BERT), False, BROKEN)
    assert client.begun == 3


def test_what_starting_over_cannot_mend_is_not_tried_again() -> None:
    gone = KeyRejected(None)
    client = Client([page(ANA), gone])
    assert load(client) == CustomerList((ANA,), False, gone)
    assert client.begun == 1


def test_the_reason_is_raised_when_nothing_came() -> None:
    with pytest.raises(Offline):
        load(Client([BROKEN]))


def test_opening_an_invoice_meanwhile_is_no_failure() -> None:
    passes = [[page(ANA), CursorGivenUp()] for _ in range(5)]
    client = Client(*passes, [page(ANA, BERT)])
    assert load(client) == CustomerList((ANA, BERT))


def test_one_that_comes_twice_counts_once_as_it_is_now() -> None:
    newer = a_customer("Ana", balance="99.00")
    seen: list[CustomerProgress] = []
    found = load(Client([page(ANA, BERT), page(newer, CARO)]), seen)
    assert found.customers == (newer, BERT, CARO)
    assert seen[-1].new == (CARO,)


def test_those_that_cannot_be_read_are_counted_and_the_rest_is_shown() -> None:
    found = load(Client([page(ANA, unread=["x"]), page(BERT, unread=["x", "y"])]))
    assert found.customers == (ANA, BERT)
    assert not found.complete
    assert isinstance(found.problem, UnreadableCustomers)
    assert found.problem.details == {"count": "2", "requestId": "r1"}


def test_cancelling_ends_it_between_two_pages() -> None:
    cancel = CancelToken()
    client = Client([page(ANA), page(BERT)])
    with pytest.raises(Cancelled):
        CustomersService(client, "end_usr_1").load(lambda _: cancel.cancel(), cancel)
    assert client.closed == 1


def test_what_is_owed_is_added_up_once_and_per_currency() -> None:
    parent = a_customer("Ana", balance="0.10", with_jobs="0.30")
    job = a_customer("Ana:Roof", balance="0.20")
    euro = a_customer("Élan", balance="-5", currency="Euro")
    home = a_customer("Home", balance="1", currency=None)
    unknown = a_customer("Nobody knows", balance=None)
    assert open_balances([parent, job, euro, home, unknown]) == {
        "US Dollar": Decimal("0.30"),
        "Euro": Decimal(-5),
        HOME_CURRENCY: Decimal(1),
    }
