"""A record as one line of the log: redacted, of bounded length, and never more than one line."""

from __future__ import annotations

import logging
import time

from conductor_desktop.storage.redaction import Redactor

_LONGEST_LINE = 64 * 1024
_LONGEST_INPUT = 1024 * 1024
_LONGEST_FORM = 8 * 1024  # the longest key, in UTF-16, in hex, and some
_CUT = " […cut]"

# Control characters, line separators and text-direction marks: nothing can fake a line, colour a
# terminal or turn text around.
_CONTROLS = {
    code: ascii(chr(code))[1:-1]
    for code in (
        *range(32),
        *range(127, 160),
        *range(0x200E, 0x2010),
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
        0xFEFF,
    )
}
_CONTROLS[9] = "\t"


class LineFormatter(logging.Formatter):
    """``time level logger [thread] message``, redacted, on one line; times are UTC."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line without its end; message and exception are redacted alike."""
        clock = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        milliseconds = int(record.created * 1000) % 1000
        text = (
            f"{clock}.{milliseconds:03d}Z {record.levelname} {record.name} "
            f"[{record.process} {record.threadName}] {self._text(record)}"
        )
        clean = self._redactor.clean(text[:_LONGEST_INPUT])
        if len(text) > _LONGEST_INPUT:
            # The cut may have left the first half of a secret, which nothing recognises.
            clean = clean[:-_LONGEST_FORM] + _CUT
        line = self.shown(clean)
        return line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + _CUT

    def shown(self, text: str) -> str:
        """Clean text as it is written."""
        return printable(text)

    def _text(self, record: logging.LogRecord) -> str:
        try:
            parts = [record.getMessage()]
        except Exception as error:  # a wrong argument in a log call must not cost the record
            parts = [f"{record.msg} (not formatted: {type(error).__name__})"]
        if record.exc_info:
            parts.append(self.formatException(record.exc_info))
        elif record.exc_text:
            parts.append(record.exc_text)
        if record.stack_info:
            parts.append(self.formatStack(record.stack_info))
        return "\n".join(parts)


def printable(text: str) -> str:
    """``text`` on one line, with control characters as they are written in source code."""
    return text.translate(_CONTROLS)
