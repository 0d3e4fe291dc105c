"""An official Node SDK as a process of its own that is told one call after the other."""

from __future__ import annotations

import json
import subprocess
from types import TracebackType
from typing import IO, Self

from conductor_desktop.secret import Secret
from tests.contract.conformance.node_packages import NODE, bare_environment, installed, node
from tests.contract.conformance.parts import Arguments, Outcome


class NodeClient:
    """Performs in ``node/<generation>/client.js``, with the installed packages around it."""

    def __init__(self, generation: str, base_url: str, key: Secret) -> None:
        self._process = subprocess.Popen(
            [node(), str(NODE / generation / "client.js")],
            cwd=installed(generation),
            env=sdk_environment(base_url, key),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._process:
            self._process.kill()

    def perform(self, call: str, arguments: Arguments, *, once: bool) -> Outcome:
        told, said = _pipe(self._process.stdin), _pipe(self._process.stdout)
        told.write(json.dumps({"call": call, "arguments": dict(arguments), "once": once}) + "\n")
        told.flush()
        line = said.readline()
        if not line:
            raise RuntimeError(f"the process ended at {call}; it says why on stderr")
        return Outcome(**json.loads(line))


def sdk_environment(base_url: str, key: Secret) -> dict[str, str]:
    """Address and key, for either generation, and nothing else of this machine's settings."""
    return {
        **bare_environment(),
        "CONDUCTOR_BASE_URL": base_url,
        "CONDUCTOR_MOCK_API_SERVER_URL": base_url.removesuffix("/v1"),
        "CONDUCTOR_HIDE_UPDATE_MESSAGE": "1",
        "CONDUCTOR_SECRET_KEY": key.reveal(),
    }


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
