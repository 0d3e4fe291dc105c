"""Every rule of a connection file, with ways to break it and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from tests.unit.workstation.qwc_drafts import Draft
from tests.unit.workstation.qwc_rules import KNOWN, REQUIRED

Break = Callable[[Draft, Random], bytes]
ADDRESSES = ("AppURL", "AppSupport", "CertURL")
OTHER_SERVICE = "help.acme.example"
"""One that may have books, but not those of the others."""
_LEAVES = sorted(KNOWN - {"Scheduler"})
_GUIDS = ("OwnerID", "FileID")
_HIDDEN = "\x7f\x85\x9f\xad\u061c\u200b\u200e\u202e\u2028\u2029\u2060\ufeff\U000e0041"
_LOCALS = ("localhost", "127.0.0.1", "[::1]", "LOCALHOST:8080")
_NUMBERS = ("192.0.2.7", "10.1", "2130706433", "[2001:db8::7]", "[::ffff:192.0.2.7]")
_NO_HOSTS = (
    *("conductor.is.", ".conductor.is", "a..conductor.is", "-a.conductor.is", "a_b.conductor.is"),
    *("conductor%2eis", "evil.example%2f.conductor.is", "conductor.is:", "conductor.is:0443"),
    *("[v1.conductor.is]", "evil.example[v1.conductor.is]", "[v1.conductor.is]evil.example", ""),
    *("conductor.is?@evil.example", "conductor.is#@evil.example", "evil.example;conductor.is"),
)
_NOT_PLAIN = (
    *("conductor.is\\.evil.example", "evil.example\\@conductor.is", "con ductor.is"),
    *("cоnductor.is", "conductor。is", "\u212aonductor.is", "conductor.is/ü", "\u00a0conductor.is"),
)


class Rule(NamedTuple):
    """One rule. ``says`` is in the sentence for whoever meets a file that breaks it."""

    says: str
    break_it: Break


def _rule(says: str) -> Callable[[Break], Break]:
    def add(break_it: Break) -> Break:
        RULES[break_it.__name__.strip("_")] = Rule(says, break_it)
        return break_it

    return add


RULES: dict[str, Rule] = {}


def breaks(rule: str, draft: Draft, chance: Random) -> tuple[bytes, re.Pattern[str]]:
    """``draft``, which is used up, with ``rule`` broken; and what has to be said of it."""
    return RULES[rule].break_it(draft, chance), re.compile(RULES[rule].says)


# ---- bytes


@_rule("UTF-8")
def _another_encoding(draft: Draft, chance: Random) -> bytes:
    kind = chance.choice(["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
    draft.elements["AppDescription"] = "Zoë"
    draft.elements["AppName"] = "Conductor"
    return draft.text().encode(kind, "xmlcharrefreplace")


@_rule("UTF-8")
def _another_encoding_said(draft: Draft, chance: Random) -> bytes:
    kind = chance.choice(["utf-16", "UTF-16LE", "us-ascii", "ISO-8859-1", "windows-1252", "utf-7"])
    quote = chance.choice("'\"")
    draft.head = f"<?xml version='1.0' encoding={quote}{kind}{quote}?>\n"
    return draft.data()


@_rule("larger")
def _too_large(draft: Draft, chance: Random) -> bytes:
    return _beside(draft, chance, f"<!--{'x' * chance.choice([65_536, 100_000])}-->")


@_rule("web page")
def _a_web_page(draft: Draft, chance: Random) -> bytes:
    page = chance.choice(["<html><body>{}</body></html>", "<!DOCTYPE HTML>\n{}", "<HTML\n>{}"])
    return page.format(draft.text() * chance.randrange(2)).encode()


# ---- XML


@_rule("not a complete XML")
def _not_well_formed(draft: Draft, chance: Random) -> bytes:
    data, name = draft.data(), chance.choice(sorted(REQUIRED))
    opened, closed = f"<{name}>".encode(), f"</{name}>".encode()
    return chance.choice(
        [
            data[: data.rindex(b">") - chance.randrange(9)],
            data.replace(closed, b"", 1),
            data.replace(closed, f"</{name.lower()}>".encode(), 1),
            data.replace(opened, f"<{name} a='1' a='2'>".encode(), 1),
            data.replace(opened, opened + b"a & b", 1),
            data.replace(opened, opened + b"&nbsp;", 1),
            data.replace(opened, opened + b"\x00", 1),
            data.replace(opened, opened + b"&#0;", 1),
            data.replace(opened, opened + b"&#27;", 1),
            data.replace(opened, opened + b"]]>", 1),
            data + b"<more/>",
            data + b"\x00",
            b"\n<?xml version='1.0'?>" + data.partition(b"<QBWCXML")[2],
            b"",
        ]
    )


@_rule("document type")
def _a_document_type(draft: Draft, chance: Random) -> bytes:
    kind = chance.choice(
        [
            "<!DOCTYPE QBWCXML>",
            '<!DOCTYPE QBWCXML SYSTEM "http://evil.example/x.dtd">',
            '<!DOCTYPE QBWCXML PUBLIC "-//x" "file:///c:/x.dtd">',
            '<!DOCTYPE a [<!ENTITY b "c">]>',
            '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://evil.example/b"> %b;]>',
            '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;"><!ENTITY d "&c;&c;">]>',
            '<!DOCTYPE QBWCXML [<!ATTLIST AppURL href CDATA "https://evil.example/">]>',
        ]
    )
    draft.head += kind
    return draft.data()


@_rule("kind of XML")
def _another_version(draft: Draft, chance: Random) -> bytes:
    encoding = chance.choice(["", " encoding='utf-8'"])
    draft.head = f"<?xml version='{chance.choice(['1.1', '1.2', '2.0'])}'{encoding}?>\n"
    return draft.data()


@_rule("instructions|kind of XML")
def _an_instruction(draft: Draft, chance: Random) -> bytes:
    told = chance.choice(["<?x?>", '<?xml-stylesheet href="http://evil.example/x.xsl"?>'])
    match chance.randrange(3):
        case 0:
            draft.head += told
        case 1:
            draft.after = told
        case _:
            draft.beside.append(told)
    return draft.data()


@_rule("not a file for the Web Connector")
def _another_root(draft: Draft, chance: Random) -> bytes:
    draft.root = chance.choice(["QBWCXMLS", "qbwcxml", "QBXML", "a"])
    return draft.data()


@_rule("namespaces")
def _namespaces(draft: Draft, chance: Random) -> bytes:
    url = draft.elements["AppURL"]
    match chance.randrange(5):
        case 0:
            draft.attributes = ' xmlns="urn:x"'
        case 1:
            draft.attributes = ' xml:base="https://evil.example/"'
        case 2:
            draft.attributes = ' xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="false"'
        case 3:
            draft.beside.append(f'<x:AppURL xmlns:x="urn:x">{url}</x:AppURL>')
        case _:
            include = "http://www.w3.org/2001/XInclude"
            draft.beside.append(f'<i:include xmlns:i="{include}" href="file:///etc/passwd"/>')
    return draft.data()


@_rule("nested deeper")
def _nested_deeply(draft: Draft, chance: Random) -> bytes:
    levels = chance.choice([8, 9, 300, 5_000])
    return _beside(draft, chance, "<a>" * levels + "</a>" * levels)


@_rule("cannot be seen")
def _hidden_characters(draft: Draft, chance: Random) -> bytes:
    hidden = chance.choice(_HIDDEN)
    hidden = chance.choice([hidden, f"&#{ord(hidden)};", f"&#x{ord(hidden):x};", "&#13;"])
    name = chance.choice(["AppName", "AppDescription", "UserName", "AppURL", "OwnerID"])
    match chance.randrange(4):
        case 0:
            draft.beside.append(f"<Vendor>{hidden}</Vendor>")
        case 1:
            draft.beside.append(f"<Vendor a='{hidden}'/>")
        case 2:
            draft.beside.append(f"<Vendor/>{hidden}")
        case _:
            draft.elements[name] = f"{hidden}{draft.elements[name]}"
    return draft.data()


# ---- elements


@_rule("lacks")
def _missing(draft: Draft, chance: Random) -> bytes:
    del draft.elements[chance.choice([*sorted(REQUIRED), "AppID"])]
    return draft.data()


@_rule("lacks")
def _empty(draft: Draft, chance: Random) -> bytes:
    draft.elements[chance.choice(sorted(REQUIRED))] = chance.choice(["", " ", "\n\t", "&#32;"])
    return draft.data()


@_rule("twice")
def _twice(draft: Draft, chance: Random) -> bytes:
    name = chance.choice(sorted(draft.elements))
    again = f"<{name}>{chance.choice([draft.elements[name], '', 'https://evil.example/'])}</{name}>"
    again = again.replace("RunEvery", "Run")
    return _beside(draft, chance, chance.choice([again, f"<Vendor>{again}</Vendor>"]))


@_rule("twice")
def _twice_but_for_capitals(draft: Draft, chance: Random) -> bytes:
    name = chance.choice(sorted(draft.elements))
    other = chance.choice([name.lower(), name.upper(), name.swapcase()])
    return _beside(draft, chance, f"<{other}>https://evil.example/</{other}>")


@_rule("where it does not belong")
def _misplaced(draft: Draft, chance: Random) -> bytes:
    name = chance.choice([*sorted(draft.elements), "CertURL", "RunEveryNSeconds"])
    value = draft.elements.pop(name, "https://conductor.is/")
    if name in ("RunEveryNSeconds", "Scheduler"):
        draft.elements.pop("Scheduler", None)
        value = "1"
    element = f"<{name}>{value}</{name}>"
    is_time = name == "RunEveryNSeconds" and chance.random() < 0.5
    draft.beside.append(element if is_time else f"<Vendor>{element}</Vendor>")
    return draft.data()


@_rule("contains other elements")
def _elements_within(draft: Draft, chance: Random) -> bytes:
    name = chance.choice(_LEAVES)
    within = chance.choice(["<b/>", "<b>bold</b>", "<!-- --><b><c/></b>"])
    draft.elements[name] = draft.elements.get(name, "") + within
    return draft.data()


@_rule("in pieces")
def _in_pieces(draft: Draft, chance: Random) -> bytes:
    name = chance.choice(sorted({*_LEAVES} - {"AppName", "AppDescription"}))
    value = draft.elements.get(name) or "conductor"
    cut = chance.choice(["<!-- -->", "<!--.evil.example/-->"])
    at = chance.randrange(len(value) + 1) if "&" not in value and "<" not in value else 0
    draft.elements[name] = f"{value[:at]}{cut}{value[at:]}"
    return draft.data()


@_rule("in pieces")
def _an_address_in_pieces(draft: Draft, chance: Random) -> bytes:
    written = chance.choice(
        [
            "https://a.co<![CDATA[nductor.is/]]>",
            "<![CDATA[https://a.co]]>nductor.is/",
            "<![CDATA[https://a.conductor.is/]]>",
            "https://a.co&#110;ductor.is/",
            "https://a.co&#x6E;ductor.is/",
            "https://a.conductor.is/&#38;",
        ]
    )
    draft.elements[chance.choice(ADDRESSES)] = written
    decoy = chance.choice(ADDRESSES)
    return _beside(draft, chance, f"<!-- <{decoy}>https://a.conductor.is/</{decoy}> -->")


@_rule("more than one line")
def _several_lines(draft: Draft, chance: Random) -> bytes:
    name = chance.choice(["AppName", "AppDescription", "UserName", "QBType", "OwnerID", "AppURL"])
    glue = chance.choice(["\n", "\t", "\n    ", "&#10;", "&#9;"])
    draft.elements[name] = f"{draft.elements[name].strip()}{glue}more"
    return draft.data()


@_rule("longer than")
def _too_long(draft: Draft, chance: Random) -> bytes:
    name = chance.choice(_LEAVES)
    draft.elements[name] = (draft.elements.get(name) or "a").strip() + "a" * 2048
    return draft.data()


@_rule("contains a password")
def _a_password(draft: Draft, chance: Random) -> bytes:
    name = chance.choice(["Password", "password", "UserPWD", "AppPassword", "PassPhrase"])
    return _beside(
        draft,
        chance,
        chance.choice(
            [
                f"<{name}>secret</{name}>",
                f"<{name}/>",
                f"<Vendor><{name}>secret</{name}></Vendor>",
                f"<Vendor {name}='secret'/>",
            ]
        ),
    )


# ---- values


@_rule("identifier in braces")
def _no_identifier(draft: Draft, chance: Random) -> bytes:
    name = chance.choice(_GUIDS)
    good = draft.elements[name].strip()
    draft.elements[name] = chance.choice(
        [
            good[1:-1],
            good[1:],
            f"({good[1:-1]})",
            f"{{{good}}}",
            good.replace("-", ""),
            good.replace("-", "\u2010"),
            good[:-2] + "}",
            good[:-1] + "0}",
            good[:5] + "G" + good[6:],
            good[:5] + "\uff21" + good[6:],
            f"{good} {good}",
            f"\u00a0{good}",
            "{}",
        ]
    )
    return draft.data()


@_rule("another program")
def _another_program(draft: Draft, chance: Random) -> bytes:
    others = ["QBPOS", "qbfs", "QBFS2", "US", "QB FS", "QBFS,QBPOS", "\u3000QBFS", "ＱＢＦＳ"]
    draft.elements["QBType"] = chance.choice(others)
    return draft.data()


@_rule("Scheduler")
def _no_schedule(draft: Draft, chance: Random) -> bytes:
    unit = chance.choice(["RunEveryNMinutes", "RunEveryNSeconds"])
    number = chance.choice(["0", "-1", "9000000000", "1.5", "1e3", "٣", "", "abc", "+5", "0x5"])
    draft.elements["Scheduler"] = chance.choice(
        [
            f"<{unit}>{number}</{unit}>",
            f"<{unit}>{number}</{unit}>",
            "<RunEveryNHours>1</RunEveryNHours>",
            "10",
            f"<{unit}>5</{unit}>5",
        ]
    )
    return draft.data()


# ---- addresses


@_rule("not a known service|not the service’s own")
def _another_host(draft: Draft, chance: Random) -> bytes:
    word = "".join(chance.choices("abcdefgh123", k=chance.randrange(1, 9)))
    host = chance.choice(
        [
            f"conductor.is.{word}.example",
            f"{word}conductor.is",
            f"{word}-conductor.is",
            f"conductor.is-{word}.example",
            f"conductor-is.{word}.example",
            f"conductor.a{word}",
            f"{word}.example/conductor.is",
            f"{word}.example/.conductor.is",
            "xn--cnductor-50a.is",
            "c0nductor.is",
            "conductor.isis",
            f"www.{word}.is:443",
        ]
    )
    return _addressed(draft, chance, f"https://{host}{chance.choice(['', '/', '/a?conductor.is'])}")


@_rule("not the service’s own")
def _help_of_another_service(draft: Draft, chance: Random) -> bytes:
    scheme = chance.choice(["https", "http"])
    return _addressed(draft, chance, f"{scheme}://{OTHER_SERVICE}/help", ("AppSupport",))


@_rule("not secure")
def _without_tls(draft: Draft, chance: Random) -> bytes:
    scheme = chance.choice(["http", "HTTP"])
    host = chance.choice(["conductor.is", "a.conductor.is", "conductor.is:80", "conductor.is:443"])
    return _addressed(draft, chance, f"{scheme}://{host}/", ("AppURL", "CertURL"))


@_rule("has a port")
def _another_port(draft: Draft, chance: Random) -> bytes:
    port = chance.choice([chance.randrange(1, 80), chance.randrange(444, 65_536), 80])
    return _addressed(draft, chance, f"https://a.conductor.is:{port}/")


@_rule("is not a web address")
def _no_web_address(draft: Draft, chance: Random) -> bytes:
    url = chance.choice(
        [
            *(
                "ftp://conductor.is/",
                "file:///C:/conductor.is",
                "javascript:alert(1)//conductor.is",
            ),
            *(
                "//conductor.is/",
                "conductor.is",
                "/conductor.is",
                "qbwc://conductor.is/",
                "wss://a.is",
            ),
            *("https://conductor.is:65536/", "https://conductor.is:x/", "https://[conductor.is/"),
            *("https://conductor.is:443:80/", "https://conductor.is:+443/", "data:,conductor.is"),
        ]
    )
    return _addressed(draft, chance, url)


@_rule("behind a user name")
def _a_user_name(draft: Draft, chance: Random) -> bytes:
    user = chance.choice(["", "me", "me:word", "conductor.is", "https%3a%2f%2fconductor.is"])
    host = chance.choice(["conductor.is", "evil.example", "conductor.is:443"])
    return _addressed(draft, chance, f"https://{user}@{host}/")


@_rule("is a number")
def _a_number(draft: Draft, chance: Random) -> bytes:
    return _addressed(draft, chance, f"https://{chance.choice(_NUMBERS)}/")


@_rule("this computer")
def _this_computer(draft: Draft, chance: Random) -> bytes:
    scheme = chance.choice(["http", "https"])
    return _addressed(draft, chance, f"{scheme}://{chance.choice(_LOCALS)}/qbwc")


@_rule("no proper host")
def _no_proper_host(draft: Draft, chance: Random) -> bytes:
    return _addressed(draft, chance, f"https://{chance.choice(_NO_HOSTS)}/")


@_rule("not a plain web address")
def _not_plain(draft: Draft, chance: Random) -> bytes:
    return _addressed(draft, chance, f"https://{chance.choice(_NOT_PLAIN)}/")


def _addressed(draft: Draft, chance: Random, url: str, names: tuple[str, ...] = ADDRESSES) -> bytes:
    draft.elements[chance.choice(names)] = url
    return draft.data()


def _beside(draft: Draft, chance: Random, element: str) -> bytes:
    """With ``element`` before or behind all the others."""
    if chance.random() < 0.5:
        draft.beside.append(element)
        return draft.data()
    head, root, rest = draft.text().partition(f"<{draft.root}{draft.attributes}>")
    return f"{head}{root}{element}{rest}".encode()
