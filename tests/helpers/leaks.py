"""Searches files for secrets, in every shape in which one could have been written."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote


def forms(secret: str) -> Mapping[str, bytes]:
    """What to look for; parts of base64 that depend on what stands around it are left out."""
    raw = secret.encode()
    found = {
        "as it is": raw,
        "backwards": raw[::-1],
        "hex": raw.hex().encode(),
        "hex in capitals": raw.hex().upper().encode(),
        "percent-encoded": "".join(f"%{byte:02X}" for byte in raw).encode(),
        "UTF-16 LE": secret.encode("utf-16-le"),
        "UTF-16 BE": secret.encode("utf-16-be"),
        "in an address": quote(secret, safe="").encode(),
        "in JSON": json.dumps(secret)[1:-1].encode(),
        "JSON escapes": "".join(f"\\u{ord(letter):04x}" for letter in secret).encode(),
    }
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + raw)
        start = -(-before * 8 // 6)
        found[f"base64 after {before}"] = encoded[start : (before + len(raw)) * 8 // 6]
    return found


def leaks(places: Iterable[Path], secrets: Mapping[str, str]) -> list[str]:
    """Which secret stands in which file, in which shape; none, please."""
    wanted = [
        (name, shape, form)
        for name, value in secrets.items()
        for shape, form in forms(value).items()
    ]
    return [
        f"{name}, {shape}: {where}"
        for place in places
        for where, content in _contents(place)
        for name, shape, form in wanted
        if form in content
    ]


def _contents(place: Path) -> Iterable[tuple[str, bytes]]:
    files = [place] if place.is_file() else sorted(place.rglob("*"))
    for path in files:
        yield str(path), path.name.encode()
        if not path.is_file():
            continue
        content = path.read_bytes()
        yield str(path), content
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for member in archive.namelist():
                    yield f"{path}: {member}", archive.read(member)
