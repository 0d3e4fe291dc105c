"""What the last page says about a proof and about its failure: pure functions, no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.durations import took
from conductor_desktop.ui.parts.turns import whose_turn

if TYPE_CHECKING:
    from conductor_desktop.services.proof import ProvenConnection
    from conductor_desktop.services.proof_failure import Failure

STOPPED = Message(
    Kind.INFO,
    "You stopped the check",
    "Whether the connection works is not known yet. Check again when you are ready.",
)
NOT_DONE = "Windows did not let this app do that. Do by hand what the steps say."


def of_proof(proof: ProvenConnection) -> Message:
    """Green, unless a person should look at it before finishing."""
    text = f"Read through the new connection in {took(proof.seconds)}."
    if not proof.company:
        return Message(
            Kind.LOOK,
            "Connected, but the company has no name",
            f"{text} Look at the invoice below: finish if it is one of yours.",
        )
    title = f"Connected to {proof.company}"
    if proof.called:
        return Message(
            Kind.LOOK,
            title,
            f"{text} In the setup it was called “{proof.called}”. Finish if that is the same "
            "company; if not, open the right company file in QuickBooks and check again.",
        )
    return Message(Kind.OK, title, text)


def of_failure(failure: Failure, vendor: str, most_unfolded: int) -> Message:
    """Why, whose turn it is, and the steps. What to do is in them, and said once more only where
    they are folded.
    """
    count = len(failure.steps) + len(failure.if_that_fails)
    is_all = 0 < count <= most_unfolded
    return Message(
        Kind.STOP,
        failure.title,
        failure.explanation if is_all else f"{failure.explanation} {failure.next_step}",
        dict(failure.details),
        whose_turn(failure.owner, vendor),
        failure.steps,
        failure.if_that_fails,
    )
