"""The order of the steps, and where a setup that was left can go on."""

from __future__ import annotations

from typing import NamedTuple

from conductor_desktop.storage.names import Mode, Redoing, SetupStep
from conductor_desktop.storage.profiles import Profile

_ORDER = (
    SetupStep.WELCOME,
    SetupStep.CHECKS,
    SetupStep.END_USER,
    SetupStep.CONNECT,
    SetupStep.VERIFY,
)


class Resume(NamedTuple):
    """Where to go on, and what has to be there for it."""

    step: SetupStep
    needs_key: bool = False
    needs_link: bool = False  # which is never kept, so it has to be given again


def resume_point(profile: Profile) -> Resume:
    """Where the setup of ``profile`` was left, as far as what is kept allows."""
    step = profile.setup_step
    if profile.mode is None or step in (SetupStep.WELCOME, SetupStep.DONE):
        return Resume(SetupStep.WELCOME)
    if profile.mode is Mode.SETUP_FILE and profile.base_url is None:
        return Resume(step, needs_link=step is not SetupStep.VERIFY)
    if profile.end_user is None and step in (SetupStep.CONNECT, SetupStep.VERIFY):
        step = SetupStep.END_USER
    return Resume(step, needs_key=profile.mode is not Mode.SANDBOX)


def step_before(step: SetupStep, profile: Profile) -> SetupStep | None:
    """Where Back leads; None on the first page. A link says by itself whom it is for."""
    if step is SetupStep.CONNECT and profile.redoing is Redoing.RECONNECT:
        return None
    if step is SetupStep.CONNECT and profile.has_only_a_link:
        return SetupStep.CHECKS
    index = _ORDER.index(step)
    return _ORDER[index - 1] if index else None


def later(one: SetupStep, other: SetupStep) -> SetupStep:
    """The later of two steps."""
    return max(one, other, key=_ORDER.index)


def earlier(one: SetupStep, other: SetupStep) -> SetupStep:
    """The earlier of two steps."""
    return min(one, other, key=_ORDER.index)
