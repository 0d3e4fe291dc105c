"""Looks for secrets in finished bytes: in every encoding, whole, in pieces, over line ends."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from conductor_desktop.storage.encodings import text_forms

FRAGMENT = 16
"""Characters. So long a piece of a secret is found anywhere; a shorter one may be chance."""
_STEP = FRAGMENT // 2
_PUBLIC_BEGINNING = re.compile(
    r"(?:[sp]k_(?:conductor|live|test)_|auth_sess_client_secret_|Bearer |eyJ[\w-]+\.)*"
)
_BETWEEN = b"\r\n\t \"'\\,"


_SHORTEST_NAME = 6  # the code of a shorter one is found in any long text


class LeakScan:
    """Knows the secrets of one moment, and what is ``personal``: names, addresses, numbers.

    A secret is found in pieces as well. A name is not, for a part of a company's name may be the
    name of a product; and one of a single word, which may be any word, is found only where it
    stands in code.
    """

    def __init__(self, secrets: Iterable[str] = (), personal: Iterable[str] = ()) -> None:
        self._whole: set[bytes] = set()
        self._pieces: dict[bytes, list[tuple[bytes, int]]] = {}
        for secret in secrets:
            self._add(secret)
        for name in personal:
            self._add_name(name)

    def finds_in(self, data: bytes) -> bool:
        """Whether a secret, a piece of one, or a name can be read in ``data``."""
        if not self._whole:
            return False
        texts = {data.lower()}
        texts.add(data.lower().translate(None, _BETWEEN))
        if b"\0" in data:
            texts |= {data[start::2].lower() for start in (0, 1)}  # UTF-16, either way round
        return any(self._is_in(text) for text in texts)

    def _add(self, secret: str) -> None:
        self._whole.update(text_forms(secret))
        for part in telling_parts(secret):
            for form in _fragile_forms(part):
                for place in range(0, len(form) - _STEP + 1, _STEP):
                    piece = form[place : place + _STEP]
                    self._pieces.setdefault(piece, []).append((form, place))

    def _add_name(self, name: str) -> None:
        if len(name.encode("utf-8", "surrogatepass")) < _SHORTEST_NAME:
            return
        forms = set(text_forms(name))
        if not re.search(r"[\s@]", name):
            forms.discard(name.encode("utf-8", "surrogatepass").lower())
        self._whole |= forms
        if "@" in name and len(name) >= FRAGMENT:
            self._add(name)

    def _is_in(self, text: bytes) -> bool:
        if any(form in text for form in self._whole):
            return True
        return any(
            self._is_fragment(text, piece, homes)
            for piece, homes in self._pieces.items()
            if piece in text
        )

    def _is_fragment(self, text: bytes, piece: bytes, homes: list[tuple[bytes, int]]) -> bool:
        """Whether what stands around ``piece`` goes on as it does in one of its homes."""
        place = text.find(piece)
        while place >= 0:
            if any(_common(text, place, form, at) >= FRAGMENT for form, at in homes):
                return True
            place = text.find(piece, place + 1)
        return False


def _common(text: bytes, place: int, form: bytes, at: int) -> int:
    """How many bytes around ``text[place]`` are those around ``form[at]``; 16 is enough."""
    before = 0
    while before < FRAGMENT and before < min(place, at):
        if text[place - before - 1] != form[at - before - 1]:
            break
        before += 1
    after = 0
    while after < FRAGMENT and place + after < len(text) and at + after < len(form):
        if text[place + after] != form[at + after]:
            break
        after += 1
    return before + after


def telling_parts(secret: str) -> Iterable[str]:
    """What of it is secret: not the address of a link, not the beginning that all keys have."""
    parts = [secret]
    if "://" in secret:
        address = urlsplit(secret)
        parts = [*address.path.split("/"), *re.split("[&=]", address.query), address.fragment]
    for part in parts:
        telling = part[len(_PUBLIC_BEGINNING.match(part)[0]) :]  # type: ignore[index]
        if len(telling) >= FRAGMENT:
            yield telling


def _fragile_forms(part: str) -> set[bytes]:
    raw = part.encode("utf-8", "surrogatepass")
    forms = {raw, raw.hex().encode(), quote(raw, safe="").encode(), json.dumps(part)[1:-1].encode()}
    for offset in range(3):
        encoded = base64.b64encode(bytes(offset) + raw)
        whole = encoded[-(-8 * offset // 6) : 8 * (offset + len(raw)) // 6]
        forms |= {whole, whole.replace(b"+", b"-").replace(b"/", b"_")}
    return {form.lower() for form in forms}
