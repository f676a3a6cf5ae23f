"""``script/bench`` measures in turns and says no when a page grows too much."""

from buurtpreventie.embedded.bench import MOST, WARM_UP, Outcome, measure


class Clock:
    """Answers with a number of seconds of its own, and notes in which order it was asked."""

    def __init__(self, name, seconds, order):
        self.name, self.seconds, self.order = name, iter(seconds), order

    def ask(self, page):
        self.order.append(self.name)
        return next(self.seconds)


def test_both_are_asked_in_turns_and_the_first_requests_do_not_count():
    order = []
    slow_start = [100.0] * WARM_UP
    small = Clock("small", [*slow_start, 1.0, 3.0, 2.0], order)
    large = Clock("large", [*slow_start, 2.0, 9.0, 2.5], order)

    outcome = measure("board", small, large, times=3)

    assert outcome == Outcome("board", small=2.0, large=2.5)
    assert outcome.ratio == 1.25
    pairs = list(zip(order[::2], order[1::2], strict=True))
    assert set(pairs[::2]) == {("large", "small")} and set(pairs[1::2]) == {("small", "large")}


def test_a_page_that_grows_too_much_is_named():
    assert "TOO SLOW" not in Outcome("team", 1.0, MOST).line
    assert "ratio 1.40  TOO SLOW" in Outcome("team", 0.01, 0.014).line
