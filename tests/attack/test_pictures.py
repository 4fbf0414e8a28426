"""3,000 damaged pictures in every format: always a picture or one sentence, in bounded memory.

Run with ``make attack``; the figures are printed.
"""

from __future__ import annotations

import faulthandler
import io
import multiprocessing
import resource
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from pillow_heif import register_heif_opener

from facecam.errors import PictureError
from facecam.picture import MOST_PIXELS, load_picture

SEED = 9
PICTURES = 3000
MOST_MEMORY_MB = 2000
"""Of a process that reads them all. MOST_PIXELS are 256 MB as RGB; Pillow keeps them in four
bytes, and JPEG 2000's reader in twelve."""
MOST_TIME_S = 20.0  # of work, however busy the machine is

Damage = Callable[[bytes, np.random.Generator], bytes]


def originals() -> dict[str, bytes]:
    """Return a small photograph-like picture in every format, mode and way of packing."""
    register_heif_opener()
    y, x = np.mgrid[:120, :160]
    noise = np.random.default_rng(1).integers(0, 30, (120, 160, 3))
    rgb = np.clip(np.stack([x, y * 2, x + y], 2) + noise, 0, 255).astype(np.uint8)
    colour = PIL.Image.fromarray(rgb)
    grey = colour.convert("L")
    deep = PIL.Image.fromarray(rgb[..., 0].astype(np.uint16) * 16)
    exif = PIL.Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "a description"
    kinds: dict[str, tuple[PIL.Image.Image, str, dict[str, object]]] = {
        "jpeg": (colour, "JPEG", {"exif": exif}),
        "jpeg progressive": (colour, "JPEG", {"progressive": True, "quality": 90}),
        "jpeg grey": (grey, "JPEG", {"restart_marker_rows": 1}),
        "jpeg cmyk": (colour.convert("CMYK"), "JPEG", {}),
        "jpegs in one (mpo)": (colour, "MPO", {"save_all": True, "append_images": [grey]}),
        "png": (colour, "PNG", {"exif": exif}),
        "png palette": (colour.convert("P"), "PNG", {"transparency": 3}),
        "png 16 bits": (deep, "PNG", {}),
        "apng": (colour, "PNG", {"save_all": True, "append_images": [colour]}),
        "gif": (colour, "GIF", {}),
        "gif moving": (colour, "GIF", {"save_all": True, "append_images": [grey, colour]}),
        "bmp": (colour, "BMP", {}),
        "webp": (colour, "WEBP", {"exif": exif}),
        "webp lossless": (colour.convert("RGBA"), "WEBP", {"lossless": True}),
        "webp moving": (colour, "WEBP", {"save_all": True, "append_images": [grey]}),
        "tiff": (colour, "TIFF", {}),
        "tiff lzw": (colour, "TIFF", {"compression": "tiff_lzw"}),
        "tiff jpeg": (colour, "TIFF", {"compression": "jpeg"}),
        "tiff deflate 16 bits": (deep, "TIFF", {"compression": "tiff_adobe_deflate"}),
        "jpeg 2000": (colour, "JPEG2000", {}),
        "jpeg 2000 tiled": (colour, "JPEG2000", {"tile_size": (64, 64), "no_jp2": True}),
        "avif": (colour, "AVIF", {"exif": exif}),
        "heif": (colour, "HEIF", {"exif": exif}),
        "ppm": (colour, "PPM", {}),
        "pgm 16 bits": (deep.convert("I"), "PPM", {}),
        "qoi": (colour, "QOI", {}),
        "pcx": (colour, "PCX", {}),
        "sgi": (colour, "SGI", {"rle": True}),
        "tga": (colour, "TGA", {"compression": "tga_rle"}),
    }
    return {name: _encoded(*kind) for name, kind in kinds.items()}


def _encoded(picture: PIL.Image.Image, form: str, options: dict[str, object]) -> bytes:
    content = io.BytesIO()
    picture.save(content, form, **options)
    return content.getvalue()


def flipped(content: bytes, random: np.random.Generator) -> bytes:
    damaged = bytearray(content)
    for place in random.integers(0, len(content), random.integers(1, 30)):
        damaged[place] = random.integers(0, 256)
    return bytes(damaged)


def flipped_in_the_header(content: bytes, random: np.random.Generator) -> bytes:
    head = min(len(content), 200)
    return flipped(content[:head], random) + content[head:]


def cut(content: bytes, random: np.random.Generator) -> bytes:
    return content[: random.integers(1, len(content))]


def emptied(content: bytes, random: np.random.Generator) -> bytes:
    start, stop = np.sort(random.integers(0, len(content), 2))
    return content[:start] + bytes(int(stop - start)) + content[stop:]


def doubled(content: bytes, random: np.random.Generator) -> bytes:
    start, stop = np.sort(random.integers(0, len(content), 2))
    return content[:stop] + content[start:]


