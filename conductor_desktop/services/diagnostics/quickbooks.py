"""QuickBooks on this PC: which, how it runs, what stands open. No company, no window, no path."""

from __future__ import annotations

from conductor_desktop.services.diagnostics.plain import told
from conductor_desktop.services.diagnostics.sources import Draft, Sources, Tree
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.facts import ProcessFacts
from conductor_desktop.workstation.pc import Workstation
from conductor_desktop.workstation.quickbooks import PROGRAMS, Install, find_quickbooks
from conductor_desktop.workstation.quickbooks_windows import read_windows
from conductor_desktop.workstation.request_processor import find_request_processor

_HELPERS = ("QBDBMgrN.exe", "QBCFMonitorService.exe", "QBUpdateService.exe")
_SERVICES = ("QuickBooksDB*", "QBCFMonitorService*")


def quickbooks(sources: Sources, _cancel: CancelToken) -> Draft:
    """Products and versions, programs that run, services, and the state of what is open."""
    pc = sources.pc()
    tree = {
        "found": told(lambda: _found(pc)),
        "requestProcessor": told(lambda: _request_processor(pc)),
        "running": told(lambda: running(pc, *PROGRAMS, *_HELPERS)),
        "shown": told(lambda: _shown(pc)),
        "services": told(lambda: _services(pc)),
    }
    return Draft(tree, "QuickBooks on this PC: versions and states, no names.", "this PC")


def running(pc: Workstation, *names: str) -> list[Tree]:
    """The running programs of these names, without their owners and their windows' titles."""
    session = pc.me().session
    return [_process(process, session) for process in pc.processes(names)]


def _process(process: ProcessFacts, ours: int | None) -> Tree:
    is_known = process.session is not None and ours is not None
    return {
        "name": process.name,
        "inOurSession": process.session == ours if is_known else None,
        "elevated": process.elevated,
        "windows": None if process.windows is None else len(process.windows),
    }


def _found(pc: Workstation) -> Tree:
    search = find_quickbooks(pc)
    return {
        "installs": [_install(one) for one in search.installs],
        "serverOnly": search.server_only,
        "leftovers": len(search.leftovers),
    }


def _install(install: Install) -> Tree:
    return {
        "product": install.product,
        "version": install.version,
        "year": install.year,
        "bits": install.bits,
    }


def _request_processor(pc: Workstation) -> Tree:
    found = find_request_processor(pc)
    return {
        "registeredForBits": [int(view) for view in found.registered],
        "odd": found.odd,
        "versions": [file.version for file in found.files],
    }


def _shown(pc: Workstation) -> Tree | None:
    """What the windows of our session tell, as yes and no."""
    session = pc.me().session
    ours = [one for one in pc.processes(PROGRAMS) if one.session == session]
    if not ours or any(one.windows is None for one in ours):
        return None
    shown = read_windows(window for one in ours for window in one.windows or ())
    return {
        "hasMainWindow": shown.has_main,
        "companyOpen": shown.company is not None,
        "multiUser": shown.multi_user if shown.company is not None else None,
        "questionWaits": shown.is_blocked,
        "otherWindows": len(shown.others),
    }


def _services(pc: Workstation) -> list[Tree]:
    found = (service for pattern in _SERVICES for service in pc.services(pattern))
    return [{"name": one.name, "state": one.state, "start": one.start} for one in found]
