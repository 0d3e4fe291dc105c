"""Does one thing with a log or a described PC, in a process of its own, and says what it took."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from build.bench.conductor_reader import peak_bytes
from build.bench.pc_log import OTHERS, OURS, write_log
from conductor_desktop.assets import asset
from conductor_desktop.services.checks import PcChecks, Purpose
from conductor_desktop.storage.profiles import OwnApplication
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.this_pc import ThisPc
from conductor_desktop.workstation.web_connector_log.follower import WebConnectorLog
from conductor_desktop.workstation.web_connector_log.ownership import Application

_PIECE_BYTES = 256 * 1024
_TRIES = 5

Measured = dict[str, float]


def first_look(path: Path, megabytes: float) -> Measured:
    """A first look at a log of which all but the end is empty: seconds, and memory it took."""
    with path.open("wb") as file:
        file.truncate(int((megabytes - 5) * 1e6))
    write_log(path, 5, (OURS, *OTHERS), whole_xml=False)
    follower = _follower(path)
    before = psutil.Process().memory_info().rss
    began = time.perf_counter()
    look = follower.look()
    seconds = time.perf_counter() - began
    return {
        "megabytes": path.stat().st_size / 1e6,
        "seconds": seconds,
        "bytes": peak_bytes() - before,
        "events": len(look.events),
    }


def default(path: Path, megabytes: float) -> Measured:
    """Three applications at the default level."""
    write_log(path, megabytes, (OURS, *OTHERS), whole_xml=False)
    return _followed(path)


def verbose(path: Path, megabytes: float) -> Measured:
    """Three applications with whole requests and answers."""
    write_log(path, megabytes, (OURS, *OTHERS), whole_xml=True)
    return _followed(path)


def alone(path: Path, megabytes: float) -> Measured:
    """Our application alone at the default level, where every third line is told."""
    write_log(path, megabytes, (OURS,), whole_xml=False)
    return _followed(path)


def checks(_path: Path, _megabytes: float) -> Measured:
    """All checks on the sandbox's PC, once everything is imported."""
    ours = OwnApplication("Conductor Desktop Sandbox", "localhost")
    purpose = Purpose("https://api.conductor.is/v1", ours)
    pc = PcChecks(DescribedPc.load(asset("pcs/sandbox.json")), purpose)
    pc.run(lambda _result: None, CancelToken())
    began = time.perf_counter()
    report = pc.run(lambda _result: None, CancelToken())
    return {"seconds": time.perf_counter() - began, "checks": len(report.results)}


def _followed(written: Path) -> Measured:
    """Processor time for reading a log to its end, and for reading its bytes and no more.

    The best of some tries: what keeps a processor from being as fast as it is only adds to it.
    """
    tries = [_follow(written) for _ in range(_TRIES)]
    return {
        "megabytes": written.stat().st_size / 1e6,
        "bare_seconds": min(_read_bare(written) for _ in range(_TRIES)),
        "seconds": min(seconds for seconds, _ in tries),
        "events": tries[0][1],
    }


def _read_bare(path: Path) -> float:
    began = time.process_time()
    with path.open("rb") as file:
        while file.read(_PIECE_BYTES):
            pass
    return time.process_time() - began


def _follow(written: Path) -> tuple[float, int]:
    """Seconds, and how many events there were."""
    path = written.with_suffix(".followed")
    path.write_bytes(b"")
    follower = _follower(path)
    follower.look()  # at an empty log, so that nothing of what comes is passed over
    shutil.copyfile(written, path)
    began = time.process_time()
    look = follower.look()
    events = len(look.events)
    while look.behind:
        look = follower.look()
        events += len(look.events)
    return time.process_time() - began, events


def _follower(path: Path) -> WebConnectorLog:
    name, host = OURS
    return WebConnectorLog(ThisPc(), str(path), Application(frozenset({name}), frozenset({host})))


WORK: dict[str, Callable[[Path, float], Measured]] = {
    work.__name__: work for work in (first_look, default, verbose, alone, checks)
}

if __name__ == "__main__":
    print(json.dumps(WORK[sys.argv[1]](Path(sys.argv[2]), float(sys.argv[3]))))
