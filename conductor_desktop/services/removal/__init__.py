"""Takes a connection off this PC, and tells what is left of it here and elsewhere."""

from conductor_desktop.services.removal.service import RemovalService
from conductor_desktop.services.removal.traces import Findings, Place, Standing, Trace, as_text

__all__ = ["Findings", "Place", "RemovalService", "Standing", "Trace", "as_text"]
