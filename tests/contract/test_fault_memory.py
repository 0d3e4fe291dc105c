"""No answer, however large it is made to be, costs the app much memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.fault_matrix.operations import BOOKS
from tests.contract.fault_matrix.stage import set_up

FAULTS = ("short-body", "long-text", "deep-json", "endless-body", "gzip-bomb", "nested-gzip")
MOST_MEGABYTES = 50
ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells the peak of one process exactly"
)
def test_the_process_stays_small() -> None:
    with set_up(BOOKS) as stage:
        access = stage.access
        given = {
            "baseUrl": access.base_url,
            "secretKey": access.secret_key.reveal(),
            "endUserId": access.end_user_id,
            "controlToken": access.control_token.reveal(),
            "faults": FAULTS,
        }
        weighed = subprocess.run(
            [sys.executable, "-m", "tests.contract.fault_matrix.weighing"],
            cwd=ROOT,
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=False,
        )
    assert weighed.returncode == 0, weighed.stderr
    grown: dict[str, float] = json.loads(weighed.stdout)
    assert set(grown) == set(FAULTS)
    assert max(grown.values()) < MOST_MEGABYTES, grown
