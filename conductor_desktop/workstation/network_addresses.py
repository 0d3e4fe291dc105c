"""By which addresses this PC can be found: they change when it comes into another network."""

from __future__ import annotations

import ipaddress
import logging
import socket

import psutil

log = logging.getLogger(__name__)

_FAMILIES = (socket.AF_INET, socket.AF_INET6)
_IPV6_NETWORK_BITS = 64


def own_addresses() -> frozenset[str]:
    """The addresses of all adapters, without those by which a PC reaches itself alone.

    Of IPv6 only the network counts: the rest changes every day for the sake of privacy. None where
    the system does not tell.
    """
    try:
        adapters = psutil.net_if_addrs()
    except OSError as error:
        log.debug("the addresses of this PC are not known: %s", type(error).__name__)
        return frozenset()
    found = (
        _telling(entry.address)
        for entries in adapters.values()
        for entry in entries
        if entry.family in _FAMILIES
    )
    return frozenset(one for one in found if one)


def _telling(text: str) -> str:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if address.is_loopback or address.is_link_local:
        return ""
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, _IPV6_NETWORK_BITS), strict=False))
