"""Recognises the command lines that only open the window, without loading the command parser.

A double click must show a window at once, and importing click costs about a third of the time a
bare window needs to appear (measured: ``build/dev.py bench start``). Every line that is not
plainly one of these goes to the parser, which also says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from conductor_desktop.cli.options import CommonOptions

SETUP_SUFFIX = ".conductor-setup"
BUNDLE_SUFFIX = ".zip"
_WITH_VALUE = ("--home", "--profile", "--base-url", "--end-user")


def is_setup_file(word: str) -> bool:
    """Whether ``word`` names one. Windows opens one in capital letters with this app as well."""
    return word.lower().endswith(SETUP_SUFFIX)


def is_bundle(word: str) -> bool:
    """Whether ``word`` names what may be a support bundle that somebody sent."""
    return word.lower().endswith(BUNDLE_SUFFIX)


def is_to_be_opened(word: str) -> bool:
    """Whether the window takes in a file of this name."""
    return is_setup_file(word) or is_bundle(word)


class PlainStart(NamedTuple):
    """Open the window with these options, and take in ``file`` if one is given."""

    options: CommonOptions
    file: Path | None


def plain_start(arguments: Sequence[str]) -> PlainStart | None:
    """The start that ``arguments`` ask for; None when the parser has to look at them."""
    sandbox, safe_mode, in_tray, file = False, False, False, None
    values: dict[str, str] = {}
    rest = iter(arguments)
    for word in rest:
        if word == "--sandbox":
            sandbox = True
        elif word == "--safe-mode":
            safe_mode = True
        elif word == "--in-tray":
            in_tray = True
        elif word in _WITH_VALUE:
            values[word] = next(rest, "")
            if not values[word] or values[word].startswith("-"):
                return None
        elif is_to_be_opened(word) and not word.startswith("-") and file is None:
            file = Path(word).absolute()
        else:
            return None
    options = CommonOptions(
        home=values.get("--home"),
        sandbox=sandbox,
        profile=values.get("--profile"),
        base_url=values.get("--base-url"),
        end_user=values.get("--end-user"),
        safe_mode=safe_mode,
        in_tray=in_tray,
    )
    return PlainStart(options, file)
