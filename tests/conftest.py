"""What every test stands on: no real home, no real keyring, no network, no noise."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

# Set before Qt is first imported by any test.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for name in [n for n in os.environ if n.startswith("QTWEBENGINE_")]:
    del os.environ[name]
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # Chromium refuses to start as root otherwise
os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--disable-gpu"

# jsonschema builds the grammars of addresses in every script as it is imported, which takes
# seconds, and no schema here asks for one.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

import pytest

from tests.helpers.keyring import MemoryKeyring
from tests.helpers.properties import share_examples, take_time
from tests.helpers.shared_compiling import import_share

take_time()


def pytest_collection(session: pytest.Session) -> None:
    gc.disable()  # what is collected here stays to the end
    names = (Path(argument.partition("::")[0]) for argument in session.config.args)
    import_share(names, session.config.rootpath)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    share_examples(items, config.option.markexpr)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test printed or logged goes from the process that ran it to the one that shows it,
    and the way between them takes no half of a surrogate pair, which some tests log on purpose."""
    report = yield
    report.sections = [
        (title, text.encode("utf-8", "backslashreplace").decode())
        for title, text in report.sections
    ]
    return report


@pytest.fixture(autouse=True)
def private_machine(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A home folder, an app home and a keyring of this test alone."""
    import keyring

    home = tmp_path_factory.mktemp("home")
    for variable in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(home))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(home / variable.lower()))
    monkeypatch.setenv("CONDUCTOR_DESKTOP_HOME", str(home / "conductor-desktop"))
    for variable in ("CONDUCTOR_SECRET_KEY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(variable, raising=False)
    keyring.set_keyring(MemoryKeyring())  # never put back: no test may see the real one
    monkeypatch.setattr("conductor_desktop.storage.secrets.platform_backend", MemoryKeyring)
    return home


@pytest.fixture(autouse=True, scope="session")
def no_stray_collecting() -> None:
    """A collector that runs on a worker thread would delete widgets there (see ui/collector)."""
    gc.disable()
    gc.freeze()


@pytest.fixture(autouse=True)
def collect_on_this_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test leaves is deleted by the thread that made it.

    A command turns the collector on for its own process, and the app takes out of it what the app
    consists of; here the process is everybody's.
    """
    monkeypatch.setattr(gc, "enable", lambda: None)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    yield
    if "PySide6" in sys.modules:
        gc.collect(1)


@pytest.fixture(autouse=True)
def no_error_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An ERROR line nobody expected fails the test; expected ones are cleared by the test."""
    yield
    errors = [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not errors, [r.getMessage() for r in errors]
