"""Which connection a command is about: named on the command line, or the only one there is."""

from __future__ import annotations

from collections.abc import Mapping

from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.connection_names import names_of
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.profiles import Settings

_MOST_LISTED = 20


class WhichConnection(InvalidInput):
    """No one connection is meant; those that may be are listed."""

    def __init__(self, title: str, explanation: str, listed: Mapping[ProfileName, str]) -> None:
        shown = [f"“{text}” ({name})" for name, text in list(listed.items())[:_MOST_LISTED]]
        more = len(listed) - len(shown)
        those = "; ".join(shown) + (f"; and {more} more" if more else "")
        super().__init__(
            title,
            f"{explanation} This PC has: {those or 'none yet'}.",
            "Choose one with --profile, by the name in brackets or by its company's name.",
        )


def profile_named(settings: Settings, text: str, *, sandbox: bool = False) -> ProfileName:
    """The profile that ``text`` names: ``live-2``, or its company as the window shows it.

    The beginning of a company's name is enough where no other one begins so. Raises
    ``WhichConnection``, and ``InvalidInput`` if the ``sandbox`` is asked for as well.
    """
    wanted = text.strip()
    name = ProfileName.parse(wanted.lower())
    if sandbox and name != ProfileName.SANDBOX:
        raise InvalidInput(
            "Two connections are named",
            "--profile names one connection, and --sandbox another one.",
            "Leave out one of the two.",
        )
    if name is not None and (name in settings.profiles or name == ProfileName.SANDBOX):
        return name
    names = names_of(settings)
    found = _of_company(names, wanted)
    if len(found) == 1:
        return found[0]
    shown = wanted if wanted.isprintable() and len(wanted) <= 80 else "what was given"
    if found:
        some = {name: names[name] for name in found}
        raise WhichConnection("Several connections fit", f"“{shown}” fits more than one.", some)
    raise WhichConnection("No such connection", f"No connection is called “{shown}”.", names)


def _of_company(names: Mapping[ProfileName, str], wanted: str) -> list[ProfileName]:
    """Those of exactly this name, else those whose names begin so."""
    folded = wanted.casefold()
    exact = [name for name, text in names.items() if text.casefold() == folded]
    if exact or not folded:
        return exact
    return [name for name, text in names.items() if text.casefold().startswith(folded)]


def likely(settings: Settings, end_user_id: str | None, *, live_only: bool) -> ProfileName:
    """What a command uses that names no connection: the only one there is, else the latest one.

    ``live_only``: made-up books must not pass for those that are asked for.
    """
    active = settings.active_profile
    if active == ProfileName.SANDBOX and not live_only:
        return active
    found = _settled(settings, end_user_id) or _settled(settings)
    if len(found) == 1:
        return found[0]
    return active if active != ProfileName.SANDBOX else ProfileName.LIVE


def make_sure(settings: Settings, end_user_id: str | None = None) -> None:
    """Raises ``WhichConnection`` where several could be meant, and none or no EndUser was named.

    Whichever the window has shown last is not for a script to guess.
    """
    found = _settled(settings, end_user_id) or _settled(settings)
    if len(found) > 1:
        names = names_of(settings)
        some = {name: names[name] for name in found}
        raise WhichConnection(
            "Which connection is meant?", "This PC has more than one connection.", some
        )


def _settled(settings: Settings, end_user_id: str | None = None) -> list[ProfileName]:
    """The connections that there is something to ask about; of this EndUser if one is named."""
    return [
        name
        for name, profile in settings.live.items()
        if profile.is_settled
        and (end_user_id is None or (profile.end_user and profile.end_user.id == end_user_id))
    ]
