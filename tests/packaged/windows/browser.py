"""A browser with a person in front of it, in the place of the real ones: ``NOTES ADDRESS``.

Windows starts it with the address of the sign-in page. It goes from page to page by what stands on
them, saves what is to be downloaded where people's browsers do, and writes the titles that it came
by into NOTES at the end.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import ProxyHandler, build_opener

_MOST_PAGES = 10
_PATIENCE_SECONDS = 60.0
_open = build_opener(ProxyHandler({})).open


@dataclass
class Page(HTMLParser):
    """What a person sees of a page: its title, what can be sent, and what can be saved."""

    title: str = ""
    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    file: str = ""
    _is_in_title: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._is_in_title = tag == "title"
        if tag == "form":
            self.action = said["action"]
        elif tag == "input" and self.action and "name" in said:
            self.fields[said["name"]] = said["value"]  # of several choices the last one, which fits
        elif tag == "a" and said.get("id") == "download-file":
            self.file = said["href"]

    def handle_data(self, data: str) -> None:
        if self._is_in_title:
            self.title += data
            self._is_in_title = False


def walk(address: str, downloads: Path) -> list[str]:
    """To the page on which nothing is left to be done; the titles on the way."""
    titles: list[str] = []
    answer = _open(address, timeout=_PATIENCE_SECONDS)
    while len(titles) < _MOST_PAGES:
        page = Page()
        page.feed(answer.read().decode())
        titles.append(page.title.strip())
        if page.file:
            _save(urljoin(answer.url, page.file), downloads)
        if not page.action:
            break
        there = urljoin(answer.url, page.action)
        answer = _open(there, urlencode(page.fields).encode(), timeout=_PATIENCE_SECONDS)
    return titles


def _save(address: str, downloads: Path) -> None:
    downloads.mkdir(exist_ok=True)
    with _open(address, timeout=_PATIENCE_SECONDS) as answer:
        (downloads / answer.headers.get_filename()).write_bytes(answer.read())


def main() -> None:
    notes, address = sys.argv[1:]
    seen: dict[str, object] = {"host": urlsplit(address).hostname}
    try:
        seen["titles"] = walk(address, Path.home() / "Downloads")
    except OSError as error:
        seen["error"] = str(error)
    written = Path(f"{notes}.new")
    written.write_text(json.dumps(seen), "utf-8")
    written.replace(notes)


if __name__ == "__main__":
    main()
