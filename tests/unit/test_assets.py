from __future__ import annotations

import pytest

from conductor_desktop.assets import asset


@pytest.mark.parametrize(
    "name",
    [
        "icons/app.svg",
        "theme/app.qss",
        "pcs/sandbox.json",
        "error-guide.toml",
        "setup-file.schema.json",
    ],
)
def test_what_the_app_needs_is_shipped(name: str) -> None:
    assert asset(name).is_file()


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="nothing-of-the-kind"):
        asset("nothing-of-the-kind")
