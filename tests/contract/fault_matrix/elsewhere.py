"""The cases that are not in the table: they take more than one request, or more than a server."""

from __future__ import annotations

from dataclasses import dataclass

STORIES = {
    "N01": ("refused", "test_nobody_listens"),
    "N21": ("key-rejected-once", "test_a_key_that_was_good_gets_a_second_chance"),
    "N23": ("too-many-requests", "test_who_asks_to_be_left_alone_is_left_alone"),
    "N39": ("lost-page", "test_no_invoice_is_silently_missing"),
    "N40": ("silent", "test_ten_clicks_are_one_request_and_cancelling_ends_them"),
    "N42": (None, "test_books_of_every_size"),
    "C01": ("lost-create", "test_a_create_is_sent_once_and_what_it_did_is_found"),
    "C04": ("stale-list", "test_a_list_that_lags_behind_makes_no_second_end_user"),
}
"""Cases that take more than one operation: the fault, and the test in this folder that has it."""


@dataclass(frozen=True)
class Place:
    """Why no server on this PC can make a case, and which tests have it instead."""

    needs: str
    tests: tuple[str, ...]


def _tested(needs: str, module: str, *names: str) -> Place:
    return Place(needs, tuple(f"tests/unit/conductor/{module}.py::{name}" for name in names))


ELSEWHERE = {
    "N02": _tested(
        "a network that swallows what is sent",
        "test_dialing",
        "test_only_addresses_that_lead_nowhere",
    ),
    "N28": _tested(
        "bad certificates",
        "test_tls",
        "test_a_certificate_nobody_vouches_for",
        "test_a_certificate_that_vouches_for_itself",
        "test_an_expired_certificate",
        "test_a_certificate_of_tomorrow",
        "test_a_certificate_for_another_address",
        "test_a_weak_certificate",
    ),
    "N29": _tested(
        "an authority that only the system knows",
        "test_tls",
        "test_whom_the_system_trusts_is_trusted",
        "test_certificates_that_requests_brings_along_are_not_trusted",
    ),
    "N30": _tested(
        "encryption that is never agreed on",
        "test_tls",
        "test_a_server_that_knows_only_outdated_encryption",
        "test_a_server_that_does_not_know_the_name",
        "test_a_server_that_stops_in_the_middle_of_agreeing",
    ),
    "N31": _tested("a proxy", "test_proxies", "test_what_a_proxy_says_is_told_apart"),
    "N32": _tested(
        "a system that takes long to find its proxy",
        "test_dialing",
        "test_what_comes_too_late_is_discarded",
    ),
    "N33": _tested(
        "garbage in the environment",
        "test_proxies",
        "test_garbage_is_ignored_with_one_warning_that_does_not_repeat_it",
        "test_with_garbage_for_a_proxy_conductor_is_asked_directly",
        "test_exceptions_are_asked_directly",
    ),
    "N34": _tested(
        "name servers",
        "test_dialing",
        "test_a_name_that_is_not_found",
        "test_a_name_server_that_does_not_answer",
        "test_a_name_that_leads_to_somebody_else_is_never_talked_to_in_clear",
    ),
    "N35": _tested(
        "addresses that lead nowhere",
        "test_dialing",
        "test_an_address_that_leads_nowhere_does_not_use_up_the_time_of_the_next",
    ),
    "N36": _tested(
        "a network that is replaced by another; what the call sees is a line that breaks",
        "test_transport_trouble",
        "test_what_breaks_off_is_broken_and_may_pass",
    ),
    "N37": _tested(
        "a clock that is wrong",
        "test_clock",
        "test_a_wrong_clock_is_blamed_for_certificates_that_seem_out_of_date",
        "test_a_right_clock_is_not_blamed",
    ),
    "N38": _tested(
        "an environment of its own",
        "test_own_process",
        "test_the_environment_changes_neither_the_address_nor_what_is_sent",
    ),
}
