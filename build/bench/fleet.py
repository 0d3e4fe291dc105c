"""What Conductor would see of 10,000 PCs: started together, and back from an outage together.

Each follows the schedule of the app itself, with a seed of its own; nothing goes over a network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from build.bench.report import Verdict
from conductor_desktop.services.connection.schedule import Schedule

CLIENTS = 10_000
STARTED_WITHIN = 5.0
"""Seconds in which all are started, as by one order to the whole company."""
MINUTE = 60.0
HOUR = 3600.0
OUTAGE = (2 * HOUR, 2 * HOUR + 20 * MINUTE)
END = 5 * HOUR
LONGEST_RETRY = 2 * MINUTE
"""So long after an outage the last of those that were tried again in it are through."""
MOST_TIMES_MEAN = 1.5


def questions(seed: int, started: float) -> Iterator[float]:
    """When one client asks, in seconds; its window is hidden."""
    schedule, failures = Schedule.starting(started, seed), 0
    while (now := schedule.notes) < END:
        yield now
        if OUTAGE[0] <= now < OUTAGE[1]:
            failures += 1
            schedule = schedule.failed(now, failures, None)
        else:
            schedule = schedule.went_well(now, in_front=False, again=failures > 0)
            failures = 0


@dataclass(frozen=True)
class Load:
    """Questions of all clients, counted by the minute and by the second."""

    minutes: tuple[int, ...]
    seconds: tuple[int, ...]

    @classmethod
    def of(cls, times: Iterable[float]) -> Load:
        minutes, seconds = [0] * int(END // MINUTE), [0] * int(END)
        for at in times:
            minutes[int(at // MINUTE)] += 1
            seconds[int(at)] += 1
        return cls(tuple(minutes), tuple(seconds))

    def mean(self, begin: float, end: float) -> float:
        """Questions a minute."""
        part = self._part(begin, end)
        return sum(part) / len(part)

    def busiest(self, begin: float, end: float) -> int:
        """Questions in the busiest minute."""
        return max(self._part(begin, end))

    def busiest_second(self, begin: float, end: float) -> int:
        return max(self.seconds[int(begin) : int(end)])

    def _part(self, begin: float, end: float) -> tuple[int, ...]:
        return self.minutes[int(begin // MINUTE) : int(end // MINUTE)]


def simulate(clients: int = CLIENTS) -> Load:
    """The whole fleet, from its start to hours after an outage of 20 minutes."""
    return Load.of(
        at for seed in range(clients) for at in questions(seed, STARTED_WITHIN * seed / clients)
    )


def verdicts(load: Load) -> Iterator[Verdict]:
    """The report, line by line."""
    usual = load.mean(HOUR, OUTAGE[0])
    yield _peak("after a start together", load, (0.0, HOUR), usual)
    out = load.mean(*OUTAGE)
    yield Verdict(
        f"{CLIENTS:,} PCs in an outage of 20 minutes: {out / MINUTE:.0f} questions a second, "
        f"{load.busiest(*OUTAGE) / MINUTE:.0f} in the busiest minute",
        None,
    )
    yield _peak("after the outage", load, (OUTAGE[1] + LONGEST_RETRY, END), usual)


def _peak(when: str, load: Load, part: tuple[float, float], usual: float) -> Verdict:
    times = load.busiest(*part) / usual
    met = times <= MOST_TIMES_MEAN
    return Verdict(
        f"{CLIENTS:,} PCs {when}: busiest minute {times:.2f} times the mean "
        f"(at most {MOST_TIMES_MEAN:g}): {'ok' if met else 'too many'}  "
        f"[mean {usual / MINUTE:.1f} a second, busiest second {load.busiest_second(*part)}]",
        met,
    )
