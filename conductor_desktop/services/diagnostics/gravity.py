"""The order in which answers of checks are told: what stands in the way comes first."""

from __future__ import annotations

_ORDER = {"stop": 0, "look": 1}


def gravity(answer: str) -> int:
    """To sort by; what is not known here comes last."""
    return _ORDER.get(answer, len(_ORDER))
