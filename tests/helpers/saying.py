"""Every way by which a text comes into the app's log without anybody having thought about it."""

from __future__ import annotations

import json
import logging
import threading
import warnings
from collections.abc import Callable, Mapping

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.secret import Secret
from conductor_desktop.storage.uncaught import log_uncaught
from conductor_desktop.ui.application import catch_qt_messages
from conductor_desktop.work import CancelToken
from tests.helpers.stub_server import StubServer, reply_error

LIBRARY = "httpcore.http11"


def in_a_message(text: str) -> None:
    logging.getLogger("careless").info("seen: %s", text)


def in_a_structure(text: str) -> None:
    logging.getLogger("careless").warning("%s", json.dumps({"seen": [text]}))


def by_a_library(text: str) -> None:
    """At the level at which libraries print what they send."""
    logger = logging.getLogger(LIBRARY)
    before = logger.level
    logger.setLevel(logging.DEBUG)
    logger.debug("send_request_headers.started %r", {"said": text})
    logger.setLevel(before)


def in_an_exception(text: str) -> None:
    """In the first of a chain, and with the stack of whoever logged it."""
    try:
        try:
            raise ValueError(text)
        except ValueError as inner:
            raise RuntimeError("not done") from inner
    except RuntimeError:
        logging.getLogger("careless").warning("failed", exc_info=True, stack_info=True)


def in_a_thread(text: str) -> None:
    """In an error that nobody catches."""

    def fail() -> None:
        raise ValueError(text)

    put_back = log_uncaught()
    thread = threading.Thread(target=fail, name="careless")
    thread.start()
    thread.join()
    put_back()


def in_a_warning(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(text, stacklevel=1)


def by_qt(text: str) -> None:
    before = qInstallMessageHandler(None)
    catch_qt_messages(lambda: None, lambda: None)
    qWarning(text)
    qInstallMessageHandler(before)


def by_the_service(*texts: str) -> None:
    """In what it says to a developer and to a person, of a request that failed."""
    kind, code = "INVALID_REQUEST_ERROR", "INTEGRATION_ERROR"
    answers = [reply_error(400, kind, code, message=text, user_facing=text) for text in texts]
    with StubServer(answers) as server:
        client = ConductorClient(server.base_url, Secret("sk_conductor_of_the_stub"))
        for _ in texts:
            with pytest.raises(ConductorError) as caught:
                client.health_check("end_usr_1", CancelToken())
            error = caught.value
            logging.getLogger("careless").warning("refused: %s %s", error, error.details)
        client.close()


WAYS: Mapping[str, Callable[[str], None]] = {
    way.__name__: way
    for way in (
        in_a_message,
        in_a_structure,
        by_a_library,
        in_an_exception,
        in_a_thread,
        in_a_warning,
        by_qt,
    )
}


def say(*texts: str) -> None:
    """Each in every way."""
    for text in texts:
        for way in WAYS.values():
            way(text)
    by_the_service(*texts)
