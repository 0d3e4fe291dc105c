"""Whatever somebody pastes: the right code first, nothing else of theirs, never an exception."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.guide.book import guide
from conductor_desktop.services.error_guide import Explanation, look_up
from tests.unit.guide import codes


def looked_up(text: str) -> Explanation:
    return look_up(text, guide())


def found(text: str) -> list[str]:
    return [match.code for match in looked_up(text).matches]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0x80040414", "0x80040414"),
        ("80040414", "0x80040414"),
        ("-2147220460", "0x80040414"),
        ("2147746836", "0x80040414"),
        (" (0X8004041a) ", "0x8004041A"),
        ("“0x80040414”.", "0x80040414"),
        ("QBWC1012", "QBWC1012"),
        ("qbwc 1012", "QBWC1012"),
        ("QBWC-1012:", "QBWC1012"),
        ("1012", "QBWC1012"),
        ("3200", "3200"),
        ("0", "0"),
        ("INTEGRATION_CONNECTION_NOT_ACTIVE", "INTEGRATION_CONNECTION_NOT_ACTIVE"),
        ("integration_connection_not_active", "INTEGRATION_CONNECTION_NOT_ACTIVE"),
        ("desk53", "DESK53"),
        ("two QuickBooks", "two-quickbooks"),
        ("0x80040430", "0x80040430"),
        ("2033", "2033"),
    ],
)
def test_one_code_is_found_in_any_spelling(text: str, code: str) -> None:
    assert found(text) == [code]
    assert looked_up(text).unknown_codes == ()
    assert looked_up(text).advice is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0x8004O414", "0x80040414"),
        ("OxB004O41A", "0x8004041A"),
        ("Error 0x8OO4O4I4!", "0x80040414"),
        ("800404lA", "0x8004041A"),
        ("QBWC1O12", "QBWC1012"),
        ("qbwc lO39", "QBWC1039"),
        ("\uff31\uff22\uff37\uff23\uff11\uff10\uff11\uff12", "QBWC1012"),
        ("エラー\uff10\uff58\uff18\uff10\uff10\uff14\uff10\uff14\uff11\uff14です", "0x80040414"),
        ("Fehler 0x80040414 in der Buchhaltung", "0x80040414"),
        ("エラー0x80040414が発生しました", "0x80040414"),
    ],
)
def test_a_code_is_found_as_tired_eyes_and_other_keyboards_write_it(text: str, code: str) -> None:
    assert found(text)[0] == code
    assert looked_up(text).guessed is (text.isascii() and code not in text)


def test_every_code_there_is_is_found() -> None:
    assert [code for code in sorted(codes.EVERY_CODE) if found(code)[:1] != [code]] == []


def test_a_number_that_two_programs_use_has_both_meanings() -> None:
    assert found("1000") == ["1000", "QBWC1000"]


@pytest.mark.parametrize(("text", "code"), codes.MESSAGES.items())
def test_a_message_without_a_code_is_known_by_its_words(text: str, code: str) -> None:
    assert code in found(text)
    assert code in found(f"[12:00] Error:\n  {text.upper()}")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        # The Web Connector's log.
        (
            "20250304.15:00:04 UTC\t: QBWebConnector.SOAPWebService.connect() : QBWC1013: Error "
            "connecting to QuickBooks. 0x80040414 If a modal dialog box is open",
            "0x80040414",
        ),
        ("QBWC1013 (-2147220470)", "0x8004040A"),
        ("QBWC1039: There was a problem.\nUnique OwnerID/FileID pair value required", "QBWC1039"),
        (
            'QBWC1042: receiveResponseXML failed. <InvoiceQueryRs statusCode="3200" '
            'statusSeverity="Error"/><HostQueryRs statusCode="0"/>',
            "3200",
        ),
        ("QBWC1031 ... QBWC1012: Authentication failed", "QBWC1012"),
        # Two lines of it without a break.
        ("Error = 0x8004041420250304.15:00:04 UTC\t: QBWC101320250304.15:00:05 UTC", "0x80040414"),
        # Conductor's envelope, and what SDKs make of it.
        (
            '{"error":{"message":"QBD Connection Error (0x80040420): The QuickBooks user has '
            'denied access.","userFacingMessage":"…","type":"INTEGRATION_CONNECTION_ERROR",'
            '"code":"QBD_CONNECTION_ERROR","integrationCode":"0x80040420","httpStatusCode":502}}',
            "0x80040420",
        ),
        (
            "Error code: 500 - {'error': {'message': 'QBD Request Error (3200): The provided "
            "revision is out-of-date.', 'code': 'QBD_REQUEST_ERROR', 'httpStatusCode': 500}}",
            "3200",
        ),
        (
            '409 {\\"code\\":\\"INTEGRATION_CONNECTION_NOT_SET_UP\\"}',
            "INTEGRATION_CONNECTION_NOT_SET_UP",
        ),
        ('{"type":"INTEGRATION_ERROR","integrationCode":"3120","httpStatusCode":502}', "3120"),
        (
            '{"userFacingMessage":"An internal server error occurred. Please try again.",'
            '"type":"INVALID_REQUEST_ERROR"}',
            "INVALID_REQUEST_ERROR",
        ),
        (
            "Your QuickBooks Desktop connection is not active. It was last active 3 days ago.",
            "INTEGRATION_CONNECTION_NOT_ACTIVE",
        ),
        # What people type.
        ("QuickBooks error 3260: insufficient permission", "3260"),
        ("Run-time error '-2147220472 (80040408)'", "0x80040408"),
        ("Unspecified error 0x80004005 near QBWC1012", "QBWC1012"),
    ],
)
def test_of_several_codes_the_most_telling_comes_first(text: str, first: str) -> None:
    assert found(text)[0] == first


def test_all_codes_of_a_text_are_told_once() -> None:
    text = "QBWC1013 0x80040414 QBWC1013 -2147220460 0x80040425 0x80040426 QBWC1012"
    assert found(text) == ["0x80040414", "0x80040425", "QBWC1012", "QBWC1013"]


@pytest.mark.parametrize(
    "text",
    [
        "Invoice 3200 for 1000.00",
        "HTTP 500",
        "Error code: 500 - nothing else",
        "Request failed with status code 500",
        '"httpStatusCode": 500',
        "Customer 80000001-1234567890",
        "80040414-1234567890",
        "-2147220460.00",
        "12-2147220460",
        "total 80040414.50",
        "the file unknown-text",
        "unknown-quickbooks",
        "x80040414",
        "billable boolless 8ounces",
        "the QBWC is old, and QBWC solo",
        "key BOO4O414-1234567890",
        "0x8OO4O4145551",
        "8OO4O414.50",
    ],
)
def test_other_numbers_and_words_are_no_codes(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "unknown", "advice"),
    [
        ("QBWC9999", ("QBWC9999",), "unknown-web-connector"),
        ("error: qbwc 1999 happened", ("QBWC1999",), "unknown-web-connector"),
        ("0x80040499", ("0x80040499",), "unknown-quickbooks"),
        ("80040499", ("0x80040499",), "unknown-quickbooks"),
        ("-2147220327", ("0x80040499",), "unknown-quickbooks"),
        ("0x8007274C", ("0x8007274C",), "unknown-number"),
        ("0x8004041", ("0x8004041",), "unknown-quickbooks"),
        ("error 0x80040 414", ("0x80040",), "unknown-number"),
        ("QBWC101", ("QBWC101",), "unknown-web-connector"),
        ("QBWC-101.", ("QBWC101",), "unknown-web-connector"),
        ("QBWC99l9", ("QBWC9919",), "unknown-web-connector"),
        ("0x8OO4O499", ("0x80040499",), "unknown-quickbooks"),
        ("4711", ("4711",), "unknown-number"),
        ("QBD Request Error (3999): no", ("3999",), "unknown-number"),
        ("It does not work!", (), "unknown-text"),
        ("", (), "unknown-text"),
    ],
)
def test_an_unknown_code_says_so_and_what_to_do(
    text: str, unknown: tuple[str, ...], advice: str
) -> None:
    answer = looked_up(text)
    assert answer.matches == ()
    assert answer.unknown_codes == unknown
    assert answer.advice is guide().entry(advice)


def test_an_unknown_code_beside_a_known_one_is_named() -> None:
    answer = looked_up("QBWC1012 and then QBWC9999, 0x80049999")
    assert [match.code for match in answer.matches] == ["QBWC1012"]
    assert answer.unknown_codes == ("QBWC9999", "0x80049999")


def test_only_a_few_unknown_codes_are_named() -> None:
    assert (
        len(looked_up("".join(f"QBWC{number} " for number in range(9000, 9999))).unknown_codes) == 5
    )


@pytest.mark.parametrize(
    ("text", "has_note"), [("0x80040414", True), ("0x80049999", False), ("QBWC1012", False)]
)
def test_numbers_that_other_programs_use_as_well_say_so(text: str, has_note: bool) -> None:
    assert (looked_up(text).note is not None) is has_note


def test_nothing_of_the_text_is_repeated_but_its_codes() -> None:
    # fmt: off
    planted = (
        "Big Construction", "sk_conductor_PlantedSecret0123456789", "ACME_HOLDING_LTD", "BIGCO",
        "bob@big.example", "4111111111111111", "C:\\Books\\big.qbw", "80000001-12", "DESK99",
    )
    # fmt: on
    own = " ".join(planted)
    answer = looked_up(f'{own} QBWC1013: 0x80040414 QBWC9999 statusCode="3120" {own}')
    assert [match.code for match in answer.matches] == ["0x80040414", "3120", "QBWC1013"]
    assert answer.unknown_codes == ("QBWC9999",)


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    answer = looked_up(text)
    assert bool(answer.matches) is (answer.advice is None)
    shape = re.compile(r"QBWC[0-9]{3,4}|0x8[0-9A-F]{4,7}|[0-9]{1,4}")
    assert all(shape.fullmatch(code) for code in answer.unknown_codes)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(sorted(codes.EVERY_CODE)),
            st.text(alphabet="QBWCqbwc0x8fFoOlIsz|-_ \0\n\u2212&hL1234567890{}\"'=", max_size=30),
            st.sampled_from(
                ['statusCode="', 'integrationCode":', "QBD Request Error (", "error code "]
            ),
        ),
        max_size=20,
    )
)
def test_codes_in_pieces_have_an_answer(pieces: list[str]) -> None:
    answer = looked_up("".join(pieces))
    told = [match.code for match in answer.matches]
    assert len(set(told)) == len(told)
    assert all(guide().find(code) is None for code in answer.unknown_codes)


@given(st.sampled_from(sorted(codes.WEB_CONNECTOR | codes.ACCESS)), st.text(), st.text())
def test_a_code_is_found_wherever_it_stands(code: str, before: str, after: str) -> None:
    answer = looked_up(f"{before} {code} {after}")
    assert guide().entry(code) in [match.entry for match in answer.matches]


LONG = 250_000
# fmt: off
PIECES = (
    "a", "A_", "QBWC", "QBWC    ", "0x", "0xffffffff", "8", "&h8", "-2", "error ", "error:::", " ",
    "\0", "\ud800", "İ", "statusCode   =   ", "integrationCode\\\\\\\\", "ERROR_CODE ",
    "QBWC1013 0x80049999 ", "connection is not ", "unique ownerid/fileid pai",
    "QBWC1", "QBWC|", "0x80", "OxB", "BOO4", "8oo", "\uff18",
)
# fmt: on


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_of_anything_is_read_in_one_go(piece: str) -> None:
    # A search that starts over at each place would take many minutes over one of these.
    answer = looked_up(piece * (LONG // len(piece)) + " QBWC1012")
    assert "QBWC1012" in [match.code for match in answer.matches]
