"""The pinned PySide6 keeps the reference counts of None, True and False on this Python.

PySide6 6.12.0 takes one reference from them with every call that returns them, and on CPython 3.10
and 3.11 the process aborts after some 5,000 calls. Short tests pass with it, which is why this one
is long. From 3.12 on these constants live for ever, and what is counted there means nothing.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

MANY_CALLS = """
import sys
from PySide6.QtWidgets import QApplication, QLabel

constants = (None, True, False)
app = QApplication([])
label = QLabel()
before = [sys.getrefcount(constant) for constant in constants]
for call in range(10_000):
    label.setText("a")      # returns None
    label.isEnabled()       # returns True
    label.isModal()         # returns False
after = [sys.getrefcount(constant) for constant in constants]
print(max(abs(new - old) for new, old in zip(after, before)))
"""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="there, constants cannot be used up")
def test_ten_thousand_calls_leave_the_reference_counts_of_constants_alone() -> None:
    run = subprocess.run(
        [sys.executable, "-c", MANY_CALLS], capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stderr
    assert int(run.stdout) < 100
