"""What the commands that read the books say in the same words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.terminal import one_line
from conductor_desktop.errors import AppError

if TYPE_CHECKING:
    from conductor_desktop.services.export.service import Exported


def require_possible(composition: Composition, output: Path | None, *, as_json: bool) -> None:
    """Before QuickBooks is asked: raise what would keep the answer from being given out."""
    if output is not None or as_json:
        composition.policies().require_export()
    if output is not None:
        from conductor_desktop.services.export.service import check_target

        check_target(output)


def written(exported: Exported) -> str:
    """What was written where, and what had to be left out of it."""
    text = f"Written to “{one_line(str(exported.path))}”."
    if exported.cut:
        texts = "1 text was" if exported.cut == 1 else f"{exported.cut:,} texts were"
        text += f" {texts} too long for a cell and cut there."
    return text


def problem_mapping(problem: AppError | None) -> dict[str, str] | None:
    """For ``--json``."""
    if problem is None:
        return None
    return {
        "title": problem.title,
        "explanation": problem.explanation,
        "nextStep": problem.next_step,
    }


def plain(value: Decimal) -> str:
    """JSON has no exact numbers, so an amount is a string of its digits, as Conductor sends it."""
    return format(value, "f")
