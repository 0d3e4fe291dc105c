"""What the Support page says of a bundle: pure functions, no widgets."""

from __future__ import annotations

from collections.abc import Collection

from conductor_desktop.services.diagnostics import Bundle
from conductor_desktop.ui.support.sizes import size_words

_ATTACH = "(Please attach the support bundle: save it on the page Support, then add the file here.)"


def summary_of(bundle: Bundle, left_out: Collection[str] = ()) -> str:
    """How much there is, that it is all there is, and what to call it on the telephone."""
    files = bundle.without(left_out).files
    size = size_words(sum(len(file.data) for file in files))
    count = f"{len(files)} file{'' if len(files) == 1 else 's'}"
    without = len(bundle.files) - len(files)
    less = f", {without} left out" if without else ""
    return (
        f"{count}, {size}{less}. Support code {bundle.support_code}. "
        "What is ticked here is exactly what is saved."
    )


def progress_of(come: int, awaited: int) -> str:
    """How far collecting is."""
    return f"{come} of {awaited} files are here. The last one comes within ten seconds."


def first_page_of(bundle: Bundle) -> str:
    """The page to read first, as it is in the bundle."""
    pages = [file.data for file in bundle.files if file.name == "summary.txt"]
    return b"".join(pages).decode("utf-8", "replace")


def subject_of(bundle: Bundle) -> str:
    """Of the e-mail to the vendor."""
    return f"Conductor Desktop, support code {bundle.support_code}"


def letter_of(bundle: Bundle) -> str:
    """The e-mail to the vendor; nothing can be attached to it from here."""
    return f"{_ATTACH}\n\n{first_page_of(bundle)}"
