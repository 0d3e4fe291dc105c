"""Causes on this PC before QuickBooks is reached: the PC itself and the Web Connector."""

from __future__ import annotations

from conductor_desktop.errors import Owner
from conductor_desktop.services.checks import Answer, Sign
from conductor_desktop.services.connection.cause import Button, Cause, CauseId
from conductor_desktop.services.connection.clue import JUST_WOKEN, code, not_seen, row, said
from conductor_desktop.services.connection.report import ConnectionState, Said

IN_TROUBLE = said(Said.NOT_ACTIVE, Said.TOO_SLOW, Said.REFUSED)
"""Conductor answered, and QuickBooks did not."""
_NOT_ACTIVE = said(Said.NOT_ACTIVE)
_UNSEEN = _NOT_ACTIVE & not_seen("web_connector_running")
_UPDATE = "web_connector_last_update"
_OPEN_IT = "Press the Windows key, type “Web Connector” and open it."
_WITHOUT_WEB_CONNECTOR = frozenset(
    {
        CauseId.AUTO_RUN_OFF,
        CauseId.WEB_CONNECTOR_STUCK,
        CauseId.BUSY,
        CauseId.QUICKBOOKS_CLOSED,
        CauseId.QUICKBOOKS_PROBLEM,
        CauseId.DIALOG_WAITING,
        CauseId.WRONG_COMPANY,
        CauseId.SINGLE_USER,
        CauseId.APPLICATION_MISSING,
    }
)

