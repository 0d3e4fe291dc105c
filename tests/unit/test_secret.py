from __future__ import annotations

import logging
import pickle
import traceback

import pytest

from conductor_desktop.secret import Secret

VALUE = "sk_conductor_canary_0123456789abcdef"


@pytest.mark.parametrize("shown", [repr, str, "{}".format, "%s".__mod__, "{0!r}".format])
def test_no_way_of_printing_shows_more_than_the_last_four(shown: object) -> None:
    assert callable(shown)
    assert shown(Secret(VALUE)) == "Secret(…cdef)"


def test_a_short_secret_shows_nothing() -> None:
    assert "abc" not in repr(Secret("abc"))


def test_a_traceback_does_not_show_it() -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - what it holds is the point
        raise ValueError(Secret(VALUE))
    assert "canary" not in "".join(traceback.format_exception(caught.value))


def test_a_log_line_does_not_show_it(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("test").warning("using %s", Secret(VALUE))
    assert "canary" not in caplog.text


def test_it_is_not_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(VALUE))


def test_equal_values_are_equal_and_empty_is_false() -> None:
    assert Secret(VALUE) == Secret(VALUE)
    assert hash(Secret(VALUE)) == hash(Secret(VALUE))
    assert Secret(VALUE) != VALUE
    assert not Secret("")
