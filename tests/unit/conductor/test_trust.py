"""What is wrong with a secure connection, told from OpenSSL's and Windows' words for it."""

from __future__ import annotations

import re
import ssl

import pytest

from conductor_desktop.conductor.network.trust import (
    Flaw,
    HandshakeStalled,
    Untrusted,
    flaw_among,
    in_words,
)


def not_verified(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code, error.verify_message = code, "whatever"
    return error


def broken_off(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, f"[SSL: {reason}] whatever")
    error.reason = reason
    return error


@pytest.mark.parametrize(
    ("code", "flaw"),
    [
        (9, Flaw.NOT_YET_VALID),
        (10, Flaw.EXPIRED),
        (0x800B0101, Flaw.OUT_OF_DATE),
        (0x800B0101 - 2**32, Flaw.OUT_OF_DATE),
        (18, Flaw.NOT_TRUSTED),
        (19, Flaw.NOT_TRUSTED),
        (20, Flaw.NOT_TRUSTED),
        (0x800B0109, Flaw.NOT_TRUSTED),
        (0x800B010A, Flaw.NOT_TRUSTED),
        (62, Flaw.WRONG_NAME),
        (64, Flaw.WRONG_NAME),
        (0x800B010F, Flaw.WRONG_NAME),
        (23, Flaw.WITHDRAWN),
        (0x800B010C, Flaw.WITHDRAWN),
        (0x80092010, Flaw.WITHDRAWN),
        (66, Flaw.WEAK),
        (68, Flaw.WEAK),
        (79, Flaw.OTHER),
        (0, Flaw.OTHER),
    ],
)
def test_a_certificate_that_was_not_accepted(code: int, flaw: Flaw) -> None:
    assert flaw_among([OSError(), not_verified(code)]) is flaw
    assert flaw_among([Untrusted(not_verified(code), "Acme")]) is flaw


@pytest.mark.parametrize(
    ("reason", "flaw"),
    [
        ("UNSUPPORTED_PROTOCOL", Flaw.OUTDATED),
        ("TLSV1_ALERT_PROTOCOL_VERSION", Flaw.OUTDATED),
        ("SSLV3_ALERT_HANDSHAKE_FAILURE", Flaw.OUTDATED),
        ("UNKNOWN_PROTOCOL", Flaw.NOT_SECURE),
        ("WRONG_VERSION_NUMBER", Flaw.NOT_SECURE),
        ("TLSV1_UNRECOGNIZED_NAME", Flaw.WRONG_NAME),
        ("DH_KEY_TOO_SMALL", Flaw.WEAK),
        ("SOMETHING_NEW", Flaw.OTHER),
    ],
)
def test_a_handshake_that_broke_off(reason: str, flaw: Flaw) -> None:
    assert flaw_among([OSError(), broken_off(reason)]) is flaw


def test_what_says_nothing_is_nothing_in_particular() -> None:
    assert flaw_among([]) is Flaw.OTHER
    assert flaw_among([ssl.SSLError()]) is Flaw.OTHER
    assert flaw_among([HandshakeStalled()]) is Flaw.STALLED


@pytest.mark.parametrize("flaw", Flaw)
def test_every_flaw_has_whole_plain_sentences(flaw: Flaw) -> None:
    explanation, next_step = in_words(flaw, "Acme")
    for sentence in (explanation, next_step or "Whatever."):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert not re.search(r"\b(TLS|SSL|CA|SNI|handshake|cipher)\b", sentence)
    assert "It was issued by “Acme”. Nothing was sent to it." in explanation


def test_only_dates_are_about_the_clock() -> None:
    about_time = [flaw for flaw in Flaw if flaw.is_about_time]
    assert about_time == [Flaw.EXPIRED, Flaw.NOT_YET_VALID, Flaw.OUT_OF_DATE]
