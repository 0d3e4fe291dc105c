"""What arrived can be looked at, and no secret can."""

from __future__ import annotations

import json

from conductor_desktop.sandbox.journal import LARGEST_SHOWN_BODY, MOST_REQUESTS, Entry, Journal


def entry(body: bytes = b"", *, path: str = "/v1/end-users", query: str = "") -> Entry:
    made = Entry("POST", path, query, None, "req_1")
    for start in range(0, len(body), 1000):
        made.received(body[start : start + 1000])
    return made


def test_a_body_is_shown_as_it_came() -> None:
    body = {"companyName": "Ash & Elm", "sourceId": "a", "list": [1, None, True]}
    assert entry(json.dumps(body).encode()).document()["body"] == body


def test_keys_and_secrets_are_masked_wherever_they_stand() -> None:
    secrets = {
        "publishableKey": "pk_sandbox_abcdefgh",
        "note": "sk_conductor_eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl and more",
        "nested": [{"clientSecret": "anything"}, {"sk_live_abcdefgh": 1}],
        "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl",
    }
    made = entry(
        json.dumps(secrets).encode(), path="/v1/sk_test_abcdefgh", query="key=zzzzzz&a=sk_live_qq"
    )
    shown = json.dumps(made.document())
    for secret in ("abcdefgh", "eyJhbG", "c2lnbmF0", "anything", "zzzzzz", "sk_live_qq"):
        assert secret not in shown
    assert "and more" in shown


def test_a_query_is_shown_name_by_name_and_repeated_ones_stay() -> None:
    made = entry(query="ids=a%2Cb&ids=c&empty=")
    assert made.document()["query"] == [["ids", "a,b"], ["ids", "c"], ["empty", ""]]


def test_what_is_no_json_or_too_large_is_only_counted() -> None:
    assert entry(b"\xff\xfe").document()["body"] == "(2 bytes that are not JSON)"
    large = b'"' + b"x" * LARGEST_SHOWN_BODY + b'"'
    assert entry(large).document()["body"] == f"({len(large)} bytes)"
    assert len(entry(b"x" * 100_000).body) <= LARGEST_SHOWN_BODY + 1
    deep = entry(b"[" * 4000).document()["body"]
    assert deep == "(4000 bytes that are not JSON)"


def test_only_the_latest_are_kept_in_order() -> None:
    journal = Journal()
    for number in range(MOST_REQUESTS + 5):
        journal.add(Entry("GET", f"/v1/{number}", "", None, "req_1"))
    paths = [document["path"] for document in journal.documents()]
    assert (paths[0], paths[-1], len(paths)) == ("/v1/5", f"/v1/{MOST_REQUESTS + 4}", MOST_REQUESTS)
