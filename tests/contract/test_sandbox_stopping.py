"""The sandbox stops in the middle of a crowd without forgetting anybody's connection."""

from __future__ import annotations

import gc
import socket
import threading
import warnings
from urllib.parse import urlsplit

from tests.helpers.sandbox import running_sandbox

_REQUEST = b"GET /v1/end-users HTTP/1.1\r\nHost: sandbox\r\n\r\n"


class Crowd:
    """Comes and goes as fast as it can, until it is told to stop."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._over = threading.Event()
        self.is_pushing = threading.Event()
        self._thread = threading.Thread(target=self._push)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _push(self) -> None:
        count = 0
        while not self._over.is_set():
            with socket.socket() as one:
                try:
                    one.connect(("127.0.0.1", self._port))
                    one.sendall(_REQUEST)
                except OSError:
                    continue
            count += 1
            if count == 20:
                self.is_pushing.set()


def test_every_connection_is_closed_however_the_sandbox_is_stopped() -> None:
    gc.collect()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ResourceWarning)
        for _ in range(4):
            with running_sandbox() as access:
                crowd = Crowd(urlsplit(access.base_url).port or 0)
                assert crowd.is_pushing.wait(60)
            crowd.end()
        gc.collect()
    assert [str(warning.message) for warning in caught] == []
