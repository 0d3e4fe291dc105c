"""What must not be seen is taken out, and ordinary text is left alone."""

from __future__ import annotations

import base64
import json
import random
import string
import threading
import time
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conductor_desktop.secret import Secret
from conductor_desktop.storage.redaction import Redactor

CANARY = 'Planted/Value+With=Signs&"Quotes"-0123456789'


@pytest.fixture
def redactor() -> Redactor:
    redactor = Redactor(user_name="mary.jones", host_name="FRONTDESK-7.corp.example")
    redactor.register(Secret(CANARY))
    redactor.hide({"Big Construction Co.": "company1f3a", "office@big.example": "email22bb"})
    return redactor


def encoded_forms(value: str) -> dict[str, str]:
    """Written down independently of the product: how a value ends up in text."""
    raw = value.encode()
    forms = {
        "raw": value,
        "lower case": value.lower(),
        "upper case": value.upper(),
        "address": quote(value, safe=""),
        "address with slashes": quote(value),
        "JSON": json.dumps(value)[1:-1],
        "JSON of PHP": json.dumps(value)[1:-1].replace("/", "\\/"),
        "hex": raw.hex(),
        "HEX": raw.hex().upper(),
        "UTF-16 in base64": base64.b64encode(value.encode("utf-16-le")).decode(),
    }
    for offset in range(3):
        text = base64.b64encode(b"u:pw"[:offset] + raw + b"\n").decode()
        forms[f"base64 at {offset}"] = text
        forms[f"URL-safe base64 at {offset}"] = text.replace("+", "-").replace("/", "_")
    return forms


@pytest.mark.parametrize("form", encoded_forms(CANARY).values(), ids=encoded_forms(CANARY).keys())
def test_a_known_secret_is_found_in_every_usual_form(redactor: Redactor, form: str) -> None:
    text = f"before {form} after"

    # Of base64 some characters at the ends are shared with the neighbours and may stay.
    assert form[8:-8] not in redactor.clean(text)
    assert redactor.clean(text).startswith("before ")
    assert redactor.holds_secret(text.encode())
    assert redactor.holds_secret(f"x{text}".encode("utf-16-le"))
    assert redactor.holds_secret(f"before {form}".encode("utf-16-be"))
    assert not redactor.holds_secret(redactor.clean(text).encode())


@pytest.mark.parametrize("length", [16, 39, 40, 41, 64, 300])
def test_a_known_secret_of_any_length_is_found_in_every_usual_form(length: int) -> None:
    letters = f"{string.ascii_letters}{string.digits}+/-_="
    value = "".join(random.Random(length).choices(letters, k=length))
    redactor = Redactor()
    redactor.register(Secret(value))
    forms = encoded_forms(value) | {
        "percent": "".join(f"%{byte:02X}" for byte in value.encode()),
        "JSON escapes": "".join(f"\\u{ord(letter):04x}" for letter in value),
    }

    for name, form in forms.items():
        kept = form[8:-8] if "base64" in name else form
        for text in (f"before {form} after", f"first\nglued{form}glued\nlast"):
            clean = redactor.clean(text)
            assert kept not in clean, name
            assert "‹key›" in clean, name


def test_the_gate_finds_a_changed_case(redactor: Redactor) -> None:
    assert redactor.holds_secret(CANARY.swapcase().encode())


def test_a_secret_that_holds_another_one_goes_as_a_whole() -> None:
    redactor = Redactor()
    redactor.register(Secret("inner-secret"))
    redactor.register(Secret("outer-inner-secret-outer"))

    assert redactor.clean("a outer-inner-secret-outer b inner-secret") == "a ‹key› b ‹key›"


def test_a_word_too_short_to_be_a_key_blanks_nothing() -> None:
    redactor = Redactor()
    for value in ("", "a", "invoice"):
        redactor.register(Secret(value))

    assert redactor.clean("an invoice a day") == "an invoice a day"


