"""The Web Connector's log: what it tells about our application, and that it tells no more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conductor_desktop.workstation.web_connector_log.events import Certainty, Event, Kind
from conductor_desktop.workstation.web_connector_log.ownership import Application
from conductor_desktop.workstation.web_connector_log.reader import Reader, State
from tests.unit.workstation.web_connector_logs import (
    HEADER,
    HOST,
    LOCK,
    NAME,
    OURS,
    REGISTRY,
    SECRET,
    SOAP,
    answer,
    at,
    entry,
    named,
    read,
    update,
)

SCHEDULED = Event(at(0), Kind.SCHEDULED_UPDATE_STARTED)


def told_after_naming(*entries: str) -> list[Event]:
    """What some entries tell once the application is known."""
    first, *others = read(named(0) + "".join(entries))
    assert first == SCHEDULED
    return others


# ---- what an entry tells


@pytest.mark.parametrize(
    ("source", "message", "kind"),
    [
        (REGISTRY + "getUpdateLock", LOCK + " = FALSE", Kind.LOCK_FREE),
        (REGISTRY + "getUpdateLock", LOCK + " = TRUE", Kind.LOCK_HELD),
        (REGISTRY + "setUpdateLock", LOCK + " has been set to True", Kind.LOCKED),
        (REGISTRY + "setUpdateLock", LOCK + " has been set to False", Kind.UNLOCKED),
        (REGISTRY + "setUpdateLock", "***** Update session locked *****", Kind.UPDATE_BEGUN),
        (REGISTRY + "setUpdateLock", "***** Update session unlocked *****", Kind.UPDATE_ENDED),
        (
            SOAP + "do_serverVersion",
            "Actual error received from web service for serverVersion call: <The method is not",
            Kind.SERVER_VERSION_FAILED,
        ),
        (
            SOAP + "do_authenticate",
            f"Authenticating to application '{NAME}', username = 'user-1'",
            Kind.AUTHENTICATING,
        ),
        (SOAP + "do_authenticate", answer(""), Kind.AUTHENTICATED),
        (SOAP + "do_authenticate", answer(r"C:\Books\x.qbw"), Kind.AUTHENTICATED),
        (SOAP + "do_authenticate", answer("none"), Kind.NOTHING_TO_DO),
        (SOAP + "do_authenticate", answer("NONE"), Kind.NOTHING_TO_DO),
        (SOAP + "do_authenticate", answer("nvu"), Kind.PASSWORD_REFUSED),
        (SOAP + "do_sendRequestXML", r'cfn="C:\Books\x.qbw"', Kind.COMPANY_OPEN),
        (SOAP + "DisconnectFromQB", "Session ended", Kind.QUICKBOOKS_CLOSED),
    ],
)
def test_an_entry_tells_what_happened(source: str, message: str, kind: Kind) -> None:
    assert told_after_naming(entry(1, source, message)) == [Event(at(1), kind)]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (SOAP + "do_receiveResponseXML", "Received from receiveResponseXML() : 100"),
        (SOAP + "do_authenticate", answer("busy")),
        (SOAP + "do_authenticate", "Received from authenticate() nothing that is known"),
        (SOAP + "do_sendRequestXML", "*** Calling sendRequestXML() with following parameters:"),
        (SOAP + "do_sendRequestXML", 'qbNationality="US"'),
        (SOAP + "do_serverVersion", "*** Calling serverVersion()."),
        ("QBWebConnector.CompanyFileLock.unsetLock", "ownerID = <{1}>"),
        (SOAP + "ProcessRequestXML", ""),
        (SOAP + "x", "it says: Session ended"),
    ],
)
def test_what_is_not_known_tells_nothing(source: str, message: str) -> None:
    assert told_after_naming(entry(1, source, message)) == []


def test_a_manual_update_is_told_from_a_scheduled_one() -> None:
    source = "QBWebConnector.WebServiceManager.DoUpdateSelected"
    log = entry(0, source, f"updateWS() for application = '{NAME}' has STARTED") + named(1)
    assert read(log) == [
        Event(at(0), Kind.MANUAL_UPDATE_STARTED),
        Event(at(1), Kind.SCHEDULED_UPDATE_STARTED),
    ]


def test_an_answer_is_in_its_own_entry() -> None:
    empty = entry(1, SOAP + "do_authenticate", "Received from authenticate()")
    refused = entry(2, SOAP + "do_authenticate", answer("nvu"))
    assert told_after_naming(empty, refused) == [Event(at(2), Kind.PASSWORD_REFUSED)]


def test_the_service_may_ask_to_wait() -> None:
    waits = entry(1, SOAP + "do_authenticate", answer("none", wait="300"))
    assert told_after_naming(waits) == [
        Event(at(1), Kind.NOTHING_TO_DO),
        Event(at(1), Kind.POSTPONED, seconds=300),
    ]


@pytest.mark.parametrize(
    ("message", "kind", "code", "hresult"),
    [
        ("QBWC1013: Error. 0x80040414 modal dialog", Kind.PROBLEM, "QBWC1013", "0x80040414"),
        ("QBWC1013: Error.\r\nMore: 0x8004040a", Kind.PROBLEM, "QBWC1013", "0x8004040A"),
        ("QBWC1013: Error.\nMore: -2147220460.", Kind.PROBLEM, "QBWC1013", "0x80040414"),
        ("Sending\r\nHRESULT = 0x80040400\r\nMessage: x", Kind.PROBLEM, None, "0x80040400"),
        ("see QBWC1031 and QBWC1042", Kind.PROBLEM, "QBWC1031", None),
        ("QBWC9999 nobody knows", Kind.PROBLEM, "QBWC9999", None),
        ("QBWC1012: failed.\r\nThe connection", Kind.VENDOR_UNREACHABLE, "QBWC1012", None),
        ("QBWC1040: wrong", Kind.PASSWORD_REFUSED, "QBWC1040", None),
        ("QBWC1013: 0x80040420", Kind.ACCESS_REFUSED, "QBWC1013", "0x80040420"),
        ("-2147220448", Kind.ACCESS_REFUSED, None, "0x80040420"),
    ],
)
def test_a_code_is_told_wherever_it_stands_in_an_entry(
    message: str, kind: Kind, code: str | None, hresult: str | None
) -> None:
    problem = entry(1, SOAP + "connect", message)
    assert told_after_naming(problem) == [Event(at(1), kind, code, hresult)]


@pytest.mark.parametrize(
    "message",
    [
        "QBWC101",
        "QBWC10133",
        "qbwc1013",
        "0x8004041",
        "0x800404144",
        "0x00040414",
        "-21472204600",
        "-2199999999",
        "2147220460",
        "on 2025-03-21T10:00",
    ],
)
def test_what_is_nearly_a_code_is_none(message: str) -> None:
    assert told_after_naming(entry(1, SOAP + "x", message)) == []


@pytest.mark.parametrize(
    "quoted",
    [
        "XML dump follows: -\r\n\r\n<?xml version='1.0'?>\r\n<Name>QBWC1013 0x80040420</Name>",
        "Response: <?xml version='1.0'?><Name>QBWC1013 0x80040420</Name>",
        "<QBXML><Name>-2147220448</Name>",
        "xml dump follows QBWC1040",
    ],
)
def test_codes_in_what_was_sent_or_received_are_customers_data(quoted: str) -> None:
    assert told_after_naming(entry(1, SOAP + "ProcessRequestXML", quoted)) == []


def test_a_code_before_what_is_quoted_counts() -> None:
    problem = entry(1, SOAP + "x", "QBWC1041 failed, XML dump follows: -\r\n<a>0x80040420</a>")
    assert told_after_naming(problem) == [Event(at(1), Kind.PROBLEM, "QBWC1041")]


def test_several_entries_tell_in_their_order_whatever_they_tell() -> None:
    events = told_after_naming(
        entry(1, REGISTRY + "setUpdateLock", LOCK + " has been set to True"),
        entry(2, SOAP + "connect", "QBWC1013: Error 0x80040408"),
        entry(3, REGISTRY + "setUpdateLock", LOCK + " has been set to False"),
        entry(4, "UpdateThisScheduledApp", "QBWC1031: Update completed with some error."),
    )
    assert [(e.time, e.kind, e.code) for e in events] == [
        (at(1), Kind.LOCKED, None),
        (at(2), Kind.PROBLEM, "QBWC1013"),
        (at(3), Kind.UNLOCKED, None),
        (at(4), Kind.PROBLEM, "QBWC1031"),
    ]


# ---- where entries start


def test_entries_without_a_line_break_between_them_are_told_apart() -> None:
    log = update(0) + update(10, entry(11, SOAP + "connect", "QBWC1013: 0x80040414"))
    glued = log.replace("\r\n", "")
    assert read(glued) == read(log)
    assert len(read(log)) == 9


def test_digits_before_a_time_do_not_hide_it() -> None:
    glued = (
        named(0)
        + entry(1, SOAP + "x", "192.168.0.175", end="")
        + entry(2, SOAP + "DisconnectFromQB", "Session ended")
    )
    assert read(glued)[1:] == [Event(at(2), Kind.QUICKBOOKS_CLOSED)]


def test_line_ends_do_not_matter() -> None:
    log = HEADER + update(0, entry(1, SOAP + "connect", "QBWC1013:\r\n0x80040414"))
    assert read(log.replace("\r\n", "\n")) == read(log)
    assert read(log.replace("\r\n", "\r")) == read(log)


@pytest.mark.parametrize("separator", [" UTC\t: ", " UTC : ", " UTC: ", " UTC\t:"])
def test_the_space_around_the_colon_may_vary(separator: str) -> None:
    log = update(0, entry(1, SOAP + "connect", "QBWC1013: 0x80040414"))
    assert read(log.replace(" UTC\t: ", separator)) == read(log)


def test_a_class_may_be_missing_or_another() -> None:
    log = update(0)
    assert read(log.replace("QBWebConnector.RegistryManager.", "")) == read(log)
    assert read(log.replace("RegistryManager", "SomethingNew2")) == read(log)


@pytest.mark.parametrize("time", ["20251304.15:00:01", "20250230.15:00:01", "20250304.25:00:01"])
def test_an_entry_with_a_time_that_is_none_tells_nothing_and_ends_the_one_before(
    time: str,
) -> None:
    bad = entry(1, SOAP + "connect", "QBWC1013: 0x80040414").replace("20250304.15:00:01", time)
    after = entry(2, SOAP + "DisconnectFromQB", "Session ended")
    assert told_after_naming(entry(1, SOAP + "x", "QBWC1041"), bad, after) == [
        Event(at(1), Kind.PROBLEM, "QBWC1041"),
        Event(at(2), Kind.QUICKBOOKS_CLOSED),
    ]


def test_the_clock_may_go_backwards() -> None:
    events = read(update(3600) + update(0))
    assert [event.time for event in events if event.kind is Kind.UPDATE_ENDED] == [at(3602), at(2)]


# ---- the header


def test_the_header_tells_when_the_log_was_created_and_its_level() -> None:
    begun = datetime(2025, 3, 4, 15, 0, tzinfo=UTC)
    assert read(HEADER) == [Event(begun, Kind.LOG_CREATED), Event(begun, Kind.LEVEL_DEBUG)]


@pytest.mark.parametrize(
    ("written", "hour"), [("12:05 AM", 0), ("1:05 AM", 1), ("12:05 PM", 12), ("11:05 PM", 23)]
)
def test_hours_of_the_header_count_to_twelve(written: str, hour: int) -> None:
    event = read(HEADER.replace("3:00 PM", written))[0]
    assert event.time == datetime(2025, 3, 4, hour, 5, tzinfo=UTC)


@pytest.mark.parametrize("date", ["mardi 4 mars 2025 - 15:00", "Day, Smarch 4, 2025 - 3:00 PM UTC"])
def test_a_header_whose_date_cannot_be_read_still_tells_the_level(date: str) -> None:
    header = HEADER.replace("Tuesday, March 4, 2025 - 3:00 PM UTC", date)
    assert read(header.replace("DEBUG", "VERBOSE"))[1] == Event(None, Kind.LEVEL_VERBOSE)


@pytest.mark.parametrize("level", ["DEBUGGING", "SOMETHING", ""])
def test_a_level_that_is_not_known_is_not_told(level: str) -> None:
    assert [e.kind for e in read(HEADER.replace("DEBUG", level))] == [Kind.LOG_CREATED]


def test_a_log_needs_no_header() -> None:
    assert read(HEADER + update(0))[2:] == read(update(0))


def test_after_a_header_nobody_is_known() -> None:
    ended = entry(5, REGISTRY + "setUpdateLock", "*** Update session unlocked ***")
    assert read(update(0) + HEADER + ended) == read(update(0)) + read(HEADER)


# ---- whose entries they are

OTHERS = [("Another App", HOST), (NAME, "elsewhere.example"), ("Another App", "elsewhere.example")]


@pytest.mark.parametrize(("name", "host"), OTHERS)
def test_of_other_applications_nothing_is_told(name: str, host: str) -> None:
    problem = entry(11, SOAP + "connect", "QBWC1013: 0x80040414")
    log = update(0) + update(10, problem, name=name, host=host) + update(20)
    assert read(log) == read(update(0) + update(20))


@pytest.mark.parametrize(("name", "host"), OTHERS)
def test_others_are_counted_and_not_named(name: str, host: str) -> None:
    reader = Reader(OURS, State())
    log = (
        update(0)
        + update(10, name=name, host=host) * 2
        + update(20, name="Third", host="c.example")
    )
    reader.read(log.encode(), at_rest=True)
    assert sorted(reader.others.values()) == [7, 14]
    assert all(isinstance(key, int) for key in reader.others)


def test_entries_are_nobodys_until_somebody_is_named() -> None:
    problem = entry(1, SOAP + "connect", "QBWC1013: 0x80040414")
    assert read(problem + entry(1, SOAP + "DisconnectFromQB", "Session ended")) == []
    assert read(problem + update(2)) == read(update(2))


def test_a_name_that_only_begins_like_ours_is_not_ours() -> None:
    assert read(update(0, name=NAME + " 2")) == []
    assert read(update(0, name=NAME[:-1])) == []


def test_a_host_below_ours_is_not_ours() -> None:
    assert read(update(0, host="x." + HOST)) == []
    assert read(update(0, host=HOST + ".example")) == []
    assert read(update(0, host="elsewhere.example/" + HOST)) == []
    assert read(update(0, host=f"{HOST}@elsewhere.example")) == []
    assert read(update(0, host="[")) == []


def test_case_and_space_around_a_name_do_not_matter() -> None:
    spaced = Application(frozenset({NAME.upper() + " "}), frozenset({HOST.upper()}))
    assert read(update(0), spaced) == read(update(0))


def test_an_application_without_a_name_or_host_owns_nothing() -> None:
    nameless = Application(frozenset({""}), frozenset({HOST}))
    homeless = Application(frozenset({NAME}), frozenset({""}))
    assert read(update(0, name=""), nameless) == []
    assert read(update(0).replace(f"https://{HOST}", "mailto:x"), homeless) == []


@pytest.mark.parametrize(
    "words",
    [
        "Performing SCHEDULED UPDATE for application = Another App",
        "updateWS() for application = 'Another App' has STARTED",
        "AppName: Another App",
        "AppURL: https://elsewhere.example",
    ],
)
@pytest.mark.parametrize("before", ["it says: ", "XML dump follows: -\r\n<?xml?><Memo>", " () : "])
def test_words_that_name_an_application_name_it_in_a_message_of_their_own_alone(
    before: str, words: str
) -> None:
    quoting = entry(1, SOAP + "ProcessRequestXML", before + words)
    assert read(update(0, quoting) + update(60)) == read(update(0) + update(60))


def test_a_name_may_hold_the_words_that_name_an_application() -> None:
    name = "AppName: x for application = AppURL: y"
    ours = Application(frozenset({name}), frozenset({HOST}))
    assert read(update(0, name=name), ours) == read(update(0))
    assert read(update(0, name=name)) == []


@pytest.mark.parametrize(("name", "host"), [("Other", HOST), (NAME, "elsewhere.example")])
def test_another_application_is_one_wherever_else_it_says_it_is(name: str, host: str) -> None:
    reader = Reader(OURS, State())
    elsewhere = entry(1, SOAP + "instantiateWebService", "AppURL: https://x.example/2")
    log = update(0) + update(9, elsewhere, elsewhere, name=name, host=host) + update(20)
    reader.read(log.encode(), at_rest=True)
    assert [*reader.others.values()] == [9]


@pytest.mark.parametrize("stars", ["*** ", "***", " "])
def test_stars_before_a_message_say_nothing(stars: str) -> None:
    log = update(0)
    for message in ("Performing", "AppName", "AppURL", "Received"):
        log = log.replace(f"() : {message}", f"() : {stars}{message}")
    assert read(log) == read(update(0))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_name_is_known_in_both_encodings(encoding: str) -> None:
    ours = Application(frozenset({"Großhändler"}), frozenset({HOST}))
    log = update(0, name="Großhändler").encode(encoding)
    assert read(log, ours) == read(update(0))


def test_without_an_address_the_name_has_to_do() -> None:
    began = "".join(update(0).splitlines(keepends=True)[:1])
    failed = entry(1, "UpdateThisScheduledApp", "QBWC1032: not found")
    assert read(began + failed + update(10)) == [
        SCHEDULED,
        Event(at(1), Kind.PROBLEM, "QBWC1032"),
        *read(update(10)),
    ]
    for after in (HEADER, update(10, name="Another App")):
        assert read(began + failed + after)[:2] == read(began + failed)


# ---- what is never told


def test_an_event_has_no_room_for_a_word_of_the_log() -> None:
    verbose = entry(
        1, SOAP + "ProcessRequestXML", f"XML dump follows: -\r\n<?xml?><Name>{SECRET}</Name>"
    )
    log = HEADER + update(0, verbose, entry(1, SOAP + "connect", f"QBWC1013: {SECRET} 0x80040414"))
    told = repr(read(log))
    assert SECRET in log
    for word in (SECRET, NAME, HOST, "tenant", "user-1"):
        assert word not in told


def test_every_kind_says_how_sure_it_is() -> None:
    assert {kind for kind in Kind if kind.certainty is Certainty.INFERRED} == {
        Kind.LOCK_HELD,
        Kind.PASSWORD_REFUSED,
        Kind.POSTPONED,
        Kind.ACCESS_REFUSED,
    }
    assert Kind.PROBLEM.certainty is Certainty.OBSERVED
