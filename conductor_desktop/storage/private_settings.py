"""What the settings know of people and companies, to be kept out of logs and bundles."""

from __future__ import annotations

from conductor_desktop.storage.profiles import Settings


def private_values(settings: Settings) -> dict[str, str]:
    """What the settings know of a customer, each with its kind."""
    found: dict[str | None, str] = {}
    for profile in settings.profiles.values():
        for who in (profile.end_user, profile.pending_end_user):
            if who is not None:
                found |= {who.source_id: "source", who.email: "email", who.company_name: "company"}
        found |= {profile.expected_company: "company", profile.company_name: "company"}
    return {value: kind for value, kind in found.items() if value}
