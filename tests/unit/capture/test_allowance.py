"""What a picture may take, and bytes on their way to FFmpeg."""

from __future__ import annotations

import io

import pytest

from facecam.capture.media.allowance import Allowance, AllowanceError
from facecam.capture.media.supply import Supply
from tests.fakes.clock import FakeClock


def allowance(clock: FakeClock, patience_s: float | None = 5.0, most_bytes: int = 100) -> Allowance:
    return Allowance(patience_s, most_bytes=most_bytes, clock=clock)


def test_time_runs_from_the_moment_a_picture_is_asked_for() -> None:
    clock = FakeClock()
    ours = allowance(clock)
    clock.time += 4.0
    assert ours.remaining_s() == pytest.approx(1.0)
    ours.renew()
    assert ours.remaining_s() == pytest.approx(5.0)


def test_who_sends_nothing_and_who_sends_no_picture_are_told_apart() -> None:
    clock = FakeClock()
    ours = allowance(clock)
    clock.time += 5.0
    with pytest.raises(AllowanceError, match="sends nothing"):
        ours.remaining_s()
    ours.renew()
    ours.take(10)
    clock.time += 5.0
    with pytest.raises(AllowanceError, match="no picture that can be read"):
        ours.remaining_s()


def test_bytes_are_counted_from_picture_to_picture() -> None:
    ours = allowance(FakeClock())
    for _ in range(3):
        ours.take(60)
        ours.renew()
    ours.take(100)
    with pytest.raises(AllowanceError, match="without a picture"):
        ours.take(1)


def test_a_file_takes_the_time_it_takes() -> None:
    clock = FakeClock()
    ours = allowance(clock, patience_s=None)
    clock.time += 1e6
    assert ours.remaining_s() is None


class Unreliable(io.BytesIO):
    """Bytes of which the second piece cannot be read."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(size)


def test_trouble_ends_the_bytes_and_is_kept_for_later() -> None:
    supply = Supply(Unreliable(b"abcdef"), allowance(FakeClock()))
    assert [supply.read(3) for _ in range(3)] == [b"abc", b"", b""]
    assert isinstance(supply.fault, OSError)


def test_a_used_up_allowance_ends_the_bytes() -> None:
    supply = Supply(io.BytesIO(bytes(500)), allowance(FakeClock()))
    assert [len(supply.read(60)) for _ in range(4)] == [60, 0, 0, 0]
    assert isinstance(supply.fault, AllowanceError)


class Line:
    """A source that nobody can go back in."""

    def __init__(self) -> None:
        self.closings = 0

    def read(self, _size: int, /) -> bytes:
        return b""

    def seekable(self) -> bool:
        return False

    def seek(self, _offset: int, _whence: int = 0, /) -> int:
        raise OSError("no")

    def tell(self) -> int:
        return 0

    def close(self) -> None:
        self.closings += 1


def test_going_where_one_cannot_go_is_said_as_ffmpeg_expects_it() -> None:
    line = Line()
    supply = Supply(line, allowance(FakeClock()))
    assert not supply.seekable()
    assert supply.seek(5) == -1
    assert supply.fault is not None
    supply.close()
    assert line.closings == 1
