"""The keys of one run: made anew, checked, and never mistaken for real ones."""

from __future__ import annotations

import hmac
import secrets
import string
from dataclasses import dataclass, field

from conductor_desktop.sandbox.envelope import invalid_request, key_error
from conductor_desktop.secret import Secret

REAL_SECRET_KEYS = ("sk_conductor_", "sk_live_", "sk_test_")
REAL_PUBLISHABLE_KEYS = ("pk_conductor_", "pk_live_", "pk_test_")

_ALPHABET = string.ascii_lowercase + string.digits


def random_word(length: int = 16) -> str:
    """Letters and digits nobody can guess (82 bits at 16)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


@dataclass(frozen=True)
class Keys:
    """A secret and a publishable key of this run alone, and the token of its control routes."""

    secret: Secret = field(default_factory=lambda: Secret(f"sk_sandbox_{random_word(32)}"))
    publishable: str = field(default_factory=lambda: f"pk_sandbox_{random_word(24)}")
    control: Secret = field(default_factory=lambda: Secret(f"control_sandbox_{random_word(32)}"))

    def check_authorization(self, header: str | None) -> None:
        """Raises the 401 that says which key belongs here. Never repeats what was sent."""
        if header is None:
            raise key_error("No API key provided. Send 'Authorization: Bearer <secret key>'.")
        scheme, _, given = header.partition(" ")
        if scheme.lower() != "bearer" or not given.strip():
            raise key_error("The Authorization header must be 'Bearer <secret key>'.")
        given = given.strip()
        if same(given, self.secret.reveal()):
            return
        if given.startswith(REAL_SECRET_KEYS):
            raise key_error(
                "This is the sandbox, and that looks like a real Conductor secret key. It was not "
                "used or kept. Use the sk_sandbox_ key of this run, and keep real keys on servers."
            )
        if given.startswith("pk_"):
            raise key_error("A publishable key was sent where the secret key belongs.")
        raise key_error("Invalid API key provided. Every run of the sandbox has keys of its own.")

    def check_control(self, header: str | None) -> None:
        """Raises the 401 for anything but the token of the ready file."""
        scheme, _, given = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not same(given.strip(), self.control.reveal()):
            raise key_error(
                "The control routes need the controlToken of the ready file, sent as "
                "'Authorization: Bearer <controlToken>'."
            )

    def check_publishable(self, given: str) -> None:
        """Raises the 400 or 401 for a key that is not this project's publishable key."""
        if same(given, self.publishable):
            return
        if given.startswith(REAL_PUBLISHABLE_KEYS + REAL_SECRET_KEYS):
            raise key_error(
                "This is the sandbox, and that looks like a real Conductor key. It was not used "
                "or kept. Use the pk_sandbox_ key of this run."
            )
        if given.startswith("sk_"):
            raise invalid_request('Expected a publishable key at "publishableKey", not a secret.')
        raise key_error("Invalid publishable key provided.")


def same(given: str, expected: str) -> bool:
    """Compares in a time that tells nothing about ``expected``."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
