"""A page that tries everything reaches nobody else: no request, no connection, not even a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.net_log import NetLog
from tests.helpers.web_site import WebSite
from tests.ui.web.hostile import HEARD, hostile_page
from tests.ui.web.visit import Job, run_visit

pytestmark = pytest.mark.slow


def told(site: WebSite, decoy: WebSite, folder: Path, *, plain: bool) -> NetLog:
    """What the engine says of its connections after the page has tried everything."""
    path = folder / "net.json"
    job = Job(
        urls=[hostile_page(site, decoy)],
        port=site.port,
        folder=str(folder),
        until="window.allTried === true",
        plain=plain,
    )
    log = f"--log-net-log={path} --net-log-capture-mode=Everything"
    if plain:
        run_visit(job, {"QTWEBENGINE_CHROMIUM_FLAGS": log})
    else:
        seen, _ = run_visit(Job(**job, flags=log), {})
        assert seen["pages"][0]["phase"] == "loaded"
    return NetLog(path)


def test_in_our_view_it_reaches_nobody(site: WebSite, decoy: WebSite, tmp_path: Path) -> None:
    log = told(site, decoy, tmp_path, plain=False)
    assert decoy.hits == []
    assert decoy.connections == 0
    assert log.addresses == {f"127.0.0.1:{site.port}"}
    assert log.names <= {"127.0.0.1", "~notfound"}
    assert log.datagrams == 0


def test_in_a_plain_view_it_reaches_everybody(
    site: WebSite, decoy: WebSite, tmp_path: Path
) -> None:
    """So the test above tests our view, and not a page that does not work."""
    log = told(site, decoy, tmp_path, plain=True)
    assert {f"/{name}" for name in HEARD} <= set(decoy.paths())
    # Preconnecting is not looked for: Chromium does it when it has time to, and may not come to it.
    assert "turn.localhost" in log.names
