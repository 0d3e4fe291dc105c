"""From the bytes of a connection file to its elements, by the strictest reading of XML."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from conductor_desktop.workstation.qwc.errors import InvalidQwc

MOST_BYTES = 64 * 1024
CUT = "\0"

_REQUIRED = (
    "AppName",
    "AppURL",
    "AppDescription",
    "AppSupport",
    "UserName",
    "OwnerID",
    "FileID",
    "QBType",
)
_OPTIONAL = (
    "AppDisplayName",
    "AppUniqueName",
    "AuthFlags",
    "CertURL",
    "IsReadOnly",
    "Notify",
    "PersonalDataPref",
    "Style",
    "UnattendedModePref",
)
_KNOWN = frozenset((*_REQUIRED, *_OPTIONAL, "AppID", "Scheduler"))
_TIMES = frozenset({"RunEveryNMinutes", "RunEveryNSeconds"})
_MOST_SECONDS = 366 * 24 * 3600
_MOST_CHARACTERS = 2048
_ENCODING = re.compile(r"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
# Found from left to right, these are all there can be in a file without a document type.
_ASIDE = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
_PASSWORD = re.compile(r"pass|pwd", re.IGNORECASE)


@dataclass(frozen=True)
class Elements:
    """What a file says. ``values`` is by name; an element that is not there is not in it."""

    markup: str
    """The file as it was written, but for comments and the like: ``CUT`` is where one was."""
    values: dict[str, str]
    every_seconds: int | None
    """The least time between two updates, where the file asks for one."""
    unknown: tuple[str, ...]
    """The names of elements that no description of such files has."""


def parse_qwc(data: bytes) -> Elements:
    """Take the file apart. Raises ``InvalidQwc``."""
    text = _decode(data)
    root = _parse(text)
    _check_everywhere(root)
    known = {element.tag: element for element in root if element.tag in _KNOWN}
    scheduler = known.pop("Scheduler", None)
    values = {name: _value(element) for name, element in known.items()}
    for name in (*_REQUIRED, "AppID"):
        if name not in values or (name in _REQUIRED and not values[name]):
            raise InvalidQwc(f"It lacks {name}.")
    return Elements(
        markup=_ASIDE.sub(CUT, text),
        values=values,
        every_seconds=None if scheduler is None else _schedule(scheduler),
        unknown=tuple(element.tag for element in root if element.tag not in _KNOWN),
    )


def _decode(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise InvalidQwc("It is larger than any connection file (64 KB).")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidQwc("It is not written in UTF-8.") from error
    start = text[:2048].lower()
    if "<html" in start or "<!doctype html" in start:
        raise InvalidQwc("It is a web page, not a connection file.")
    declared = _ENCODING.match(text)
    if text.startswith("\ufeff") or (declared and declared[1].lower() not in ("utf-8", "utf8")):
        raise InvalidQwc("It is not plain UTF-8, as the Web Connector expects.")
    return text


def _parse(text: str) -> Element:
    try:
        root: Element = fromstring(text.encode(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise InvalidQwc("It contains a document type, which no connection file has.") from error
    except (ParseError, ValueError, LookupError) as error:
        raise InvalidQwc("It is not a complete XML file.") from error
    if root.tag.startswith("{"):
        raise InvalidQwc("It uses XML namespaces, which no connection file does.")
    if root.tag != "QBWCXML":
        raise InvalidQwc("It is not a file for the Web Connector.")
    return root


def _check_everywhere(root: Element) -> None:
    """What may be nowhere in the file, in elements that nobody knows neither.

    The Web Connector may well look for an element by its name, however deep it is.
    """
    for element in root.iter():
        if any(name.startswith("{") for name in (element.tag, *element.attrib)):
            raise InvalidQwc("It uses XML namespaces, which no connection file does.")
        if _PASSWORD.search(element.tag):
            raise InvalidQwc("It contains a password, which no honest connection file does.")
        texts = (element.text or "", element.tail or "", *element.attrib.values())
        if any(_has_hidden(text) for text in texts):
            raise InvalidQwc("It contains characters that cannot be seen.")
    found = Counter(element.tag for element in root.iter())
    for name in sorted(_KNOWN):
        if found[name] > 1:
            raise InvalidQwc(f"It contains {name} twice.")
        if found[name] and root.find(name) is None:
            raise InvalidQwc(f"It contains {name} where it does not belong.")


def _value(element: Element) -> str:
    if len(element):
        raise InvalidQwc(f"Its {element.tag} contains other elements.")
    value = (element.text or "").strip()
    if "\n" in value or "\t" in value:
        raise InvalidQwc(f"Its {element.tag} has more than one line.")
    if len(value) > _MOST_CHARACTERS:
        raise InvalidQwc(f"Its {element.tag} is longer than it can be.")
    return value


def _has_hidden(text: str) -> bool:
    """Whether there are control characters, or some that turn text around or cannot be seen."""
    text = text.replace("\n", "").replace("\t", "")
    if text.isprintable():
        return False
    return any(unicodedata.category(character) in _HIDDEN for character in text)


def _schedule(scheduler: Element) -> int | None:
    names = [child.tag for child in scheduler]
    if len(names) != len(set(names)) or not _TIMES.issuperset(names):
        raise InvalidQwc("Its Scheduler is not one the Web Connector understands.")
    # Where there are two the first one counts.
    return next(iter([_seconds(child) for child in scheduler]), None)


def _seconds(time: Element) -> int:
    text, unit = _value(time), 60 if time.tag == "RunEveryNMinutes" else 1
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
    if not 1 <= number * unit <= _MOST_SECONDS:
        raise InvalidQwc("Its Scheduler has a time that makes no sense.")
    return number * unit