KEY = "sk_conductor_eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwcm9qIn0.c2lnbmF0dXJl"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwcm9qIn0.c2lnbmF0dXJl"
LINK = "https://connect.conductor.is/qbd/auth_sess_client_secret_12ab?key=pk_conductor_77"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"key {KEY}, ok", "key ‹token›, ok"),
        (f"x{KEY}", "x‹token›"),
        ("pk_conductor_77aa88 and sk_live_0123456789ab", "‹token› and ‹token›"),
        (f"jwt={JWT};", "jwt=‹token›;"),
        (f"glued{JWT}", "glued‹token›"),
        ("auth_sess_client_secret_12ab", "‹token›"),
        (f"Authorization: Bearer {KEY}", "Authorization: Bearer ‹token›"),
        ("{'authorization': 'Basic dXNlcg=='}", "{'authorization': 'Basic ‹token›'}"),
        ('{"Authorization": "opaque"}', '{"Authorization": "‹token›"}'),
        ("sent bearer 0123456789abcdef0123", "sent bearer ‹token›"),
        ("Set-Cookie: sid=abc; Path=/\nnext", "Set-Cookie: ‹token›\nnext"),
        ('{"clientSecret": "abcdef"}', '{"clientSecret": "‹token›"}'),
        ('{\\"token\\": \\"abcdef\\"}', '{\\"token\\": \\"‹token›\\"}'),
        ("password=hunter22&x=1", "password=‹token›&x=1"),
        (LINK, "https://connect.conductor.is/‹link›"),
        (f'"{LINK}"', '"https://connect.conductor.is/‹link›"'),
        ("http://127.0.0.1:81/qbd/whatever", "http://127.0.0.1:81/‹link›"),
        (r"https:\/\/connect.conductor.is\/qbd\/x1", r"https:\/\/connect.conductor.is/‹link›"),
        ("https://me:pw@api.example:1/v1/x?a=1#z b", "https://api.example:1/v1/x?‹query› b"),
        ("write to ann@mail.example.com.", "write to ‹email›."),
        ("<Ann.B+c@xn--bcher-kva.example>", "<‹email›>"),
        (r"C:\Users\Mary Ann\AppData\x", r"C:\Users\‹user›\AppData\x"),
        (r"'C:\\Users\\mary\\x.py'", r"'C:\\Users\\‹user›\\x.py'"),
        (r"\\server\Users\mary is gone", r"\\‹host›\Users\‹user› is gone"),
        (r"C:\Users\O'Brien\x", r"C:\Users\‹user›\x"),
        ("file:///C:/Users/mary/x", "file:///C:/Users/‹user›/x"),
        ("C%3A%5CUsers%5Cmary%5Cx", "C%3A%5CUsers%5C‹user›%5Cx"),
        (r"C:\Documents and Settings\mary\x", r"C:\Documents and Settings\‹user›\x"),
        ("/home/mary/.local and /Users/mary/x", "/home/‹user›/.local and /Users/‹user›/x"),
        (r"\\SRV-1\Books\Big Co\notes.txt is gone", r"\\‹host›\‹path› is gone"),
        (r"'\\\\SRV-1\\Books\\x'", r"'\\\\‹host›\\‹path›'"),
        (r"in D:\Clients\Big Co\notes.txt now", r"in D:\‹path› now"),
        (r"D:\Clients\Big Co\Big Co.qbw", r"D:\‹path›‹file›"),
        (
            r"C:\Program Files\Intuit\x and C:\ProgramData\y",
            r"C:\Program Files\Intuit\x and C:\ProgramData\y",
        ),
        (r"E:\Programming for Big Co\x", r"E:\‹path›"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nok",
            "‹key›\nok",
        ),
        (r"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nok", r"‹key›\nok"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE cut off", "‹key›"),
        ("<password>hunter22</password>", "<password>‹token›</password>"),
        ("token:\n  abcdef0123", "token:\n  ‹token›"),
        ("call (555) 010-4477 now", "call ‹phone› now"),
        ("call +1 555 010 4477, or +49 89 636-48018", "call ‹phone›, or ‹phone›"),
        ("fax 555.010.4477", "fax ‹phone›"),
        ("card 4111 1111 1111 1111.", "card ‹card›."),
        ("card 4111-1111-1111-1111", "card ‹card›"),
        ("card=4111111111111111", "card=‹card›"),
        ("ssn 078-05-1120, ein 12-3456789", "ssn ‹taxnumber›, ein ‹taxnumber›"),
        (r"C:\Users\Public\Intuit\Big Co.qbw", r"C:\Users\Public\Intuit\‹file›"),
        ("opened: Big Co.QBW.TLG now", "opened:‹file› now"),
        ("signed in as MARY.JONES", "signed in as ‹user›"),
        ("on frontdesk-7 and FRONTDESK-7.corp.example", "on ‹host› and ‹host›"),
        ("for BIG Construction Co. today", "for ‹company1f3a› today"),
        ("q=Big%20Construction%20Co.", "q=‹company1f3a›"),
        ("mail office@big.example", "mail ‹email22bb›"),
        (f"Big Construction Co.{KEY}", "‹company1f3a›‹token›"),
    ],
)
def test_what_looks_private_is_taken_out(redactor: Redactor, text: str, clean: str) -> None:
    assert redactor.clean(text) == clean
    assert redactor.clean(clean) == clean


