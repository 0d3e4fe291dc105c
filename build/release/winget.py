"""The three manifests by which winget installs a release, and what may stand in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from jsonschema import Draft7Validator

from build.windows.kept import Failed

IDENTIFIER = "Conductor.ConductorDesktop"
MANIFEST_VERSION = "1.10.0"
_SCHEMA = Path(__file__).with_name("winget.schema.json")

# What the setup program's exit codes mean to winget; docs/installing.md has them in words.
RETURN_CODES = {
    3: "packageInUse",
    4: "downgrade",
    5: "custom",
    6: "systemNotSupported",
    7: "custom",
    8: "installInProgress",
}
_HELP = "https://conductor.is"

Manifest = Mapping[str, object]


def manifests(version: str, url: str, sha256: str, day: date) -> dict[str, Manifest]:
    """By the name of its file. Raises ``Failed`` for one that winget would not take."""
    common = {"PackageIdentifier": IDENTIFIER, "PackageVersion": version}
    made: dict[str, Manifest] = {
        f"{IDENTIFIER}.yaml": {
            **common,
            "DefaultLocale": "en-US",
            "ManifestType": "version",
            "ManifestVersion": MANIFEST_VERSION,
        },
        f"{IDENTIFIER}.locale.en-US.yaml": {
            **common,
            "PackageLocale": "en-US",
            "Publisher": "Conductor Desktop",
            "PublisherUrl": _HELP,
            "PackageName": "Conductor Desktop",
            "License": "Apache-2.0",
            "ShortDescription": "Connects a QuickBooks Desktop company file to Conductor and "
            "watches the connection.",
            "ManifestType": "defaultLocale",
            "ManifestVersion": MANIFEST_VERSION,
        },
        f"{IDENTIFIER}.installer.yaml": {
            **common,
            "InstallerType": "nullsoft",
            "Scope": "user",
            "MinimumOSVersion": "10.0.17763.0",
            "InstallModes": ["interactive", "silent"],
            "UpgradeBehavior": "install",
            "FileExtensions": ["conductor-setup"],
            "ReleaseDate": day.isoformat(),
            "InstallerSwitches": {
                "Silent": "/S",
                "SilentWithProgress": "/S",
                "InstallLocation": "/D=<INSTALLPATH>",
            },
            "ExpectedReturnCodes": [
                {"InstallerReturnCode": code, "ReturnResponse": answer}
                for code, answer in RETURN_CODES.items()
            ],
            "AppsAndFeaturesEntries": [
                {
                    "DisplayName": "Conductor Desktop",
                    "Publisher": "Conductor Desktop",
                    "DisplayVersion": version,
                    "ProductCode": "ConductorDesktop",
                }
            ],
            "Installers": [
                {
                    "Architecture": "x64",
                    "InstallerUrl": url,
                    "InstallerSha256": sha256.upper(),
                }
            ],
            "ManifestType": "installer",
            "ManifestVersion": MANIFEST_VERSION,
        },
    }
    for name, manifest in made.items():
        validate(name, manifest)
    return made


def validate(name: str, manifest: Manifest) -> None:
    """Raises ``Failed`` with everything that is wrong with it."""
    schema = json.loads(_SCHEMA.read_text("utf-8"))
    checker = Draft7Validator.FORMAT_CHECKER
    errors = Draft7Validator(schema, format_checker=checker).iter_errors(manifest)
    wrong = sorted(f"{'.'.join(map(str, error.path)) or name}: {error.message}" for error in errors)
    if wrong:
        raise Failed(f"{name} would not be taken by winget.\n  " + "\n  ".join(wrong))


def as_yaml(manifest: Manifest) -> str:
    """Every text in quotation marks, as JSON has it: that is YAML, too, and means no surprises."""
    kind = manifest["ManifestType"]
    schema = f"https://aka.ms/winget-manifest.{kind}.{MANIFEST_VERSION}.schema.json"
    return f"# yaml-language-server: $schema={schema}\n" + "\n".join(_lines(manifest, "")) + "\n"


def _lines(value: object, indent: str) -> list[str]:
    lines: list[str] = []
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if isinstance(inner, Mapping | list):
                lines += [f"{indent}{name}:", *_lines(inner, f"{indent}  ")]
            else:
                lines.append(f"{indent}{name}: {json.dumps(inner)}")
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, Mapping):
                first, *rest = _lines(inner, f"{indent}  ")
                lines += [f"{indent}- {first.lstrip()}", *rest]
            else:
                lines.append(f"{indent}- {json.dumps(inner)}")
    return lines
