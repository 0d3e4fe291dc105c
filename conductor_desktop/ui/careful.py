"""The windows' services in safe mode: all but what may keep the app from running."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from conductor_desktop.once import Once
from conductor_desktop.services.last_time.errors import NoPageInSafeMode

if TYPE_CHECKING:
    from conductor_desktop.services.auth_link import AuthLink
    from conductor_desktop.services.connection.kept_rest import KeptRest
    from conductor_desktop.ui.providers import Providers
    from conductor_desktop.work import CancelToken


def careful(providers: Providers) -> Providers:
    """The same without the web engine and the start with Windows; the watch is paused at first."""

    def rest() -> KeptRest:
        from conductor_desktop.services.connection.rest import Pause

        kept = providers.rest()
        kept.change(replace(kept.now, pause=Pause()))  # which is over with this run
        return kept

    return replace(
        providers,
        create_view=_no_page,
        warm_up=_nothing_to_read,
        engine_pieces=tuple,
        own_start=lambda: None,
        rest=Once(rest),
    )


def _no_page(_link: AuthLink) -> NoReturn:
    raise NoPageInSafeMode


def _nothing_to_read(_cancel: CancelToken) -> None:
    """There is no engine to be loaded."""
