"""What this PC shows of a connection: its keys, settings, history, files, its application."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from conductor_desktop.errors import AppError
from conductor_desktop.services.connector_account import identity_of
from conductor_desktop.services.removal.traces import Place, Standing, Trace
from conductor_desktop.services.session import Session
from conductor_desktop.storage.history.store import HistoryStore, Kept
from conductor_desktop.storage.names import Mode, ProfileName
from conductor_desktop.storage.profiles import OwnApplication, Profile
from conductor_desktop.workstation import web_connector
from conductor_desktop.workstation.pc import CouldNotTell, Workstation

_MOST_NAMED = 5


def key_trace(session: Session, profile: Profile) -> Trace:
    """Asks the password store for every key it could hold for the profile."""
    title = "What opens the connection"
    try:
        kinds = session.stored_kinds()
    except AppError as error:
        found = f"It could not be seen whether a key is stored. {error.explanation}"
        return Trace(Place.KEY, Standing.CANNOT_SEE, title, found)
    if not kinds:
        found = "No key of it is in this PC’s password store."
        return Trace(Place.KEY, Standing.GONE, title, found)
    what = "The token of the setup file" if profile.mode is Mode.SETUP_FILE else "The keys you gave"
    return Trace(Place.KEY, Standing.THERE, title, f"{what}, in this PC’s password store.")


def settings_trace(session: Session, profile: Profile) -> Trace:
    """Whom it is for and what was proven."""
    title = "What is known about it"
    if session.profile_name not in session.settings.profiles:
        found = "Nothing of it is in the settings of this app any more."
        return Trace(Place.SETTINGS, Standing.GONE, title, found)
    proven = profile.last_proof_at
    when = ""
    if proven is not None:
        local = proven.astimezone()
        when = f", the last time on {local.day} {local:%B %Y} at {local:%H:%M}"
    found = f"Whom it is for, who set it up, and that QuickBooks answered{when}."
    if proven is None:
        found = "Whom it is for, and who set it up."
    return Trace(Place.SETTINGS, Standing.THERE, title, found)


def history_trace(history: HistoryStore, name: ProfileName) -> Trace:
    """When it worked and when it did not, as it was noted down meanwhile."""
    title = "How it was before"
    standing, found = {
        Kept.SOMETHING: (Standing.THERE, "When it worked, when it did not, and why."),
        Kept.NOTHING: (Standing.GONE, "Nothing is noted down of how it was before."),
        Kept.CANNOT_SEE: (Standing.CANNOT_SEE, "The file of the history could not be read."),
    }[history.kept_of(name)]
    return Trace(Place.HISTORY, standing, title, found)


def files_trace(folder: Path) -> Trace:
    """The folder holds connection files and nothing else."""
    title = "Connection files"
    try:
        count = sum(1 for path in folder.iterdir() if path.is_file()) if folder.is_dir() else 0
    except OSError as error:
        found = f"Their folder could not be read ({error.strerror or error})."
        return Trace(Place.FILES, Standing.CANNOT_SEE, title, found)
    if not count:
        return Trace(Place.FILES, Standing.GONE, title, "No connection file is kept.")
    files = "One connection file is" if count == 1 else f"{count} connection files are"
    return Trace(Place.FILES, Standing.THERE, title, f"{files} kept for the Web Connector.")


def web_connector_trace(
    pc: Workstation, ours: OwnApplication | None, others: Sequence[OwnApplication]
) -> Trace:
    """Whether our application is in this Windows user's list. ``others`` are of other connections.

    Names that are nobody's business are shown only where nobody knows which one is ours: the
    person sees the same list in the Web Connector.
    """
    title = "In the Web Connector"
    try:
        names = web_connector.applications(pc)
    except CouldNotTell as error:
        found = f"Its list could not be seen from here. {error.explanation}"
        return Trace(Place.WEB_CONNECTOR, Standing.CANNOT_SEE, title, found, _steps(ours, names=()))
    if ours is None:
        return _of_unknown_name(title, names)
    identity = identity_of(ours)
    if not any(map(identity.is_called, names)):
        found = f"“{ours.name}” is not in its list of this Windows user."
        return Trace(Place.WEB_CONNECTOR, Standing.GONE, title, found)
    if any(identity_of(other).names & identity.names for other in others):
        found = f"“{ours.name}” works for another connection of this PC as well. Leave it there."
        return Trace(Place.WEB_CONNECTOR, Standing.STAYS, title, found)
    found = f"“{ours.name}” is still in its list. Until it is gone, QuickBooks can be read by it."
    return Trace(Place.WEB_CONNECTOR, Standing.THERE, title, found, _steps(ours, names))


def _of_unknown_name(title: str, names: Sequence[str]) -> Trace:
    if not names:
        found = "Its list of this Windows user is empty."
        return Trace(Place.WEB_CONNECTOR, Standing.GONE, title, found)
    shown = ", ".join(f"“{name}”" for name in names[:_MOST_NAMED])
    more = " and more" if len(names) > _MOST_NAMED else ""
    found = f"It is not known which application is the one of this connection: {shown}{more}."
    return Trace(Place.WEB_CONNECTOR, Standing.CANNOT_SEE, title, found, _steps(None, names))


def _steps(ours: OwnApplication | None, names: Sequence[str]) -> tuple[str, ...]:
    which = f"“{ours.name}”" if ours is not None else "the application of this connection"
    return (
        "Press the Windows key, type “Web Connector” and open it.",
        f"Find {which} in its list and click Remove.",
        "Answer the question with Yes.",
    )
