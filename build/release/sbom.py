"""The list of what is in a release (SBOM), in CycloneDX 1.6: its parts, and every program by hash.

The same content gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from build.release.parts import Part
from build.release.programs import programs

_OURS = "conductor-desktop"


def sbom(version: str, parts: Sequence[Part], bundle: Path | None, made_at: datetime) -> str:
    """The text of the file. ``bundle`` is the folder that is given out."""
    components = [_component(part) for part in parts]
    components += [] if bundle is None else [_file(path, bundle) for path in programs(bundle)]
    app = {
        "type": "application",
        "bom-ref": _OURS,
        "name": "Conductor Desktop",
        "version": version,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    content = json.dumps([app, components], sort_keys=True)
    tree = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {
            "timestamp": made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": app,
        },
        "components": components,
        "dependencies": [{"ref": _OURS, "dependsOn": [part.purl for part in parts]}],
    }
    return json.dumps(tree, indent=2, ensure_ascii=False) + "\n"


def _component(part: Part) -> dict[str, object]:
    component: dict[str, object] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
    }
    if part.licence:
        # A licence with an exception of its own is a name; the others are known by their ids.
        by = "name" if " " in part.licence else "id"
        component["licenses"] = [{"license": {by: part.licence}}]
    if part.facts:
        component["properties"] = [
            {"name": f"{_OURS}:{name}", "value": value} for name, value in part.facts
        ]
    return component


def _file(path: Path, bundle: Path) -> dict[str, object]:
    name = path.relative_to(bundle).as_posix()
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "type": "file",
        "bom-ref": f"file:{name}",
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }
