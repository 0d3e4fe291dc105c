"""Tells a pasted key that cannot be right from one worth trying, before any request."""

from __future__ import annotations

from dataclasses import dataclass

from conductor_desktop.secret import Secret

# The Windows vault holds 2,560 bytes of UTF-16 (Microsoft's CREDENTIAL structure).
LONGEST_KEY = 1280


@dataclass(frozen=True)
class ApiKeys:
    """The two keys of one Conductor project."""

    secret: Secret
    publishable: Secret


@dataclass(frozen=True)
class KeyProblems:
    """One sentence per field that cannot be right; empty when it may be."""

    secret: str = ""
    publishable: str = ""

    def __bool__(self) -> bool:
        return bool(self.secret or self.publishable)


def check_keys(keys: ApiKeys) -> KeyProblems:
    """Judge both fields by shape alone; unknown prefixes pass, Conductor has the last word."""
    secret, publishable = keys.secret.reveal(), keys.publishable.reveal()
    if secret.startswith("pk_") and publishable.startswith("sk_"):
        swapped = "The two keys are swapped: this field wants the other one."
        return KeyProblems(swapped, swapped)
    return KeyProblems(
        _shape(secret, "secret key")
        or ("This is a publishable key. Paste the secret key here." if _is(secret, "pk_") else ""),
        _shape(publishable, "publishable key")
        or (
            "This is a secret key. Paste the publishable key here."
            if _is(publishable, "sk_")
            else ""
        ),
    )


def _is(key: str, prefix: str) -> bool:
    return key.startswith(prefix)


def _shape(key: str, name: str) -> str:
    if not key:
        return f"Paste your {name} here."
    if any(character.isspace() for character in key):
        return f"A {name} has no spaces or line breaks. Copy it again from your dashboard."
    if not key.isascii() or not key.isprintable():
        return f"This {name} has a character no key has. Copy it again from your dashboard."
    if len(key) > LONGEST_KEY:
        return f"This is too long for a {name}: {len(key):,} characters of at most {LONGEST_KEY:,}."
    return ""
