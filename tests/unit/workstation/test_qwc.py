"""What may be handed to the Web Connector: every rule has a file that breaks it alone."""

from __future__ import annotations

import hashlib

import pytest

from conductor_desktop.workstation.qwc import InvalidQwc, read_qwc
from tests.unit.workstation.qwc_file import ALLOWED, ELEMENTS, qwc

REQUIRED = [name for name in ELEMENTS if name not in ("Scheduler", "IsReadOnly")]


def test_a_good_file_is_read_whole() -> None:
    data = qwc(AppUniqueName="Conductor for Acme", AppName="Acme &amp; Conductor")
    file = read_qwc(data, ALLOWED)
    assert file.app_name == "Acme & Conductor"
    assert file.host == "qbwc.conductor.is"
    assert file.user_name == "conductor-7"
    assert file.app_unique_name == "Conductor for Acme"
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    for told in ("conductor-7", "soap/abc", "57F3B9B6", "90A44FB5"):
        assert told not in repr(file)


@pytest.mark.parametrize(
    "data",
    [
        qwc(extra="<PersonalDataPrep>pdpOptional</PersonalDataPrep><Vendor><Deep/></Vendor>"),
        qwc(head=""),
        qwc(head='<?xml version="1.0" encoding="UTF-8"?>'),
        qwc(extra="<!-- made by hand -->"),
        qwc(drop="Scheduler"),
        qwc(Scheduler=""),
        qwc(
            Scheduler="<RunEveryNMinutes>5</RunEveryNMinutes><RunEveryNSeconds>9</RunEveryNSeconds>"
        ),
        qwc(Scheduler="<RunEveryNSeconds>30</RunEveryNSeconds>"),
        qwc(AppURL="https://conductor.is/", AppSupport="http://conductor.is"),
        qwc(AppURL="https://API.Conductor.IS:443/v1"),
        qwc(AppDescription="<![CDATA[Orders & invoices]]>"),
        qwc(AppURL="\n    https://qbwc.conductor.is/soap?a=1&amp;b=2\n  "),
        qwc(CertURL="https://conductor.is/certificate"),
        qwc(CertURL=""),
        qwc().replace(
            b"<QBWCXML>", b'<QBWCXML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        ),
        qwc().replace(b"<QBWCXML>", b'<QBWCXML version="1">'),
    ],
)
def test_harmless_differences_are_taken(data: bytes) -> None:
    read_qwc(data, ALLOWED)


def test_what_the_file_asks_for_is_told() -> None:
    usual = read_qwc(qwc(), ALLOWED)
    assert (usual.every_seconds, usual.is_read_only, usual.needs_unattended) == (600, False, False)
    asking = read_qwc(
        qwc(
            Scheduler="<RunEveryNSeconds>30</RunEveryNSeconds>"
            "<RunEveryNMinutes>5</RunEveryNMinutes>",
            IsReadOnly="TRUE",
            UnattendedModePref="umpRequired",
        ),
        ALLOWED,
    )
    assert (asking.every_seconds, asking.is_read_only, asking.needs_unattended) == (30, True, True)
    assert read_qwc(qwc(drop="Scheduler"), ALLOWED).every_seconds is None
    assert read_qwc(qwc(AppUniqueName=""), ALLOWED).app_unique_name is None


def test_a_host_of_any_length_is_told_by_its_two_ends() -> None:
    host = f"conductor.is.{'a' * 1500}.evil.example"
    with pytest.raises(InvalidQwc, match=r"“conductor.is.a+….*\.evil.example”") as refused:
        read_qwc(qwc(AppURL=f"https://{host}/"), ALLOWED)
    assert len(refused.value.explanation) < 200


def test_unknown_elements_are_told() -> None:
    file = read_qwc(qwc(extra="<Colour>red</Colour>"), ALLOWED)
    assert file.unknown_elements == ("Colour",)


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_element_is_refused(name: str) -> None:
    with pytest.raises(InvalidQwc, match=f"lacks {name}"):
        read_qwc(qwc(drop=name), ALLOWED)


@pytest.mark.parametrize("name", [name for name in REQUIRED if name != "AppID"])
def test_an_empty_element_is_refused(name: str) -> None:
    with pytest.raises(InvalidQwc):
        read_qwc(qwc(**{name: " "}), ALLOWED)


@pytest.mark.parametrize("name", ELEMENTS)
def test_nothing_may_be_there_twice(name: str) -> None:
    with pytest.raises(InvalidQwc, match="twice"):
        read_qwc(qwc(extra=f"<{name}>{ELEMENTS[name]}</{name}>"), ALLOWED)


@pytest.mark.parametrize(
    "url",
    [
        "http://qbwc.conductor.is/soap",
        "https://conductor.is.evil.example/",
        "https://evil-conductor.is/",
        "https://evilconductor.is/",
        "https://conductor.is@evil.example/",
        "https://user:word@conductor.is/",
        "https://conductor.is./",
        "https://conductor.is:8443/",
        "https://conductor.is:80/",
        "https://conductor.is:0/",
        "https://conductor.is\\.evil.example/",
        "https://evil.example\\@conductor.is/",
        "https://evil.example/conductor.is",
        "https://evil.example?.conductor.is",
        "https://evil.example#.conductor.is",
        "https://xn--cnductor-50a.is/",
        "https://cоnductor.is/",
        "https://192.0.2.7/",
        "https://[2001:db8::7]/",
        "https://2130706433/",
        "https://localhost/",
        "https://127.0.0.1/",
        "http://localhost:5000/",
        "https://conductor.is:99999/",
        "https://conductor.is:x/",
        "https://[conductor.is/",
        "https:/conductor.is/",
        "https:conductor.is",
        "//conductor.is/",
        "javascript:alert(1)//conductor.is",
        "file:///C:/conductor.is",
        "https://con ductor.is/",
        "https://conductor.is/\ta",
        "https://conductor.is/\na",
        "https://.conductor.is/",
        "https://a..conductor.is/",
        "https://-a.conductor.is/",
        "https://a_b.conductor.is/",
        "https://evil.example%2f.conductor.is/",
        "https://conductor%2eis/",
        "https://[v1.conductor.is]/",
        "https://[v1.conductor.is]evil.example/",
        "https://evil.example[v1.conductor.is]/",
        "https://[::ffff:192.0.2.7]/",
        "https://[fe80::7%25conductor.is]/",
        "https://conductor.is:/",
        "https://conductor.is:0443/",
        "https://conductor.is:+443/",
        "https://conductor.is?@evil.example/",
        "https://conductor.is#@evil.example/",
        "https://conductor.is?conductor.is",
        "https://conductor.is#conductor.is",
        "https://conductor.is;evil.example/",
        "https://conductor.is,evil.example/",
        "https://conductor.is&amp;evil.example/",
        "https:///conductor.is/",
        "\u00a0https://conductor.is/",
        "https://conductor.is/\u3000",
        "https://conductor.is/\u200b",
        "https://\u212aonductor.is/",
        "https://conductor\u3002is/",
        "conductor.is",
    ],
)
def test_the_books_go_to_no_other_address(url: str) -> None:
    with pytest.raises(InvalidQwc):
        read_qwc(qwc(AppURL=url), ALLOWED)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "https://192.0.2.7/",
        "ftp://conductor.is/",
        "http://x@conductor.is",
        "http://localhost/help",
        "https://conductor.is:8443/",
        "http://conductor.is:443/",
    ],
)
def test_the_help_page_is_the_services_own(url: str) -> None:
    with pytest.raises(InvalidQwc):
        read_qwc(qwc(AppSupport=url), ALLOWED)


