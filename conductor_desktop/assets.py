"""Where the files of ``resources/`` are, in a checkout, in a wheel and in the built program."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def asset(name: str) -> Path:
    """The path of ``resources/<name>``. Raises ``FileNotFoundError`` when it is not shipped."""
    for folder in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        path = folder / name
        if path.exists():
            return path
    raise FileNotFoundError(f"resources/{name} is missing from this installation")
