"""The allow-list lets through exactly what it says, whatever an address pretends to be."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QUrl

from conductor_desktop.secret import Secret
from conductor_desktop.ui.web.policy import AuthPolicy, Origin, is_within, origin_of, policy_for

POLICY = AuthPolicy()
SANDBOX = AuthPolicy(frozenset(), allow_loopback_port=8123)


@pytest.mark.parametrize(
    "url",
    [
        "https://conductor.is/",
        "https://connect.conductor.is/qbd/secret?key=pk_conductor_1#top",
        "https://connect.conductor.is",
        "https://connect.conductor.is?x",
        "https://a.b-c.conductor.is/",
        "https://connect.conductor.is:443/",
        "HTTPS://Connect.CONDUCTOR.is/Qbd",
        "https://conductor.is/".ljust(8192, "a"),
    ],
    ids=lambda url: url[:60],
)
def test_conductors_own_pages_pass(url: str) -> None:
    assert POLICY.allows_page(url)
    assert POLICY.allows_resource(url)
    assert POLICY.allows_download(url)


HOST_TRICKS = [
    "http://connect.conductor.is/",
    "https://conductor.is.evil.example/",
    "https://evilconductor.is/",
    "https://evil-conductor.is/",
    "https://conductor.is:444/",
    "https://conductor.is:0443/",
    "https://conductor.is:/",
    "https://conductor.is:8443/",
    "https://conductor.is./",
    "https://.conductor.is/",
    "https://a..conductor.is/",
    "https://user@conductor.is/",
    "https://user:pass@conductor.is/",
    "https://conductor.is@evil.example/",
    "https://conductor.is/".ljust(8193, "a"),
    "https://conductor.is/".ljust(100_000, "a"),
    "https://evil.example/conductor.is",
    "https://evil.example?conductor.is",
    "https://evil.example#.conductor.is",
    "https://evil.example\\.conductor.is/",
    "https://evil.example\\@conductor.is/",
    "https://evil.example/\\conductor.is",
    "https://conductor%2eis/",
    "https://%63onductor.is/",
    "https://conductor。is/",  # an ideographic full stop
    "https://соnductor.is/",  # Cyrillic es and o
    "https://xn--nductor-3of.is/",
    "https://conductor.is\t.evil.example/",
    "https://conductor.is\n/",
    "https://conductor.is /",
    "https://\u202econductor.is/",
    "https://\u212aonductor.is/",  # a Kelvin sign lower-cases to k
    "https:/conductor.is/",
    "https:conductor.is/",
    "https:///conductor.is/",
    "//conductor.is/",
    "conductor.is",
    "",
    " https://conductor.is/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://[::1]/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,hi",
    "blob:https://conductor.is/1-2-3",
    "about:blank",
    "view-source:https://conductor.is/",
    "chrome://gpu",
    "ms-msdt:/id",
    "qbwc://conductor.is/",
    "ftp://conductor.is/",
    "wss://conductor.is/",
]


def test_nothing_else_is_a_page() -> None:
    assert [url for url in HOST_TRICKS if POLICY.allows_page(url)] == []


def test_a_trick_does_not_pass_once_qt_has_normalised_it_either() -> None:
    for url in HOST_TRICKS:
        written = bytes(QUrl(url).toEncoded().data()).decode("ascii")
        if POLICY.allows_page(written):  # Qt made a plain address of it: then it has to be ours
            assert QUrl(url).host() == "conductor.is", url
            assert QUrl(url).scheme() == "https", url
            assert QUrl(url).port() in (-1, 443), url
            assert not QUrl(url).userName(), url


@pytest.mark.parametrize(
    ("url", "is_allowed"),
    [
        ("data:image/png;base64,AAAA", True),
        ("blob:https://connect.conductor.is/6f1c", True),
        ("blob:https://evil.example/6f1c", False),
        ("blob:null/6f1c", False),
        ("about:blank", True),
        ("about:srcdoc", True),
        ("about:gpu", False),
        ("wss://connect.conductor.is/live", True),
        ("ws://connect.conductor.is/live", False),
        ("wss://evil.example/live", False),
        ("file:///C:/Windows/win.ini", False),
        ("https://cdn.evil.example/x.js", False),
    ],
)
def test_resources_are_of_the_same_hosts_or_need_no_network(url: str, is_allowed: bool) -> None:
    assert POLICY.allows_resource(url) is is_allowed


def test_a_file_comes_from_our_hosts_or_out_of_the_page_itself() -> None:
    assert POLICY.allows_download("blob:https://connect.conductor.is/6f1c")
    assert POLICY.allows_download("data:application/octet-stream,x")
    assert not POLICY.allows_download("https://evil.example/a.qwc")
    assert not POLICY.allows_download("about:blank")


@pytest.mark.parametrize(
    ("url", "is_allowed"),
    [
        ("http://127.0.0.1:8123/qbd/x", True),
        ("http://127.0.0.1:8124/", False),
        ("http://127.0.0.1/", False),
        ("https://127.0.0.1:8123/", False),
        ("http://localhost:8123/", False),
        ("http://127.0.0.1:8123@evil.example/", False),
        ("http://127.0.0.1.evil.example:8123/", False),
        ("http://127.1:8123/", False),
        ("http://0x7f000001:8123/", False),
        ("http://conductor.is:8123/", False),
        ("https://conductor.is/", False),
    ],
)
def test_the_sandbox_is_one_origin(url: str, is_allowed: bool) -> None:
    assert SANDBOX.allows_page(url) is is_allowed
    assert SANDBOX.allows_resource(url) is is_allowed


def test_without_the_sandbox_this_pc_is_closed() -> None:
    assert not POLICY.allows_page("http://127.0.0.1:8123/")
    assert not POLICY.allows_page("http://127.0.0.1:80/")
    assert not POLICY.allows_page("http://127.0.0.1:0/")


LIVE = "https://connect.conductor.is/qbd/x"
LIVE_API = "https://api.conductor.is/v1"
HERE = "http://127.0.0.1:8123/qbd/x"


@pytest.mark.parametrize("api", ["http://127.0.0.1:8123/v1", "http://localhost:8123/v1"])
def test_the_sandboxs_flow_stays_in_the_sandbox(api: str) -> None:
    policy = policy_for(Secret(HERE), api)
    assert policy.allows_page(HERE)
    assert not policy.allows_page("http://127.0.0.1:8124/")
    assert not policy.allows_page(LIVE)
    assert not policy.allows_resource("https://docs.conductor.is/logo.png")


@pytest.mark.parametrize(
    ("link", "api"),
    [
        (LIVE, LIVE_API),
        (LIVE, "https://quickbooks.acme.example/v1"),
        (LIVE, None),
        (LIVE, "http://127.0.0.1:8123/v1"),
        (HERE, LIVE_API),
        (HERE, None),
        (HERE, ""),
        (HERE, "http://127.0.0.1:8124/v1"),
        (HERE, "http://127.0.0.1/v1"),
        (HERE, "https://127.0.0.1:8123/v1"),
        (HERE, "http://127.0.0.1:8123@evil.example/v1"),
        (HERE, "http://192.0.2.7:8123/v1"),
        ("http://localhost:8123/qbd/x", "http://localhost:8123/v1"),
        ("https://127.0.0.1:8123/qbd/x", "http://127.0.0.1:8123/v1"),
        ("not an address", "http://127.0.0.1:8123/v1"),
    ],
)
def test_every_other_flow_sees_nothing_of_this_pc(link: str, api: str | None) -> None:
    policy = policy_for(Secret(link), api)
    assert policy == AuthPolicy()
    assert policy.allows_page(LIVE)
    assert not policy.allows_page(HERE)
    assert not policy.allows_page("http://127.0.0.1:8124/")


def test_a_host_of_another_domain_brings_no_neighbours() -> None:
    policy = AuthPolicy(frozenset({"flow.vendor.example"}))
    assert policy.allows_page("https://flow.vendor.example/")
    assert not policy.allows_page("https://deep.flow.vendor.example/")
    assert not policy.allows_page("https://vendor.example/")
    assert not policy.allows_page("https://connect.conductor.is/")


@pytest.mark.parametrize(
    "host",
    ["Conductor.is", "*.conductor.is", ".conductor.is", "conductor.is:443", "is", "", "1.2.3.4"],
)
def test_a_host_that_is_no_plain_name_is_refused_at_once(host: str) -> None:
    with pytest.raises(ValueError, match="host name"):
        AuthPolicy(frozenset({host}))


_hosts = st.sampled_from(["conductor.is", "connect.conductor.is", "evil.example", "is", "a.is"])
_glue = st.sampled_from(
    ["", ".", "@", ":", "/", "\\", "#", "?", "%2e", "。", "\t", "\n", " ", ":443"]
)


@given(
    scheme=st.sampled_from(["https://", "http://", "https:", "https:///", "HTTPS://", "wss://"]),
    parts=st.lists(st.one_of(_hosts, _glue, st.text(max_size=3)), max_size=7),
)
def test_whatever_passes_is_read_the_same_by_other_parsers(scheme: str, parts: list[str]) -> None:
    url = scheme + "".join(parts)
    if POLICY.allows_page(url):
        for host in (urlsplit(url).hostname, QUrl(url).host()):
            assert host == "conductor.is" or (host or "").endswith(".conductor.is")
        assert QUrl(url).scheme() == "https"
        assert QUrl(url).port(443) == 443
        assert "@" not in urlsplit(url).netloc


@given(st.text(alphabet="abz09-.:/@\\%?#[]_~ C\u212a。", max_size=40))
def test_text_before_our_domain_never_opens_another(text: str) -> None:
    url = f"https://{text}conductor.is/"
    if POLICY.allows_page(url):
        assert QUrl(url).host().endswith("conductor.is")
        assert QUrl(url).host() in ("conductor.is", QUrl(url).host().lstrip("."))


def test_the_origin_is_lower_case_with_its_port() -> None:
    assert origin_of("HTTPS://A.Example/Path") == Origin("https", "a.example", 443)
    assert origin_of("http://127.0.0.1:81") == Origin("http", "127.0.0.1", 81)
    assert origin_of("about:blank") is None


@pytest.mark.parametrize(
    ("url", "is_inside"),
    [
        ("https://vendor.example/auth/callback", True),
        ("https://vendor.example/auth/callback/", True),
        ("https://vendor.example/auth/callback?status=ok#x", True),
        ("https://VENDOR.example:443/auth/callback/deeper", True),
        ("https://vendor.example/auth/callbacks", False),
        ("https://vendor.example/Auth/Callback", False),
        ("https://vendor.example/auth", False),
        ("http://vendor.example/auth/callback", False),
        ("https://vendor.example.evil.example/auth/callback", False),
        ("https://evil.example/?https://vendor.example/auth/callback", False),
    ],
)
def test_the_done_address_is_known_by_origin_and_whole_path_parts(
    url: str, is_inside: bool
) -> None:
    assert is_within(url, "https://vendor.example/auth/callback") is is_inside


def test_a_done_address_without_a_path_is_its_whole_origin() -> None:
    assert is_within("https://vendor.example/x", "https://vendor.example")
    assert is_within("https://vendor.example", "https://vendor.example/")
    assert not is_within("not an address", "https://vendor.example")
    assert not is_within("not an address", "nor is this")
