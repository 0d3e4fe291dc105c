"""Causes between this PC and Conductor, and at Conductor: the network, the key, the EndUser."""

from __future__ import annotations

from conductor_desktop.errors import Owner
from conductor_desktop.services.checks import Answer
from conductor_desktop.services.connection.cause import Button, Cause, CauseId
from conductor_desktop.services.connection.clue import row, said
from conductor_desktop.services.connection.report import ConnectionState, Said
from conductor_desktop.workstation.reach import Outcome

_EVERYTHING = frozenset(CauseId)
_OPEN_A_WEBSITE = "Open any website in the browser of this PC."

ON_THE_WAY = (
    Cause(
        id=CauseId.PC_OFFLINE,
        state=ConnectionState.OFFLINE,
        title="This PC is offline",
        explanation="This PC has no way to the internet at the moment.",
        next_step="Check the network cable or the Wi-Fi.",
        owner=Owner.YOU,
        proven_by=(said(Said.NO_NETWORK), row("network", Outcome.NO_NETWORK)),
        hinted_by=(said(Said.NO_NAME), row("network_name", Outcome.NO_NAME)),
        told_by="no website opens in the browser of this PC",
        hides=_EVERYTHING - {CauseId.PC_OFFLINE},
        own_steps=(
            "See that the network cable is plugged in, or that the Wi-Fi is connected.",
            _OPEN_A_WEBSITE,
            "If none opens, restart the router, or ask whoever looks after the network.",
        ),
    ),
    Cause(
        id=CauseId.SIGN_IN_PAGE,
        state=ConnectionState.OFFLINE,
        title="The network shows a web page",
        explanation="A web page comes in place of Conductor’s answer. It is usually the sign-in "
        "page of this network.",
        next_step="Open any website in your browser, and sign in to the network if it asks.",
        owner=Owner.YOU,
        proven_by=(said(Said.SIGN_IN_PAGE), row("service_answers", Outcome.SIGN_IN_PAGE)),
        told_by="the browser shows a page of the network, not the website you asked for",
        hides=_EVERYTHING - {CauseId.PC_OFFLINE, CauseId.SIGN_IN_PAGE},
        own_steps=(
            _OPEN_A_WEBSITE,
            "If the network asks you to sign in or to agree to something, do so.",
            "If it says that the page is blocked, show it to whoever looks after the network.",
        ),
    ),
    Cause(
        id=CauseId.PROXY,
        state=ConnectionState.OFFLINE,
        title="The proxy does not let it through",
        explanation="This network sends requests through a proxy, and the proxy does not pass them "
        "on.",
        next_step="Ask whoever looks after the network to let the proxy pass Conductor without a "
        "name and password.",
        owner=Owner.IT,
        proven_by=(
            said(Said.PROXY),
            row("proxy", Outcome.PROXY_REFUSED, Outcome.PROXY_UNREACHABLE),
        ),
        told_by="the Windows settings name a proxy",
        hides=_EVERYTHING - {CauseId.PC_OFFLINE, CauseId.SIGN_IN_PAGE, CauseId.PROXY},
    ),
    Cause(
        id=CauseId.CLOCK,
        state=ConnectionState.OFFLINE,
        title="The clock of this PC is wrong",
        explanation="The clock of this PC is so far off that secure connections fail.",
        next_step="Open the Windows settings for date and time, and press “Sync now”.",
        owner=Owner.YOU,
        proven_by=(
            said(Said.CLOCK_WRONG),
            said(Said.INSECURE) & row("clock", Answer.LOOK, Answer.STOP),
        ),
        hinted_by=(said(Said.INSECURE), row("network_security", Outcome.CERTIFICATE_DATE)),
        told_by="the time or the date of this PC differs from your phone’s",
        hides=frozenset({CauseId.INSPECTION}),
        own_steps=(
            "Right-click the clock of Windows and choose “Adjust date and time”.",
            "Switch on “Set time automatically”, and press “Sync now”.",
            "See that the time zone is yours.",
        ),
    ),
    Cause(
        id=CauseId.INSPECTION,
        state=ConnectionState.OFFLINE,
        title="Secure connections are looked into",
        explanation="Something between this PC and Conductor, such as an antivirus or a firewall, "
        "opens secure connections, so this PC does not trust them.",
        next_step="Ask whoever looks after the network to leave Conductor out of the inspection of "
        "secure connections.",
        owner=Owner.IT,
        proven_by=(row("network_security", Outcome.CERTIFICATE, Outcome.TLS),),
        hinted_by=(said(Said.INSECURE), row("network_security", Outcome.CERTIFICATE_DATE)),
        told_by="date and time are right",
        hides=frozenset({CauseId.CONDUCTOR_DOWN, CauseId.BLOCKED}),
        entry="secure-connection-fails",
    ),
    Cause(
        id=CauseId.BLOCKED,
        state=ConnectionState.OFFLINE,
        title="The network keeps Conductor out",
        explanation="Conductor cannot be reached from this network, although other places may be.",
        next_step="Ask whoever looks after the network to let this PC reach Conductor.",
        owner=Owner.IT,
        proven_by=(row("network_connection", Outcome.NO_CONNECTION),),
        hinted_by=(
            said(Said.NO_NAME, Said.UNREACHABLE, Said.NO_ANSWER),
            row("network_name", Outcome.NO_NAME),
            row("service_answers", Outcome.NO_ANSWER, Outcome.NOT_THE_API),
        ),
        told_by="other websites open, and Conductor is reached from another network, such as a "
        "phone’s",
        hides=frozenset({CauseId.CONDUCTOR_DOWN}),
    ),
    Cause(
        id=CauseId.CONDUCTOR_DOWN,
        state=ConnectionState.OFFLINE,
        title="Conductor has a problem",
        explanation="Conductor, the service between your vendor and QuickBooks, has trouble of its "
        "own.",
        next_step="Nothing is wrong on this PC. It is looked at again by itself.",
        owner=None,
        proven_by=(said(Said.TROUBLE), row("service_answers", Outcome.SERVER_TROUBLE)),
        hinted_by=(
            said(Said.UNREACHABLE, Said.NO_ANSWER),
            row("service_answers", Outcome.NO_ANSWER, Outcome.NOT_THE_API),
        ),
        told_by="other websites open, and Conductor is not reached from any network",
    ),
    Cause(
        id=CauseId.ASKED_TO_WAIT,
        state=ConnectionState.BUSY,
        title="Conductor asks to wait",
        explanation="Conductor gets too many requests, and asks to wait before the next one.",
        next_step="There is nothing to do but to wait. It is looked at again by itself.",
        owner=None,
        proven_by=(said(Said.ASKED_TO_WAIT),),
        told_by="Conductor says so",
    ),
    Cause(
        id=CauseId.STRANGE_ANSWER,
        state=ConnectionState.UNKNOWN,
        title="Conductor’s answer makes no sense",
        explanation="An answer came back that this app cannot use.",
        next_step="Check again; if it comes back, save a support bundle and send it to your "
        "vendor.",
        owner=Owner.VENDOR,
        proven_by=(said(Said.GARBLED),),
        told_by="checking again gives the same",
    ),
    Cause(
        id=CauseId.KEY_REJECTED,
        state=ConnectionState.KEY_PROBLEM,
        title="Conductor rejected the key",
        explanation="Conductor does not accept the key that this PC uses.",
        next_step="Give the key again, or ask the vendor who sent you this app for a new one.",
        owner=Owner.VENDOR,
        proven_by=(said(Said.KEY_REJECTED),),
        told_by="Conductor says so",
        hides=frozenset({CauseId.END_USER_GONE, CauseId.NOT_CONNECTED}),
        entry="API_KEY_INVALID",
        button=Button.SETUP,
        at_once=True,
    ),
    Cause(
        id=CauseId.END_USER_GONE,
        state=ConnectionState.NOT_SET_UP,
        title="This connection is unknown",
        explanation="Conductor does not know the connection that this PC was set up for.",
        next_step="Ask your vendor whether the connection was removed, and whether the key is the "
        "right one.",
        owner=Owner.VENDOR,
        proven_by=(said(Said.UNKNOWN_END_USER),),
        told_by="Conductor says so",
        hides=frozenset({CauseId.NOT_CONNECTED}),
        entry="RESOURCE_MISSING",
        button=Button.SETUP,
        at_once=True,
    ),
    Cause(
        id=CauseId.NOT_CONNECTED,
        state=ConnectionState.NOT_SET_UP,
        title="QuickBooks is not connected yet",
        explanation="The steps that connect QuickBooks were not gone through to the end.",
        next_step="Go through the guided setup on the PC that QuickBooks runs on.",
        owner=Owner.YOU,
        proven_by=(said(Said.NOT_OPENED, Said.NOT_FINISHED),),
        told_by="Conductor says so",
        hides=frozenset({CauseId.APPLICATION_MISSING, CauseId.AUTO_RUN_OFF}),
        entry="INTEGRATION_CONNECTION_NOT_SET_UP",
        button=Button.SETUP,
        at_once=True,
    ),
)
