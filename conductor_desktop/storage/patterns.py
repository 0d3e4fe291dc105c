"""What secrets and personal data look like in text: one rule per kind, each linear in its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """Takes one kind of thing out; ``apply`` gives the text and how often it did."""

    name: str
    apply: Callable[[str], tuple[str, int]]


# ---- addresses: user name, password, query and fragment go; of an auth link the path goes too

_URL = re.compile(r"""(?i)((?:https?|wss?):\\?/\\?/)((?:[^\s"'<>\\]|\\(?![nrt"']))++)""")
_AUTHORITY_END = re.compile(r"[/?#\\]")
_QUERY = re.compile(r"[?#]")
_AUTH_PATH = re.compile(r"[\\/]qbd\\?/.|client_secret")
_AUTH_HOST = "connect.conductor."


def _clean_urls(text: str) -> tuple[str, int]:
    if "://" not in text and r":\/" not in text:
        return text, 0
    changed = 0

    def shorten(match: re.Match[str]) -> str:
        nonlocal changed
        short = match[1] + _short_address(match[2])
        changed += short != match[0]
        return short

    return _URL.sub(shorten, text), changed


def _short_address(address: str) -> str:
    end = _AUTHORITY_END.search(address)
    cut = end.start() if end else len(address)
    host, tail = address[:cut].rpartition("@")[2], address[cut:]
    if _AUTH_PATH.search(tail) or (host.lower().startswith(_AUTH_HOST) and len(tail) > 1):
        return f"{host}/‹link›"
    query = _QUERY.search(tail)
    if query and len(tail) > query.end():
        tail = f"{tail[: query.start()]}?‹query›"
    return host + tail


# ---- keys, tokens and JWTs: from where one starts to the end of the run of its characters

_RUN = re.compile(r"[A-Za-z0-9_.\-]{12,}+")
_TOKEN_START = re.compile(
    r"(?<![A-Za-z0-9])(?:[sp]k_(?=.{8})|eyJ(?=.{13}))|[sp]k_conductor_|auth_sess_client_secret_"
)
_TOKEN_HINTS = ("sk_", "pk_", "eyJ", "auth_sess")


def _clean_tokens(text: str) -> tuple[str, int]:
    if not any(hint in text for hint in _TOKEN_HINTS):
        return text, 0
    changed = 0

    def cut(match: re.Match[str]) -> str:
        nonlocal changed
        run = match[0]
        found = _TOKEN_START.search(run)
        start = found.start() if found else len(run)
        if ".eyJ" in run:  # a JWT's second part; its first may be glued to a word
            start = min(start, run.index("eyJ"))
        if start == len(run):
            return run
        changed += 1
        return f"{run[:start]}‹token›"

    return _RUN.sub(cut, text), changed


# ---- named values: headers and fields that hold a secret whatever it looks like

_BEARER = re.compile(r"(?i)\b(bearer\s++)[A-Za-z0-9._~+/=\-]{16,}+")
_AUTHORIZATION = re.compile(
    r"""(?i)(authorization\\?["']?\s*+[:=]\s*+\\?["']?(?:(?:bearer|basic|digest|token)\s++)?+)"""
    r"""[^\s"',;}\\]++"""
)
_COOKIE = re.compile(r"""(?i)(cookie\\?["']?\s*+[:=]\s*+)(?:[^\r\n\\]|\\(?![rn]))++""")
_FIELD = re.compile(
    r"(?i)((?:secret[_-]?key|publishable[_-]?key|api[_-]?key|secret|token|password|passwd|pwd)"
    r"""\\?["']?\s*+[:=]\s*+\\?["']?)[^\s"',;&}\])<>‹›\\]{6,}+"""
)


def _substitute(
    pattern: re.Pattern[str], mark: str, *hints: str
) -> Callable[[str], tuple[str, int]]:
    """Keeps group 1 and puts ``mark`` for the rest; skips text without any of ``hints``."""

    def apply(text: str) -> tuple[str, int]:
        lowered = text.lower()
        if not any(hint in lowered for hint in hints):
            return text, 0
        changed = 0

        def put(match: re.Match[str]) -> str:
            nonlocal changed
            short = match[1] + mark
            changed += short != match[0]
            return short

        return pattern.sub(put, text), changed

    return apply


# ---- people: e-mail addresses, user folders, company files

_EMAIL = re.compile(r"(?<![\w.+%\-])()[\w.+%\-]++@(?:[\w\-]++\.)+[^\W\d_]{2,}[\w\-]*+")
_NAME = r"""(?:[^\\/:*?"<>|\r\n‹›',;()]|'(?=\w))"""
_WORD = r"""(?:[^\s\\/:*?"<>|‹›',;()]|'(?=\w))"""
_SHARED = r"(?!(?:public|default|all users)[\\/])"
_USER_FOLDER = re.compile(
    r"(?i)((?:\\(?:users|documents and settings)\\++|[a-z]:/{1,3}+users/++)"
    rf"{_SHARED})(?:{_NAME}{{1,64}}(?=[\\/])|{_WORD}++)"
)
_ENCODED_FOLDER = re.compile(r"(?i)(%5cusers%5c)[^%\s\"'&‹›]++")
_HOME_FOLDER = re.compile(rf"(/(?:home|Users)/{_SHARED.replace('public', 'Shared')}){_WORD}++")

_COMPANY_FILE = re.compile(r"(?i)\.qb[abmwxy](?:\.(?:tlg|nd|dsn))?(?!\w)")
_FILE_NAME_ENDS = "\\/\"':*?<>|\r\n‹›"
_LONGEST_FILE_NAME = 128


def _clean_company_files(text: str) -> tuple[str, int]:
    """A company file is named after the company; from the last separator on it goes."""
    if ".qb" not in text.lower():
        return text, 0
    pieces, done, changed = [], 0, 0
    for match in _COMPANY_FILE.finditer(text):
        low = max(done, match.start() - _LONGEST_FILE_NAME)
        start = max(low, *(text.rfind(end, low, match.start()) + 1 for end in _FILE_NAME_ENDS))
        if start == match.start():
            continue
        pieces += [text[done:start], "‹file›"]
        done, changed = match.end(), changed + 1
    return "".join([*pieces, text[done:]]), changed


PATTERN_RULES: tuple[Rule, ...] = (
    Rule("address", _clean_urls),
    Rule("key or token", _clean_tokens),
    Rule("bearer", _substitute(_BEARER, "‹token›", "bearer")),
    Rule("authorization", _substitute(_AUTHORIZATION, "‹token›", "authorization")),
    Rule("cookie", _substitute(_COOKIE, "‹token›", "cookie")),
    Rule(
        "secret field",
        _substitute(_FIELD, "‹token›", "secret", "token", "pass", "pwd", "key"),
    ),
    Rule("e-mail", _substitute(_EMAIL, "‹email›", "@")),
    Rule("company file", _clean_company_files),
    Rule("user folder", _substitute(_USER_FOLDER, "‹user›", "users", "settings")),
    Rule("user folder", _substitute(_ENCODED_FOLDER, "‹user›", "%5c")),
    Rule("home folder", _substitute(_HOME_FOLDER, "‹user›", "/home/", "/users/")),
)
