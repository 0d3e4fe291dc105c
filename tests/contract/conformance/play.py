"""Plays the script through one client against a sandbox of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.contract.conformance.clients import STARTS
from tests.contract.conformance.expected import Told, expected_of, told_by
from tests.contract.conformance.names import Names, names_in_the_books
from tests.contract.conformance.parts import Client, GivesTheBooks, Performer, Step
from tests.contract.conformance.plain_http import PlainHttp, Unanswered
from tests.contract.conformance.script import why_absent
from tests.helpers.sandbox import (
    SOME_DAY,
    Control,
    SandboxAccess,
    SandboxOptions,
    SetClock,
    running_sandbox,
)


@dataclass(frozen=True)
class Played:
    """What became of each step a client has: what it told, and what it should have."""

    told: dict[str, Told] = field(default_factory=dict)
    expected: dict[str, Told] = field(default_factory=dict)


def play(client: Client, script: Sequence[Step]) -> Played:
    """From the first step to the last, whatever goes wrong on the way."""
    played = Played()
    with (
        running_sandbox(SandboxOptions(today=SOME_DAY), clock=SetClock()) as access,
        STARTS[client](access.base_url, access.secret_key) as performer,
    ):
        stage = _Stage(client, access, performer)
        for step in script:
            if why_absent(step, client) is None:
                played.told[step.name], played.expected[step.name] = stage.play(step)
    return played


class _Stage:
    def __init__(self, client: Client, access: SandboxAccess, performer: Performer) -> None:
        self._client = client
        self._performer = performer
        self._control = Control(access)
        self._http = PlainHttp(access)
        self._names = Names(
            {
                "demo": access.end_user_id,
                "publishableKey": access.publishable_key,
                "origin": access.base_url.removesuffix("/v1"),
            },
            names_in_the_books(self._http, access.end_user_id),
        )

    def play(self, step: Step) -> tuple[Told, Told]:
        """What the client told, and what it should have."""
        arguments = self._names.filled_in(step.arguments)
        unknown = self._names.unknown_in(arguments)
        if unknown:
            return Told(0, error={"never came to be": unknown}), Told(1)
        try:
            reads = isinstance(step.expect, GivesTheBooks)
            books = self._http.read(step.call, arguments) if reads else None
        except Unanswered as error:
            return Told(0), Told(1, error={"plain HTTP": str(error)})
        self._control.clear()
        for act in step.before:
            self._act(**self._names.filled_in(act))
        outcome = self._performer.perform(step.call, arguments, once=step.once)
        requests = len(self._control.requests())
        if step.before:
            self._control.clear()
        self._names.keep(step.keep, outcome.value)
        told = told_by(outcome, requests, self._names)
        return told, expected_of(step, self._client, books, self._names)

    def _act(self, **act: Any) -> None:
        match act:
            case {"fault": name, **options}:
                self._control.fault(name, **options)
            case {"connection": end_user_id, "state": state}:
                self._control.set_connection(end_user_id, state)
            case {"finishAuth": end_user_id}:
                self._control.finish_auth(end_user_id)
            case _:
                raise KeyError(*act)