def enlarged(content: bytes, random: np.random.Generator) -> bytes:
    """Put a huge or odd number where a size or a length may stand."""
    sizes = [0, 1, 255, 20_000, 65_535, 2**24, 2**31 - 1, 2**32 - 1]
    damaged = bytearray(content)
    for _ in range(random.integers(1, 4)):
        form = random.choice([">H", "<H", ">I", "<I"])
        size = int(random.choice(sizes)) & (2 ** (8 * struct.calcsize(form)) - 1)
        place = int(random.integers(0, min(len(content), 400) - 4))
        struct.pack_into(form, damaged, place, size)
    return bytes(damaged)


def announcing(width: int, height: int) -> Damage:
    """Return what writes another size into every place where the picture's own stands."""

    def announce(content: bytes, random: np.random.Generator) -> bytes:
        for form in (">II", "<II", ">HH", "<HH"):
            most = 2 ** (4 * struct.calcsize(form)) - 1
            large = struct.pack(form, min(width, most), min(height, most))
            content = content.replace(struct.pack(form, 160, 120), large)
            swapped = struct.pack(form, min(height, most), min(width, most))
            content = content.replace(struct.pack(form, 120, 160), swapped)
        return content.replace(b"160 120", b"%d %d" % (width, height))

    return announce


DAMAGES: dict[str, Damage] = {
    "flipped": flipped,
    "header flipped": flipped_in_the_header,
    "cut": cut,
    "emptied": emptied,
    "doubled": doubled,
    "sizes changed": enlarged,
    "announced 9,400 x 9,400": announcing(9_400, 9_400),
    "announced 60,000 x 60,000": announcing(60_000, 60_000),
    "announced 1 x 80,000,000": announcing(1, 80_000_000),
}
RANDOM = 6
"""How many of them are different each time."""


def damaged_pictures() -> Iterator[tuple[str, str, bytes]]:
    """Yield a format, a damage and the damaged file, PICTURES times."""
    random = np.random.default_rng(SEED)
    found = originals()
    always = [(kind, name) for kind in found for name in list(DAMAGES)[RANDOM:]]
    for kind, name in always:
        yield kind, name, DAMAGES[name](found[kind], random)
    for _ in range(PICTURES - len(always)):
        kind, name = random.choice(list(found)), random.choice(list(DAMAGES)[:RANDOM])
        yield kind, name, DAMAGES[name](found[kind], random)


def read(file: Path) -> tuple[str, float]:
    """Read a picture in a process that may crash; return what came of it, and seconds of work."""
    faulthandler.enable()
    started = time.process_time()
    try:
        image = load_picture(file)
    except PictureError as error:
        outcome = str(error).replace(str(file), "X")
        assert "\n" not in outcome
        assert outcome.endswith(".")
    else:
        assert image.dtype == np.uint8
        assert image.ndim == 3
        assert 0 < image.shape[0] * image.shape[1] <= MOST_PIXELS
        outcome = "a picture"
    return outcome, time.process_time() - started


def peak_memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.timeout(1800)
def test_a_damaged_file_is_a_picture_or_one_sentence_and_never_more(tmp_path):
    outcomes: Counter[tuple[str, str]] = Counter()
    seconds: dict[str, float] = {}
    file = tmp_path / "damaged"
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        at_first = process.submit(peak_memory_mb).result()
        for number, (kind, damage, content) in enumerate(damaged_pictures()):
            file.write_bytes(content)
            try:
                outcome, took_s = process.submit(read, file).result()
            except Exception as error:
                kept = tmp_path / f"{number} {kind} {damage}"
                kept.write_bytes(content)
                raise AssertionError(f"{kept}: {error!r}") from error
            outcomes[kind, outcome] += 1
            seconds[f"{kind}, {damage}"] = max(took_s, seconds.get(f"{kind}, {damage}", 0))
        peak = process.submit(peak_memory_mb).result()
    report(outcomes, seconds, at_first, peak)
    assert outcomes.total() == PICTURES
    assert peak < MOST_MEMORY_MB
    assert max(seconds.values()) < MOST_TIME_S


def report(
    outcomes: Counter[tuple[str, str]], seconds: dict[str, float], at_first: float, peak: float
) -> None:
    reasons = sorted({reason for _, reason in outcomes})
    print(f"\n{outcomes.total()} damaged pictures, seed {SEED}: none ended the process.")
    for reason in reasons:
        print(f"{sum(outcomes[key] for key in outcomes if key[1] == reason):5}  {reason}")
    for kind in sorted({kind for kind, _ in outcomes}):
        used, total = (
            outcomes[kind, "a picture"],
            sum(outcomes[key] for key in outcomes if key[0] == kind),
        )
        print(f"{kind:24} {used:4} of {total:4} used")
    print(f"memory: {at_first:.0f} MB at first, {peak:.0f} MB at most")
    for what in sorted(seconds, key=seconds.__getitem__)[-5:]:
        print(f"slowest: {seconds[what]:6.2f} s  {what}")
