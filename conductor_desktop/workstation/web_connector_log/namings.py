"""The entries that name an application, found without reading the entries between them.

Most of a log is about others, and few of its entries name anybody. So some words are searched for,
and around each place it is made sure that all is there that makes an entry of it. For Python that
is about three times as fast as a pattern that reads how every entry begins; its cost is that the
words stand here twice, as what is searched for and as the message they are part of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from conductor_desktop.workstation.web_connector_log.entries import (
    LONGEST_SOURCE,
    SOURCE,
    STAMP_BYTES,
    moment,
    next_stamp,
)
from conductor_desktop.workstation.web_connector_log.ownership import (
    ADDRESS,
    NAME,
    STARTED,
    Step,
    folded,
)

MANUAL = b"updateWS() for application = '"
SCHEDULED = b"Performing SCHEDULED UPDATE for application = "
_STARTED = b" for application = "
_NAME = b"AppName: "
_ADDRESS = b"AppURL: "
_STEPS = {MANUAL: STARTED, SCHEDULED: STARTED, _NAME: NAME, _ADDRESS: ADDRESS}

_MESSAGE = re.compile(b" UTC" + SOURCE + b"(%b)" % b"|".join(map(re.escape, _STEPS)))
_NAME_OR_ADDRESS = re.compile(b"%b|%b" % (re.escape(_NAME), re.escape(_ADDRESS)))
_VALUE = re.compile(rb"[^\r\n]{0,300}")
_QUOTED_VALUE = re.compile(rb"[^\r\n]{1,300}?(?=' has STARTED)")
_LONGEST_MESSAGE = 400  # with the longest value and what follows it in quotes


@dataclass(frozen=True, slots=True)
class Naming:
    """What such an entry says, but for its time."""

    step: Step
    value: bytes
    """The name or the address, as it is written."""
    text: str
    """It as text, folded to be compared."""
    number: int
    """Stands for the text."""
    value_at: int
    """How many bytes there are from behind the time to the value."""
    repeated: bytes
    """How the entry begins by which most updates state their name once more."""


class Namings:
    """The entries from ``start`` to ``stop`` that name an application, and where they start.

    Left out are the name of an update that only repeats how it began, and addresses unless
    ``with_addresses``, which may change from one naming to the next.
    """

    def __init__(self, block: bytes, start: int, stop: int, *, with_addresses: bool) -> None:
        self.with_addresses = with_addresses
        self._block, self._start, self._stop = block, start, stop

    def __iter__(self) -> Iterator[tuple[int, Naming]]:
        began: Naming | None = None
        for hit in self._hits():
            if began and self._block.startswith(began.repeated, hit):
                continue  # so frequent that it is not even looked at closer
            found = self._entry_with(hit)
            if not found:
                continue
            _, naming = found
            if naming.step is ADDRESS and not self.with_addresses:
                continue
            if naming.step is NAME and began and naming.value == began.value:
                continue
            began = naming if naming.step is STARTED else None
            yield found

    def _entry_with(self, hit: int) -> tuple[int, Naming] | None:
        """The entry that ``hit`` makes one that names an application, and where it starts."""
        block, stop = self._block, self._stop
        utc = block.rfind(b" UTC", hit - LONGEST_SOURCE if hit > LONGEST_SOURCE else 0, hit)
        start = utc - STAMP_BYTES
        if start < 0:
            return None
        end = block.find(b"\n", hit, hit + _LONGEST_MESSAGE)
        if not 0 <= end <= stop:
            end = min(hit + _LONGEST_MESSAGE, stop)
        naming = _naming(block[utc:end])
        if not naming or utc + naming.value_at <= hit:  # then the words are part of a value
            return None
        return (start, naming) if moment(block[start:utc]) else None

    def _hits(self) -> Iterator[int]:
        """Where something is that such an entry has, in the order of the log."""
        find, at, stop = self._block.find, self._start, self._stop
        while True:
            started = find(_STARTED, at, stop)
            until = started if started >= 0 else stop
            while not self.with_addresses and (name := find(_NAME, at, until)) >= 0:
                yield name
                at = name + 1
            if self.with_addresses:
                for match in _NAME_OR_ADDRESS.finditer(self._block, at, until):
                    yield match.start()
            if started < 0:
                return
            yield started
            at = started + 1


# Every update of an application is named by the same lines, so this is asked the same again and
# again. What is remembered is in memory alone, and short.
@lru_cache(maxsize=64)
def _naming(line: bytes) -> Naming | None:
    """What an entry says of which ``line`` is all from behind its time on."""
    message = _MESSAGE.match(line)
    if not message:
        return None
    pattern = _QUOTED_VALUE if message[1] == MANUAL else _VALUE
    match = pattern.match(line, message.end())
    if not match:
        return None
    value = match[0]
    # The next entry may follow without a line break.
    value = value[: next_stamp(value, 0, len(value))] if b" UTC" in value else value
    text = folded(_text(value))
    return Naming(_STEPS[message[1]], value, text, hash(text), message.end(), _NAME + value + b"\r")


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")
