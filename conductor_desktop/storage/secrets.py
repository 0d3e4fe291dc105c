"""Keeps keys in the operating system's own store for passwords, or only for this run.

There is no third way: never a file, never an environment variable. The store is chosen here and
nowhere else; ``PYTHON_KEYRING_BACKEND`` and ``keyringrc.cfg`` cannot turn it into another one.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from conductor_desktop.secret import Secret
from conductor_desktop.storage.errors import SecretNotStorable, SecretStoreProblem
from conductor_desktop.storage.names import is_entry_name

log = logging.getLogger(__name__)

SERVICE = "Conductor Desktop"
ANSWER_SECONDS = 20.0

# A Windows credential holds 2,560 bytes, two for each character (Microsoft's wincred.h). One
# limit everywhere, so that a key accepted on one PC is accepted on the next.
LONGEST_SECRET = 1280

_NO_SUCH_LOGON_SESSION = 1312  # Windows: in remote commands and some scheduled tasks
_MOST_COPIES = 8

_T = TypeVar("_T")


class SecretStore(Protocol):
    """Where secrets are kept. Calls may block for ``ANSWER_SECONDS``: never on the UI thread.

    ``name`` is made by ``names.entry_name``; another one is a bug (``ValueError``).
    """

    @property
    def persistent(self) -> bool:
        """Whether what is set is still there after a restart."""

    def get(self, name: str) -> Secret | None:
        """The secret, None when there is none. Raises ``SecretStoreProblem``."""

    def set(self, name: str, secret: Secret) -> None:
        """Replace the secret. Raises ``SecretNotStorable`` and ``SecretStoreProblem``."""

    def delete(self, name: str) -> None:
        """Remove the secret and every copy of it. Raises ``SecretStoreProblem``."""


class Backend(Protocol):
    """The part of keyring's ``KeyringBackend`` that is used here."""

    def get_password(self, service: str, username: str, /) -> str | None: ...

    def set_password(self, service: str, username: str, password: str, /) -> None: ...

    def delete_password(self, service: str, username: str, /) -> None: ...


class SessionStore:
    """Forgets everything when the app is closed."""

    persistent = False

    def __init__(self) -> None:
        self._secrets: dict[str, Secret] = {}

    def get(self, name: str) -> Secret | None:
        return self._secrets.get(_known(name))

    def set(self, name: str, secret: Secret) -> None:
        self._secrets[_known(name)] = _storable(secret)

    def delete(self, name: str) -> None:
        self._secrets.pop(_known(name), None)


