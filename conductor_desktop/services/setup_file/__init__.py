"""The ``.conductor-setup`` file a vendor sends with the installer: its format and its reader."""

from __future__ import annotations

from conductor_desktop.services.setup_file.inspection import (
    Inspection,
    SetupFile,
    inspect_setup_file,
    read_setup_file,
    refusal,
)
from conductor_desktop.services.setup_file.problems import Remark
from conductor_desktop.services.setup_file.remarks import SUFFIX

__all__ = [
    "SUFFIX",
    "Inspection",
    "Remark",
    "SetupFile",
    "inspect_setup_file",
    "read_setup_file",
    "refusal",
]
