"""Threads that decode into the same type at the same moment, for the first time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# In a process of its own: what this is about is a segmentation fault. 100 rounds, each with types
# nobody has used before, end that way nearly at once if ``ready`` is taken away.
PROGRAM = """
import msgspec, sys, threading
from conductor_desktop.struct_types import ready

class Part(msgspec.Struct):
    text: str
    number: int = 0

sys.setswitchinterval(1e-6)
decoded = []
for round in range(100):
    inner = msgspec.defstruct("Inner", [("parts", list[Part]), ("part", Part | None, None)])
    outer = msgspec.defstruct("Outer", [(f"field_{n}", inner | None, None) for n in range(20)])
    start = threading.Barrier(4)

    def decode():
        start.wait()
        body = b'{"field_7": {"parts": [{"text": "a"}]}}'
        decoded.append(msgspec.json.decode(body, type=ready(outer)).field_7.parts[0].text)

    threads = [threading.Thread(target=decode) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(len(decoded))
"""


def test_any_number_of_threads_may_be_the_first_to_use_a_type() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "400"), ended.stderr