def test_the_help_page_may_not_be_another_known_services() -> None:
    allowed = (*ALLOWED, "help.acme.example")
    with pytest.raises(InvalidQwc, match="AppSupport"):
        read_qwc(qwc(AppSupport="https://help.acme.example/"), allowed)


def test_the_certificate_is_of_a_known_service_too() -> None:
    with pytest.raises(InvalidQwc, match="CertURL"):
        read_qwc(qwc(CertURL="https://evil.example/"), ALLOWED)


@pytest.mark.parametrize("element", ["AppURL", "AppSupport", "CertURL"])
@pytest.mark.parametrize(
    "written",
    [
        "https://a.co<!-- -->nductor.is/",
        "https://a.co<![CDATA[nductor.is/]]>",
        "<![CDATA[https://a.co]]>nductor.is/",
        "https://a.co<?x?>nductor.is/",
        "https://a.co&#110;ductor.is/",
    ],
)
def test_an_address_is_not_put_together_from_pieces(element: str, written: str) -> None:
    decoy = f"<!-- <{element}>https://a.conductor.is/</{element}> -->"
    with pytest.raises(InvalidQwc, match=f"{element}.*in pieces|instructions"):
        read_qwc(qwc(**{element: written}, extra=decoy), ALLOWED)


@pytest.mark.parametrize("name", ["AppURL", "CertURL", "OwnerID"])
def test_nothing_known_hides_deeper_in_the_file(name: str) -> None:
    """Whoever looks for an element by its name alone would find this one first."""
    hidden = f"<Vendor><{name}>https://evil.example/</{name}></Vendor>"
    data = qwc().replace(b"<QBWCXML>", f"<QBWCXML>{hidden}".encode())
    with pytest.raises(InvalidQwc, match=f"{name} (twice|where it does not belong)"):
        read_qwc(data, ALLOWED)


