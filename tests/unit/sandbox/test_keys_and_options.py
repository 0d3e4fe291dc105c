"""Keys of one run, and options that cannot work."""

from __future__ import annotations

import pytest

from conductor_desktop.errors import ExitCode, InvalidInput
from conductor_desktop.sandbox.envelope import MASKED, ApiError, invalid_request
from conductor_desktop.sandbox.faults.catalogue import FAULTS
from conductor_desktop.sandbox.keys import Keys
from conductor_desktop.sandbox.options import SandboxOptions


def refusal(keys: Keys, header: str | None) -> ApiError:
    with pytest.raises(ApiError) as refused:
        keys.check_authorization(header)
    return refused.value


def test_the_key_of_this_run_is_taken_and_that_of_another_is_not() -> None:
    keys = Keys()
    keys.check_authorization(f"Bearer {keys.secret.reveal()}")
    keys.check_authorization(f"bearer {keys.secret.reveal()}")
    other = refusal(keys, f"Bearer {Keys().secret.reveal()}")
    assert (other.status, other.code) == (401, "API_KEY_INVALID")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer  ", "Basic abc", "sk_sandbox_x"])
def test_a_header_without_a_key_is_401(header: str | None) -> None:
    assert refusal(Keys(), header).status == 401


@pytest.mark.parametrize("prefix", ["sk_conductor_", "sk_live_", "sk_test_"])
def test_a_real_looking_key_is_explained_and_not_repeated(prefix: str) -> None:
    error = refusal(Keys(), f"Bearer {prefix}eyJhbGciOiJIUzI1NiJ9")
    assert "sandbox" in error.message
    assert "eyJhbGciOiJIUzI1NiJ9" not in error.body("req_1").decode()


def test_keys_in_each_others_place_are_pointed_out() -> None:
    keys = Keys()
    assert "publishable" in refusal(keys, f"Bearer {keys.publishable}").message
    with pytest.raises(ApiError, match="not a secret"):
        keys.check_publishable(keys.secret.reveal())
    keys.check_publishable(keys.publishable)


def test_every_run_has_other_keys() -> None:
    assert Keys().secret != Keys().secret
    assert Keys().publishable != Keys().publishable


def test_an_error_leaves_the_integration_code_out_when_there_is_none() -> None:
    body = invalid_request("Nope").body("req_9").decode()
    assert "integrationCode" not in body
    assert MASKED in body
    assert '"requestId":"req_9"' in body


def test_an_unknown_fault_lists_the_known_ones() -> None:
    with pytest.raises(InvalidInput) as refused:
        SandboxOptions(faults=("slow", "gremlins"))
    assert "gremlins" in refused.value.title
    assert all(name in refused.value.explanation for name in FAULTS)
    assert refused.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    "wrong",
    [
        {"invoices": -1},
        {"invoices": 1_000_001},
        {"end_users": 0},
        {"end_users": 10_001},
        {"port": 65536},
        {"port": -1},
        {"latency_ms": -1},
        {"company": ""},
        {"company": " "},
        {"company": "x" * 60},
    ],
)
def test_options_that_cannot_work_are_refused(wrong: dict[str, int | str]) -> None:
    with pytest.raises(InvalidInput):
        SandboxOptions(**wrong)  # type: ignore[arg-type]
