"""Whether the app starts with Windows: what the registry has, and what is written into it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from conductor_desktop.services.own_start import (
    ENTRY,
    NotChanged,
    OwnStart,
    Starting,
    command_for,
)
from conductor_desktop.workstation.pc import CouldNotTell, RegistryValue
from conductor_desktop.workstation.run_entries import ThisUsersRunEntries

PROGRAM = r"C:\Users\Ann Lee\AppData\Local\Programs\Conductor Desktop\conductor-desktop.exe"
OURS = r'"C:\Users\Ann Lee\AppData\Local\Programs\Conductor Desktop\ConductorDesktop.exe" --in-tray'
OFF, ON = b"\x03" + bytes(11), b"\x02" + bytes(11)
OTHERS: dict[str, RegistryValue] = {"OneDrive": r'"C:\OneDrive.exe" /background', "Odd": 7}


@dataclass
class Registry:
    """What starts with Windows, as a made-up registry has it."""

    entries: dict[str, RegistryValue] = field(default_factory=lambda: dict(OTHERS))
    switched: dict[str, RegistryValue] = field(default_factory=dict)
    refuses: bool = False

    def commands(self) -> Mapping[str, RegistryValue]:
        return self.entries

    def switches(self) -> Mapping[str, RegistryValue]:
        return self.switched

    def enter(self, name: str, command: str) -> None:
        if self.refuses:
            raise CouldNotTell("Windows does not allow it.")
        self.entries[name] = command

    def remove(self, name: str) -> None:
        self.entries.pop(name, None)


@pytest.fixture
def registry() -> Registry:
    return Registry()


def own_start(registry: Registry, program: str = PROGRAM) -> OwnStart:
    return OwnStart(registry, command_for(program), lambda page: page == "startupapps")


def test_it_is_not_entered_by_itself(registry: Registry) -> None:
    assert own_start(registry).look() is Starting.NO
    assert registry.entries == OTHERS


def test_turned_on_windows_starts_the_windowed_program_out_of_sight(registry: Registry) -> None:
    assert own_start(registry).turn_on() is Starting.YES
    assert registry.entries == {**OTHERS, ENTRY: OURS}


def test_turned_off_nothing_of_it_is_left_and_nothing_else_is_touched(registry: Registry) -> None:
    own_start(registry).turn_on()
    assert own_start(registry).turn_off() is Starting.NO
    assert registry.entries == OTHERS
    assert own_start(registry).turn_off() is Starting.NO


def test_what_was_switched_off_in_the_task_manager_is_not_said_to_start(
    registry: Registry,
) -> None:
    own_start(registry).turn_on()
    registry.switched[ENTRY.upper()] = OFF
    assert own_start(registry).look() is Starting.SWITCHED_OFF
    registry.switched[ENTRY.upper()] = ON
    assert own_start(registry).look() is Starting.YES


def test_turning_it_on_does_not_overrule_the_task_manager(registry: Registry) -> None:
    registry.switched[ENTRY] = OFF
    assert own_start(registry).turn_on() is Starting.SWITCHED_OFF
    assert registry.switched == {ENTRY: OFF}


@pytest.mark.parametrize(
    "command",
    [r'"D:\Old\ConductorDesktop.exe" --in-tray', OURS.removesuffix(" --in-tray"), 7, None, b"\0"],
)
def test_an_entry_that_starts_something_else_is_not_taken_for_ours(
    registry: Registry, command: RegistryValue
) -> None:
    registry.entries[ENTRY] = command
    expected = Starting.NO if command is None else Starting.ANOTHER
    assert own_start(registry).look() is expected
    assert own_start(registry).turn_on() is Starting.YES


def test_letters_large_and_small_are_the_same_to_windows(registry: Registry) -> None:
    registry.entries[ENTRY.lower()] = OURS.upper()
    assert own_start(registry).look() is Starting.YES
    own_start(registry).turn_off()
    assert registry.entries == OTHERS


def test_a_path_that_windows_would_not_start_is_not_entered(registry: Registry) -> None:
    with pytest.raises(NotChanged, match="It does not start with Windows") as refused:
        own_start(registry, rf"C:\{'x' * 300}\conductor-desktop.exe").turn_on()
    assert "too long" in refused.value.explanation
    assert registry.entries == OTHERS


def test_a_refusal_is_said(registry: Registry) -> None:
    registry.refuses = True
    with pytest.raises(CouldNotTell):
        own_start(registry).turn_on()


def test_the_page_of_the_windows_settings_is_the_one_that_lists_them(registry: Registry) -> None:
    assert own_start(registry).open_settings()


@pytest.mark.skipif(sys.platform == "win32", reason="there is a registry")
def test_where_there_is_no_windows_nothing_is_claimed() -> None:
    entries = ThisUsersRunEntries()
    questions = (entries.commands, entries.switches)
    changes = (lambda: entries.enter(ENTRY, OURS), lambda: entries.remove(ENTRY))
    for ask in (*questions, *changes):
        with pytest.raises(CouldNotTell):
            ask()
