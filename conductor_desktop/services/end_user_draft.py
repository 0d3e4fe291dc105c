"""What an EndUser would be called, and whether that is enough to make one."""

from __future__ import annotations

from dataclasses import dataclass

from conductor_desktop.errors import InvalidInput


@dataclass(frozen=True)
class EndUserDraft:
    """What a new EndUser would be called; ``source_id`` is the vendor's own id for it.

    ``id`` is set when the vendor has made it already.
    """

    company_name: str = ""
    email: str = ""
    source_id: str = ""
    id: str = ""

    @property
    def names_somebody(self) -> bool:
        """Whether the vendor has said which EndUser it is."""
        return bool(self.source_id or self.id)


def checked(draft: EndUserDraft) -> EndUserDraft:
    """Without blanks around. Raises ``InvalidInput`` for an empty field."""
    clean = EndUserDraft(draft.company_name.strip(), draft.email.strip(), draft.source_id.strip())
    for value, name in (
        (clean.company_name, "company name"),
        (clean.email, "e-mail address"),
        (clean.source_id, "id"),
    ):
        if not value:
            raise InvalidInput(
                f"The {name} is missing", f"The field for the {name} is empty.", "Fill it in."
            )
    return clean
