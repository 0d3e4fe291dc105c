"""What is said under the auth page when the PC shows that something has happened."""

from __future__ import annotations

from conductor_desktop.errors import Owner
from conductor_desktop.services.connect_watch import Answer
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.turns import whose_turn
from conductor_desktop.ui.setup.guide import GuideStep

NOT_YET = Message(
    Kind.LOOK,
    "Not connected yet",
    "QuickBooks has not been authorised so far. Finish the steps beside the page; this window goes "
    "on by itself as soon as QuickBooks answers.",
)
NO_BROWSER = Message(
    Kind.LOOK,
    "Your browser did not open",
    "Nothing on this PC opens web pages, or it would not start. Go on with the page in this "
    "window.",
)
EXPIRED = Message(
    Kind.LOOK,
    "The link has expired",
    "Links work for a short time only. With a new one the page begins again. If QuickBooks has "
    "asked and you have answered, click “I have finished in QuickBooks” instead.",
)
ADDED = Message(
    Kind.INFO,
    "Now the password",
    "The Web Connector has the service in its list. Paste the password from the page into its "
    "Password box there, press Enter, and answer Yes to save it. Then tick the box Auto-Run.",
)
ANSWERS = {
    (GuideStep.PASSWORD, Answer.TAKEN): Message(
        Kind.OK,
        "The Web Connector has the password",
        "It asks QuickBooks next. This takes a minute or two.",
    ),
    (GuideStep.PASSWORD, Answer.REFUSED): Message(
        Kind.LOOK,
        "The password was refused",
        "Copy it from the page once more, and paste it into the Web Connector. If the page does "
        "not show it any more, click “New link” and add the new file: each password is for its "
        "own file.",
        turn=whose_turn(Owner.YOU),
    ),
    (GuideStep.PERMISSION, Answer.REFUSED): Message(
        Kind.LOOK,
        "QuickBooks was told No",
        "The QuickBooks administrator can still allow it: in QuickBooks choose Edit, Preferences, "
        "Integrated Applications, Company Preferences, and tick the box beside the service.",
        turn=whose_turn(Owner.QUICKBOOKS_ADMIN),
    ),
}
"""By the step and what came of it; where there is nothing, the tick says it all."""
