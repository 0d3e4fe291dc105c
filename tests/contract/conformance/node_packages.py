"""The official Node SDKs, installed by their lock once per machine, outside the checkout."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import platformdirs

NODE = Path(__file__).parent / "node"

# As this module is first imported, which is before tests are given a home of their own: npm finds
# its registry, proxy and certificates in the settings of the person who runs the tests.
_ENVIRONMENT = dict(os.environ)
_CACHE = platformdirs.user_cache_path("conductor-desktop-tests", appauthor=False)

_OUT_OF_REACH = re.compile(
    r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT"
    r"|ERR_SOCKET_TIMEOUT|FETCH_ERROR|E5\d\d)\b"
)
_FILES = ("package.json", "package-lock.json", ".npmrc")

_NEEDED_BY_ANY_PROGRAM = ("PATH", "SYSTEMROOT", "TEMP", "TMP")


class NotHere(Exception):
    """The Node SDKs cannot be tried on this machine, and why."""


def bare_environment() -> dict[str, str]:
    """What a program needs to start, and none of this machine's settings of SDKs and proxies."""
    return {n: _ENVIRONMENT[n] for n in _NEEDED_BY_ANY_PROGRAM if n in _ENVIRONMENT}


def node() -> str:
    """Node.js. Raises ``NotHere`` on a machine without it or without npm."""
    return _program("node")


def _program(name: str) -> str:
    program = shutil.which(name, path=_ENVIRONMENT.get("PATH"))
    if program is None:
        raise NotHere(f"The Node SDKs are not tried here: there is no {name} on PATH.")
    return program


def installed(generation: str) -> Path:
    """The folder whose ``node_modules`` hold conductor-node of this generation.

    Raises ``NotHere`` where npm does not reach its registry; where ``CI`` is set that is an
    error like any other, so that nobody loses these tests without noticing.
    """
    found = _found(generation)
    if isinstance(found, NotHere):
        raise found
    return found


@functools.cache
def _found(generation: str) -> Path | NotHere:
    """Tried once: finding out that nothing can be reached may take a while."""
    lock = (NODE / generation / "package-lock.json").read_bytes()
    folder = _CACHE / f"conductor-node-{generation}-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not folder.is_dir():
        try:
            _install(generation, folder)
        except NotHere as reason:
            return reason
    return folder


def _install(generation: str, folder: Path) -> None:
    """Whole or not at all, even if another run of the tests installs the same at this moment."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_CACHE, ignore_cleanup_errors=True) as drafts:
        draft = Path(drafts) / "draft"
        draft.mkdir()
        for name in _FILES:
            shutil.copy(NODE / generation / name, draft)
        _run_npm_ci(draft)
        with contextlib.suppress(OSError):  # the other run was faster
            draft.rename(folder)
    assert folder.is_dir()


def _run_npm_ci(folder: Path) -> None:
    ended = subprocess.run(
        [_program("npm"), "ci", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"],
        cwd=folder,
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if not ended.returncode:
        return
    if _OUT_OF_REACH.search(ended.stderr) and not _ENVIRONMENT.get("CI"):
        reason = ended.stderr.partition("\n")[0]
        raise NotHere(f"The Node SDKs are not tried here: npm reaches no registry ({reason}).")
    raise RuntimeError(f"npm ci did not work:\n{ended.stderr}")
