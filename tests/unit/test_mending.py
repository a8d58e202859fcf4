import pytest

from store.errors import NothingToUndo
from store.mending import MendingLock


class Thing:
    """Something that is mended, or cannot be for so many times."""

    def __init__(self) -> None:
        self.mended = 0
        self.cannot = 0
        self.lock = MendingLock(self.mend)

    def mend(self) -> None:
        if self.cannot:
            self.cannot -= 1
            raise OSError("not now")
        with self.lock:  # mending takes the lock that it is under
            self.mended += 1


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt, OSError, ZeroDivisionError])
def test_what_breaks_off_is_mended_before_the_next_one_looks(error: type[BaseException]) -> None:
    thing = Thing()
    with pytest.raises(error), thing.lock:
        raise error
    assert (thing.lock.is_broken, thing.mended) == (True, 0)
    with thing.lock:
        assert thing.mended == 1
    with thing.lock:
        assert thing.mended == 1


def test_an_expected_error_leaves_nothing_to_mend() -> None:
    thing = Thing()
    with pytest.raises(NothingToUndo), thing.lock:
        raise NothingToUndo("nothing")
    with thing.lock:
        assert thing.mended == 0


def test_what_cannot_be_mended_is_tried_again_by_the_next_one() -> None:
    thing = Thing()
    thing.lock.is_broken, thing.cannot = True, 1
    with pytest.raises(OSError, match="not now"), thing.lock:
        raise AssertionError("it was let in")
    with thing.lock:
        assert thing.mended == 1


def test_who_holds_it_already_goes_on_with_what_is_there() -> None:
    thing = Thing()
    with thing.lock:
        thing.lock.is_broken = True  # as one who writes may leave it meanwhile
        with thing.lock:
            assert thing.mended == 0
    with thing.lock:
        assert thing.mended == 1


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt, OSError])
def test_a_write_that_breaks_off_is_mended_before_the_next_one_writes(error: type[BaseException]) -> None:
    thing = Thing()
    with pytest.raises(error), thing.lock.writing():
        raise error
    with thing.lock.writing():
        assert thing.mended == 1


def test_what_was_written_is_entered_before_anything_is_mended() -> None:
    thing = Thing()
    with thing.lock.writing():
        thing.lock.is_broken = True
        with thing.lock.as_it_is():
            assert thing.mended == 0
        with pytest.raises(ZeroDivisionError), thing.lock.as_it_is():
            raise ZeroDivisionError
    with thing.lock.alone():
        assert thing.mended == 1
