"""The rules of a connection file once more, by another parser and other means."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit
from xml.dom import minidom

from tests.unit.workstation.qwc_file import ELEMENTS

OPTIONAL = {
    *("AppDisplayName", "AppUniqueName", "AuthFlags", "CertURL", "Notify"),
    *("PersonalDataPref", "Style", "UnattendedModePref"),
}
REQUIRED = frozenset(ELEMENTS) - {"AppID", "Scheduler", "IsReadOnly"}
KNOWN = frozenset(ELEMENTS) | OPTIONAL
GOOD_URL = re.compile(r"https://([a-z0-9-]+\.)*conductor\.is(:443|:)?([/?#][!-~]*)?", re.IGNORECASE)
GOOD_GUID = re.compile(
    r"\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}", re.IGNORECASE
)


def assert_keeps_the_rules(data: bytes) -> None:
    """Fail if ``data`` breaks any of them."""
    assert len(data) <= 64 * 1024
    document = minidom.parseString(data.decode("utf-8"))
    assert document.doctype is None
    root = document.documentElement
    assert root is not None
    assert root.tagName == "QBWCXML"
    elements = [root, *root.getElementsByTagName("*")]
    for element in elements:
        assert element.namespaceURI is None
        assert not re.search("pass|pwd", element.tagName, re.IGNORECASE)
    for name in KNOWN:
        found = root.getElementsByTagName(name)
        assert len(found) <= 1, f"{name} is there twice"
        assert all(element.parentNode is root for element in found)
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
    for element in root.getElementsByTagName("RunEveryNMinutes"):
        assert int(_text(element)) >= 1


def _assert_good_addresses(root: minidom.Element, texts: dict[str, str]) -> None:
    assert GOOD_URL.fullmatch(texts["AppURL"])
    support = urlsplit(texts["AppSupport"])
    assert f".{support.hostname}".endswith(".conductor.is")
    assert support.port in (None, {"https": 443, "http": 80}[support.scheme])
    assert support.username is None
    if texts.get("CertURL"):
        assert GOOD_URL.fullmatch(texts["CertURL"])
    for name in ("AppURL", "AppSupport", "CertURL"):
        for element in root.getElementsByTagName(name):
            # Whoever reads only the first piece reads all of it.
            assert len(element.childNodes) <= 1


def _text(element: minidom.Element) -> str:
    pieces = [node.data for node in element.childNodes if isinstance(node, minidom.Text)]
    return "".join(pieces).strip()


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")