ORDINARY = """
The bearer of good news opened the secret garden; no password was needed.
keyJsonDecoder and monkeyJar are names, task_test_runner_main_loop is another.
conductor_desktop.storage.settings: settings.json was not usable and is now settings.json.bak
GET /v1/quickbooks-desktop/invoices 200 in 812 ms, request req_1a2b3c4d5e6f7a8b, page 3
https://api.conductor.is/v1/end-users and https://docs.conductor.is/quickstart are fine.
Installed conductor-desktop 0.1.0 with PySide6==6.11.3 at 2026-11-23T01:58:00.123Z [71 MainThread]
C:\\Program Files\\Intuit\\QuickBooks 2024\\QBW.EXE runs; /usr/lib/python3.11/json/decoder.py too.
Basic checks: authorisation in QuickBooks is next, look for a token of trust.
Ratio 3@4, a list of users: none, the Users tab, "home/page", key: value, tokens: 12
status: secret-key: unset, token: set; cookies are not used
4111 1111 1111 1112 is no card, 2026-11-23 is a day, 34.0.4010.3401 a version, 0x80040414 a code
QBWC1013 took 1,234 ms of 5000 at 10:15:02+00:00; 1732327087123 and 20241123015807 are times
{0f4e1c2a-1234-4abc-9def-0123456789ab} and HTTP/1.1 200 1024 and 555-01 and +1 and 1-2-3
'C:\\\\Program Files (x86)\\\\Common Files\\\\Intuit' has each twice
C:\\Windows\\System32 and c:\\program files (x86)\\Common Files are everybody's
"""


def test_ordinary_text_is_left_alone(redactor: Redactor) -> None:
    assert redactor.scrub(ORDINARY).removed == {}
    assert redactor.clean(ORDINARY) == ORDINARY


def test_what_was_taken_out_is_counted_by_rule(redactor: Redactor) -> None:
    scrubbed = redactor.scrub(f"{CANARY} {CANARY} a@b.example c@d.example C:\\Users\\x\\y")

    assert scrubbed.removed == {"known secret": 2, "e-mail": 2, "user folder": 1}


@pytest.mark.parametrize("name", ["admin", "User", "root", "al", "", "token"])
def test_a_name_that_says_nothing_is_not_blanked(name: str) -> None:
    redactor = Redactor(user_name=name, host_name=name)
    redactor.hide({name: "company1f3a"})
    text = "the admin user al has a token in the root folder"

    assert redactor.clean(text) == text


def test_small_numbers_are_not_taken_for_a_customers_number() -> None:
    redactor = Redactor()
    redactor.hide({"200": "source0000", "104233": "source1111"})

    assert redactor.clean("200 for 104233") == "200 for ‹source1111›"


def test_a_name_of_one_word_does_not_close_the_gate(redactor: Redactor) -> None:
    redactor.hide({"Version": "company9999"})

    assert not redactor.holds_private(b'{"version": 1}')
    assert redactor.holds_private(b"the BIG CONSTRUCTION CO. books")