SENTENCES = {
    "https://qbwc.conductor.is.evil.example/": "is at “qbwc.conductor.is.evil.example”",
    "http://qbwc.conductor.is/": "not secure",
    "https://qbwc.conductor.is:8443/": "has a port (8443)",
    "https://me:word@qbwc.conductor.is/": "behind a user name",
    "https://192.0.2.7/": "is a number",
    "https://localhost/": "is this computer",
    "https://qbwc.conductor.is./": "names no proper host",
    "ftp://qbwc.conductor.is/": "is not a web address",
    "https://qbwc.conductor.is/a\\b": "is not a plain web address",
}


@pytest.mark.parametrize("url", SENTENCES)
def test_every_rule_about_addresses_has_a_sentence_of_its_own(url: str) -> None:
    with pytest.raises(InvalidQwc) as refused:
        read_qwc(qwc(AppURL=url), ALLOWED)
    assert SENTENCES[url] in refused.value.explanation
    assert refused.value.explanation.endswith(".")


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://localhost:5000/qbwc", ("localhost:5000",)),
        ("http://127.0.0.1:5000/qbwc", ("127.0.0.1:5000",)),
        ("http://[::1]:5000/qbwc", ("[::1]:5000",)),
        ("https://books.acme.example:8443/", ("books.acme.example:8443",)),
    ],
)
def test_hosts_and_ports_are_taken_when_they_are_listed(url: str, allowed: tuple[str, ...]) -> None:
    read_qwc(qwc(AppURL=url, AppSupport=url), allowed)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:5001/qbwc", ("127.0.0.1:5000",)),
        ("http://localhost:5000/qbwc", ("127.0.0.1:5000",)),
        ("http://localhost:5000/qbwc", ("localhost",)),
        ("https://books.acme.example:8443/", ("books.acme.example",)),
        ("https://a.acme.example/", ("acme.example",)),
        ("https://acme.example/", (".acme.example",)),
        ("https://acme.example/", ()),
    ],
)
def test_hosts_and_ports_are_refused_unless_they_are_listed(
    url: str, allowed: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidQwc):
        read_qwc(qwc(AppURL=url, AppSupport=url), allowed)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"not xml",
        qwc()[:-5],
        qwc() + b"<more/>",
        qwc() + b"\x00",
        b"\n" + qwc(),
        b"\xef\xbb\xbf" + qwc(),
        qwc().decode().encode("utf-16"),
        qwc(head='<?xml version="1.0" encoding="UTF-16"?>'),
        qwc(head='<?xml version="1.0" encoding="ISO-8859-1"?>'),
        qwc(AppName="\xe9").decode().encode("latin-1"),
        qwc().replace(b"QBWCXML", b"QBWCXMLS"),
        qwc().replace(b"<QBWCXML>", b'<QBWCXML xmlns="urn:x">'),
        qwc().replace(b"<AppName>", b'<AppName xmlns:x="urn:x" x:nil="true">'),
        qwc(extra='<x:AppURL xmlns:x="urn:x">https://evil.example</x:AppURL>'),
        qwc(extra="<Password>secret</Password>"),
        qwc(extra="<Vendor><userPwd>secret</userPwd></Vendor>"),
        qwc(AppDescription="a & b"),
        qwc(AppDescription="<b>bold</b>"),
        qwc(AppDescription="&#0;"),
        qwc(AppDescription="&#27;[2J"),
        qwc(AppDescription="a&#8238;b"),
        qwc(extra="<Colour>a&#8238;b</Colour>"),
        qwc(extra='<Colour a="a&#8238;b"/>'),
        qwc(extra="<Colour/>a&#8238;b"),
        qwc(AppDescription="one\ntwo"),
        qwc(AppName="a" * 3000),
        qwc(OwnerID="57F3B9B6-86F1-4FCC-B1EE-566DE1813D20"),
        qwc(FileID="{57F3B9B6-86F1-4FCC-B1EE-566DE1813D2}"),
        qwc(FileID="{57F3B9B6-86F1-4FCC-B1EE-566DE1813D2G}"),
        qwc(QBType="US"),
        qwc(QBType="QBPOS"),
        qwc(QBType="qbfs"),
        qwc(Scheduler="<RunEveryNMinutes>0</RunEveryNMinutes>"),
        qwc(Scheduler="<RunEveryNMinutes>-1</RunEveryNMinutes>"),
        qwc(Scheduler="<RunEveryNMinutes>9000000000</RunEveryNMinutes>"),
        qwc(Scheduler="<RunEveryNMinutes>٣</RunEveryNMinutes>"),
        qwc(Scheduler="<RunEveryNHours>1</RunEveryNHours>"),
        qwc(Scheduler="<RunEveryNMinutes>1</RunEveryNMinutes>" * 2),
        qwc(extra="x" * 70_000),
        qwc(extra="<a>" * 9_000),
        qwc(extra="<a>" * 7_000 + "</a>" * 7_000),
        qwc(extra="<Vendor>" * 8 + "</Vendor>" * 8),
        qwc(head='<?xml version="1.1"?>'),
        qwc(head='<?xml version="1.1" encoding="UTF-8"?>'),
        qwc(head='<?xml version="2.0"?>'),
        qwc(head='<?xml version="1.0"?><?xml-stylesheet href="http://evil.example/x.xsl"?>'),
        qwc(extra="<?colour red?>"),
        qwc(extra="<appurl>https://evil.example/</appurl>"),
        qwc(extra="<CERTURL>https://evil.example/</CERTURL>"),
        qwc(extra="<Vendor><scheduler/></Vendor>"),
        qwc(extra="<RunEveryNSeconds>1</RunEveryNSeconds>"),
        qwc(extra="<Vendor><RunEveryNMinutes>1</RunEveryNMinutes></Vendor>"),
        qwc(Scheduler="5"),
        qwc(Scheduler="<RunEveryNMinutes>5</RunEveryNMinutes>5"),
        qwc(extra='<Vendor password="secret"/>'),
        qwc(OwnerID="\u00a0{57F3B9B6-86F1-4FCC-B1EE-566DE1813D20}"),
        qwc(QBType="QBFS\u3000"),
        qwc(QBType="QB<!-- -->FS"),
        qwc(FileID="{90A44FB5<?x?>-33D9-4815-AC85-BC87A7E7D1EB}"),
        qwc(UserName="conductor<!-- -->-7"),
        qwc(Scheduler="<RunEveryNMinutes>1<!-- -->0</RunEveryNMinutes>"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidQwc):
        read_qwc(data, ALLOWED)