ON_THE_PC = (
    Cause(
        id=CauseId.PC_SLEPT,
        state=ConnectionState.NOT_ACTIVE,
        title="This PC slept",
        explanation="This PC has just woken up. While it slept, nothing came through; the Web "
        "Connector comes by again in a few minutes.",
        next_step="Let the PC never sleep while it is plugged in, so that it does not happen "
        "again.",
        owner=Owner.YOU,
        proven_by=(IN_TROUBLE & JUST_WOKEN,),
        hinted_by=(
            _UNSEEN,
            _NOT_ACTIVE & row("sleep", Answer.LOOK),
            row(_UPDATE, Sign.SILENT) & row("sleep", Answer.LOOK),
        ),
        told_by="the PC with QuickBooks was off or asleep, or nobody was signed in",
        hides=frozenset({CauseId.AUTO_RUN_OFF}),
        own_steps=(
            "Open the Windows settings, choose System, then Power.",
            "Set sleep to “Never” while the PC is plugged in.",
            "Stay signed in to Windows; locking the screen is fine.",
        ),
    ),
    Cause(
        id=CauseId.QUICKBOOKS_MISSING,
        state=ConnectionState.NEEDS_ATTENTION,
        title="QuickBooks is not on this PC",
        explanation="QuickBooks Desktop was not found on this PC, so this app cannot see why the "
        "connection does not work.",
        next_step="Open this app on the PC where QuickBooks opens.",
        owner=Owner.YOU,
        proven_by=(IN_TROUBLE & row("quickbooks_installed", Answer.STOP),),
        told_by="QuickBooks opens on another PC",
        hides=_WITHOUT_WEB_CONNECTOR | {CauseId.WEB_CONNECTOR_MISSING},
    ),
    Cause(
        id=CauseId.WEB_CONNECTOR_MISSING,
        state=ConnectionState.NOT_ACTIVE,
        title="The Web Connector is missing",
        explanation="The QuickBooks Web Connector, which carries everything between QuickBooks and "
        "Conductor, was not found on this PC.",
        next_step="Install the QuickBooks Web Connector from Intuit’s website.",
        owner=Owner.IT,
        proven_by=(IN_TROUBLE & row("web_connector_installed", Answer.STOP),),
        told_by="Windows finds no program of that name",
        hides=_WITHOUT_WEB_CONNECTOR,
    ),
    Cause(
        id=CauseId.OTHER_SESSION,
        state=ConnectionState.NOT_ACTIVE,
        title="It is open for another Windows user",
        explanation="QuickBooks or the Web Connector runs for another Windows user of this PC, and "
        "not for you.",
        next_step="Let QuickBooks and the Web Connector run for the same Windows user.",
        owner=Owner.YOU,
        proven_by=(
            IN_TROUBLE & row("web_connector_running", Sign.ELSEWHERE),
            IN_TROUBLE & row("quickbooks_running", Sign.ELSEWHERE),
        ),
        told_by="somebody else is signed in to this PC at the same time",
        hides=_WITHOUT_WEB_CONNECTOR,
        own_steps=(
            "Ask whoever is signed in to this PC as well to close QuickBooks and the Web "
            "Connector, and to sign out.",
            "Open QuickBooks with your company file.",
            _OPEN_IT,
        ),
    ),
    Cause(
        id=CauseId.LOG_NOT_WRITABLE,
        state=ConnectionState.NOT_ACTIVE,
        title="The Web Connector cannot start",
        explanation="The Web Connector cannot write its log, and does not start without it.",
        next_step="Ask whoever looks after this PC to let you write into the folder of its log.",
        owner=Owner.IT,
        proven_by=(row("web_connector_log", Answer.STOP),),
        told_by="the Web Connector closes again at once",
        hides=_WITHOUT_WEB_CONNECTOR | {CauseId.WEB_CONNECTOR_CLOSED, CauseId.NOT_STARTING},
        entry="QBWC1033",
    ),
    Cause(
        id=CauseId.RIGHTS_DIFFER,
        state=ConnectionState.NEEDS_ATTENTION,
        title="The rights differ",
        explanation="QuickBooks and the Web Connector run with different rights, so one cannot "
        "reach the other.",
        next_step="Close both, then open each by a normal double-click, not as administrator.",
        owner=Owner.YOU,
        proven_by=(row("same_rights", Answer.STOP),),
        told_by="one of the two was opened as administrator",
        hides=frozenset({CauseId.QUICKBOOKS_CLOSED, CauseId.QUICKBOOKS_PROBLEM, CauseId.BUSY}),
        entry="two-quickbooks",
    ),
    Cause(
        id=CauseId.NOT_STARTING,
        state=ConnectionState.NOT_ACTIVE,
        title="The Web Connector did not start",
        explanation="The Web Connector is not running, and it does not start with Windows.",
        next_step="Open the Web Connector, and let it start with Windows.",
        owner=Owner.YOU,
        proven_by=(
            row("web_connector_starts", Answer.LOOK) & row("web_connector_running", Sign.CLOSED),
        ),
        told_by="it stopped with a restart of the PC",
        hides=_WITHOUT_WEB_CONNECTOR | {CauseId.WEB_CONNECTOR_CLOSED},
        entry="stopped-after-restart",
    ),
    Cause(
        id=CauseId.WEB_CONNECTOR_CLOSED,
        state=ConnectionState.NOT_ACTIVE,
        title="The Web Connector is closed",
        explanation="The Web Connector is not running, so nothing comes through to QuickBooks.",
        next_step=_OPEN_IT,
        owner=Owner.YOU,
        proven_by=(row("web_connector_running", Sign.CLOSED),),
        hinted_by=(_UNSEEN,),
        told_by="the Web Connector is not beside the clock of that PC",
        hides=_WITHOUT_WEB_CONNECTOR,
        entry="web-connector-closed",
    ),
    Cause(
        id=CauseId.WEB_CONNECTOR_STUCK,
        state=ConnectionState.NOT_ACTIVE,
        title="The Web Connector is stuck",
        explanation="The Web Connector still holds on to an update that has ended.",
        next_step="Restart this PC, then open QuickBooks and the Web Connector.",
        owner=Owner.YOU,
        proven_by=(row("web_connector_free", Answer.LOOK),),
        told_by="nothing moves in the window of the Web Connector for half an hour",
        hides=frozenset({CauseId.AUTO_RUN_OFF, CauseId.BUSY, CauseId.QUICKBOOKS_PROBLEM}),
    ),
    Cause(
        id=CauseId.APPLICATION_MISSING,
        state=ConnectionState.NOT_ACTIVE,
        title="It is not in the Web Connector",
        explanation="The Web Connector of this Windows user does not have this connection in its "
        "list.",
        next_step="Connect again, or use the Windows user that set it up.",
        owner=Owner.YOU,
        proven_by=(IN_TROUBLE & row("application_added", Answer.LOOK),),
        told_by="its row is not in the window of the Web Connector",
        hides=frozenset({CauseId.AUTO_RUN_OFF}),
        entry="INTEGRATION_CONNECTION_NOT_SET_UP",
        button=Button.SETUP,
    ),
    Cause(
        id=CauseId.PASSWORD_MISSING,
        state=ConnectionState.NEEDS_ATTENTION,
        title="The password is missing or wrong",
        explanation="The Web Connector has no password for this connection, or a wrong one.",
        next_step="Type or paste the password into the Web Connector again, and let it be saved.",
        owner=Owner.YOU,
        proven_by=(
            row(_UPDATE, Sign.PASSWORD_REFUSED),
            code("QBWC1040", "QBWC1030", "QBWC1029", "QBWC1028", "QBWC1038"),
        ),
        told_by="the Web Connector asks for a password",
        hides=frozenset({CauseId.AUTO_RUN_OFF, CauseId.QUICKBOOKS_PROBLEM}),
        entry="QBWC1040",
        at_once=True,
    ),
    Cause(
        id=CauseId.AUTO_RUN_OFF,
        state=ConnectionState.NOT_ACTIVE,
        title="Auto-Run is off",
        explanation="The Web Connector is running, but comes by for this connection only when "
        "somebody asks it to.",
        next_step="Open the Web Connector, and tick “Auto-Run” beside this connection.",
        owner=Owner.YOU,
        proven_by=(row(_UPDATE, Sign.ONLY_BY_HAND),),
        hinted_by=(
            row(_UPDATE, Sign.SILENT),
            _NOT_ACTIVE & row("web_connector_running", Answer.OK),
        ),
        told_by="the box “Auto-Run” beside this connection is not ticked in the Web Connector",
        entry="works-only-by-hand",
    ),
)
