"""The steps beside the auth page: what is done, where one is, what went wrong."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.setup.guide import Guide, GuideStep
from conductor_desktop.ui.setup.password_picture import PasswordPicture
from conductor_desktop.ui.setup.permission_picture import PermissionPicture
from tests.helpers.accessibility import Listener, accessible_name
from tests.helpers.themes import SCHEMES, dressed


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


def test_a_step_that_went_wrong_is_to_be_taken_again(guide: Guide) -> None:
    guide.warn(GuideStep.PERMISSION)
    guide.tick(GuideStep.ADDED)
    assert current(guide) == [GuideStep.PERMISSION.value]
    guide.tick(GuideStep.PERMISSION)
    assert current(guide) == [GuideStep.PASSWORD.value]


def test_in_the_sandbox_it_points_at_nothing_that_cannot_be_seen_and_says_so(guide: Guide) -> None:
    note = next(label for label in guide.findChildren(QLabel) if "sandbox" in label.text())
    assert note.isHidden()
    guide.set_played(True)
    assert not note.isHidden()
    assert current(guide) == [GuideStep.DOWNLOAD.value]
    guide.tick(GuideStep.DOWNLOAD)
    assert current(guide) == []
    guide.set_played(False)
    assert note.isHidden()
    assert current(guide) == [GuideStep.OPEN.value]


def test_when_all_is_done_no_step_is_left(guide: Guide) -> None:
    for step in GuideStep:
        guide.tick(step)
    assert current(guide) == []


def test_a_new_attempt_begins_with_nothing(guide: Guide) -> None:
    guide.tick(GuideStep.CONNECTED)
    guide.reset()
    assert {guide.mark_of(step) for step in GuideStep} == {Mark.WAITING}
    assert current(guide) == [GuideStep.DOWNLOAD.value]


def pictures(guide: Guide) -> list[type[QWidget]]:
    kinds = (PermissionPicture, PasswordPicture)
    return [kind for kind in kinds if not guide.findChildren(kind)[0].isHidden()]


def test_the_permission_is_pictured_until_it_is_given(guide: Guide) -> None:
    assert pictures(guide) == [PermissionPicture]
    for step in (GuideStep.DOWNLOAD, GuideStep.OPEN):
        guide.tick(step)
    assert pictures(guide) == [PermissionPicture]
    guide.tick(GuideStep.PERMISSION)
    assert pictures(guide) == [PasswordPicture]
    guide.tick(GuideStep.PASSWORD)
    assert pictures(guide) == []
    guide.reset()
    assert pictures(guide) == [PermissionPicture]


def test_what_is_in_the_list_has_been_allowed_unless_the_log_says_no(guide: Guide) -> None:
    guide.tick(GuideStep.ADDED)
    assert pictures(guide) == [PasswordPicture]
    guide.warn(GuideStep.PERMISSION)
    assert pictures(guide) == [PermissionPicture]


def test_a_screen_reader_hears_of_a_step_once(
    guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = Listener(monkeypatch)
    guide.tick(GuideStep.DOWNLOAD)
    guide.tick(GuideStep.DOWNLOAD)
    assert listener.said == ["Done: Download the connection file."]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", [PermissionPicture, PasswordPicture])
def test_a_picture_is_drawn_in_both_themes_and_can_be_heard(
    qtbot: QtBot, qapp: QApplication, kind: type[QWidget], scheme: str
) -> None:
    with dressed(qapp, scheme):
        picture = kind()
        qtbot.addWidget(picture)
        picture.resize(264, picture.sizeHint().height())
        image = picture.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(264) for y in range(image.height())}
    assert SCHEMES[scheme].accent in seen
    assert SCHEMES[scheme].accent_soft in seen
    assert len(seen) > 20
    assert "Yes" in accessible_name(picture)
