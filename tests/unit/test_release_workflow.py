"""The release workflow calls what is tested here, with pinned actions, and shows no secret."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from build.release.__main__ import STEPS, main, sign_words
from build.release.signing import CERTIFICATE, PASSWORD
from build.windows.kept import ROOT

FILE = ROOT / ".github" / "workflows" / "release.yml"
SECRETS = {CERTIFICATE, PASSWORD}


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    # YAML takes a bare "on" for true.
    loaded: dict[str, Any] = {str(k): v for k, v in yaml.safe_load(FILE.read_text("utf-8")).items()}
    return loaded


@pytest.fixture(scope="module")
def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    (job,) = workflow["jobs"].values()
    found: list[dict[str, Any]] = job["steps"]
    return found


def test_it_may_read_the_repository_and_nothing_else(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert "permissions" not in job
    assert job["runs-on"].startswith("windows-")
    assert job["runs-on"] != "windows-latest"


def test_it_runs_for_versions_and_by_hand_never_for_what_strangers_send(
    workflow: dict[str, Any],
) -> None:
    assert workflow["True"] == {"push": {"tags": ["v*"]}, "workflow_dispatch": None}


def test_every_action_is_pinned_to_a_commit_and_says_which_version_that_is(
    steps: list[dict[str, Any]],
) -> None:
    used = [step["uses"] for step in steps if "uses" in step]
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action), action
    lines = [line for line in FILE.read_text("utf-8").splitlines() if "uses:" in line]
    assert all(re.search(r" # v\d+\.\d+\.\d+$", line) for line in lines)


def test_the_secrets_reach_one_step_as_variables_and_no_command(
    steps: list[dict[str, Any]],
) -> None:
    text = FILE.read_text("utf-8")
    named = re.findall(r"\$\{\{ *secrets\.(\w+) *\}\}", text)
    assert sorted(named) == sorted(SECRETS)
    assert text.count("secrets.") == len(SECRETS)
    holders = [step for step in steps if SECRETS & set(step.get("env", {}))]
    assert len(holders) == 1
    assert not any(secret in holders[0]["run"] for secret in SECRETS)
    assert "build.release lend" in holders[0]["run"]


def test_no_command_is_made_of_what_somebody_else_has_named(steps: list[dict[str, Any]]) -> None:
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []


def called(steps: list[dict[str, Any]]) -> list[str]:
    return [
        found[1]
        for step in steps
        if (found := re.search(r"-m build\.release (\w+)", step.get("run", "")))
    ]


def test_the_steps_are_there_and_in_order(steps: list[dict[str, Any]]) -> None:
    assert called(steps) == ["lend", "build", "check", "try", "describe", "forget"]
    assert set(called(steps)) | {"sign"} == set(STEPS)
    runs = [step.get("run", "") for step in steps]
    gates = next(at for at, run in enumerate(runs) if "build/dev.py test" in run)
    lend = next(at for at, run in enumerate(runs) if "build.release lend" in run)
    assert gates < lend  # no certificate while anything is being tested


def test_the_certificate_goes_also_when_something_fails(steps: list[dict[str, Any]]) -> None:
    (step,) = [step for step in steps if "build.release forget" in step.get("run", "")]
    assert step["if"].startswith("always()")


def test_everything_that_is_made_is_kept(steps: list[dict[str, Any]]) -> None:
    last = steps[-1]
    assert "upload-artifact" in last["uses"]
    assert last["with"]["path"] == "dist/release"
    assert last["with"]["if-no-files-found"] == "error"


@pytest.mark.parametrize(
    ("python", "called"),
    [
        (r"D:\a\.venv\python.exe", r"D:\a\.venv\python.exe"),
        (r"C:\My a\py.exe", '"C:\\My a\\py.exe"'),
    ],
)
def test_nsis_signs_what_it_makes_only_with_a_certificate(
    monkeypatch: pytest.MonkeyPatch, python: str, called: str
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    assert sign_words("") == ""
    assert sign_words("AB") == f"{called} -m build.release sign"


def test_a_step_that_fails_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONDUCTOR_SIGN_THUMBPRINT", "none")
    assert main(["sign", "setup.exe"]) == 1
    assert "no thumbprint" in capsys.readouterr().err
    monkeypatch.delenv("CONDUCTOR_SIGN_THUMBPRINT")
    assert main(["sign", "setup.exe"]) == 0
    assert "NOT SIGNED" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["publish"])
