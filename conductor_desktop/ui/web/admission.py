"""Which page of the auth flow gets a view of the app's own: who leads there, and who allows it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6

from conductor_desktop.services.auth_link import AuthLink
from conductor_desktop.services.policies import Policies
from conductor_desktop.services.policies.auth_view import require_own_view
from conductor_desktop.services.web_engine import require_fresh_engine
from conductor_desktop.ui.web import engine
from conductor_desktop.ui.web.policy import LinkRefused, policy_for

if TYPE_CHECKING:
    from conductor_desktop.ui.web.view import AuthView


def view_for(
    link: AuthLink, base_url: str | None, policies: Policies, download_folder: Path
) -> AuthView:
    """The view that ``link``, of the API at ``base_url``, is shown in. UI thread only.

    Raises ``LinkRefused`` for one that leads elsewhere, ``OnlyInBrowser`` and ``EngineOutdated``
    where the browser has to do, and ``EngineMissing``.
    """
    policy = policy_for(link.url, base_url)
    if not policy.allows_page(link.url.reveal()):
        raise LinkRefused(from_file=link.from_file)
    require_own_view(policies)
    if policy.allow_loopback_port is None:  # not a page of this PC
        today = datetime.now(UTC).date()
        require_fresh_engine(PySide6.__version__, today, is_managed=policies.is_managed)
    return engine.create_auth_view(policy, download_folder)
