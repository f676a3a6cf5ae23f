"""One that fails holds up no other, and is not forgotten."""

import pytest

from buurtpreventie.errors import each_on_its_own


def test_all_others_are_done_before_the_failure_is_raised(caplog):
    done = []

    def act(number):
        done.append(number)
        return 10 // number

    with pytest.raises(ZeroDivisionError):
        each_on_its_own([5, 0, 2], act, name=lambda number: f"Number {number}")
    assert done == [5, 0, 2]
    assert "Number 0 could not be looked after" in caplog.text


def test_without_a_failure_it_is_a_sum():
    assert each_on_its_own([5, 2], lambda number: 10 // number) == 7
