"""The PC on which the tour's bookkeeper works: QuickBooks, the Web Connector and what they show."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from conductor_desktop.assets import asset
from conductor_desktop.storage.secrets import SessionStore
from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.description import Description, Key, Window, read_description
from conductor_desktop.workstation.pc import Workstation

ALL_WELL = "sandbox"
_SANDBOX_BOOKS = "Saltbush & Sons Outdoor Works"
_LIST = r"HKCU\Software\Intuit\QBWebConnector"
_LOG = "QWCLog.txt"
_HEADER = "QBWebConnector 2.3 has been initialized with its logging status to level = DEBUG.\r\n"
_SOAP = "QBWebConnector.SOAPWebService."
_BEGIN = "UpdateThisScheduledApp() : Performing SCHEDULED UPDATE"
_LOCK = "QBWebConnector.RegistryManager.setUpdateLock() : *** Update session"
_TOLD_NO = (f"{_SOAP}connect() : QBWC1013: Error connecting to QuickBooks. 0x80040420",)
_ALL_DONE = (
    f"{_SOAP}do_authenticate() : Received from authenticate() following parameters:"
    '<authRet[0]="ticket"><authRet[1]="">',
    rf'{_SOAP}do_sendRequestXML() : cfn="C:\Books\company.qbw"',
)


class Vault(SessionStore):
    """The password store of that PC. Like all of it, it is gone after the tour."""

    persistent = True


class MadeUpPc:
    """Changes when it is told to, and answers for how it is at the moment.

    It begins with all well and nothing in the Web Connector.
    """

    def __init__(self) -> None:
        self._kind = ALL_WELL
        self._company = _SANDBOX_BOOKS
        self._applications: list[str] = []
        self._log = _HEADER
        self._change()

    @property
    def now(self) -> Workstation:
        """To be handed to whoever asks a PC again and again."""
        return cast("Workstation", self)

    def become(self, kind: str) -> None:
        """Like one of the described PCs that come with the app."""
        self._kind = kind
        self._change()

    def open_company(self, name: str) -> None:
        """Its file is what is open in QuickBooks."""
        self._company = name
        self._change()

    def open_file(self, path: Path) -> None:
        """A double-click: the Web Connector asks whether to add what is in it."""
        if not path.is_file():
            raise FileNotFoundError(2, "it is not there")

    def add_to_web_connector(self, application: str) -> None:
        """Somebody has clicked OK there."""
        self._applications.append(application)
        self._change()

    def say_no(self, application: str) -> None:
        """QuickBooks has asked whether it may come in, and was told No."""
        self._update(application, _TOLD_NO)

    def give_password(self, application: str) -> None:
        """It has the password, and reaches the company file."""
        self._update(application, _ALL_DONE)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pc, name)

    def _change(self) -> None:
        folder = asset("pcs")
        description = read_description(folder / f"{self._kind}.json")
        self._fill(description)
        self._pc = DescribedPc(description, folder)

    def _fill(self, description: Description) -> None:
        keys = [key for key in description.registry if not key.key.startswith(f"{_LIST}\\")]
        description.registry = [*keys, *(Key(f"{_LIST}\\{name}") for name in self._applications)]
        for file in description.files:
            if file.path.endswith(_LOG):
                file.log, file.text, file.age_min = None, self._log, 0
        for process in description.processes or ():
            process.windows = [self._titled(window) for window in process.windows or ()]

    def _update(self, application: str, middle: tuple[str, ...]) -> None:
        """One update, at this moment, as the Web Connector's log has it."""
        entries = (
            f"{_BEGIN} for application = {application}",
            f"{_SOAP}instantiateWebService() : AppName: {application}",
            f"{_LOCK} locked ***",
            *middle,
            f"{_LOCK} unlocked ***",
        )
        now = f"{datetime.now(UTC):%Y%m%d.%H:%M:%S} UTC"
        self._log += "".join(f"{now}\t: {entry}\r\n" for entry in entries)
        self._change()

    def _titled(self, window: Window | str) -> Window | str:
        if isinstance(window, str):
            return window.replace(_SANDBOX_BOOKS, self._company)
        return Window(window.title.replace(_SANDBOX_BOOKS, self._company), window.usable)
