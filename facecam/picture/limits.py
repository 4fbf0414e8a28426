"""How large a picture may be, wherever it comes from."""

MOST_PIXELS = 2**28 // 3
"""89 million: what fills 256 MiB as RGB, and what Pillow deems safe."""

MOST_SIDE_PX = 2**16 - 1
"""What JPEG can hold. Some readers need many times the memory for a longer row or column."""

MOST_BYTES = 2**29
"""Of a file or a stream's packet: the most pixels, uncompressed, at 16 bits a colour."""


def is_too_large(width: int, height: int) -> bool:
    """Return True for a picture of more than ``MOST_PIXELS`` or with a side too long."""
    return width * height > MOST_PIXELS or max(width, height) > MOST_SIDE_PX
