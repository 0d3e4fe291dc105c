"""The ``.qwc`` file: what the Web Connector needs, and nothing secret."""

from __future__ import annotations

import re

from defusedxml.ElementTree import fromstring

from conductor_desktop.sandbox.auth.qwc import connection_file
from conductor_desktop.sandbox.clock import Clock
from conductor_desktop.sandbox.people import EndUser
from conductor_desktop.workstation.qwc import read_qwc

GUID = re.compile(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}")


def user(identifier: str = "end_usr_1") -> EndUser:
    return EndUser(identifier, "s", "Big & Co. <Ltd>", "a@b.example", Clock().now())


def test_the_file_has_every_element_the_web_connector_asks_for() -> None:
    root = fromstring(connection_file(user(), 4711))
    found = {child.tag: child.text or "" for child in root}
    assert root.tag == "QBWCXML"
    assert found["AppURL"] == "http://localhost:4711/qbwc"
    assert found["AppSupport"].startswith("http://localhost:4711/")
    assert found["QBType"] == "QBFS"
    assert GUID.fullmatch(found["OwnerID"])
    assert GUID.fullmatch(found["FileID"])
    assert len(found["AppDescription"]) <= 80
    assert {"AppName", "AppID", "UserName", "Scheduler"} <= set(found)


def test_the_apps_own_reader_takes_it() -> None:
    file = read_qwc(connection_file(user(), 4711), {"localhost:4711"})
    assert file.app_url.endswith(":4711/qbwc")


def test_downloading_again_gives_the_same_file_and_another_end_user_another() -> None:
    assert connection_file(user(), 1) == connection_file(user(), 1)
    assert connection_file(user(), 1) != connection_file(user("end_usr_2"), 1)


def test_it_is_called_as_the_sandbox_was_told() -> None:
    assert b"<AppName>A &amp; B</AppName>" in connection_file(user(), 4711, "A & B")


def test_no_password_is_in_it() -> None:
    assert b"assword" not in connection_file(user(), 1)
