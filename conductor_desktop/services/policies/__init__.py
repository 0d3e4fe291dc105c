"""What an IT admin has set for this app on this PC, in the registry's policy keys."""

from conductor_desktop.services.policies.errors import SWITCHED_OFF, SwitchedOff
from conductor_desktop.services.policies.policies import NO_POLICIES, Policies, no_policies
from conductor_desktop.services.policies.reading import PolicyReader, read_policies

__all__ = [
    "NO_POLICIES",
    "SWITCHED_OFF",
    "Policies",
    "PolicyReader",
    "SwitchedOff",
    "no_policies",
    "read_policies",
]
