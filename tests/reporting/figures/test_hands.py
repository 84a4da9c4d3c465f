"""Work shared among processes: the same results in the same order, and none lost with a fork."""

from __future__ import annotations

import os
import threading

import pytest

from survey.reporting.figures import draw, hands
from tests.reporting.figures import crossing_records

HERE = os.getpid()
forked = pytest.mark.skipif(hands.processors() < 2, reason="one processor, or no safe fork")


@pytest.fixture(params=[1, 2, 3, 7])
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    if request.param > 1 and hands.processors() < 2:
        pytest.skip("no safe fork")
    monkeypatch.setattr(hands, "processors", lambda: request.param)
    return int(request.param)


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_results_come_in_order_whoever_made_them(many: int, count: int) -> None:
    made = hands.shared(lambda number: (number, os.getpid()), count)
    assert [number for number, _ in made] == list(range(count))
    assert len({process for _, process in made}) == min(many, count)


@forked
def test_what_a_fork_does_not_bring_home_is_done_here() -> None:
    def job(number: int) -> int:
        if os.getpid() != HERE:
            os._exit(3)
        return number * 2

    assert hands.shared(job, 4) == [0, 2, 4, 6]


@forked
def test_an_error_in_a_fork_is_raised_here(capfd: pytest.CaptureFixture[str]) -> None:
    def job(number: int) -> int:
        if number == 1:
            raise ValueError("one")
        return number

    with pytest.raises(ValueError, match="one"):
        hands.shared(job, 2)
    assert capfd.readouterr() == ("", "")


def test_beside_other_threads_nothing_is_forked() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert set(hands.shared(lambda _: os.getpid(), 3)) == {HERE}
    finally:
        done.set()
        other.join()


@forked
def test_figures_are_the_same_whoever_draws_them(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = draw(crossing_records.demo())
    monkeypatch.setattr(hands, "processors", lambda: 1)
    assert draw(crossing_records.demo()) == shared
