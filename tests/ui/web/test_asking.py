"""Whatever a page asks of the person or of the PC, with a real click, it gets nothing."""

from __future__ import annotations

import json
import logging

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.ui.web.stage import WAIT_MS, Stage

GREEN = "<body style='margin: 0; height: 100vh; background: #00aa00'>"
# Each is tried within a click; an answer that is not a refusal is told as it is.
WISHES = {
    "camera": "navigator.mediaDevices.getUserMedia({video: true})",
    "microphone": "navigator.mediaDevices.getUserMedia({audio: true})",
    "screen": "navigator.mediaDevices.getDisplayMedia()",
    "place": "new Promise((ok, no) => navigator.geolocation.getCurrentPosition(ok, no))",
    "notifications": "Notification.requestPermission().then(said => said == 'granted')",
    "reading the clipboard": "navigator.clipboard.readText()",
    "pasting": "document.execCommand('paste')",
    "fonts": "queryLocalFonts().then(fonts => fonts.length > 0)",
    "files": "showOpenFilePicker()",
    "a folder": "showDirectoryPicker()",
    "saving": "showSaveFilePicker()",
    "full screen": "document.body.requestFullscreen()",
    "the pointer": "document.body.requestPointerLock()",
    "instruments": "navigator.requestMIDIAccess()",
    "ports": "navigator.serial.requestPort()",
    "devices": "navigator.hid.requestDevice({filters: []}).then(found => found.length > 0)",
    "usb": "navigator.usb.requestDevice({filters: []})",
    "bluetooth": "navigator.bluetooth.requestDevice({acceptAllDevices: true})",
    "being idle": "IdleDetector.requestPermission().then(said => said == 'granted')",
    "screens": "getScreenDetails()",
    "staying awake": "navigator.wakeLock.request('screen')",
    "keeping data": "navigator.storage.persist()",
    "a new passkey": "navigator.credentials.create({publicKey: {challenge: new Uint8Array(8),"
    " rp: {name: 'x'}, user: {id: new Uint8Array(8), name: 'x', displayName: 'x'},"
    " pubKeyCredParams: [{type: 'public-key', alg: -7}]}})",
    "a passkey": "navigator.credentials.get({publicKey: {challenge: new Uint8Array(8)}})",
    "a payment": "new PaymentRequest([{supportedMethods: 'https://pay.example'}],"
    " {total: {label: 'x', amount: {currency: 'USD', value: '1'}}}).show()",
    "a small window": "documentPictureInPicture.requestWindow()",
    "a service worker": "navigator.serviceWorker.register('/worker.js')",
}


def ask(stage: Stage, wish: str) -> str:
    """What a page gets that asks for ``wish`` within a click."""
    page = f"{GREEN}<script>const tell = text => fetch('/told?' + encodeURIComponent(text));"
    page += "onclick = async () => { fetch('/clicked'); onclick = null;"
    page += f" try {{ const got = await {wish};"
    page += "tell('got ' + (got ?? 'nothing')) } catch (error) { tell('refused') } }</script>"
    stage.show(page)
    stage.wait_for_colour("#00aa00")
    stage.click_until("/clicked")
    stage.wait_for_hit("/told")
    return next(hit.path for hit in stage.site.hits if hit.path.startswith("/told"))


@pytest.mark.qt_log_ignore("^(Screen|Window) capturing is not available", extend=True)
def test_it_is_refused_without_a_word(stage: Stage) -> None:
    before = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("private")
    for name, wish in WISHES.items():
        stage.site.hits.clear()
        assert ask(stage, wish) in ("/told?refused", "/told?got%20false"), name
        assert clipboard.text() == "private", name
        after = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        assert after == before, name
        assert not stage.view.window().isFullScreen(), name


def test_each_kind_of_asking_is_logged_once(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    many = "(async () => { for (let i = 0; i < 20; i++) await Notification.requestPermission() })()"
    ask(stage, many)
    lines = [r.getMessage() for r in caplog.records if "asked for" in r.getMessage()]
    assert lines == ["The auth page asked for Notifications; refused."]


def test_no_other_program_is_offered_for_a_kind_of_link(stage: Stage) -> None:
    """The page is told nothing either way; what counts is that it did not become one."""
    ask(stage, "navigator.registerProtocolHandler('web+x', location.origin + '/?%s')")
    stage.run("location = 'web+x:y'; 1")
    stage.run_and_wait_for("/alive", "fetch('/alive')")
    assert json.loads(str(stage.run("JSON.stringify(location.pathname)"))) == "/page"


def test_choosing_a_file_gives_the_page_nothing(stage: Stage) -> None:
    stage.show(
        "<body style='margin: 0'><input type=file multiple id=f style='width: 100vw;"
        " height: 100vh; background: #00aa00' oncancel=\"fetch('/none')\""
        " onclick=\"fetch('/clicked')\" onchange=\"fetch('/some')\">"
    )
    stage.wait_for_colour("#00aa00")
    before = len(QApplication.topLevelWidgets())
    stage.click_until("/clicked")
    stage.qtbot.waitUntil(lambda: "/none" in stage.site.paths(), timeout=WAIT_MS)
    assert "/some" not in stage.site.paths()
    assert stage.run("f.files.length") == 0
    assert len(QApplication.topLevelWidgets()) == before
