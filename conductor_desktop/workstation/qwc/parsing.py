"""From the bytes of a connection file to its elements, by the strictest reading of XML."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from conductor_desktop.workstation.qwc.errors import InvalidQwc

MOST_BYTES = 64 * 1024
CUT = "\0"
BLANKS = " \t\r\n"
"""What XML calls white space; Python strips more than whoever reads the file after us."""

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
_NAMES = {name.casefold(): name for name in _KNOWN | _TIMES}
_MOST_SECONDS = 366 * 24 * 3600
_MOST_CHARACTERS = 2048
_DEEPEST = 8
"""Levels of elements; a connection file has three."""
_VERSION = re.compile(r"""<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*["']1\.0["']""")
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
    markup = _markup(text)
    known = {element.tag: element for element in _elements(root) if element.tag in _KNOWN}
    scheduler = known.pop("Scheduler", None)
    values = {name: _value(element) for name, element in known.items()}
    for name in (*_REQUIRED, "AppID"):
        if name not in values or (name in _REQUIRED and not values[name]):
            raise InvalidQwc(f"It lacks {name}.")
    return Elements(
        markup=markup,
        values=values,
        every_seconds=None if scheduler is None else _schedule(scheduler),
        unknown=tuple(element.tag for element in _elements(root) if element.tag not in _KNOWN),
    )


def _decode(data: bytes) -> str:
    # Any encoding will do to know a web page by; in UTF-16 there are zeros between the letters.
    start = data[:4096].replace(b"\0", b"").lower()
    if b"<html" in start or b"<!doctype html" in start:
        raise InvalidQwc("It is a web page, not a connection file.")
    if len(data) > MOST_BYTES:
        raise InvalidQwc("It is larger than any connection file (64 KB).")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidQwc("It is not written in UTF-8.") from error
    declared = _ENCODING.match(text)
    if text.startswith("\ufeff") or (declared and declared[1].lower() not in ("utf-8", "utf8")):
        raise InvalidQwc("It is not plain UTF-8, as the Web Connector expects.")
    return text


def _parse(text: str) -> Element:
    # Comments become elements, so that nothing is put together from what stands around them.
    builder = TreeBuilder(insert_comments=True)
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        parser.feed(text.encode())
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise InvalidQwc("It contains a document type, which no connection file has.") from error
    except (ParseError, ValueError, LookupError) as error:
        raise InvalidQwc("It is not a complete XML file.") from error
    if _is_deeper_than(root, _DEEPEST):
        raise InvalidQwc("Its elements are nested deeper than in any connection file.")
    if root.tag.startswith("{"):
        raise InvalidQwc("It uses XML namespaces, which no connection file does.")
    if root.tag != "QBWCXML":
        raise InvalidQwc("It is not a file for the Web Connector.")
    return root


def _markup(text: str) -> str:
    """See ``Elements``. An XML declaration of version 1.0 is all that a program may be told."""
    if text.startswith("<?xml") and not _VERSION.match(text):
        raise InvalidQwc("It is written in a kind of XML that the Web Connector does not know.")
    told = [part.start() for part in _ASIDE.finditer(text) if part[0].startswith("<?")]
    if told and not (told == [0] and _VERSION.match(text)):
        raise InvalidQwc("It contains instructions for a program, which no connection file does.")
    return _ASIDE.sub(CUT, text)


def _check_everywhere(root: Element) -> None:
    """What may be nowhere in the file, in elements that nobody knows neither."""
    for element in root.iter():
        texts = (element.text or "", element.tail or "", *element.attrib.values())
        if any(_has_hidden(text) for text in texts):
            raise InvalidQwc("It contains characters that cannot be seen.")
    elements = list(_elements(root.iter()))
    for element in elements:
        names = (element.tag, *element.attrib)
        if any(name.startswith("{") for name in names):
            raise InvalidQwc("It uses XML namespaces, which no connection file does.")
        if any(_PASSWORD.search(name) for name in names):
            raise InvalidQwc("It contains a password, which no honest connection file does.")
    _check_places(root, elements)


def _check_places(root: Element, elements: Collection[Element]) -> None:
    """Every element we know is where it belongs, and there once.

    The Web Connector may well look for an element by its name, however deep it is, and without
    telling capitals from small letters.
    """
    found = Counter(element.tag.casefold() for element in elements)
    for folded, name in sorted(_NAMES.items()):
        if found[folded] > 1:
            raise InvalidQwc(f"It contains {name} twice.")
        place = f"Scheduler/{name}" if name in _TIMES else name
        if found[folded] and root.find(place) is None:
            raise InvalidQwc(f"It contains {name} where it does not belong.")


def _elements(found: Iterable[Element]) -> Iterator[Element]:
    """Those that are elements, without the comments between them."""
    return (element for element in found if isinstance(element.tag, str))


def _is_deeper_than(root: Element, levels: int) -> bool:
    level = [root]
    for _ in range(levels):
        level = [child for element in level for child in element]
    return bool(level)


def _value(element: Element) -> str:
    if next(_elements(element), None) is not None:
        raise InvalidQwc(f"Its {element.tag} contains other elements.")
    if len(element):
        raise InvalidQwc(f"Its {element.tag} is written in pieces, which hides what it says.")
    value = (element.text or "").strip(BLANKS)
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
    texts = (scheduler.text, *(child.tail for child in scheduler))
    is_plain = not any(text.strip(BLANKS) for text in texts if text)
    times = list(_elements(scheduler))
    if not is_plain or not _TIMES.issuperset(time.tag for time in times):
        raise InvalidQwc("Its Scheduler is not one the Web Connector understands.")
    # Where there are two the first one counts.
    return next(iter([_seconds(time) for time in times]), None)


def _seconds(time: Element) -> int:
    text, unit = _value(time), 60 if time.tag == "RunEveryNMinutes" else 1
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
    if not 1 <= number * unit <= _MOST_SECONDS:
        raise InvalidQwc("Its Scheduler has a time that makes no sense.")
    return number * unit
