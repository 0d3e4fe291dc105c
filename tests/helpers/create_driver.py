"""Presses Create in a process of its own, which dies where it is told to.

``python -m tests.helpers.create_driver HOME BASE_URL STEP ANSWER``: STEP is the name of a
``Step`` or ``-``. With ``anew`` as ANSWER it answers "Create a new one" when it is asked what
became of an earlier request. The key is in the environment, and DISK_IS_FULL there has the system
refuse every byte that is written to a file. The outcome is one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import psutil

from conductor_desktop.errors import AppError
from conductor_desktop.secret import Secret
from conductor_desktop.services.end_user_draft import EndUserDraft
from conductor_desktop.services.end_user_questions import PerhapsCreated
from conductor_desktop.services.end_users import EndUsersService, SettledEndUser
from conductor_desktop.services.session import Access
from conductor_desktop.work import CancelToken
from tests.helpers.killing import PATIENT_SECONDS, Step, mortal_session

DRAFT = EndUserDraft("Big Construction Co.", "office@big.example", "cust-1042")


def die() -> None:
    """SIGKILL, on Windows TerminateProcess: nothing gets to clean up."""
    psutil.Process().kill()


def fill_the_disk() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    if "DISK_IS_FULL" in os.environ:
        fill_the_disk()
    home, base_url, step, answer = sys.argv[1:]
    access = Access(base_url, Secret(os.environ["CONDUCTOR_SECRET_KEY"]))
    where = None if step == "-" else Step[step]
    session = mortal_session(Path(home), access, where, die, post_seconds=PATIENT_SECONDS)
    end_users = EndUsersService(session, look_again_seconds=(0.0,) * 3, wait_seconds=0.05)
    print(json.dumps(outcome(end_users, answers_anew=answer == "anew")), flush=True)


def outcome(end_users: EndUsersService, *, answers_anew: bool) -> dict[str, object]:
    asked = []
    try:
        settled = create(end_users)
    except PerhapsCreated as question:
        asked.append(question.title)
        if not answers_anew:
            return {"asked": asked}
        settled = create(end_users, anew=True)
    except AppError as error:
        return {"error": error.title}
    return {"asked": asked, "created": settled.created, "id": settled.end_user.id}


def create(end_users: EndUsersService, *, anew: bool = False) -> SettledEndUser:
    return end_users.create_or_load(DRAFT, CancelToken(), anew=anew)


if __name__ == "__main__":
    main()
