"""Connection files that keep every rule, each a little different, and ready to be spoilt."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.unit.workstation.qwc_file import ELEMENTS

HOSTS = ("conductor.is", "qbwc.conductor.is", "a1.b-c.conductor.is", "API.Conductor.IS")
PATHS = (
    "",
    "/",
    "/soap/abc?x=1&amp;y=2",
    "/a@b/:8080/",
    "/%7Ezoe;v=1#top",
    "/https://evil.example/",
)
NAMES = (
    "Conductor",
    "Acme &amp; Conductor",
    "Buchführung Zoë",
    "会計",
    "<![CDATA[A & B]]>",
    "a" * 90,
)
HEADS = (
    "",
    '<?xml version="1.0"?>\n',
    "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n\n",
    '<?xml version="1.0" encoding="UTF-8"?><!-- AppURL: https://evil.example/ -->',
)
_GUIDS = ("{57F3B9B6-86F1-4FCC-B1EE-566DE1813D20}", "{90a44fb5-33d9-4815-ac85-bc87a7e7d1eb}")
_MAY_BE_THERE = {
    "AppDisplayName": NAMES,
    "AppUniqueName": NAMES,
    "AuthFlags": ("0xF", "0x0"),
    "CertURL": ("", "https://conductor.is/certificate", "https://a.conductor.is:443"),
    "IsReadOnly": ("true", "false", ""),
    "Notify": ("true", "false"),
    "PersonalDataPref": ("pdpNotNeeded", "pdpOptional"),
    "Scheduler": (
        "",
        "<RunEveryNMinutes>10</RunEveryNMinutes>",
        "<!-- often --><RunEveryNSeconds>30</RunEveryNSeconds>",
        "<RunEveryNSeconds>1</RunEveryNSeconds> <RunEveryNMinutes> 60 </RunEveryNMinutes>",
    ),
    "Style": ("Document", "DocWrapped", "RPC"),
    "UnattendedModePref": ("umpRequired", "umpOptional"),
}
_BESIDE = (
    "<!-- <AppURL>https://evil.example/</AppURL> -->",
    "<PersonalDataPrep>pdpOptional</PersonalDataPrep>",
    "<Vendor colour='red &amp; blue'><Deep><Deeper>1</Deeper></Deep></Vendor>",
)


@dataclass
class Draft:
    """A file before it is written down; a value is XML, not text."""

    elements: dict[str, str]
    head: str = HEADS[1]
    root: str = "QBWCXML"
    attributes: str = ""
    beside: list[str] = field(default_factory=list)
    after: str = ""
    line_end: str = "\n"
    indent: str = "  "

    def text(self) -> str:
        lines = [f"<{name}>{value}</{name}>" for name, value in self.elements.items()]
        lines = [f"{self.indent}{line}" for line in (*lines, *self.beside)]
        body = "\n".join([f"<{self.root}{self.attributes}>", *lines, f"</{self.root}>", ""])
        return f"{self.head}{body}{self.after}".replace("\n", self.line_end)

    def data(self) -> bytes:
        return self.text().encode()


def good_draft(chance: Random) -> Draft:
    """One that keeps every rule: any order, any optional elements, any allowed address."""
    elements = ELEMENTS | {
        "AppName": chance.choice(NAMES),
        "AppID": chance.choice(["", "7", "Conductor"]),
        "AppURL": f"https://{_place(chance, 443)}",
        "AppSupport": chance.choice(
            [f"https://{_place(chance, 443)}", f"http://{_place(chance, 80)}"]
        ),
        "AppDescription": chance.choice(NAMES),
        "OwnerID": chance.choice(_GUIDS),
        "FileID": chance.choice(_GUIDS),
    }
    for name, values in _MAY_BE_THERE.items():
        elements.pop(name, None)
        if chance.random() < 0.4:
            elements[name] = chance.choice(values)
    if chance.random() < 0.3:
        elements = {name: _spread(value) for name, value in elements.items()}
    return Draft(
        dict(chance.sample(list(elements.items()), len(elements))),
        head=chance.choice(HEADS),
        attributes=chance.choice(["", ' version="1"', ' xmlns:xsi="urn:x"']),
        beside=chance.sample(_BESIDE, chance.randrange(len(_BESIDE))),
        line_end=chance.choice(["\n", "\n", "\r\n"]),
        indent=chance.choice(["  ", "\t", ""]),
    )


def _place(chance: Random, port: int) -> str:
    return chance.choice(HOSTS) + chance.choice(["", f":{port}"]) + chance.choice(PATHS)


def _spread(value: str) -> str:
    """On a line of its own, as editors do."""
    return f"\n    {value}\n  " if value else value
