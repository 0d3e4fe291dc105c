"""What the way to each step is called that mends something."""

from __future__ import annotations

from conductor_desktop.services.way_out import WayOut

WAYS = {
    WayOut.WAY_IN: "Give the key or file again",
    WayOut.END_USER: "Choose the company again",
    WayOut.CONNECT: "Back to “Connect”",
}
