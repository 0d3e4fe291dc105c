"""Remembers what others on a PC could see of the app, and what came to it that is private."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.services.auth_link import AuthLink
from conductor_desktop.ui.web.view import AuthView
from tests.helpers.running_app import RunningApp


class Watch:
    """Remembers every title, every link of the flow, and how its processes were started."""

    def __init__(self, running: RunningApp, monkeypatch: pytest.MonkeyPatch) -> None:
        self.links: list[str] = []
        self.seen: set[str] = set()
        create = running.app.windows().create_view

        def watched(link: AuthLink) -> AuthView:
            self.links.append(link.url.reveal())
            view = create(link)
            view.load_state_changed.connect(lambda _state: self.look())
            return view

        monkeypatch.setattr(running.app.windows(), "create_view", watched)

    def look(self) -> None:
        """At all that others on this PC could see of the app."""
        for widget in QApplication.allWidgets():
            self.seen |= {widget.windowTitle(), widget.toolTip(), widget.objectName()}
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):  # one that has just ended
                self.seen |= set(process.cmdline())
        self.seen.add(QGuiApplication.clipboard().text())

    @property
    def secrets(self) -> dict[str, str]:
        """The part of each link that lets somebody in."""
        parts = [urlsplit(link).path.rpartition("/")[2] for link in self.links]
        assert all(len(part) > 20 for part in parts)
        return {f"link {number}": part for number, part in enumerate(parts)}


class Books:
    """Of every invoice and every customer that the app reads: who, where, and how to be reached."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.canaries: dict[str, str] = {}
        pages = ConductorClient._pages

        def noted(self_: ConductorClient, *rest: Any) -> Iterator[Any]:
            for page in pages(self_, *rest):
                for item in page.items:
                    self._note(item)
                yield page

        monkeypatch.setattr(ConductorClient, "_pages", noted)

    def _note(self, item: Any) -> None:
        kind = type(item).__name__
        for field in ("id", "full_name", "company_name", "email", "phone", "memo", "subtotal"):
            self._keep(f"{kind}'s {field}", getattr(item, field, None))
        customer = getattr(item, "customer", None)
        self._keep(f"{kind}'s customer", getattr(customer, "full_name", None))

    def _keep(self, what: str, value: object) -> None:
        """A shorter one may stand anywhere by chance."""
        text = str(value or "")
        if len(text) >= _TELLING:
            self.canaries[f"{what} {text}"] = text


_TELLING = 9
