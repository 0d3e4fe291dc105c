"""One look from all places at once: what this PC shows, what Conductor says, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from conductor_desktop.services.checks import CheckReport
from conductor_desktop.services.connection.diagnosis import Diagnosis, diagnose
from conductor_desktop.services.connection.evidence import Evidence, PcLook, weigh
from conductor_desktop.services.connection.quick import replace
from conductor_desktop.services.connection.report import ConnectionReport
from conductor_desktop.services.connection.service import ConnectionService
from conductor_desktop.work import CancelToken


class LooksAtPc(Protocol):
    """``services.checks.PcChecks`` as it is used here."""

    def look(self, cancel: CancelToken, *, way: bool) -> CheckReport: ...


@dataclass(frozen=True)
class Examination:
    """``report`` is told as the cause has it, where one is proven.

    ``noted_since`` is what the running app has noted of the same.
    """

    report: ConnectionReport
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    evidence: Evidence = field(default_factory=Evidence)
    noted_since: datetime | None = None

    @property
    def since(self) -> datetime | None:
        """Since when it is as it is (UTC), if the running app has noted that.

        Without it that is known only of what is good, by the last proof.
        """
        if self.noted_since is not None:
            return self.noted_since
        is_good = self.report.said.is_good and self.diagnosis.cause is None
        return self.report.last_proof_at if is_good else None


def examine(
    service: ConnectionService, pc: LooksAtPc, cancel: CancelToken, *, active: bool
) -> Examination:
    """Look at this PC, and ask Conductor, or QuickBooks itself where ``active``.

    This PC is looked at before QuickBooks is asked, so that its answer counts more; the way to
    Conductor only where a question got stuck on it. Blocks; raises ``Cancelled`` alone.
    """
    look = pc.look(cancel, way=False)
    answer = service.active(cancel) if active else service.passive(cancel)
    if answer.said.is_of_the_way:
        look = pc.look(cancel, way=True)
    evidence = Evidence(pc=PcLook(look, answer.checked_at)).with_answer(answer)
    diagnosis = diagnose(weigh(evidence, answer.checked_at))
    return Examination(as_diagnosed(answer, diagnosis), diagnosis, evidence)


def as_diagnosed(report: ConnectionReport, diagnosis: Diagnosis) -> ConnectionReport:
    """The report in the words of its proven cause; without one as it is."""
    cause = diagnosis.cause
    if cause is None:
        return report
    return replace(
        report,
        state=cause.state,
        headline=cause.title,
        explanation=cause.explanation,
        next_step=cause.next_step,
        owner=cause.owner,
        steps=cause.steps,
        if_that_fails=cause.if_that_fails,
    )
