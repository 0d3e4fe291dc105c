"""The options that every command has, and the window too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CommonOptions:
    """As given on the command line; nothing here is a secret."""

    home: str | None = None
    sandbox: bool = False
    profile: str | None = None
    base_url: str | None = None
    end_user: str | None = None
    safe_mode: bool = False
    in_tray: bool = False
    """The window comes when somebody asks for it; commands have none."""
