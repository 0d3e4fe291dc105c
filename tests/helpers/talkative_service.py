"""A sandbox that says more than it should, and clients that do not wait long for it."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.sandbox.envelope import ApiError
from conductor_desktop.sandbox.faults import catalogue, stand_ins
from conductor_desktop.sandbox.faults.scene import Scene, Whole
from conductor_desktop.services.connection import machine
from conductor_desktop.work import CancelToken
from tests.contract.fault_matrix.limits import scaled
from tests.helpers.loud_session import UNKNOWN

ANSWERS = {
    "cookie": "crumb-8Qm2vX7w",
    "somebody in an error": UNKNOWN,
    "sign-in page": "Guest ticket 4471-QR of room 12",
    "sent to": "ticket=Zq7vXw2LpR9s",
}


def talk_about_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every error of the service names somebody, and what is no answer does as well."""
    body = ApiError.body

    def with_a_name(self: ApiError, request_id: str) -> bytes:
        said = ApiError(
            self.status,
            self.kind,
            self.code,
            f"{self.message} ({UNKNOWN})",
            user_facing=f"{self.user_facing} {UNKNOWN} knows more.",
            integration_code=self.integration_code,
        )
        return body(said, request_id)

    async def cookies(scene: Scene) -> None:
        whole = await scene.work()
        more = ((b"set-cookie", f"session={ANSWERS['cookie']}; Path=/".encode()),)
        await scene.answer(Whole(whole.status, whole.body, whole.kind, whole.headers + more))

    page = f"<title>Sign in</title><p>{ANSWERS['sign-in page']}".encode()
    said = {
        "cookies": cookies,
        "html": stand_ins.body(page, kind=b"text/html"),
        "html-as-json": stand_ins.body(page),
        "text": stand_ins.body(f'"{UNKNOWN}"'.encode()),
        "odd-error": stand_ins.body(f'{{"errors":["{UNKNOWN}"]}}'.encode(), status=502),
    }
    monkeypatch.setattr(ApiError, "body", with_a_name)
    for name, act in said.items():
        monkeypatch.setitem(catalogue.FAULTS, name, replace(catalogue.FAULTS[name], act=act))


def be_impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every client gives up soon, and tries again without a pause."""
    make = ConductorClient.__init__

    def without_waiting(cancel: CancelToken, _seconds: float) -> None:
        cancel.raise_if_cancelled()

    limits = scaled(read=2.0, total=6.0)
    impatient = functools.partialmethod(make, pause=without_waiting, limits=limits)
    monkeypatch.setattr(ConductorClient, "__init__", impatient)
    monkeypatch.setattr(machine, "BETWEEN_CLICKS", 0.0)
