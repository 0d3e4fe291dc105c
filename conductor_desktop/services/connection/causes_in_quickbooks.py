"""Causes in QuickBooks itself: who may come in, what is open, what waits, what keeps it busy."""

from __future__ import annotations

from conductor_desktop.errors import Owner
from conductor_desktop.services.checks import Answer, Sign
from conductor_desktop.services.connection.cause import Cause, CauseId
from conductor_desktop.services.connection.causes_on_the_pc import IN_TROUBLE
from conductor_desktop.services.connection.clue import (
    code,
    not_fine,
    not_seen,
    row,
    said,
    words_in_answer,
)
from conductor_desktop.services.connection.report import ConnectionState, Said

_SLOW = said(Said.TOO_SLOW)
_UPDATE = "web_connector_last_update"
_PROBLEM = frozenset({CauseId.QUICKBOOKS_PROBLEM})

IN_QUICKBOOKS = (
    Cause(
        id=CauseId.ACCESS_REFUSED,
        state=ConnectionState.NEEDS_ATTENTION,
        title="QuickBooks refuses this connection",
        explanation="QuickBooks does not let this connection into the company file.",
        next_step="Ask your QuickBooks admin to allow this connection in Edit > Preferences > "
        "Integrated Applications > Company Preferences.",
        owner=Owner.QUICKBOOKS_ADMIN,
        proven_by=(
            row(_UPDATE, Sign.ACCESS_REFUSED),
            code("0x80040420", "0x8004041A", "0x80040418", "0x8004041E", "3260", "3261", "3263"),
        ),
        told_by="the connection is not allowed in the list of Integrated Applications",
        hides=_PROBLEM,
        entry="0x80040420",
        at_once=True,
    ),
    Cause(
        id=CauseId.LICENCE,
        state=ConnectionState.NEEDS_ATTENTION,
        title="Licence or user is in the way",
        explanation="QuickBooks is not activated, or the QuickBooks user of this connection is in "
        "use elsewhere.",
        next_step="Ask whoever works under the QuickBooks user of this connection to log out, and "
        "see that QuickBooks is activated.",
        owner=Owner.QUICKBOOKS_ADMIN,
        proven_by=(code("0x80040427"), words_in_answer("already logged in")),
        told_by="QuickBooks says so when you sign in as the user of this connection",
        hides=_PROBLEM,
        entry="user-already-logged-in",
        at_once=True,
    ),
    Cause(
        id=CauseId.DIALOG_WAITING,
        state=ConnectionState.NEEDS_ATTENTION,
        title="A QuickBooks window is waiting",
        explanation="A window of QuickBooks waits for an answer, and nothing gets through until it "
        "has one.",
        next_step="Go to QuickBooks, and answer or close the window that waits.",
        owner=Owner.YOU,
        proven_by=(
            row("quickbooks_dialog", Answer.STOP),
            code("0x80040414", "0x80040421"),
            _SLOW & row("quickbooks_dialog", Answer.LOOK),
        ),
        hinted_by=(
            row("quickbooks_dialog", Answer.LOOK),
            _SLOW & not_seen("quickbooks_dialog"),
        ),
        told_by="a window in QuickBooks, perhaps behind another one, asks something",
        hides=_PROBLEM | {CauseId.BUSY, CauseId.QUICKBOOKS_CLOSED},
        entry="0x80040414",
    ),
    Cause(
        id=CauseId.WRONG_COMPANY,
        state=ConnectionState.NEEDS_ATTENTION,
        title="The company file is another one",
        explanation="The company file of this connection is not the one that is open, or is not "
        "where it was.",
        next_step="Open the company file of this connection in QuickBooks.",
        owner=Owner.YOU,
        proven_by=(
            row("company_open", Sign.OTHER_COMPANY),
            code("0x8004040A", "0x80040403", "0x8004040B", "0x80040417"),
        ),
        hinted_by=(IN_TROUBLE & row("company_open", Sign.NO_COMPANY),),
        told_by="another company’s name, or none, is at the top of QuickBooks, or the file was "
        "moved or renamed",
        hides=_PROBLEM | {CauseId.SINGLE_USER, CauseId.BUSY},
        entry="0x8004040A",
    ),
    Cause(
        id=CauseId.SINGLE_USER,
        state=ConnectionState.NEEDS_ATTENTION,
        title="The file is in single-user mode",
        explanation="Somebody has the company file open in a mode that keeps the connection out.",
        next_step="Switch QuickBooks to multi-user mode, or close the company file.",
        owner=Owner.YOU,
        proven_by=(code("0x80040410", "0x80040422"),),
        hinted_by=(IN_TROUBLE & row("company_open", Sign.SINGLE_USER),),
        told_by="the File menu of QuickBooks offers to switch to multi-user mode",
        hides=_PROBLEM,
        entry="0x80040410",
    ),
    Cause(
        id=CauseId.QUICKBOOKS_CLOSED,
        state=ConnectionState.NEEDS_ATTENTION,
        title="QuickBooks is closed",
        explanation="QuickBooks is not open, and it may not be started for this connection.",
        next_step="Open QuickBooks and your company file.",
        owner=Owner.YOU,
        proven_by=(
            code("0x80040416", "0x8004041D"),
            code("0x80040408") & not_fine("quickbooks_running"),
        ),
        hinted_by=(IN_TROUBLE & row("quickbooks_running", Sign.CLOSED),),
        told_by="QuickBooks is not open on that PC",
        hides=_PROBLEM,
        entry="0x80040416",
    ),
    Cause(
        id=CauseId.BUSY,
        state=ConnectionState.BUSY,
        title="QuickBooks is busy",
        explanation="QuickBooks is at work, and has no time for this connection at the moment.",
        next_step="There is nothing to do but to wait. It is looked at again by itself.",
        owner=None,
        proven_by=(
            _SLOW & row(_UPDATE, Sign.AT_WORK),
            code("0x80040424", "0x8004041B", "0x80010001"),
        ),
        hinted_by=(_SLOW,),
        told_by="QuickBooks is in use, or has just been started",
        hides=_PROBLEM,
    ),
    Cause(
        id=CauseId.QUICKBOOKS_PROBLEM,
        state=ConnectionState.NEEDS_ATTENTION,
        title="QuickBooks reported a problem",
        explanation="QuickBooks, or the Web Connector on its behalf, reported a problem.",
        next_step="Open QuickBooks with your company file, close any window that waits for an "
        "answer, and check again.",
        owner=Owner.YOU,
        proven_by=(
            said(Said.REFUSED),
            IN_TROUBLE & row(_UPDATE, Sign.FAILED, Sign.NOT_ENDED),
        ),
        hinted_by=(row(_UPDATE, Sign.FAILED, Sign.NOT_ENDED),),
        told_by="the Web Connector shows an error beside this connection",
        entry="health-check-fails",
    ),
)
