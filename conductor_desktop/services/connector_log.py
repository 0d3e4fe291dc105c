"""What the Web Connector's log tells of somebody who is connecting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from conductor_desktop.services.connect_watch import News
from conductor_desktop.services.connection_file import ConnectionFile
from conductor_desktop.workstation.pc import Workstation
from conductor_desktop.workstation.web_connector_log.events import Kind
from conductor_desktop.workstation.web_connector_log.follower import WebConnectorLog
from conductor_desktop.workstation.web_connector_log.ownership import Application
from conductor_desktop.workstation.web_connector_log.place import find_log

_NEWS = {
    Kind.AUTHENTICATED: News.PASSWORD_TAKEN,
    Kind.NOTHING_TO_DO: News.PASSWORD_TAKEN,
    Kind.POSTPONED: News.PASSWORD_TAKEN,
    Kind.PASSWORD_REFUSED: News.PASSWORD_REFUSED,
    Kind.COMPANY_OPEN: News.PERMISSION_GIVEN,
    Kind.ACCESS_REFUSED: News.PERMISSION_REFUSED,
}


class LogOfApplication:
    """The entries about the application of ``file`` from ``since`` on.

    Before, it may have been added already, and with another password. There need not be a log
    yet: the Web Connector begins one when it is first opened.
    """

    def __init__(
        self, pc: Workstation, file: ConnectionFile, since: datetime | None = None
    ) -> None:
        content = file.content
        self._pc = pc
        self._application = Application.at(content.host, content.app_name, content.app_unique_name)
        # The log's times have no fractions.
        self._since = (since or datetime.now(UTC)).replace(microsecond=0)
        self._log: WebConnectorLog | None = None

    def news(self) -> Iterator[News]:
        """What has happened since the last time. Raises ``CouldNotTell``."""
        if self._log is None:
            file = find_log(self._pc).file
            if file is None:
                return
            self._log = WebConnectorLog(self._pc, file.path, self._application)
        for event in self._log.look().events:
            if event.kind in _NEWS and event.time is not None and event.time >= self._since:
                yield _NEWS[event.kind]
