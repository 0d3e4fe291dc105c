"""The link to the auth flow: made when it is needed, used until it expires, never written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from conductor_desktop.errors import NotSetUp, Owner
from conductor_desktop.secret import Secret
from conductor_desktop.services.session import Session
from conductor_desktop.storage.profiles import Profile
from conductor_desktop.work import CancelToken

# Dates on answers are in whole seconds, and have been on their way: a clock that is right looks
# up to so far ahead, and the link would be said to work longer than it does.
_LEAST_SKEW = 5.0


@dataclass(frozen=True)
class AuthLink:
    """The auth flow's address, which carries a client secret.

    ``expires_at`` is when it stops working, by the clock of this PC, right or wrong.
    """

    url: Secret
    expires_at: datetime | None
    from_file: bool = False  # a link-only setup file gave it
    end_user_id: str | None = None


def is_good(link: AuthLink, profile: Profile, now: datetime) -> bool:
    """Whether ``link`` can still be used, and is for the EndUser that ``profile`` is for now."""
    if link.from_file:
        return profile.has_only_a_link
    same_user = profile.end_user is not None and profile.end_user.id == link.end_user_id
    return same_user and link.expires_at is not None and link.expires_at > now


def new_link(session: Session, token: CancelToken) -> AuthLink:
    """Asks Conductor for a link. Raises ``NotSetUp`` where this PC cannot ask for one."""
    if session.has_only_a_link:
        who = session.sender
        raise NotSetUp(
            "The link of your setup file is not kept on this PC, and it works once only. "
            f"This PC has no token to get another one with; {who} has.",
            f"Go back and open the setup file again, or ask {who} for a new one.",
        )
    publishable = session.access.publishable_key
    if publishable is None:
        raise NotSetUp(
            "The setup file has no publishable key, so no link can be made.",
            "Ask the vendor who sent it for a new setup file.",
            owner=Owner.VENDOR,
        )
    end_user_id = session.end_user_id
    client = session.client
    made = client.create_auth_session(
        publishable_key=publishable.reveal(), end_user_id=end_user_id, cancel=token
    ).value
    expires_at = by_this_clock(made.expires_at, client.clock_skew)
    return AuthLink(made.auth_flow_url, expires_at, end_user_id=end_user_id)


def by_this_clock(moment: datetime, skew: float | None) -> datetime:
    """When this PC's clock, ``skew`` seconds ahead, shows what is ``moment`` for Conductor.

    A PC that is an hour ahead would take every link for expired, and one behind none.
    """
    if skew is None or abs(skew) < _LEAST_SKEW:
        return moment
    try:
        return moment + timedelta(seconds=skew)
    except OverflowError:  # a link for ever
        return moment
