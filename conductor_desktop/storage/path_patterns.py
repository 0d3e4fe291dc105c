"""Paths that name somebody: user folders, servers, folders of one's own, company files."""

from __future__ import annotations

import re

from conductor_desktop.storage.rules import Mark, Rule, substitute

_NAME = r"""(?:[^\\/:*?"<>|\r\n‹›',;()]|'(?=\w))"""
_WORD = r"""(?:[^\s\\/:*?"<>|‹›',;()]|'(?=\w))"""
_SHARED = r"(?!(?:public|default|all users)[\\/])"
_SLASH = r"\\{0,7}+/"
_USER_FOLDER = re.compile(
    rf"(?i)((?:\\(?:users|documents and settings)\\++"
    rf"|[a-z]:(?:{_SLASH}){{1,3}}+users(?:{_SLASH})++)"
    rf"{_SHARED})(?:{_NAME}{{1,64}}(?=[\\/])|{_WORD}++)"
)
_ENCODED_FOLDER = re.compile(r"(?i)(%5cusers%5c)[^%\s\"'&‹›]++")
_HOME_FOLDER = re.compile(
    rf"(/(?:home|Users){_SLASH}{_SHARED.replace('public', 'Shared')}){_WORD}++"
)

# In a text, doubled in JSON, and doubled again in JSON inside it. What every Windows has is left.
_SEPARATOR = r"\\{1,4}+"
_REST = rf"(?:{_NAME}{{1,64}}+{_SEPARATOR}(?=[^\s\\])){{0,24}}+{_WORD}*+"
# It begins with the colon, which is found many times as fast as any letter is.
_OWN_FOLDER = re.compile(
    rf"(?i)(:(?<=(?<![a-z0-9])[a-z]:){_SEPARATOR})"
    r"(?!(?:program files(?: \(x86\))?|programdata|windows|users|documents and settings)(?![\w ]))"
    rf"(?=[^\\/\s‹]){_REST}"
)
_SERVER = re.compile(
    rf"""(?i)(?<![^\s"'=(<,;\[])(\\{{8}}|\\{{4}}|\\{{2}})(?=[a-z0-9])([\w.\-]{{1,64}}+)"""
    rf"{_SEPARATOR}"
)
_SERVER_PATH = re.compile(rf"(?i)(‹host\w*›{_SEPARATOR})(?!users\\)(?=[^\\\s‹]){_REST}")

# An ending by itself is no file: "the .qbw", "`.qbw`".
_COMPANY_FILE = re.compile(r"(?i)(?<=[\w.)\]!&+'\-])\.qb[abmwxy](?:\.(?:tlg|nd|dsn))?(?!\w)")
_FILE_NAME_ENDS = "\\/\"':*?<>|\r\n‹›"
_LONGEST_FILE_NAME = 128


def _company_files(text: str, mark: Mark) -> tuple[str, int]:
    """A company file is named after the company; from the last separator on it goes."""
    pieces, done, changed = [], 0, 0
    for match in _COMPANY_FILE.finditer(text):
        low = max(done, match.start() - _LONGEST_FILE_NAME)
        start = max(low, *(text.rfind(end, low, match.start()) + 1 for end in _FILE_NAME_ENDS))
        if start == match.start():
            continue
        pieces += [text[done:start], mark("file", text[start : match.start()].strip())]
        done, changed = match.end(), changed + 1
    return "".join([*pieces, text[done:]]), changed


def _servers(text: str, mark: Mark) -> tuple[str, int]:
    """The server's name, and what is below it."""
    changed = 0

    def put(match: re.Match[str]) -> str:
        nonlocal changed
        changed += 1
        end = match[0][match.end(2) - match.start() :]
        return match[1] + mark("host", match[2]) + end

    text = _SERVER.sub(put, text)
    if "‹host" not in text:
        return text, changed
    text, more = _SERVER_PATH.subn(lambda found: found[1] + mark("path", found[0]), text)
    return text, changed + more


PATH_RULES: tuple[Rule, ...] = (
    Rule("company file", _company_files, (b".qb",)),
    Rule(
        "user folder",
        substitute(_USER_FOLDER, "user"),
        (b"users\\", b"settings\\", b"/users/"),
    ),
    Rule("user folder, encoded", substitute(_ENCODED_FOLDER, "user"), (b"%5cusers%5c",)),
    Rule(
        "home folder",
        substitute(_HOME_FOLDER, "user"),
        (b"/home", b"/users"),
    ),
    Rule("server", _servers, (b"\\\\",)),
    Rule("folder", substitute(_OWN_FOLDER, "path"), (b":\\",)),
)
