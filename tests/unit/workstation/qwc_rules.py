"""The rules of a connection file once more, by another parser and other means."""

from __future__ import annotations

import re
import unicodedata
from xml.dom import minidom

from tests.unit.workstation.qwc_file import ELEMENTS

OPTIONAL = {
    *("AppDisplayName", "AppUniqueName", "AuthFlags", "CertURL", "Notify"),
    *("PersonalDataPref", "Style", "UnattendedModePref"),
}
REQUIRED = frozenset(ELEMENTS) - {"AppID", "Scheduler", "IsReadOnly"}
KNOWN = frozenset(ELEMENTS) | OPTIONAL
TIMES = frozenset({"RunEveryNMinutes", "RunEveryNSeconds"})
GOOD_URL = re.compile(r"https://([a-z0-9-]+\.)*conductor\.is(:443)?(/[!-~]*)?", re.IGNORECASE)
GOOD_HELP = re.compile(
    r"(https://([a-z0-9-]+\.)*conductor\.is(:443)?|http://([a-z0-9-]+\.)*conductor\.is(:80)?)"
    r"(/[!-~]*)?",
    re.IGNORECASE,
)
GOOD_GUID = re.compile(
    r"\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}", re.IGNORECASE
)


def assert_keeps_the_rules(data: bytes) -> None:
    """Fail if ``data`` breaks any of them."""
    assert len(data) <= 64 * 1024
    document = minidom.parseString(data.decode("utf-8"))
    assert document.doctype is None
    assert document.version in (None, "1.0")
    _assert_nothing_told_to_programs(document)
    root = document.documentElement
    assert root is not None
    assert root.tagName == "QBWCXML"
    elements = [root, *root.getElementsByTagName("*")]
    for element in elements:
        assert element.namespaceURI is None
        for name in (element.tagName, *element.attributes.keys()):
            assert not re.search("pass|pwd", name, re.IGNORECASE)
        assert _depth(element) <= 8
    _assert_places(root, elements)
    texts = {
        child.tagName: _text(child)
        for child in root.childNodes
        if isinstance(child, minidom.Element) and child.tagName in KNOWN
    }
    assert all(texts.get(name) for name in REQUIRED)
    assert "AppID" in texts
    assert not any(_is_hidden(character) for text in texts.values() for character in text)
    _assert_good_addresses(root, texts)
    assert GOOD_GUID.fullmatch(texts["OwnerID"])
    assert GOOD_GUID.fullmatch(texts["FileID"])
    assert texts["QBType"] == "QBFS"
    for element in elements:
        if element.tagName in TIMES:
            assert re.fullmatch("[0-9]+", _text(element))
            assert int(_text(element)) >= 1


def _assert_places(root: minidom.Element, elements: list[minidom.Element]) -> None:
    for name in (*KNOWN, *TIMES):
        found = [element for element in elements if element.tagName.lower() == name.lower()]
        assert len(found) <= 1, f"{name} is there twice"
        for element in found:
            assert element.tagName == name
            parent = element.parentNode
            assert isinstance(parent, minidom.Element)
            assert parent is root or (name in TIMES and parent.tagName == "Scheduler")
            if name != "Scheduler":
                assert not any(isinstance(node, minidom.Comment) for node in element.childNodes)


def _assert_nothing_told_to_programs(node: minidom.Node) -> None:
    assert not isinstance(node, minidom.ProcessingInstruction)
    for child in node.childNodes:
        _assert_nothing_told_to_programs(child)


def _depth(element: minidom.Element) -> int:
    parent = element.parentNode
    return 1 + (_depth(parent) if isinstance(parent, minidom.Element) else 0)


def _assert_good_addresses(root: minidom.Element, texts: dict[str, str]) -> None:
    assert GOOD_URL.fullmatch(texts["AppURL"])
    assert GOOD_HELP.fullmatch(texts["AppSupport"])
    if texts.get("CertURL"):
        assert GOOD_URL.fullmatch(texts["CertURL"])
    for name in ("AppURL", "AppSupport", "CertURL"):
        for element in root.getElementsByTagName(name):
            # Whoever reads only the first piece reads all of it.
            assert len(element.childNodes) <= 1


def _text(element: minidom.Element) -> str:
    pieces = [node.data for node in element.childNodes if isinstance(node, minidom.Text)]
    return "".join(pieces).strip(" \t\r\n")


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")
