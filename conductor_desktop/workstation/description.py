"""The file that describes a PC: its fields, and how it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from conductor_desktop.errors import InvalidInput
from conductor_desktop.struct_types import ready
from conductor_desktop.workstation.facts import LidAction, Seal
from conductor_desktop.workstation.reach import Outcome

_MOST_BYTES = 4 * 1024 * 1024
_USUAL_FOLDERS = {
    "ProgramFiles": r"C:\Program Files",
    "ProgramW6432": r"C:\Program Files",
    "ProgramFiles(x86)": r"C:\Program Files (x86)",
    "CommonProgramFiles": r"C:\Program Files\Common Files",
    "CommonProgramW6432": r"C:\Program Files\Common Files",
    "CommonProgramFiles(x86)": r"C:\Program Files (x86)\Common Files",
    "ProgramData": r"C:\ProgramData",
    "APPDATA": r"C:\Users\user\AppData\Roaming",
    "LOCALAPPDATA": r"C:\Users\user\AppData\Local",
}


class _Strict(msgspec.Struct, forbid_unknown_fields=True):
    """A misspelt field is an error that names it, not a fact silently left out."""


class Windows(_Strict):
    """The system, its clock, and its sleep while it is plugged in."""

    caption: str
    build: int | None = None
    arch: str | None = None
    product_type: Literal[1, 2, 3] | None = None
    """As Windows counts: 1 for a workstation, 2 and 3 for servers."""
    terminal_server: bool | None = None
    remote_session: bool | None = None
    clock_skew_s: float | None = None
    """Seconds by which the clock is ahead; negative when it is slow."""
    sleep_after_min: int | None = None
    """Minutes; 0 for never, as Windows counts."""
    hibernate_after_min: int | None = None
    has_lid: bool | None = None
    lid: LidAction | None = None
    on_battery: bool | None = None


class Key(_Strict):
    """A registry key. ``denied``: neither it nor what is below may be read."""

    key: str
    view: Literal[32, 64] = 64
    values: dict[str, str | int | list[str | int] | None] = {}
    denied: bool = False


class File(_Strict):
    """A file, or a folder that is asked about itself: ``signer`` stands for a valid signature."""

    path: str
    version: str | None = None
    signer: str | None = None
    seal: Seal | None = None
    size: int | None = None
    age_min: float | None = None
    readable: bool | None = None
    writable: bool | None = None
    reason: str = ""
    """Why it may not be read or written."""
    text: str | None = None
    """What is in it."""
    beside: str | None = None
    """Or the name of a file beside the description, which has in it what this one has."""
    log: list[str] | None = None
    """Or the lines of a log. Their times are moved, so that the last one is as old as the file."""

    def __post_init__(self) -> None:
        if self.beside is not None and Path(self.beside).name != self.beside:
            raise ValueError("“beside” is not the name of a file")


class Window(_Strict):
    title: str
    usable: bool | None = None


class Process(_Strict):
    """``windows`` are titles, or more than the title."""

    name: str
    pid: int
    session: int | None = None
    elevated: bool | None = None
    owner: str | None = None
    windows: list[Window | str] | None = None


class Service(_Strict):
    name: str
    state: str | None = None
    start: str | None = None


class Me(_Strict):
    """This app, as it runs on that PC."""

    session: int | None = 1
    elevated: bool | None = False
    owner: str | None = None


class DescribedProxy(_Strict):
    host: str | None = None
    port: int | None = None
    script: bool = False


class Network(_Strict):
    """How far a request comes, and what is seen on the way."""

    reach: Outcome = Outcome.ANSWERS
    detail: str = ""
    proxy: DescribedProxy | None = None
    tls: str = "TLSv1.3"
    issuer: str | None = None


class Expected(_Strict):
    """What the author expects of the checks; the tests hold them to it.

    ``blocker`` is the row that matters most and ``hints`` are further ones that must not be fine.
    """

    verdict: str
    checks: dict[str, str]
    blocker: str | None = None
    hints: list[str] = []


class Connection(_Strict):
    """What a connection of this PC is for.

    ``application`` is its name in the Web Connector, ``host`` where that gets its work from.
    """

    application: str | None = None
    host: str = ""
    company: str | None = None


class Description(_Strict):
    """The file. What is left out could not be told, except where it says otherwise."""

    schema: Literal[1]
    id: str
    title: str
    windows: Windows
    environment: dict[str, str] = msgspec.field(default_factory=_USUAL_FOLDERS.copy)
    registry: list[Key] = []
    files: list[File] = []
    folders: list[File] = []
    free_mb: int | None = None
    processes: list[Process] | None = []
    """``null`` when the PC does not let its programs be listed."""
    services: list[Service] | None = None
    associations: dict[str, str | None] = {}
    """By ending: ``{".qwc": "C:\\\\…\\\\QBWebConnector.exe"}``; ``null`` when nothing opens it."""
    me: Me = msgspec.field(default_factory=Me)
    network: Network | None = None
    connection: Connection | None = None
    """What whoever asks knows of a connection of their own counts before this."""
    expected: Expected | None = None


def read_description(path: Path) -> Description:
    """Read the file. Raises ``InvalidInput`` that names the field that is wrong."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise not_described(path, f"it cannot be read ({error.strerror})") from error
    if len(data) > _MOST_BYTES:
        raise not_described(path, "it is larger than 4 MB")
    try:
        return msgspec.json.decode(data, type=ready(Description))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise not_described(path, str(error)) from error


def not_described(path: Path, reason: str) -> InvalidInput:
    """The error for a file that describes no PC."""
    return InvalidInput(
        "Not a described PC",
        f"“{path}” does not describe a PC: {reason}.",
        "Correct the file, or leave out --pc to check this computer.",
    )
