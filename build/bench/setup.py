"""How the guided setup feels: to the sign-in page, to a list of 5,000, and never standing still.

A process of its own walks through all of it, faster than any person: on a sandbox with 5,000
EndUsers, and on one as it comes, in turns with another process that shows the same sign-in page in
a bare web view.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence

from build.bench import report
from build.bench.report import Figures, Verdict, medians
from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.sandbox.server import SandboxAccess, SandboxOptions, SandboxServer
from conductor_desktop.work import CancelToken

ROUNDS = 5
END_USERS = 5000
PATIENCE_SECONDS = 120.0

MOST_TIMES_BARE = 1.5
MOST_LIST_SECONDS = 1.0
LONGEST_STALL_MS = 250.0
STALL = "stall_ms"  # before the name of a step


def walk_setup(access: SandboxAccess, end_users: int) -> Figures:
    """What the walk through the setup says of itself, where there are ``end_users`` already."""
    sandbox = {
        "base_url": access.base_url,
        "secret_key": access.secret_key.reveal(),
        "publishable_key": access.publishable_key,
        "end_users": end_users,
    }
    return _run("setup_worker", json.dumps(sandbox))


def show_bare_page(access: SandboxAccess) -> Figures:
    """How long a bare web view takes to show the same page."""
    client = ConductorClient(access.base_url, access.secret_key)
    session = client.create_auth_session(
        publishable_key=access.publishable_key,
        end_user_id=access.end_user_id,
        cancel=CancelToken(),
    )
    client.close()
    return _run("bare_view", session.value.auth_flow_url.reveal())


def _run(worker: str, words: str) -> Figures:
    return report.run_worker(
        worker,
        ["-m", f"build.bench.{worker}"],
        seconds=PATIENCE_SECONDS,
        words=f"{words}\n",
        environment=report.environment(),
    )


def measure() -> tuple[list[Figures], list[Figures]]:
    """What each round said: of the setup, and of the bare page."""
    ours, bare = [], []
    for _ in range(ROUNDS):
        with SandboxServer(SandboxOptions(end_users=END_USERS)) as access:
            crowded = walk_setup(access, END_USERS)
        with SandboxServer(SandboxOptions()) as access:
            bare.append(show_bare_page(access))
            ours.append(joined(walk_setup(access, SandboxOptions().end_users), crowded))
    return ours, bare


def joined(usual: Figures, crowded: Figures) -> Figures:
    """Of the page the usual walk, of the list the one among many, of a stall the longer one."""
    stalls = {name: max(usual[name], crowded[name]) for name in usual if name.startswith(STALL)}
    return {**usual, "list_seconds": crowded["list_seconds"], **stalls}


def verdicts(ours: Sequence[Figures], bare: Sequence[Figures]) -> Iterator[Verdict]:
    """The report, line by line."""
    middle = medians(ours)
    yield connected(middle["connect_seconds"], medians(bare)["seconds"])
    yield listed(middle["list_seconds"])
    yield stalled(ours, bare)


def connected(seconds: float, bare: float) -> Verdict:
    """From the click that leads to Connect to the loaded page, against the page alone."""
    times = seconds / bare
    met = times <= MOST_TIMES_BARE
    return Verdict(
        f"click to sign-in page: {times:.2f} times a bare view (at most {MOST_TIMES_BARE:g}): "
        f"{'ok' if met else 'too slow'}  "
        f"[ours {seconds * 1000:.0f} ms, bare {bare * 1000:.0f} ms, medians of {ROUNDS}]",
        met,
    )


def listed(seconds: float) -> Verdict:
    met = seconds <= MOST_LIST_SECONDS
    return Verdict(
        f"click to a list of {END_USERS:,} EndUsers: {seconds:.2f} s "
        f"(at most {MOST_LIST_SECONDS:g}): {'ok' if met else 'too slow'}  [median of {ROUNDS}]",
        met,
    )


def stalled(ours: Sequence[Figures], bare: Sequence[Figures]) -> Verdict:
    """The longest that the window ever stood still, and what starting the engine costs anyway.

    Of each step the best of all rounds: what else the machine does only adds to it.
    """
    steps = [name for name in ours[0] if name.startswith(STALL)]
    best = {name.removeprefix(STALL).strip(): min(one[name] for one in ours) for name in steps}
    engine = min(one[STALL] for one in bare)
    longest = max(best.values())
    met = longest <= LONGEST_STALL_MS
    each = ", ".join(f"{name} {milliseconds:.0f}" for name, milliseconds in best.items())
    return Verdict(
        f"longest stall of the window: {longest:.0f} ms (at most {LONGEST_STALL_MS:g}): "
        f"{'ok' if met else 'too long'}  [{each}, a bare view {engine:.0f}; best of {ROUNDS}]",
        met,
    )


def main() -> int:
    return report.print_report("setup", lambda: verdicts(*measure()))


if __name__ == "__main__":
    sys.exit(main())