@pytest.mark.parametrize(
    "kind",
    [
        "<!DOCTYPE QBWCXML>",
        '<!DOCTYPE QBWCXML SYSTEM "http://evil.example/x.dtd">',
        '<!DOCTYPE QBWCXML [<!ENTITY a "b">]>',
        '<!DOCTYPE QBWCXML [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE QBWCXML [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
    ],
)
def test_a_document_type_is_refused(kind: str) -> None:
    with pytest.raises(InvalidQwc, match="document type"):
        read_qwc(qwc(head=kind), ALLOWED)


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>\n<html><body>This link has expired</body></html>",
        "<HTML lang=en>\n" + "<p>Sign in</p>" * 9_000 + "</HTML>",
        "<!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>\n<title>Anmeldung für Zoë</title>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_web_page_is_called_a_web_page(page: str, encoding: str) -> None:
    with pytest.raises(InvalidQwc, match="web page"):
        read_qwc(page.encode(encoding), ALLOWED)


@pytest.mark.parametrize(
    "head",
    ["<?xml version='1.0'?>", '<?xml version = "1.0" encoding = "utf-8" standalone="yes" ?>\r\n'],
)
def test_every_way_to_write_the_declaration_is_taken(head: str) -> None:
    read_qwc(qwc(head=head), ALLOWED)
