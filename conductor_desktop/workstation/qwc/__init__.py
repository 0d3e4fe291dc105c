"""The ``.qwc`` file, which tells the Web Connector whom to give the books to.

Whoever its address names receives the company's books, so a file is refused unless every rule
holds. The rules are Intuit's (QuickBooks Web Connector programmer's guide) and, stricter, this
app's: known hosts only, no document type, no password, nothing twice.
"""

from __future__ import annotations

from conductor_desktop.workstation.qwc.errors import InvalidQwc
from conductor_desktop.workstation.qwc.parsing import MOST_BYTES
from conductor_desktop.workstation.qwc.reading import QwcFile, read_qwc

__all__ = ["MOST_BYTES", "InvalidQwc", "QwcFile", "read_qwc"]