def test_a_copy_learns_for_itself(redactor: Redactor) -> None:
    copy = redactor.copy()
    copy.register(Secret("only-the-copy-knows"))
    copy.hide({"Only The Copy": "company5555"})

    assert redactor.clean("only-the-copy-knows Only The Copy") == (
        "only-the-copy-knows Only The Copy"
    )
    assert copy.clean(f"{CANARY} only-the-copy-knows") == "‹key› ‹key›"


def test_this_pcs_own_names_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERNAME", "erika.muster")
    monkeypatch.setenv("COMPUTERNAME", "KASSE-2")

    assert Redactor.for_this_pc().clean("erika.muster on kasse-2") == "‹user› on ‹host›"


fragments = st.sampled_from(
    [
        "sk_conductor_", "pk_", "eyJhbGciOiJIUzI1", ".eyJ", "auth_sess_client_secret_", "Bearer ",
        "Authorization: ", "Cookie: ", "token=", '"secret": "', "https://", "a:b@", "@",
        "x.example", ".com", "/qbd/", "?key=", "#", "\\Users\\", "C:/Users/", "/home/",
        "%5CUsers%5C", ".qbw", "mary.jones", "FRONTDESK-7", "Big Construction Co.",
        "office@big.example", CANARY, CANARY[:10], "\\", "/", "'", '"', " ", "\n", "\\n", "‹", "›",
        "‹key›", "‹user›", "user", "key", "abcdefgh", "0123456789", "-", "_", ".", "ß", "İ",
    ]
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(fragments | st.text(max_size=4), max_size=14).map("".join))
def test_clean_text_stays_as_it_is(text: str) -> None:
    redactor = Redactor(user_name="mary.jones", host_name="FRONTDESK-7.corp.example")
    redactor.register(Secret(CANARY))
    redactor.hide({"Big Construction Co.": "company1f3a", "office@big.example": "email22bb"})
    clean = redactor.clean(text)

    assert redactor.clean(clean) == clean
    assert CANARY not in clean
    assert "mary.jones" not in f" {clean} ".split(" ")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=12, max_size=40))
def test_any_printable_secret_is_taken_out_of_any_json_or_address(value: str) -> None:
    redactor = Redactor()
    redactor.register(Secret(value))
    text = "\n".join((value, json.dumps({"x": value}), quote(value, safe="")))

    assert value not in redactor.clean(text)
    assert not redactor.holds_secret(redactor.clean(text).encode())


HOSTILE = [
    "a", ":", "@", "a@", "eyJ", "sk_", "\\", "\\Users\\", "Cookie", "cookie: ", "/home/", " ",
    "https://", "http://a@", "token=", "bearer ", ".qbw", "a.qbw", "a.", "Authorization: ", "‹",
    "C:/Users/", "a b ", "%5CUsers%5C", "'", "\\n", "x@y.", "secret ", "password\t",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    redactor = Redactor(user_name="mary.jones")
    every_rule_reads_on = (
        "@ .qbw :// users settings secret /home/ %5c eyJ bearer cookie authorization "
    )
    small = every_rule_reads_on + unit * (4_000 // len(unit))
    large = every_rule_reads_on + unit * (64_000 // len(unit))

    def seconds(text: str) -> float:
        times = []
        for _ in range(3):
            started = time.process_time()
            redactor.clean(text)
            times.append(time.process_time() - started)
        return min(times)

    # Sixteen times the text: 16 for a linear rule, 256 for a square one.
    assert seconds(large) < 80 * max(seconds(small), 0.0005)


def test_secrets_registered_while_others_log_are_found_from_then_on() -> None:
    redactor = Redactor()
    secrets = [f"secret-number-{number:05d}" for number in range(200)]
    failures: list[str] = []

    def teach(part: list[str]) -> None:
        for value in part:
            redactor.register(Secret(value))
            if value in redactor.clean(f"x {value} y"):
                failures.append(value)

    threads = [threading.Thread(target=teach, args=(secrets[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert redactor.clean(" ".join(secrets)) == " ".join(["‹key›"] * 200)
