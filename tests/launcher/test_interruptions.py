import os
import signal

import pytest

from launcher import interruptions
from launcher.interruptions import held_back


@pytest.fixture(autouse=True)
def _listening():
    before = {number: signal.getsignal(number) for number in interruptions.SIGNALS}
    interruptions.listen()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", interruptions.SIGNALS)
def test_each_signal_interrupts(number):
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)


def end_in_the_middle(done):
    with held_back():
        os.kill(os.getpid(), signal.SIGTERM)
        done.append("to the end")


def end_in_the_inner_part(done):
    with held_back():
        with held_back():
            signal.raise_signal(signal.SIGINT)
        done.append("to the end")


@pytest.mark.parametrize("act", [end_in_the_middle, end_in_the_inner_part])
def test_what_is_held_back_is_done_and_the_end_comes_afterwards(act):
    done = []
    with pytest.raises(KeyboardInterrupt):
        act(done)
    assert done == ["to the end"]


def test_nothing_comes_when_nothing_arrived():
    with held_back():
        pass


def test_an_error_inside_is_not_replaced():
    with pytest.raises(ValueError, match="inside"), held_back():
        raise ValueError("inside")
