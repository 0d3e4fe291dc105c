"""How the connection stands and why, in states, times and ids: no text that came from QuickBooks.

The names and sentences of causes are this app's own, taken from its list by their id.
"""

from __future__ import annotations

import contextlib

from conductor_desktop.services.connection.cause import CauseId
from conductor_desktop.services.connection.causes import CAUSES
from conductor_desktop.services.connection.diagnosis import Diagnosis, Suspect, diagnose
from conductor_desktop.services.connection.evidence import Evidence, PcLook, weigh
from conductor_desktop.services.diagnostics.plain import iso, plain
from conductor_desktop.services.diagnostics.sources import Draft, Sources, Tree
from conductor_desktop.services.diagnostics.timeline import stands_so_since
from conductor_desktop.work import CancelToken

_CAUSES = {cause.id: cause for cause in CAUSES}
_FIELDS = (
    "state",
    "said",
    "headline",
    "owner",
    "code",
    "company",
    "last_proof_at",
    "checked_at",
    "request_id",
    "active",
)


def connection(sources: Sources, _cancel: CancelToken) -> Draft:
    """Conductor's notes, weighed against what this PC shows."""
    answer = sources.answer()
    found = _diagnosis(sources)
    tree = {
        "profile": str(sources.profile),
        "endUserId": answer.end_user_id,
        **{_camel(name): plain(getattr(answer.report, name)) for name in _FIELDS},
        "seconds": _rounded(answer.report.seconds),
        "since": iso(stands_so_since(sources)) or _proven_since(sources, found),
        "cause": _told(found.cause) if found.cause else None,
        "hiddenBehindIt": [cause.value for cause in found.hidden],
        "likely": [_told(suspect) for suspect in found.likely],
        "lookedAt": _looked_at(sources),
    }
    return Draft(
        tree, "How the connection to QuickBooks stands, and why.", "asked while collecting"
    )


def _diagnosis(sources: Sources) -> Diagnosis:
    report = sources.answer().report
    return diagnose(weigh(_evidence(sources), report.checked_at))


def _evidence(sources: Sources) -> Evidence:
    report = sources.answer().report
    look = None
    with contextlib.suppress(Exception):  # that file of the bundle says why there is no look
        look = PcLook(sources.checks.within(sources.patience), report.checked_at)
    return Evidence(pc=look).with_answer(report)


def _proven_since(sources: Sources, found: Diagnosis) -> str | None:
    """Known of what is good, by the last proof."""
    report = sources.answer().report
    is_good = report.said.is_good and found.cause is None
    return iso(report.last_proof_at) if is_good else None


def _told(suspect: Suspect) -> Tree:
    """In the words of the list of causes, never in those of an answer or a window."""
    cause = _CAUSES[CauseId(suspect.id)]
    return {
        "id": cause.id.value,
        "title": cause.title,
        "owner": suspect.owner.value if suspect.owner else None,
        "nextStep": cause.next_step,
        "toldBy": cause.told_by,
    }


def _looked_at(sources: Sources) -> list[Tree]:
    """What was asked, and what came of it."""
    report = sources.answer().report
    asked: list[Tree] = [
        {"place": "Conductor", "at": iso(report.checked_at), "said": report.said.value}
    ]
    with contextlib.suppress(Exception):
        verdict = sources.checks.within(0.0).verdict  # what came in time is there by now
        asked.append({"place": "this PC", "said": verdict.value})
    return asked


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
