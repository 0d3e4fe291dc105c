"""One auth view, the site it may visit, a decoy it must not, and a watch on the desktop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.web.engine import create_auth_view
from conductor_desktop.ui.web.policy import AuthPolicy
from conductor_desktop.ui.web.view import AuthView
from tests.helpers.web_site import WebSite
from tests.ui.web.stage import Stage

# As the app does: the engine asks for it before the application is made.
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)

DONE_URL = "https://vendor.example/auth/callback"


class _DesktopWatch(QObject):
    """Stands in for the system's own opening of links, from C++ too."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def nothing_opened_on_the_desktop(qapp: object) -> Iterator[None]:
    """No link was handed to the system, by anybody."""
    watch = _DesktopWatch()
    schemes = (
        *("http", "https", "file", "mailto", "tel", "qrc", "qbwc", "web+x"),
        *("ms-msdt", "ms-settings", "search-ms"),
    )
    for scheme in schemes:
        # The stub asks for bytes, PySide6 itself for a str.
        QDesktopServices.setUrlHandler(scheme, watch, "open")  # type: ignore[arg-type]
    yield
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)
    assert watch.opened == []


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite() as site:
        yield site


@pytest.fixture
def decoy() -> Iterator[WebSite]:
    """Another site of the same machine; most tests end by asking whether it heard anything."""
    with WebSite() as site:
        site.html("/", "you should not be here")
        yield site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "connection files"


@pytest.fixture
def view(
    qtbot: QtBot, site: WebSite, folder: Path, nothing_opened_on_the_desktop: None
) -> Iterator[AuthView]:
    """A shown view that may visit ``site`` alone; ends in the order the engine needs."""
    policy = AuthPolicy(frozenset(), allow_loopback_port=site.port)
    view = create_auth_view(policy, folder, redirect_url=DONE_URL)
    view.resize(640, 480)
    with qtbot.waitExposed(view):
        view.show()
    yield view
    view.close_view()
    shiboken6.delete(view)


@pytest.fixture
def stage(qtbot: QtBot, view: AuthView, site: WebSite, decoy: WebSite) -> Stage:
    return Stage(qtbot, view, site, decoy)
