"""What secrets and personal data look like in text: one rule per kind, each linear in its text."""

from __future__ import annotations

import re

from conductor_desktop.storage.ip_patterns import IP_RULES
from conductor_desktop.storage.number_patterns import NUMBER_RULES
from conductor_desktop.storage.path_patterns import PATH_RULES
from conductor_desktop.storage.rules import Mark, Rule, substitute

# JSON inside JSON inside JSON has seven before a quote.
_BACKSLASHES = r"\\{0,7}+"

# ---- addresses: user name, password, query and fragment go; of an auth link the path goes too

_URL = re.compile(
    rf"""(?i)((?:https?|wss?):{_BACKSLASHES}/{_BACKSLASHES}/)"""
    r"""((?:[^\s"'<>\\]|\\(?![nrt"']))++)"""
)
_AUTHORITY_END = re.compile(r"[/?#\\]")
_QUERY = re.compile(r"[?#]")
_AUTH_PATH = re.compile(rf"[\\/]qbd{_BACKSLASHES}/.|client_secret")
_AUTH_HOST = "connect.conductor."


def _clean_urls(text: str, _mark: Mark) -> tuple[str, int]:
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
    r"(?<![A-Za-z0-9])(?:[sp]k_(?=.{8})(?!conductor_[.\-]*+$)|eyJ(?=.{13}))"
    r"|(?:[sp]k_conductor_|auth_sess_client_secret_)(?=\w.)"
)


def _clean_tokens(text: str, _mark: Mark) -> tuple[str, int]:
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


_PEM = re.compile(
    r"()-----BEGIN [A-Z ]{0,40}+-----(?:(?!-----END ).)*+(?:-----END [A-Z ]*+-----)?", re.DOTALL
)

# ---- named values: headers and fields that hold a secret whatever it looks like

_BEARER = re.compile(r"(?i)\b(bearer\s++)[A-Za-z0-9._~+/=\-]{16,}+")
# A scheme that is known stays. Of any other, and of one with many values, all of it goes.
_NAMED = rf"""[\w\-]++=(?:{_BACKSLASHES}"[^"\\\r\n‹›]*+{_BACKSLASHES}"|[^\s"',;}}\\‹›]*+)"""
_IS = rf"""{_BACKSLASHES}["']?\s*+[:=]\s*+"""
_AUTHORIZATION = re.compile(
    rf"""(?i)(authorization{_IS}{_BACKSLASHES}["']?"""
    r"""(?:(?:basic|bearer|digest|negotiate|ntlm|token)\s++)?+)"""
    rf"""(?:{_NAMED}|[^\s"',;}}\\‹›]++)"""
    rf"""(?:,?[ ](?:{_NAMED}|[A-Za-z0-9._~+/=\-]{{12,}}+))*+"""
)
_COOKIE = re.compile(rf"(?i)(cookie{_IS})(?:[^\r\n\\]|\\(?![rn]))++")
_FIELD = re.compile(
    r"(?i)((?:secret[_-]?key|publishable[_-]?key|api[_-]?key|secret|token|password|passwd|pwd)"
    rf"""{_BACKSLASHES}["']?\s*+[:=>]\s*+{_BACKSLASHES}["']?)[^\s"',;&}}\])<>‹›\\]{{6,}}+"""
)

_EMAIL = re.compile(r"(?<![\w.+%\-])()[\w.+%\-]++@(?:[\w\-]++\.)+[^\W\d_]{2,}[\w\-]*+")

PATTERN_RULES: tuple[Rule, ...] = (
    Rule("private key", substitute(_PEM, "key"), (b"-----begin ",), over_lines=True),
    Rule("address", _clean_urls, (b"://", b"\\/")),
    Rule("key or token", _clean_tokens, (b"k_", b"eyj", b"client_secret")),
    Rule("bearer", substitute(_BEARER, "token"), (b"bearer",)),
    Rule("authorization", substitute(_AUTHORIZATION, "token"), (b"authorization",)),
    Rule("cookie", substitute(_COOKIE, "token"), (b"cookie",)),
    Rule(
        "secret field",
        substitute(_FIELD, "token"),
        (b"secret", b"token", b"passw", b"pwd", b"publishable", b"api"),
    ),
    Rule("e-mail", substitute(_EMAIL, "email"), (b"@",)),
    *PATH_RULES,
    *IP_RULES,
    *NUMBER_RULES,
)
