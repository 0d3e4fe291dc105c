"""Wires the setup window: each page to the controller, and no page before it is needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from conductor_desktop.services.policies import Policies, no_policies
from conductor_desktop.storage.names import SetupStep
from conductor_desktop.ui.messages import Kind, Message, Messages
from conductor_desktop.ui.setup.controller import SetupController
from conductor_desktop.ui.setup.page import SetupPage
from conductor_desktop.ui.setup.window import SetupWindow

if TYPE_CHECKING:
    from conductor_desktop.ui.setup.connect import ViewFactory

KEPT_FOR_NOW_ONLY = Message(
    Kind.LOOK,
    "Kept until the app is closed",
    "This PC has no password store that Conductor Desktop can use, so what opens your connection "
    "is forgotten when the app is closed. The app asks for it again at the next start.",
)


def bring_to_life(
    window: SetupWindow,
    controller: SetupController,
    create_view: ViewFactory,
    messages: Messages,
    policies: Callable[[], Policies] = no_policies,
) -> None:
    """Wire every page of ``window`` to the controller."""
    builders = {
        SetupStep.CHECKS: lambda: _checks(controller),
        SetupStep.END_USER: lambda: _end_user(controller),
        SetupStep.CONNECT: lambda: _connect(controller, create_view, policies),
        SetupStep.VERIFY: lambda: _verify(controller),
    }
    window.welcome.setup_file_given.connect(controller.take_setup_file)
    window.welcome.keys_given.connect(controller.take_keys)
    window.welcome.sandbox_wanted.connect(controller.take_sandbox)
    window.welcome.changed.connect(controller.change_mind)
    window.welcome.look_wanted.connect(controller.files.find)
    window.welcome.look_wanted.connect(lambda: _offer_sample(window, policies()))
    window.welcome.file_chosen.connect(controller.files.look_into)
    controller.files.found.connect(window.welcome.show_found)
    controller.files.read.connect(window.welcome.show_read)
    controller.files.refused.connect(window.welcome.show_refused)
    controller.way_in_lost.connect(window.welcome.choose_door)
    controller.kept_for_now_only.connect(partial(messages.show, KEPT_FOR_NOW_ONLY))
    window.welcome.add_picture()
    _offer_sample(window, policies())
    window.attach(controller, builders, messages)
    controller.files.find()


def _offer_sample(window: SetupWindow, policies: Policies) -> None:
    """As long as an IT admin allows it."""
    if window.welcome.offers_sample is not policies.may_use_sandbox:
        window.welcome.offer_sample(policies.may_use_sandbox)


def _checks(controller: SetupController) -> SetupPage:
    from conductor_desktop.ui.setup.checks import ChecksPage

    page = ChecksPage()
    page.check_wanted.connect(controller.run_checks)
    page.continue_wanted.connect(controller.leave_checks)
    page.remedy_wanted.connect(controller.carry_out)
    controller.checks_started.connect(page.start)
    controller.check_arrived.connect(page.add_result)
    controller.checks_finished.connect(page.finish)
    controller.checks_failed.connect(page.fail)
    controller.remedy_done.connect(page.show_remedy_done)
    controller.started_over.connect(page.forget)
    return page


def _end_user(controller: SetupController) -> SetupPage:
    from conductor_desktop.ui.setup.end_user import EndUserPage

    page, settling = EndUserPage(), controller.settling
    page.list_wanted.connect(settling.list_entries)
    page.create_wanted.connect(settling.create)
    page.create_anew_wanted.connect(settling.create_anew)
    page.load_wanted.connect(settling.load)
    page.company_told.connect(settling.tell_company)
    settling.draft_ready.connect(page.offer)
    settling.listed.connect(page.show_end_users)
    settling.looking_again.connect(page.show_looking)
    controller.started_over.connect(page.forget)
    return page


def _connect(
    controller: SetupController, create_view: ViewFactory, policies: Callable[[], Policies]
) -> SetupPage:
    from conductor_desktop.ui.setup.connect import ConnectPage

    page, connecting = ConnectPage(create_view, policies=policies), controller.connecting
    page.link_wanted.connect(connecting.open_link)
    page.file_given.connect(connecting.take_file)
    page.check_wanted.connect(controller.check_connected)
    page.page_moved.connect(connecting.ask_quietly)
    page.hand_over_wanted.connect(connecting.hand_over)
    page.file_awaited.connect(connecting.await_file)
    connecting.link_ready.connect(page.show_link)
    connecting.file_taken.connect(page.show_file_taken)
    connecting.file_refused.connect(page.show_file_refused)
    connecting.seen.connect(page.show_sight)
    connecting.handed_over.connect(page.show_handed_over)
    connecting.not_handed_over.connect(page.show_not_handed_over)
    connecting.connected.connect(page.show_connected)
    connecting.not_connected_yet.connect(page.show_not_yet)
    controller.sandbox_changed.connect(page.show_sandbox)
    page.show_sandbox(controller.is_sandbox)
    return page


def _verify(controller: SetupController) -> SetupPage:
    from conductor_desktop.ui.setup.verify import VerifyPage

    page, proving = VerifyPage(), controller.proving
    page.proof_wanted.connect(proving.prove)
    page.cancel_wanted.connect(proving.cancel)
    page.remedy_wanted.connect(controller.carry_out)
    page.finish_wanted.connect(controller.finish)
    proving.started.connect(page.start)
    proving.progressed.connect(page.show_progress)
    proving.proven.connect(page.show_proof)
    proving.failed.connect(page.show_failure)
    proving.stopped.connect(page.show_stopped)
    proving.link_only.connect(page.show_link_only)
    controller.remedy_done.connect(page.show_remedy_done)
    return page
