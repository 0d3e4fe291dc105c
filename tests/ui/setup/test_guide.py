"""The steps beside the auth page: what is done, where one is, what went wrong."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.setup.guide import Guide, GuideStep
from conductor_desktop.ui.setup.permission_picture import PermissionPicture


@pytest.fixture
def guide(qtbot: QtBot) -> Guide:
    guide = Guide()
    qtbot.addWidget(guide)
    return guide


def current(guide: Guide) -> list[str]:
    texts = {step.value for step in GuideStep}
    labels = [label for label in guide.findChildren(QLabel) if label.text() in texts]
    return [label.text() for label in labels if label.font().bold() or label.font().weight() > 500]


def test_at_first_nothing_is_done_and_the_first_step_is_to_be_taken(guide: Guide) -> None:
    assert {guide.mark_of(step) for step in GuideStep} == {Mark.WAITING}
    assert current(guide) == [GuideStep.DOWNLOAD.value]


def test_the_step_after_the_last_one_seen_is_to_be_taken(guide: Guide) -> None:
    guide.tick(GuideStep.DOWNLOAD)
    assert current(guide) == [GuideStep.OPEN.value]
    guide.tick(GuideStep.ADDED)  # what lies between cannot be seen by everybody
    assert current(guide) == [GuideStep.PASSWORD.value]
    assert guide.mark_of(GuideStep.PERMISSION) is Mark.WAITING


def test_when_all_is_done_no_step_is_left(guide: Guide) -> None:
    for step in GuideStep:
        guide.tick(step)
    assert current(guide) == []


def test_a_new_attempt_begins_with_nothing(guide: Guide) -> None:
    guide.tick(GuideStep.CONNECTED)
    guide.reset()
    assert {guide.mark_of(step) for step in GuideStep} == {Mark.WAITING}
    assert current(guide) == [GuideStep.DOWNLOAD.value]


def test_the_picture_goes_when_quickbooks_has_been_answered(guide: Guide) -> None:
    picture = guide.findChild(PermissionPicture)
    assert picture is not None
    for step in (GuideStep.DOWNLOAD, GuideStep.OPEN, GuideStep.ADDED):
        guide.tick(step)
    guide.warn(GuideStep.PERMISSION)
    assert not picture.isHidden()
    guide.tick(GuideStep.PERMISSION)
    assert picture.isHidden()
    guide.reset()
    assert not picture.isHidden()
