"""What the view switches off, and that nothing of the app can be reached from a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWebEngineCore import QWebEngineProfile, QWebEngineScript, QWebEngineSettings

import conductor_desktop
from tests.ui.web.stage import Stage

PACKAGE = Path(conductor_desktop.__file__).parent
_Attribute = QWebEngineSettings.WebAttribute
_OFF = """
JavascriptCanOpenWindows JavascriptCanPaste
LocalContentCanAccessFileUrls LocalContentCanAccessRemoteUrls PluginsEnabled PdfViewerEnabled
WebGLEnabled NavigateOnDropEnabled FullScreenSupportEnabled ScreenCaptureEnabled
HyperlinkAuditingEnabled DnsPrefetchEnabled AllowRunningInsecureContent
AllowGeolocationOnInsecureOrigins AllowWindowActivationFromJavaScript ErrorPageEnabled
AutoLoadIconsForPage
"""
OFF = _OFF.split()


@pytest.fixture
def profile(stage: Stage) -> QWebEngineProfile:
    return stage.page.profile()


def test_what_the_flow_does_not_need_is_off(stage: Stage, profile: QWebEngineProfile) -> None:
    for settings in (stage.page.settings(), profile.settings()):
        assert [name for name in OFF if settings.testAttribute(getattr(_Attribute, name))] == []


def test_what_protects_is_on(stage: Stage) -> None:
    settings = stage.page.settings()
    assert settings.testAttribute(_Attribute.WebRTCPublicInterfacesOnly)
    unknown = QWebEngineSettings.UnknownUrlSchemePolicy.DisallowUnknownUrlSchemes
    assert settings.unknownUrlSchemePolicy() == unknown


def test_the_profile_is_nobodys_and_keeps_nothing(profile: QWebEngineProfile, folder: Path) -> None:
    assert profile.isOffTheRecord()
    assert profile.storageName() == ""
    assert profile is not QWebEngineProfile.defaultProfile()
    assert profile.httpCacheType() == QWebEngineProfile.HttpCacheType.MemoryHttpCache
    cookies = QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
    assert profile.persistentCookiesPolicy() == cookies
    permissions = QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime
    assert profile.persistentPermissionsPolicy() == permissions
    assert not profile.isSpellCheckEnabled()
    assert not profile.isPushServiceEnabled()
    assert Path(profile.downloadPath()) == folder


def test_no_bridge_leads_from_a_page_into_the_app(stage: Stage, profile: QWebEngineProfile) -> None:
    assert stage.page.webChannel() is None
    main_world = QWebEngineScript.ScriptWorldId.MainWorld.value
    scripts = [*profile.scripts().toList(), *stage.page.scripts().toList()]
    in_the_page = [script.name() for script in scripts if script.worldId() == main_world]
    assert in_the_page == ["no calls"]  # takes away, and gives nothing (see there)


def test_no_code_of_ours_makes_one() -> None:
    """Asking a profile for a handler that it does not have ends the process (PySide6 6.11.3)."""
    for file in PACKAGE.rglob("*.py"):
        for way in ("UrlSchemeHandler", "WebChannel", ".setHtml(", ".setContent("):
            assert way not in file.read_text("utf-8"), file


def test_a_page_finds_nothing_of_ours(stage: Stage) -> None:
    """The same names as in any page of this engine, but for the ones that were taken out."""
    stage.show("hi")
    script = "Object.getOwnPropertyNames(window).filter(n => /^(qt|py|app|conductor)/i.test(n))"
    assert stage.run(f"{script}.join()") == ""
    assert stage.run("typeof window.chrome?.runtime") == "undefined"


def test_it_does_not_pretend_to_be_another_browser(stage: Stage) -> None:
    stage.show("hi")
    assert "QtWebEngine/" in stage.site.hits[0].headers["User-Agent"]
