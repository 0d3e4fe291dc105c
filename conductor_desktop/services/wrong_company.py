"""QuickBooks answers, but perhaps with other books than it should."""

from __future__ import annotations

from conductor_desktop.errors import AppError
from conductor_desktop.services.company_names import differ_clearly


class WrongCompany(AppError):
    """QuickBooks answered, but with other books than those that are expected.

    ``company`` is what it said, "" when the books have no name. ``steps`` is what to do.
    """

    def __init__(self, company: str, expected: str) -> None:
        super().__init__(*_words_for(company, expected))
        self.company = company
        self.steps = (
            f"If it is not the same company: in QuickBooks, choose File > Open or Restore Company "
            f"and open the company file of “{expected}”. Then click “Check again”.",
            "If it is the same company under another name, click “This is the right company”.",
        )


def _words_for(company: str, expected: str) -> tuple[str, str, str]:
    """Title, explanation and next step."""
    step = f"Open the company file of “{expected}” in QuickBooks, and check again."
    if not company:
        return (
            "Is this the right company?",
            "QuickBooks answered, but its company file has no name in it, so it cannot be compared "
            f"with “{expected}”.",
            step,
        )
    title = "Is this the right company?"
    if differ_clearly(company, expected):
        title = "Another company file is open"
    return title, f"QuickBooks answered for “{company}”, but this setup is for “{expected}”.", step
