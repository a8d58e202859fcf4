"""What one key seals opens with that key, at that place, and as it was; nothing else does."""

import random

import pytest

from store import sealing
from store.sealing import MAGIC, Sealer, Unopened, content_length

KEY = bytes(range(32))
PLACE = b"users/wang/erased.json"
WORDS = "我叫王芳".encode()


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(KEY)


def whole(sealer: Sealer, *parts: bytes, place: bytes = PLACE) -> bytes:
    return b"".join(sealer.seal_file(parts, place))


@pytest.mark.parametrize("size", [0, 1, 99, 100, 101, 200, 250])
def test_a_file_of_any_size_opens_as_it_was(sealer: Sealer, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(sealing, "_PIECE_BYTES", 100)
    content = random.Random(size).randbytes(size)
    sealed = whole(sealer, content[: size // 3], content[size // 3 :])
    assert sealed.startswith(MAGIC)
    assert sealer.open_file(sealed, PLACE) == content
    assert sealer.open_file(memoryview(sealed), PLACE) == content


def test_every_flipped_bit_of_a_file_and_of_a_line_is_found(sealer: Sealer) -> None:
    sealed, line = whole(sealer, WORDS), sealer.seal_line(WORDS, PLACE)[:-1]
    for bit in range(8 * len(sealed)):
        with pytest.raises(Unopened):
            sealer.open_file(flipped(sealed, bit), PLACE)
    for bit in range(8 * len(line)):
        with pytest.raises(Unopened):
            sealer.open_line(flipped(line, bit), PLACE)


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_pieces_of_a_file_can_be_neither_swapped_nor_left_out_nor_taken_from_another(
    sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "_PIECE_BYTES", 100)
    begin, size = len(MAGIC) + 16, 100 + sealing.SEALED_MORE
    one, other = (whole(sealer, bytes([number]) * 300) for number in (1, 2))
    head, pieces = one[:begin], [one[begin + number * size :][:size] for number in range(3)]
    foreign = other[begin:][:size]
    for arranged in (
        [pieces[1], pieces[0], pieces[2]],
        pieces[:2],
        [pieces[0], pieces[2]],
        [*pieces, pieces[2]],
        [foreign, *pieces[1:]],
        [],
    ):
        with pytest.raises(Unopened):
            sealer.open_file(head + b"".join(arranged), PLACE)
    assert sealer.open_file(head + b"".join(pieces), PLACE) == bytes([1]) * 300


def test_what_was_sealed_for_one_place_opens_at_no_other(sealer: Sealer) -> None:
    with pytest.raises(Unopened, match="users/li"):
        sealer.open_file(whole(sealer, WORDS), b"users/li/erased.json")
    with pytest.raises(Unopened):
        sealer.open_line(sealer.seal_line(WORDS, PLACE)[:-1], b"users/li/ledger.jsonl")


def test_another_key_opens_nothing(sealer: Sealer) -> None:
    other = Sealer(bytes(32))
    with pytest.raises(Unopened):
        other.open_file(whole(sealer, WORDS), PLACE)
    with pytest.raises(Unopened):
        other.open_name(sealer.seal_name("小美"))
    assert other.mac(WORDS) != sealer.mac(WORDS)


def test_the_same_content_is_never_sealed_alike_but_the_same_name_always(sealer: Sealer) -> None:
    assert len({sealer.seal_line(WORDS, PLACE) for _ in range(20)}) == 20
    assert len({sealer.seal_name("小美") for _ in range(20)}) == 1
    assert [sealer.open_name(sealer.seal_name(name)) for name in ("", "小美", "a/b")] == ["", "小美", "a/b"]


@pytest.mark.parametrize("size", range(8))
def test_the_length_of_a_line_is_known_before_it_is_opened(sealer: Sealer, size: int) -> None:
    assert content_length(sealer.seal_line(bytes(size), PLACE)[:-1]) == max(1, size)


def test_nothing_that_is_shown_of_a_sealer_is_its_key(sealer: Sealer) -> None:
    assert KEY.hex() not in repr(sealer) and str(KEY) not in repr(sealer)
