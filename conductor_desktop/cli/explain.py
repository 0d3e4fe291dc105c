"""``conductor-desktop explain``: what an error code or a whole error text means, what to click."""

from __future__ import annotations

import codecs
import json
import re
import sys
from collections.abc import Iterator, Sequence

import click

from conductor_desktop.cli.owners import OWNERS
from conductor_desktop.cli.terminal import fact, numbered, put_out, say, wrap
from conductor_desktop.errors import ExitCode, InvalidInput
from conductor_desktop.guide.book import guide
from conductor_desktop.guide.entry import Certainty, Entry, Kind
from conductor_desktop.guide.spelling import decimal
from conductor_desktop.services.error_guide import GUESSED, Explanation, look_up

_MOST_BYTES = 4 * 1024 * 1024
_OPTION = re.compile("--[a-z][a-z-]*")
_MOST_OTHERS = 8
_DOUBTS = {
    Certainty.INFERRED: "No public document says it; this is how it usually turns out.",
    Certainty.CONTESTED: "The sources disagree.",
    Certainty.UNKNOWN: "No public document says what it means.",
}
_HEADINGS = {
    Kind.ACCESS: "Numbers that begin with 0x8: nobody got into QuickBooks",
    Kind.ANSWER: "Numbers that QuickBooks answers a question with",
    Kind.WEB_CONNECTOR: "The QuickBooks Web Connector",
    Kind.CONDUCTOR: "Conductor",
    Kind.SYMPTOM: "What people see without a code, and codes of other vendors",
}


@click.command("explain", context_settings={"ignore_unknown_options": True})
@click.argument("words", metavar="TEXT…", nargs=-1, type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--list", "only_list", is_flag=True, help="Show every code there is an answer to.")
def explain(words: tuple[str, ...], as_json: bool, only_list: bool) -> int:
    """Say what an error code means, why it usually happens, and what to click.

    TEXT is a code in any spelling (0x80040414, -2147220460, QBWC1012, 3200,
    INTEGRATION_CONNECTION_NOT_ACTIVE), or a whole error text; without it, or with "-", the text
    comes from the standard input. Of several codes the most telling comes first. Nothing of the
    text but its codes is repeated, and nothing is sent anywhere.

    \b
    With --json
      known         whether any code is in the guide
      matches       what was found, the most telling first
      unknownCodes  codes that the guide does not have
      advice        what to do when nothing was found, else null
      guessed       whether a letter in a code was read as a digit, as in 0x8004O414
      note          what to know about the numbers found, or null
    Each match, and advice, has
      code, also, kind, title, meaning, why, nextStep, steps
      decimal       the number that some programs show for the code, or null
      owner         you, quickbooks_admin, it, vendor; null when it is nobody's job
      certainty     documented, inferred, contested, unknown
      disagreement, ifThatFails
                    of what is contested: about what, and the second remedy
    --list --json prints all of them as "entries".

    \b
    Exits with
      0   known
      1   not known
      2   wrong usage
    """
    if only_list:
        return _list(words, as_json)
    answer = look_up(_text(words), guide())
    if as_json:
        put_out(json.dumps(as_mapping(answer), indent=2))
    else:
        put_out("\n".join(lines(answer)))
    return ExitCode.OK if answer.matches else ExitCode.ATTENTION


def as_mapping(answer: Explanation) -> dict[str, object]:
    """What ``--json`` prints."""
    return {
        "known": bool(answer.matches),
        "matches": [_entry(match.code, match.entry) for match in answer.matches],
        "unknownCodes": list(answer.unknown_codes),
        "advice": None if answer.advice is None else _entry(answer.advice.code, answer.advice),
        "guessed": answer.guessed,
        "note": answer.note,
    }


def lines(answer: Explanation) -> Iterator[str]:
    """The answer for a person: the most telling code in full, the others by name."""
    if answer.unknown_codes:
        yield from wrap(f"Not in this guide: {', '.join(answer.unknown_codes)}")
        yield ""
    if answer.guessed:
        yield from wrap(GUESSED)
        yield ""
    if answer.advice is not None:
        yield from _in_full("", answer.advice)
    for match in answer.matches[:1]:
        yield from _in_full(match.code, match.entry)
    others = answer.matches[1:]
    if others:
        yield from ("", "In the same text, and to be looked up by itself if this does not help:")
        yield from (f"  {match.code}  {match.entry.title}" for match in others[:_MOST_OTHERS])
        if len(others) > _MOST_OTHERS:
            yield f"  and {len(others) - _MOST_OTHERS} more"
    if answer.note:
        yield ""
        yield from wrap(answer.note)


def _text(words: Sequence[str]) -> str:
    for word in words:
        if _OPTION.fullmatch(word):
            raise click.NoSuchOption(word)
    if not words and (sys.stdin is None or sys.stdin.isatty()):
        raise click.UsageError("Give a code or an error text.")
    text = " ".join(words) if words and tuple(words) != ("-",) else _standard_input()
    if not text.strip():
        raise InvalidInput(
            "There is nothing to look up",
            "The text that was given is empty.",
            "Give a code or an error text.",
        )
    return text


def _standard_input() -> str:
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        say("Paste the text, then end it with Ctrl+Z and Enter (Ctrl+D on Linux and macOS).")
    try:
        data = sys.stdin.buffer.read(_MOST_BYTES)
    except OSError:  # a service's, for example, is there and cannot be read
        return ""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if wide else "utf-8", errors="replace")


