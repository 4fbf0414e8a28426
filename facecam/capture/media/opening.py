"""FFmpeg opened on one file, answer or address, and kept from everything else.

Through PyAV rather than through OpenCV, whose door to FFmpeg is narrower: see
docs/architecture.md.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

import av
from av.error import FFmpegError, HTTPForbiddenError, HTTPUnauthorizedError

from facecam.capture.media.allowance import Allowance, AllowanceError
from facecam.capture.media.container import NOT_A_VIDEO, Container, why
from facecam.capture.media.limits import DECODER, limit_allocations
from facecam.capture.media.supply import ByteSource, Supply
from facecam.capture.source import RefusedError
from facecam.errors import CaptureError

# What is one stream of bytes. Whatever names other files and addresses is left
# out: hls, dash, concat, sdp, image2 and their like.
_FORMATS = (
    "mov,matroska,avi,mpegts,mpeg,mpegvideo,m4v,h261,h263,h264,hevc,vvc,av1,obu,ivf,vc1,dirac,"
    "asf,flv,live_flv,ogg,rm,dv,nut,mxf,gxf,wtv,nsv,yuv4mpegpipe,mjpeg,mpjpeg,gif,apng"
)
_PLAYLISTS = f"{_FORMATS},hls,aac,ac3,eac3,mp3,webvtt"
_LIVE = {"analyzeduration": "2000000"}  # microseconds of a stream that are studied first
_RTSP = {
    **_LIVE,
    "rtsp_flags": "prefer_tcp",
    "format_whitelist": "rtsp",
    "protocol_whitelist": "rtsp,rtsps,rtp,srtp,udp,tcp,tls",
}
_PLAYLIST_STARTS = (
    b"#ext",
    b"ffconcat",
    b"[playlist]",
    b"<smil",
    b"<asx",
    b"<mpd",
    b"<?xml",
    b"v=0",
)
_PLAYLIST_HEAD = 64


def open_bytes(
    title: str,
    source: ByteSource,
    allowance: Allowance,
    *,
    name: str = "",
    form: str | None = None,
    part: Callable[[str], ByteSource] | None = None,
    live: bool = False,
) -> Container:
    """Open what a byte source holds; no file and no address is opened besides.

    Args:
        title: as for ``Container``.
        source: belongs to the container from now on, and is closed if this fails.
        allowance: what opening, and then each picture, may take.
        name: the address that those in a playlist belong to.
        form: FFmpeg's name for the format, where it is known better than from the bytes.
        part: opens what a playlist names, raising OSError for what it may not
            name; None where playlists are refused.
        live: as for ``Container``.

    Raises:
        CaptureError: it holds no pictures that can be decoded, or too large ones.
    """
    limit_allocations()
    supply = Supply(source, allowance, name)
    options = {
        "protocol_whitelist": "",
        "format_whitelist": _PLAYLISTS if part else _FORMATS,
        "http_persistent": "0",  # of playlists: every part goes through ``part``
        **(_LIVE if live else {}),
    }
    open_part = partial(_part, part or _refuse, allowance)
    allowance.renew()
    with ExitStack() as on_failure:
        on_failure.callback(supply.close)
        try:
            opened = av.open(
                supply,
                "r",
                format=form,
                options=DECODER,
                container_options=options,
                metadata_errors="replace",
                io_open=open_part,
            )
        except FFmpegError:
            reason = why(supply.fault) if supply.fault else _why_not(supply)
            raise CaptureError(f"{title} cannot be played: {reason}.") from None
        on_failure.callback(opened.close)
        container = Container(title, opened, allowance, supply, live=live)
        on_failure.pop_all()
    return container


def open_rtsp(title: str, url: str, allowance: Allowance, patience_s: float) -> Container:
    """Open a stream through FFmpeg's own network, which speaks nothing but RTSP here.

    Args:
        title: as for ``Container``.
        url: with scheme ``rtsp`` or ``rtsps``.
        allowance: what each picture may take.
        patience_s: how long the camera may keep us waiting.

    Raises:
        RefusedError: the camera wants another user name or password.
        CaptureError: there is no stream of pictures, or too large ones.
    """
    limit_allocations()
    allowance.renew()
    # When reading is interrupted, FFmpeg first gives what it holds, and waits once more.
    timeout = (patience_s, patience_s / 2)
    try:
        opened = av.open(
            url,
            "r",
            options=DECODER,
            container_options=_RTSP,
            metadata_errors="replace",
            timeout=timeout,
        )
    except (HTTPUnauthorizedError, HTTPForbiddenError) as error:
        raise RefusedError(f"{title} cannot be opened: {why(error)}.") from None
    except FFmpegError as error:
        raise CaptureError(
            f"{title} cannot be opened: {_delay(allowance) or why(error)}."
        ) from None
    return Container(title, opened, allowance, live=True)


def _delay(allowance: Allowance) -> str:
    """Return that time is up, which FFmpeg calls by many names; nothing if it is not."""
    try:
        allowance.remaining_s()
    except AllowanceError:
        return "it gives no answer that can be understood in time"
    return ""


def _part(
    open_it: Callable[[str], ByteSource], allowance: Allowance, url: str, *_: object
) -> Supply:
    """Give FFmpeg what a playlist names; for what it may not have, bytes that end at once."""
    try:
        return Supply(open_it(url), allowance)
    except (OSError, AllowanceError):
        return Supply(io.BytesIO(), allowance)


def _refuse(url: str) -> ByteSource:
    raise PermissionError(f"A recording may not open {url}.")


def _why_not(supply: Supply) -> str:
    """Return why FFmpeg cannot play what it could read."""
    if supply.seekable():
        supply.seek(0)
        head = supply.read(_PLAYLIST_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if head.startswith(_PLAYLIST_STARTS):
            return "it is a playlist, from which nothing is opened; give what it names itself"
    return NOT_A_VIDEO
