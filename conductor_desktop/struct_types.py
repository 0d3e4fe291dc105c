"""Types that JSON is decoded into, made ready for threads."""

from __future__ import annotations

import functools
import threading
from typing import TypeVar

import msgspec

T = TypeVar("T")

_lock = threading.Lock()
_ready: set[object] = set()


def ready(kind: type[T]) -> type[T]:
    """``kind``, which any thread may now hand to msgspec.

    WORKAROUND: msgspec (seen with 0.22) looks at the fields of a type when it is first used, and
    two threads that do so at the same time take the process down with a segmentation fault.
    """
    with _lock:
        if kind not in _ready:
            msgspec.json.Decoder(kind)
            _ready.add(kind)
    return kind


@functools.cache
def fields_of(kind: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """The fields of ``kind``, which msgspec takes half a millisecond to put together."""
    return msgspec.structs.fields(kind)