class KeyringStore:
    """The operating system's store. One call at a time, each with an end."""

    persistent = True

    def __init__(
        self, backend: Backend, *, service: str = SERVICE, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._backend = backend
        self._service = service
        self._answer_seconds = answer_seconds
        self._busy = threading.Lock()

    def get(self, name: str) -> Secret | None:
        entry = _known(name)
        value = self._ask(lambda: self._read(entry))
        if value is None:
            return None
        if not value or not value.isascii() or not value.isprintable():
            raise SecretStoreProblem(
                "The key kept on this PC is damaged.",
                "Give the key or the setup file once more in the guided setup.",
                reason="not a key",
            )
        return Secret(value)

    def set(self, name: str, secret: Secret) -> None:
        entry, value = _known(name), _storable(secret).reveal()
        self._ask(lambda: self._replace(entry, value))

    def delete(self, name: str) -> None:
        entry = _known(name)
        self._ask(lambda: self._remove(entry))

    def _read(self, name: str) -> str | None:
        return self._backend.get_password(self._service, name)

    def _replace(self, name: str, value: str) -> None:
        before = self._read(name)
        # keyring on Windows keeps the old value beside a new one, readable, unless it is deleted.
        self._remove(name)
        try:
            self._backend.set_password(self._service, name, value)
            if self._read(name) != value:
                raise SecretStoreProblem(*_REFUSED, reason="read back differently")
            self._expect_copies(name, 1)
        except Exception:
            if before is not None:
                with contextlib.suppress(Exception):  # the first failure is the one to tell
                    self._backend.set_password(self._service, name, before)
            raise

    def _remove(self, name: str) -> None:
        for _ in range(_MOST_COPIES):
            if self._read(name) is None:
                break
            self._backend.delete_password(self._service, name)
        if self._read(name) is not None:
            raise SecretStoreProblem(*_REFUSED, reason="not deleted")
        self._expect_copies(name, 0)

    def _expect_copies(self, name: str, wanted: int) -> None:
        """Where every entry can be seen, there are none but these."""
        copies = getattr(self._backend, "copies", None)
        if copies is not None and (found := copies(self._service, name)) != wanted:
            raise SecretStoreProblem(*_REFUSED, reason=f"{found} entries instead of {wanted}")

    def _ask(self, action: Callable[[], _T]) -> _T:
        # A call that waits for a password prompt is not joined by a second prompt.
        if not self._busy.acquire(timeout=self._answer_seconds):
            raise SecretStoreProblem(*_SILENT, reason="busy")
        return _within(self._answer_seconds, action, self._busy.release)


def open_secret_store(
    *,
    backend: Backend | None = None,
    service: str = SERVICE,
    answer_seconds: float = ANSWER_SECONDS,
) -> SecretStore:
    """This PC's store, else one for this run (``persistent`` is then False).

    ``backend`` is for tests. Takes some 0.2 s (imports keyring), so never on the UI thread.
    """
    try:
        chosen = backend or _within(answer_seconds, platform_backend)
    except SecretStoreProblem as problem:
        log.warning("no password store on this PC: %s", problem.details.get("reason"))
        return SessionStore()
    return KeyringStore(chosen, service=service, answer_seconds=answer_seconds)


def platform_backend() -> Backend:
    """keyring's backend for this operating system. Raises when it cannot work here."""
    if sys.platform == "win32":
        from conductor_desktop.storage.windows_vault import WindowsVault

        return _working(WindowsVault())
    if sys.platform == "darwin":
        from keyring.backends.macOS import Keyring as Keychain

        keychain = _as_made(Keychain())
        keychain.keychain = None  # the environment variable KEYCHAIN_PATH has no say
        return _working(keychain)
    from keyring.backends.SecretService import Keyring as SecretService

    return _working(_as_made(SecretService()))  # type: ignore[no-untyped-call]


def _as_made(backend: _T) -> _T:
    """Without what keyring takes over from KEYRING_PROPERTY_… in the environment."""
    vars(backend).clear()
    return backend


class _Probed(Backend, Protocol):
    @property
    def priority(self) -> float: ...


def _working(backend: _Probed) -> Backend:
    log.debug("password store of priority %s", backend.priority)  # raises when it cannot work
    return backend


_REFUSED = (
    "The password store of this PC did not accept a change.",
    "Sign out and in again, then try once more.",
)
_SILENT = (
    "The password store of this PC did not answer. It may be waiting for a password in another "
    "window.",
    "Answer that window if there is one, then try again.",
)
_FAILED = (
    "The password store of this PC could not be used.",
    "Sign out and in again, then try once more. If it stays so, ask whoever looks after this PC.",
)
_NO_SESSION = (
    "Windows has no password store in this kind of session, such as a remote command or a "
    "scheduled task.",
    "Start Conductor Desktop from the desktop of the Windows user it was set up for.",
)


def _within(
    seconds: float, action: Callable[[], _T], afterwards: Callable[[], None] = lambda: None
) -> _T:
    """``action``'s result, or ``SecretStoreProblem`` when it fails or takes too long.

    A locked store asks for its password in a window of its own and waits for ever; the thread
    that asked is left behind (it does not keep the process alive).
    """
    results: list[_T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(action())
        except BaseException as error:  # handed to the caller's thread below
            failures.append(error)
        finally:
            afterwards()

    thread = threading.Thread(target=run, name="password store", daemon=True)
    thread.start()
    thread.join(seconds)
    if results:
        return results[0]
    if not failures:
        raise SecretStoreProblem(*_SILENT, reason="no answer")
    raise _translated(failures[0])


def _translated(error: BaseException) -> BaseException:
    """keyring's own errors, and those of the systems below it, which have no common class."""
    if isinstance(error, SecretStoreProblem) or not isinstance(error, Exception):
        return error
    code = getattr(error, "winerror", None)
    words = _NO_SESSION if code == _NO_SUCH_LOGON_SESSION else _FAILED
    reason = f"{type(error).__name__} {code}" if code is not None else type(error).__name__
    problem = SecretStoreProblem(*words, reason=reason)
    problem.__cause__ = error
    return problem


def _known(name: str) -> str:
    if not is_entry_name(name):
        raise ValueError(f"no secret is called {name}")
    return name


def _storable(secret: Secret) -> Secret:
    value = secret.reveal()
    if not value:
        raise SecretNotStorable("The key is empty.")
    if not value.isascii() or not value.isprintable() or " " in value:
        raise SecretNotStorable("The key has a space, a line break or a letter that no key has.")
    if len(value) > LONGEST_SECRET:
        raise SecretNotStorable(
            f"The key has {len(value):,} characters; a key has at most {LONGEST_SECRET:,}."
        )
    return secret
