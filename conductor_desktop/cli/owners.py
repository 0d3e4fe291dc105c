"""What whoever has a job to do is called on a terminal."""

from __future__ import annotations

from conductor_desktop.errors import Owner

OWNERS = {
    Owner.YOU: "You",
    Owner.QUICKBOOKS_ADMIN: "Your QuickBooks admin",
    Owner.IT: "Your IT",
    Owner.VENDOR: "The vendor",
}
