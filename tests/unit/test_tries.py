"""Whoever tries tokens waits, longer each time, and nobody for long."""

from api.tries import FORGOTTEN_S, FREE, LONGEST_S, MOST_ADDRESSES, Tries


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def failing(tries: Tries, address: str, times: int) -> None:
    for _ in range(times):
        tries.failed(address)


def test_the_first_failures_cost_nothing() -> None:
    tries = Tries(Clock())
    failing(tries, "10.0.0.1", FREE - 1)
    assert tries.wait_s("10.0.0.1") == 0
    tries.failed("10.0.0.1")
    assert tries.wait_s("10.0.0.1") == 1


def test_each_further_failure_doubles_the_wait_up_to_its_bound() -> None:
    clock = Clock()
    tries = Tries(clock)
    failing(tries, "10.0.0.1", FREE)
    waits = []
    for _ in range(8):
        waits.append(tries.wait_s("10.0.0.1"))
        clock.now += waits[-1]
        assert tries.wait_s("10.0.0.1") == 0
        tries.failed("10.0.0.1")
    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_right_token_sets_the_count_back() -> None:
    tries = Tries(Clock())
    failing(tries, "10.0.0.1", FREE + 3)
    tries.succeeded("10.0.0.1")
    assert tries.wait_s("10.0.0.1") == 0


def test_one_address_does_not_slow_another_but_an_ipv6_network_is_one() -> None:
    tries = Tries(Clock())
    failing(tries, "2001:db8::1", FREE)
    assert tries.wait_s("10.0.0.2") == 0
    assert tries.wait_s("2001:db8::2") == 1
    assert tries.wait_s("2001:db8:0:1::2") == 0


def test_failures_are_forgotten_and_memory_is_bounded() -> None:
    clock = Clock()
    tries = Tries(clock)
    failing(tries, "10.0.0.1", FREE + 5)
    clock.now += FORGOTTEN_S + LONGEST_S
    tries.failed("10.0.0.1")
    assert tries.wait_s("10.0.0.1") == 0
    for number in range(MOST_ADDRESSES + 10):
        tries.failed(f"host-{number}")
    assert len(tries._failures) == MOST_ADDRESSES
