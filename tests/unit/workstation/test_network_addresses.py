"""Which addresses tell in what network this PC is."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import psutil
import pytest

from conductor_desktop.workstation.network_addresses import own_addresses


def entry(address: str, family: int = socket.AF_INET) -> SimpleNamespace:
    return SimpleNamespace(family=family, address=address)


def given(patch: pytest.MonkeyPatch, **adapters: list[SimpleNamespace]) -> frozenset[str]:
    patch.setattr(psutil, "net_if_addrs", lambda: adapters)
    return own_addresses()


def test_this_pc_tells_the_same_twice() -> None:
    assert own_addresses() == own_addresses()


def test_what_only_this_pc_can_reach_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    found = given(
        monkeypatch,
        lo=[entry("127.0.0.1"), entry("::1", socket.AF_INET6)],
        wlan=[
            entry("192.168.1.5"),
            entry("fe80::1%wlan", socket.AF_INET6),
            entry("0a:1b:2c:3d:4e:5f", -1),
        ],
        unplugged=[entry("169.254.7.8")],
        odd=[entry("not an address"), entry("")],
    )
    assert found == {"192.168.1.5"}


def test_of_ipv6_the_network_counts_and_not_todays_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monday = given(monkeypatch, wlan=[entry("2001:db8:1:2:a:b:c:d", socket.AF_INET6)])
    tuesday = given(monkeypatch, wlan=[entry("2001:db8:1:2:9:8:7:6", socket.AF_INET6)])
    elsewhere = given(monkeypatch, wlan=[entry("2001:db8:1:3:9:8:7:6", socket.AF_INET6)])
    assert monday == tuesday != elsewhere


def test_where_the_system_does_not_tell_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> object:
        raise PermissionError(1, "not allowed")

    monkeypatch.setattr(psutil, "net_if_addrs", refused)
    assert own_addresses() == frozenset()
