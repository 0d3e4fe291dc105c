"""The file that says how to reach a sandbox: there, whole, as long as requests are accepted."""

from __future__ import annotations

import json
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from conductor_desktop.errors import InvalidInput
from conductor_desktop.sandbox.options import SandboxAccess

_LARGEST = 64 * 1024
_ANSWER_SECONDS = 1.0


@contextmanager
def announced(path: Path | None, access: SandboxAccess) -> Iterator[None]:
    """Raises ``InvalidInput`` when it cannot be written, or belongs to one that still runs."""
    if path is None:
        yield
        return
    _refuse_if_taken(path)
    written = _text(access)
    _write(path, written)
    try:
        yield
    finally:
        with suppress(OSError, ValueError):
            if path.read_text(encoding="utf-8") == written:  # the next run's stays
                path.unlink()


def _refuse_if_taken(path: Path) -> None:
    try:
        with path.open(encoding="utf-8") as file:
            address = urlsplit(str(json.loads(file.read(_LARGEST))["baseUrl"]))
        port = address.port or 0
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return  # not one of ours, or left behind half
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), _ANSWER_SECONDS):
        raise InvalidInput(
            "The ready file is in use",
            f"“{path}” belongs to a sandbox that is still listening on port {port}.",
            "Give another path, or stop that sandbox first.",
        )


def _text(access: SandboxAccess) -> str:
    known = {
        "baseUrl": access.base_url,
        "secretKey": access.secret_key.reveal(),
        "publishableKey": access.publishable_key,
        "endUserId": access.end_user_id,
        "controlToken": access.control_token.reveal(),
    }
    return f"{json.dumps(known)}\n"


def _write(path: Path, text: str) -> None:
    """Atomic, and readable by this user alone: it holds the key."""
    draft: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".ready-", dir=path.absolute().parent)
        draft = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
    except (OSError, ValueError) as error:
        if draft is not None:
            draft.unlink(missing_ok=True)
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InvalidInput(
            "The ready file cannot be written",
            f"“{path}” is not writable ({reason}).",
            "Give a path in a folder that exists and can be written.",
        ) from error
