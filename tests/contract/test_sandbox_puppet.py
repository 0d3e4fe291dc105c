"""A sandbox that is told while it runs what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from conductor_desktop.sandbox.options import SandboxAccess
from conductor_desktop.sandbox.puppet import Puppet
from conductor_desktop.secret import Secret
from tests.helpers.sandbox import Caller

COMPANY = "/quickbooks-desktop/company"


@pytest.fixture
def puppet() -> Iterator[Puppet]:
    with Puppet("Cedar & Finch Bakery", "Cedar Books", invoices=3) as puppet:
        yield puppet


@pytest.fixture
def caller(puppet: Puppet) -> Iterator[Caller]:
    access = SandboxAccess(
        base_url=puppet.base_url,
        secret_key=Secret(puppet.secret_key),
        publishable_key=puppet.publishable_key,
        end_user_id=puppet.end_users[0],
        control_token=Secret(""),
    )
    with Caller(access) as caller:
        yield caller


def company(caller: Caller) -> str:
    name: str = caller.get(COMPANY).json()["companyName"]
    return name


def test_another_company_file_can_be_opened(puppet: Puppet, caller: Caller) -> None:
    assert company(caller) == "Cedar & Finch Bakery"
    puppet.open_company("Big Construction Co.")
    assert company(caller) == "Big Construction Co."


def test_it_goes_wrong_in_one_way_at_a_time_until_it_goes_right(
    puppet: Puppet, caller: Caller
) -> None:
    puppet.go_wrong("server-error")
    assert caller.get(COMPANY).status_code == 500
    puppet.go_wrong("unavailable")
    assert caller.get(COMPANY).status_code == 503
    puppet.go_right()
    assert caller.get(COMPANY).status_code == 200


def test_links_expire_and_new_ones_work(puppet: Puppet, caller: Caller) -> None:
    end_user = caller.new_end_user()
    assert puppet.end_users == (caller.access.end_user_id, end_user)
    link = caller.invite(end_user)["authFlowUrl"]
    assert requests.get(link, timeout=30).status_code == 200
    puppet.expire_links()
    assert requests.get(link, timeout=30).status_code == 410
    assert requests.get(caller.invite(end_user)["authFlowUrl"], timeout=30).status_code == 200


def test_the_line_is_cut_and_mended_again_and_again(puppet: Puppet, caller: Caller) -> None:
    for _ in range(2):
        puppet.cut_line()
        with pytest.raises(requests.ConnectionError):
            caller.get(COMPANY)
        puppet.mend_line()
        assert company(caller) == "Cedar & Finch Bakery"
    puppet.mend_line()
    assert company(caller) == "Cedar & Finch Bakery"


def test_it_can_be_told_only_while_it_runs() -> None:
    puppet = Puppet("Cedar & Finch Bakery", "Cedar Books", invoices=3)
    with pytest.raises(RuntimeError):
        puppet.go_right()
    with pytest.raises(RuntimeError):
        _ = puppet.base_url
    with puppet:
        puppet.go_right()
    with pytest.raises(RuntimeError):
        puppet.go_right()
