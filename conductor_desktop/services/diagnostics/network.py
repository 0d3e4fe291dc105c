"""The way to the service, stretch by stretch: how far a request came, and who vouches for it."""

from __future__ import annotations

from urllib.parse import urlsplit

from conductor_desktop.services.diagnostics.plain import told
from conductor_desktop.services.diagnostics.sources import Draft, Sources, Tree
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import CouldNotTell, Workstation
from conductor_desktop.workstation.reach import Hop, Reach

_SECONDS = 4.0


def network(sources: Sources, _cancel: CancelToken) -> Draft:
    """One request without a key, and the kind of proxy; no address but the service's host."""
    pc, url = sources.pc(), sources.api_url
    tree: dict[str, object] = {"host": urlsplit(url).hostname if url else None}
    if url:
        tree["proxy"] = told(lambda: _proxy(pc, url))
        try:
            tree |= _told(pc.reach(url, _SECONDS))
        except CouldNotTell:
            tree["outcome"] = "could not be tried"
    return Draft(tree, "The way to the service, stretch by stretch.", "asked while collecting")


def _proxy(pc: Workstation, url: str) -> Tree:
    """Its kind: where it is called after the company, its name says too much."""
    proxy = pc.proxy(url)
    if proxy is None:
        return {"kind": "none"}
    return {
        "kind": "script" if proxy.script else "fixed",
        "port": proxy.port,
        "asksForPassword": proxy.authorization is not None,
    }


def _told(reach: Reach) -> Tree:
    return {
        "outcome": reach.outcome.value,
        "stoppedAt": reach.outcome.hop.value,
        "detail": reach.detail,
        "passed": [_hop(hop) for hop in reach.passed],
        "certificateIssuer": reach.issuer,
        "usedProxy": reach.proxy is not None,
        "clockAheadSeconds": None if reach.clock_ahead is None else round(reach.clock_ahead, 1),
    }


def _hop(hop: Hop) -> Tree:
    seconds = None if hop.seconds is None else round(hop.seconds, 3)
    return {"stretch": hop.kind.value, "detail": hop.detail, "seconds": seconds}
