"""The pictures in an open recording or stream, decoded by FFmpeg one after the other."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

from av.container import InputContainer
from av.error import ExitError, FFmpegError, InvalidDataError
from av.error import MemoryError as NoMemoryError
from av.packet import Packet
from av.stream import Discard, Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from facecam.capture.media.allowance import Allowance, AllowanceError
from facecam.capture.media.limits import DECODER, MOST_PIXELS
from facecam.capture.media.supply import Supply
from facecam.capture.media.upright import FrameConverter
from facecam.errors import CaptureError
from facecam.types import Image

NOT_A_VIDEO = "it is damaged, incomplete, or not a video with pictures in it"

_LIKELY_FPS = (0.1, 1000.0)
_MOST_THREADS = 4
_REASONS = (
    (ExitError, "it sends nothing"),  # FFmpeg's time limit was reached
    (InvalidDataError, "its data are damaged, or of a kind that is not known"),
    (NoMemoryError, "it wants more memory than a picture may take"),
)
_NOT_TO_BE_WATCHED = Disposition.attached_pic | Disposition.timed_thumbnails


class Container:
    """One recording or stream. Owned by one thread.

    Attributes:
        fps: pictures a second as it says; None for nonsense.
        is_recording: whether it says how long it is.
    """

    def __init__(
        self,
        title: str,
        opened: InputContainer,
        allowance: Allowance,
        supply: Supply | None = None,
        *,
        live: bool = False,
    ) -> None:
        """Choose the video and make ready to decode it.

        Args:
            title: what sentences begin with, such as "The video clip.mp4".
            opened: PyAV's container; closed by this one.
            allowance: what each picture may take.
            supply: where the bytes come from, if not from FFmpeg's own network.
            live: whether pictures are wanted as soon as they are there, rather
                than decoded by several threads, some pictures ahead.

        Raises:
            CaptureError: it has no pictures that can be decoded, or too large ones.
        """
        self._title = title
        self._opened = opened
        self._allowance = allowance
        self._supply = supply
        try:
            self._stream = _video_of(opened)
            _prepare(self._stream, live=live)
        except _NoVideoError as error:
            raise CaptureError(f"{title} cannot be played: {error}.") from None
        self._packets: Iterator[Packet[VideoStream]] = opened.demux(self._stream)
        self._ready: deque[VideoFrame] = deque()
        self._converter = FrameConverter()
        self._first_shape: Fraction | None = None
        self.fps = _likely(self._stream.average_rate) or _likely(self._stream.guessed_rate)
        self.is_recording = bool(self._stream.frames or self._stream.duration or opened.duration)

    def next(self) -> VideoFrame | None:
        """Return the next picture, waiting for it where it must; None at the end.

        What cannot be decoded is passed over.

        Raises:
            CaptureError: the bytes ended before their end, or are no pictures.
        """
        self._allowance.renew()
        while not self._ready:
            packet = self._next_packet()
            if packet is None:
                return None
            with suppress(FFmpegError):
                self._ready.extend(packet.decode())
        return self._ready.popleft()

    def picture(self, frame: VideoFrame) -> Image:
        """Return a frame as it is to be seen: ``(height, width, 3)`` uint8, RGB.

        Raises:
            CaptureError: its colours are coded in a way that FFmpeg cannot convert.
        """
        try:
            return self._converter.picture(frame, self._pixel_shape())
        except FFmpegError as error:
            raise self._stopped(f"its colours cannot be converted, {why(error)}") from None

    def close(self) -> None:
        """Let go of the decoder and the bytes. Harmless twice."""
        self._ready.clear()
        self._opened.close()
        if self._supply is not None:
            self._supply.close()

    def _pixel_shape(self) -> Fraction | None:
        """Return what the container says, until the pictures begin to say something else."""
        coded = self._stream.codec_context.sample_aspect_ratio
        self._first_shape = self._first_shape or coded
        return coded if coded != self._first_shape else self._stream.sample_aspect_ratio

    def _next_packet(self) -> Packet[VideoStream] | None:
        try:
            self._allowance.remaining_s()
            packet = next(self._packets, None)
            if self._supply is None and packet is not None:
                self._allowance.take(packet.size)
        except (FFmpegError, AllowanceError) as error:
            raise self._stopped(why(error, self._supply)) from None
        if packet is None and self._supply is not None and self._supply.fault is not None:
            raise self._stopped(why(self._supply.fault))
        return packet

    def _stopped(self, reason: str) -> CaptureError:
        return CaptureError(f"{self._title} stops: {reason}.")


class _NoVideoError(Exception):
    """There is nothing to be watched; the text says why, as it stands after a colon."""


def why(error: Exception, supply: Supply | None = None) -> str:
    """Return what went wrong, as it stands after a colon: what ended the bytes comes first.

    FFmpeg's own text is not used: it repeats the address, password included.
    """
    if supply is not None and supply.fault is not None:
        error = supply.fault
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason
    reason = getattr(error, "strerror", None) or str(error)
    return reason[:1].lower() + reason[1:]


def _video_of(opened: InputContainer) -> VideoStream:
    """Return what is to be watched; nothing else is read from now on."""
    videos = [one for one in opened.streams.video if not one.disposition & _NOT_TO_BE_WATCHED]
    if not videos:
        only_sound = bool(opened.streams.audio)
        raise _NoVideoError("it has no moving pictures in it" if only_sound else NOT_A_VIDEO)
    best = opened.streams.best("video")
    chosen = next((one for one in videos if one is best), videos[0])
    for stream in opened.streams:
        if stream is not chosen:
            stream.discard = Discard.all
    return chosen


def _prepare(stream: VideoStream, *, live: bool) -> None:
    """Set the decoder's limits."""
    context = stream.codec_context
    if context is None:
        raise _NoVideoError("its pictures are coded in a way that is not known here")
    if context.width * context.height > MOST_PIXELS:
        raise _NoVideoError(
            f"its pictures of {context.width}×{context.height} are too large: "
            f"{MOST_PIXELS // 10**6} million pixels are the most"
        )
    context.options = DECODER
    context.thread_type = "SLICE" if live else "AUTO"
    context.thread_count = min(os.cpu_count() or 1, _MOST_THREADS)


def _likely(rate: Fraction | None) -> float | None:
    return float(rate) if rate and _LIKELY_FPS[0] <= rate < _LIKELY_FPS[1] else None
