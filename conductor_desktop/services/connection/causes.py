"""All causes of an outage, in the order in which they are looked for."""

from __future__ import annotations

from conductor_desktop.services.connection.cause import Cause
from conductor_desktop.services.connection.causes_in_quickbooks import IN_QUICKBOOKS
from conductor_desktop.services.connection.causes_on_the_pc import ON_THE_PC
from conductor_desktop.services.connection.causes_on_the_way import ON_THE_WAY

CAUSES: tuple[Cause, ...] = (*ON_THE_WAY, *ON_THE_PC, *IN_QUICKBOOKS)
