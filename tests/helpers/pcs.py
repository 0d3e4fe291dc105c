"""Described PCs for tests: the files, and the one where all is well with one thing different."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from conductor_desktop.services.checks import CheckReport, PcChecks, Purpose
from conductor_desktop.storage.profiles import OwnApplication
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.description import Connection, Description

PCS = Path(__file__).parents[1] / "unit" / "workstation" / "pcs"
API = "https://api.conductor.is/v1"
ALL_WELL = PCS / "ent24_64_ok.json"


class Pc:
    """The raw text of the PC where all is well, in a shape that is easy to change."""

    def __init__(self) -> None:
        self.raw: dict[str, Any] = json.loads(ALL_WELL.read_text("utf-8"))

    @property
    def windows(self) -> dict[str, Any]:
        found: dict[str, Any] = self.raw["windows"]
        return found

    def process(self, name: str) -> dict[str, Any]:
        return next(entry for entry in self.raw["processes"] if entry["name"] == name)

    @property
    def quickbooks(self) -> dict[str, Any]:
        return self.process("QBW.exe")

    @property
    def connector(self) -> dict[str, Any]:
        return self.process("QBWebConnector.exe")

    @property
    def main_window(self) -> dict[str, Any]:
        found: dict[str, Any] = self.quickbooks["windows"][-1]
        return found

    def file(self, ending: str) -> dict[str, Any]:
        return next(entry for entry in self.raw["files"] if entry["path"].endswith(ending))

    def key(self, ending: str) -> dict[str, Any]:
        return next(entry for entry in self.raw["registry"] if entry["key"].endswith(ending))

    def add_key(self, key: str, values: dict[str, Any], view: int = 64) -> None:
        self.raw["registry"].append({"key": key, "view": view, "values": values})

    def drop(self, kind: str, ending: str) -> None:
        """Take away the files, keys or processes whose name ends so."""
        field = {"files": "path", "registry": "key", "processes": "name"}[kind]
        self.raw[kind] = [entry for entry in self.raw[kind] if not entry[field].endswith(ending)]

    def described(self) -> DescribedPc:
        return DescribedPc(msgspec.convert(self.raw, Description))


def changed(change: Callable[[Pc], object]) -> DescribedPc:
    """The PC where all is well, but for one thing."""
    pc = Pc()
    change(pc)
    return pc.described()


def application(name: str, host: str = "qbwc.example.invalid") -> OwnApplication:
    """Ours, where the described PCs have theirs."""
    return OwnApplication(name, host)


EXAMPLE_SYNC = application("Example Sync")


def checked(
    pc: DescribedPc,
    api_url: str | None = API,
    application: OwnApplication | None = None,
    company: str | None = None,
) -> CheckReport:
    """What the checks find."""
    return checked_for(pc, Purpose(api_url, application, company))


def checked_for(pc: DescribedPc, purpose: Purpose) -> CheckReport:
    """The same, for any purpose."""
    return PcChecks(pc, purpose).run(lambda _result: None, CancelToken())


def checked_as_expected(pc: DescribedPc) -> CheckReport:
    """The same, for what the connection of the described PC is for."""
    return checked_for(pc, purpose_of(pc))


def purpose_of(pc: DescribedPc) -> Purpose:
    """What the connection of the described PC is for, at Conductor's address."""
    return Purpose(API).filled_from(pc.description.connection or Connection())
