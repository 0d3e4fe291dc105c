"""What the setup waits for, in words, and how long each usually takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wait:
    """``what`` reads as in "Asking QuickBooks"; ``usually`` as in "Usually a second or two"."""

    what: str
    usually: str
    longest_usual_seconds: float


READING_FILE = Wait("Reading the setup file", "less than a second", 1)
ASKING_ABOUT_KEYS = Wait("Asking Conductor about the keys", "a second or two", 3)
STARTING_SANDBOX = Wait("Starting the sandbox", "a second or two", 4)
FINDING_KEY = Wait("Looking for what opens your connection", "less than a second", 2)
LOOKING_AROUND = Wait("Looking around on this PC", "less than ten seconds", 10)
LISTING = Wait("Asking Conductor for the entries it has", "a second or two", 4)
SETTLING = Wait("Asking Conductor for the entry", "a second or two", 5)
LOOKING_AGAIN = Wait("Looking whether the entry was made", "up to half a minute", 35)
ASKING_FOR_LINK = Wait("Asking Conductor for a link", "a second or two", 4)
ASKING_QUICKBOOKS = Wait("Asking QuickBooks", "up to a minute", 60)
