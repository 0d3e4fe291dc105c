"""The ways one secret may be written down: plain, in an address, JSON, base64, hex, UTF-16."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

# A shorter piece of an encoding would be found in ordinary text.
_SHORTEST_PIECE = 8


def text_forms(value: str) -> tuple[bytes, ...]:
    """Every form of ``value`` that text may hold, in small letters, the longest first.

    To be looked for in text that was made small as well: keys are long enough for that.
    """
    raw = value.encode("utf-8", "surrogatepass")
    forms = {value, json.dumps(value)[1:-1]}
    forms.add(json.dumps(value, ensure_ascii=False)[1:-1].replace("/", r"\/"))
    forms |= {quote(raw, safe=""), quote(raw), quote_plus(raw)}
    forms.add("".join(f"%{byte:02x}" for byte in raw))
    forms.add("".join(f"\\u{ord(letter):04x}" for letter in value))
    for data in (raw, value.encode("utf-16-le", "surrogatepass")):
        forms |= {data.hex()} | _base64_pieces(data)
    small = {form.encode("utf-8", "surrogatepass").lower() for form in forms}
    return tuple(sorted(small, key=lambda form: (-len(form), form)))


def _base64_pieces(data: bytes) -> set[str]:
    """The characters that stand for ``data`` alone, wherever in a longer text it was encoded."""
    pieces = set()
    for offset in range(3):
        encoded = base64.b64encode(bytes(offset) + data)
        first, end = -(-8 * offset // 6), 8 * (offset + len(data)) // 6
        piece = encoded[first:end].decode("ascii")
        if len(piece) >= _SHORTEST_PIECE:
            pieces |= {piece, piece.replace("+", "-").replace("/", "_")}
    return pieces
