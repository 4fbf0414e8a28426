"""What a recording or stream may take, whatever it says of itself."""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path

MOST_PIXELS = 8192 * 4320
"""Of one picture as it comes, as in the largest film format."""
MOST_BYTES = 128 * 1024 * 1024
"""For one picture, coded or decoded: uncompressed, one of the most pixels has 101 MiB."""
DECODER = {"max_pixels": str(MOST_PIXELS)}
"""As FFmpeg's decoders take it; they check it before they reserve memory."""


@cache
def limit_allocations() -> None:
    """Let FFmpeg reserve no piece of memory larger than ``MOST_BYTES``.

    A few bytes of an MP4 can announce millions of pictures, for which FFmpeg
    makes lists before it reads them: gigabytes, from a file of five
    kilobytes. FFmpeg has a limit against it that PyAV does not offer, so it is
    set in the library itself, where PyAV's wheels have it.
    """
    import av

    package = Path(av.__file__).parent
    for library in (*package.parent.glob("av.libs/*avutil*"), *package.glob(".dylibs/*avutil*")):
        ctypes.CDLL(str(library)).av_max_alloc(ctypes.c_size_t(MOST_BYTES))
