"""The ways one secret may be written down: plain, in an address, JSON, base64, hex, UTF-16."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

# A shorter piece of an encoding would be found in ordinary text.
_SHORTEST_PIECE = 8


def text_forms(value: str) -> tuple[str, ...]:
    """Every form of ``value`` that text may hold, the longest first."""
    raw = value.encode("utf-8", "surrogatepass")
    forms = {value, value.lower(), value.upper(), json.dumps(value)[1:-1]}
    forms.add(json.dumps(value, ensure_ascii=False)[1:-1].replace("/", r"\/"))
    for quoted in (quote(raw, safe=""), quote(raw), quote_plus(raw)):
        forms |= {quoted, quoted.lower()}
    for data in (raw, value.encode("utf-16-le", "surrogatepass")):
        forms |= {data.hex(), data.hex().upper()} | _base64_pieces(data)
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def byte_forms(value: str) -> tuple[bytes, ...]:
    """Every form of ``value`` that a file may hold."""
    forms = set()
    for text in text_forms(value):
        forms |= {text.encode(code, "surrogatepass") for code in ("utf-8", "utf-16-le")}
        forms.add(text.encode("utf-16-be", "surrogatepass"))
    return tuple(sorted(forms))


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
