"""``conductor-desktop status``: whether the connection to QuickBooks works, and whose turn."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import click

from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.owners import OWNERS
from conductor_desktop.cli.terminal import fact, numbered, put_out, say, wrap
from conductor_desktop.errors import NotSetUp
from conductor_desktop.services.checks import Owner
from conductor_desktop.services.connection import ConnectionReport, ConnectionState
from conductor_desktop.services.connection.diagnosis import Diagnosis, Suspect
from conductor_desktop.services.connection.examination import Examination, examine
from conductor_desktop.services.connection.status_file import exit_code, iso
from conductor_desktop.services.session import HeldByVendor
from conductor_desktop.work import CancelToken


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--active", is_flag=True, help="Really ask QuickBooks; it can take a minute or two.")
@click.pass_obj
def status(composition: Composition, as_json: bool, active: bool) -> int:
    """Say whether the connection to QuickBooks works, and whose turn it is if it does not.

    Without --active this looks at this PC and reads what Conductor has noted, which bothers nobody:
    QuickBooks answered then ("last_known_good"), not necessarily now.

    \b
    With --json
      state, headline, explanation, nextStep
      since       since when (UTC) it is so, or null where that is not known; while the app
                  is running it has noted that
      cause       why: id, title, owner, steps; null where nothing is proven
      likely      then the likeliest: the same, and toldBy, how to tell that it is this one
      steps, ifThatFails
                  what to click, where that is known, and the second remedy
      owner       you, quickbooks_admin, it, vendor; null when there is nothing to do
      code        Conductor's or QuickBooks' own, or null
      company, lastProofAt
                  who answered last, and when (UTC), or null
      active      whether QuickBooks was really asked
      checkedAt, seconds, requestId
      evidence    what was looked at, a sentence each

    \b
    Exits with
      0   connected, or last known good
      1   needs attention: not_active, needs_attention, busy, unknown
      3   offline
      4   key_problem
      5   not_set_up, started
    """
    found = _look(composition, active)
    put_out(json.dumps(as_mapping(found), indent=2) if as_json else "\n".join(lines(found)))
    return exit_code(found.report.state)


def as_mapping(found: Examination) -> dict[str, object]:
    """What ``status --json`` prints; moments are ISO in UTC."""
    report, diagnosis = found.report, found.diagnosis
    owner = diagnosis.turn(report)
    return {
        "state": report.state.value,
        "since": iso(found.since),
        "cause": _suspect(diagnosis.cause) if diagnosis.cause else None,
        "likely": [{**_suspect(one), "toldBy": one.told_by} for one in diagnosis.likely],
        "company": report.company,
        "lastProofAt": iso(report.last_proof_at),
        "requestId": report.request_id,
        "headline": report.headline,
        "explanation": report.explanation,
        "nextStep": report.next_step,
        "steps": list(report.steps),
        "ifThatFails": list(report.if_that_fails),
        "owner": owner.value if owner else None,
        "code": report.code,
        "checkedAt": iso(report.checked_at),
        "active": report.active,
        "seconds": None if report.seconds is None else round(report.seconds, 3),
        "evidence": list(found.evidence.lines(report.checked_at)),
    }


def _suspect(suspect: Suspect) -> dict[str, object]:
    return {
        "id": suspect.id.value,
        "title": suspect.title,
        "owner": suspect.owner.value if suspect.owner else None,
        "steps": list(suspect.steps),
    }


def lines(found: Examination) -> list[str]:
    """The report for a person: what to do, and whose turn it is; what support asks for is last."""
    report = found.report
    facts = {
        "Company": report.company,
        "Last proof": _local(report.last_proof_at),
        "Code": report.code,
        "Request": report.request_id,
    }
    return [
        *wrap(report.headline),
        *wrap(report.explanation),
        *_likely(found.diagnosis.likely),
        *_what_to_do(report, found.diagnosis),
        *(line for name, text in facts.items() if text for line in fact(name, text)),
    ]


def _likely(suspects: Sequence[Suspect]) -> Iterator[str]:
    if suspects:
        yield "Most likely:"
        told = [f"{one.title}, if {one.told_by}. {one.next_step}" for one in suspects]
        yield from numbered(told)


def _what_to_do(report: ConnectionReport, diagnosis: Diagnosis) -> Iterator[str]:
    owner = diagnosis.turn(report)
    if report.owner is None:
        yield from wrap(report.next_step)
    else:
        yield from fact("Do this", report.next_step)
    if owner is not None:
        yield from fact("Whose turn", OWNERS[owner])
    elif diagnosis.cause is not None:
        yield from fact("Whose turn", "Nobody’s. It passes by itself.")
    if report.steps:
        yield "Step by step:"
        yield from numbered(report.steps)
    if report.if_that_fails:
        yield "If that did not help:"
        yield from numbered(report.if_that_fails, len(report.steps) + 1)


def _look(composition: Composition, active: bool) -> Examination:
    try:
        service = composition.connection()
    except NotSetUp as error:
        return Examination(
            ConnectionReport(
                state=ConnectionState.NOT_SET_UP,
                headline=error.title,
                explanation=error.explanation,
                next_step=error.next_step,
                owner=Owner.VENDOR if isinstance(error, HeldByVendor) else Owner.YOU,
                checked_at=datetime.now(UTC),
                active=active,
            )
        )
    if active:
        say("Asking QuickBooks. This can take a minute or two.")
    found = examine(service, composition.checks(), CancelToken(), active=active)
    return replace(found, noted_since=composition.noted_since(found))


def _local(moment: datetime | None) -> str | None:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else None