def _list(words: Sequence[str], as_json: bool) -> int:
    if words:
        raise click.UsageError("--list takes no text.")
    entries = [entry for entry in guide().entries if entry.kind in _HEADINGS]
    if as_json:
        shown = {"entries": [_entry(entry.code, entry) for entry in entries]}
        put_out(json.dumps(shown, indent=2))
    else:
        put_out("\n".join(_catalogue(entries)))
    return ExitCode.OK


def _catalogue(entries: Sequence[Entry]) -> Iterator[str]:
    for kind, heading in _HEADINGS.items():
        yield from (heading, "")
        of_kind = [entry for entry in entries if entry.kind is kind]
        longest = max(len(entry.code) for entry in of_kind)
        for entry in of_kind:
            more = f" (and {len(entry.also)} more)" if entry.also else ""
            yield f"  {entry.code:<{longest}}  {entry.title}{more}"
        yield ""


def _entry(code: str, entry: Entry) -> dict[str, object]:
    return {
        "code": code,
        "decimal": decimal(code),
        "also": list(entry.also),
        "kind": entry.kind.value,
        "title": entry.title,
        "meaning": entry.meaning,
        "why": entry.why,
        "owner": entry.owner.value if entry.owner else None,
        "certainty": entry.certainty.value,
        "disagreement": entry.disagreement,
        "nextStep": entry.next_step,
        "steps": list(entry.steps),
        "ifThatFails": list(entry.if_that_fails),
    }


def _in_full(code: str, entry: Entry) -> Iterator[str]:
    """What to do comes first; what it means, for whoever wants to know, last."""
    yield from wrap(f"{code}: {entry.title}" if code else entry.title)
    yield ""
    yield from fact("Do this", entry.next_step)
    yield from fact("Whose turn", OWNERS[entry.owner] if entry.owner else "Nobody’s")
    if entry.kind is not Kind.UNKNOWN and entry.certainty in _DOUBTS:
        doubt = (_DOUBTS[entry.certainty], entry.disagreement)
        yield from fact("But", " ".join(filter(None, doubt)))
    yield from ("", "Step by step:" if entry.if_that_fails else "Step by step, until it works:")
    yield from numbered(entry.steps)
    if entry.if_that_fails:
        yield from ("", "If that did not help:")
        yield from numbered(entry.if_that_fails, len(entry.steps) + 1)
    yield ""
    yield from fact("Meaning", entry.meaning)
    yield from fact("Why", entry.why)
    number = decimal(code)
    if number is not None:
        yield from fact("Also shown", str(number))
