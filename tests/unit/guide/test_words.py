"""The words of the guide: whole, short, plain, and something to do in every entry."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from conductor_desktop.errors import Owner
from conductor_desktop.guide.book import guide
from conductor_desktop.guide.entry import Certainty, Entry, Kind

LONGEST_TITLE = 5
LONGEST_STEP = 40

# What nobody who keeps books has to know. Names of windows, menus and files stand in “ ” or are
# none of these words.
JARGON = re.compile(
    r"\b(?-i:COM|IP|\.NET|App[A-Z]\w+)\b|\b("
    r"api|authenticat\w*|authori[sz]\w*|backend|boolean|callback|certificates?|clients?|cursor|"
    r"credentials?|daemon|dialogs?|dlls?|dns|elevat\w+|endpoints?|endusers?|exceptions?|fileid|"
    r"guids?|hosts?|hresults?|https?|instance|integer|json|modal|namespace|null|ownerid|parameter|"
    r"pars(e|ed|ing|er)|payload|ports?|process(es)?|progid|proxy|proxies|qbxml|quer(y|ies)|"
    r"registry|rpc|runtime|schema|sdk|servers?|sessions?|soap|ssl|strings?|syntax|threads?|"
    r"tickets?|timeouts?|tls|tokens?|urls?|xml"
    r")\b",
    re.IGNORECASE,
)
ENTRIES = guide().entries


def texts(entry: Entry) -> list[str]:
    sentences = [entry.meaning, entry.why, entry.next_step, *entry.steps, *entry.if_that_fails]
    return sentences + ([entry.disagreement] if entry.disagreement else [])


def breaking(holds: Callable[[Entry], bool]) -> list[str]:
    """The codes of the entries that do not keep a rule."""
    return [entry.code for entry in ENTRIES if not holds(entry)]


def is_sentence(text: str) -> bool:
    is_plain = text == " ".join(text.split()) and text.isprintable()
    return is_plain and text[0].isupper() and text.endswith((".", "”."))


def needs_technician(text: str) -> bool:
    return JARGON.search(re.sub("“[^”]*”", "", text)) is not None


def test_there_is_something_to_do() -> None:
    assert breaking(lambda entry: 0 < len(entry.steps) <= 15) == []


NAMES = {Owner.QUICKBOOKS_ADMIN: "admin", Owner.IT: "your it ", Owner.VENDOR: "vendor"}


def test_whose_job_it_is_stands_in_the_steps() -> None:
    """Or the reader is told that it is somebody's job, and not how they come to hear of it."""

    def is_named(entry: Entry) -> bool:
        said = " ".join((entry.next_step, *entry.steps, *entry.if_that_fails)).lower()
        return NAMES.get(entry.owner or Owner.YOU, "") in said

    assert breaking(is_named) == []


def test_where_it_is_the_readers_job_the_next_step_is_more_than_asking() -> None:
    asking = ("Ask your IT", "Ask your vendor", "Ask whoever looks", "Save a support bundle")
    assert breaking(lambda e: e.owner is not Owner.YOU or not e.next_step.startswith(asking)) == []


def test_steps_are_short() -> None:
    def is_short(step: str) -> bool:
        return len(step.split()) <= LONGEST_STEP

    assert breaking(lambda entry: all(map(is_short, entry.steps + entry.if_that_fails))) == []
    assert breaking(lambda entry: is_short(entry.next_step)) == []


def test_titles_are_five_words_and_tell_entries_apart() -> None:
    assert breaking(lambda entry: 2 <= len(entry.title.split()) <= LONGEST_TITLE) == []
    assert breaking(lambda entry: not entry.title.endswith(".")) == []
    assert len({entry.title for entry in ENTRIES}) == len(ENTRIES)


def test_texts_are_whole_sentences() -> None:
    assert breaking(lambda entry: all(map(is_sentence, texts(entry)))) == []


def test_no_text_needs_a_technician() -> None:
    said = [text for entry in ENTRIES for text in (entry.title, *texts(entry))]
    assert [text for text in said if needs_technician(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "The COM object was not created.",
        "An HRESULT came back.",
        "End the process in the list.",
        "The session ticket is invalid.",
        "The DLL is not in the registry.",
        "Check the endpoint of the API.",
        "TLS 1.2 is switched off.",
        "The SOAP call returned bad XML.",
        "Both need the same elevation.",
        "The AppURL is wrong.",
    ],
)
def test_jargon_is_noticed(text: str) -> None:
    assert needs_technician(text)


@pytest.mark.parametrize(
    "text", ["Choose Company Preferences.", "Report it.", "It says “Unique FileID value required”."]
)
def test_plain_words_and_words_on_the_screen_are_no_jargon(text: str) -> None:
    assert not needs_technician(text)


def test_every_code_is_there_once() -> None:
    every_code = [code for entry in ENTRIES for code in (entry.code, *entry.also)]
    assert len({code.upper() for code in every_code}) == len(every_code)


def test_what_is_contested_gives_two_remedies_and_says_so() -> None:
    contested = [entry for entry in ENTRIES if entry.certainty is Certainty.CONTESTED]
    assert {entry.code for entry in contested} >= {"QBWC1039", "QBWC1085", "0x8004041B"}
    assert all(entry.disagreement and entry.if_that_fails for entry in contested)


def test_words_that_stand_for_a_code_can_be_found() -> None:
    said = [words for entry in ENTRIES for words in entry.says]
    assert said
    assert [words for words in said if words != " ".join(words.lower().split())] == []
    assert [words for words in said if len(words) <= 10] == []  # or they stand in any text


def test_what_to_do_about_unknown_codes_ends_with_whom_to_tell() -> None:
    unknown = [entry for entry in ENTRIES if entry.kind is Kind.UNKNOWN]
    assert len(unknown) == 4
    assert all("vendor" in entry.steps[-1] for entry in unknown)
