"""What is read at the tray icon: pure functions, no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.turns import whose_turn

if TYPE_CHECKING:
    from conductor_desktop.services.notices.notice import Notice

LONGEST_LINE = 60
_LONGEST_TIP = 120  # Windows cuts at 127, anywhere
_LONGEST_TITLE = 60
_LONGEST_TEXT = 240


def tip(headline: str, company: str, *, is_sandbox: bool) -> str:
    """The company where the headline does not name it, and how it is."""
    lines = ["Conductor Desktop" if not is_sandbox else "Conductor Desktop (sandbox)"]
    if company and company not in headline:
        lines.append(cut(company, LONGEST_LINE // 2))
    lines.append(headline)
    return cut("\n".join(lines), _LONGEST_TIP)


def in_tray(notice: Notice, vendor: str) -> tuple[str, str]:
    """Title and text, no longer than Windows shows."""
    return cut(notice.title, _LONGEST_TITLE), cut(_text(notice, vendor), _LONGEST_TEXT)


def in_window(notice: Notice, vendor: str) -> Message:
    """The same above a screen, where nothing has to be short."""
    kind = Kind.OK if notice.is_good_news else Kind.STOP
    turn = whose_turn(notice.owner, vendor)
    return Message(kind, notice.title, notice.text, turn=turn)


def cut(text: str, longest: int) -> str:
    """As much as fits, and a sign that there is more."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _text(notice: Notice, vendor: str) -> str:
    turn = whose_turn(notice.owner, vendor)
    return f"{notice.text} {turn}." if turn else notice.text
