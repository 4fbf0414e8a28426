"""Hundreds of calibrations that a disk, a mistake or somebody else has changed.

Each is refused in one sentence when it is read, or is one: then its numbers are finite,
and nobody is named under its limit.
"""

import io
import struct
import time
import tracemalloc
import zipfile
import zlib

import numpy as np
import pytest

from facecam.errors import WeightsError
from facecam.match import Matcher
from facecam.scoring.calibrated_index import CalibratedScoring
from facecam.scoring.calibration import SHIPPED, load_calibration
from facecam.types import GallerySnapshot

SEED = 20240501
SHIPPED_FILE = next(SHIPPED.glob("*.npz"))
MODEL = SHIPPED_FILE.stem
MOST_BYTES = 100 * 2**20
"""No file may take more memory than this to be refused."""
NUMBERS = (np.nan, np.inf, -np.inf, 0.0, -1.0, 1e-40, 1e5, 6e4)


def arrays():
    with np.load(SHIPPED_FILE) as shipped:
        return dict(shipped)


def packed(changed, how=np.savez_compressed):
    content = io.BytesIO()
    how(content, allow_pickle=True, **changed)
    return content.getvalue()


def flipped(rng):
    content = bytearray(SHIPPED_FILE.read_bytes())
    for _ in range(int(rng.integers(1, 9))):
        content[rng.integers(len(content))] ^= int(rng.integers(1, 256))
    return bytes(content)


def cut(rng):
    content = SHIPPED_FILE.read_bytes()
    start, end = sorted(rng.integers(len(content), size=2).tolist())
    return content[start:end] if rng.random() < 0.3 else content[:end]


def overwritten(rng):
    content = bytearray(SHIPPED_FILE.read_bytes())
    start = int(rng.integers(len(content)))
    length = int(rng.integers(1, 4096))
    content[start : start + length] = rng.bytes(length)
    return bytes(content)


def renumbered(rng):
    """A whole archive, in which one array has numbers that it should not have."""
    changed = arrays()
    name = str(rng.choice(["means", "shares", "spread", "tail"]))
    spoilt = np.array(changed[name])
    where = rng.integers(spoilt.size, size=int(rng.integers(1, 5)))
    with np.errstate(over="ignore"):
        spoilt.flat[where] = np.float64(rng.choice(NUMBERS)).astype(spoilt.dtype)
    return packed(changed | {name: spoilt})


def reshaped(rng):
    """A whole archive, in which one array has another shape or kind."""
    changed = arrays()
    name = str(rng.choice(list(changed)))
    ways = (
        lambda a: a[..., None],
        lambda a: a.reshape(-1),
        lambda a: np.atleast_1d(a)[:0],
        lambda a: np.atleast_1d(a).T[1:].T,
        lambda a: a.astype(str),
        lambda a: a.astype(object),
        lambda a: np.zeros((2, 3, 4)),
        lambda a: a.astype("S40"),
        lambda a: np.resize(a, (7, 512)),
    )
    return packed(changed | {name: ways[int(rng.integers(len(ways)))](changed[name])})


def scaled(rng):
    """A whole archive of the right shapes, that describes nobody."""
    changed = arrays()
    name = str(rng.choice(["means", "shares", "spread", "tail"]))
    factor = float(rng.choice([-1.0, 0.0, 0.5, 2.0, 10.0, 1e3, 1e-3]))
    with np.errstate(over="ignore"):
        return packed(changed | {name: (changed[name] * factor).astype(changed[name].dtype)})


def headed(rng):
    """An archive whose arrays begin with a header that lies or cannot be parsed."""
    content = io.BytesIO()
    lies = (
        b"{'descr': '<f2', 'fortran_order': False, 'shape': (999999999, 999999), }",
        b"{'descr': '<f2', 'fortran_order': False, 'shape': (-1, 512), }",
        b"{'descr': '|O', 'fortran_order': False, 'shape': (28, 512), }",
        b"{'descr': '<f2', 'fortran_order': False, 'shape': " + b"(" * 800,
        b"{'descr': [('a', '<f2')], 'fortran_order': False, 'shape': (28, 512), }",
        b"__import__('os').abort()",
        b"'" * 500,
        b"\x00" * 300,
        rng.bytes(300),
        b"9" * 900,
    )
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays().items():
            member = io.BytesIO()
            np.save(member, array)
            data = member.getvalue()
            if rng.random() < 0.5:
                lie = lies[int(rng.integers(len(lies)))]
                version = bytes([int(rng.choice([1, 1, 2, 3, 9])), 0])
                data = b"\x93NUMPY" + version + struct.pack("<H", len(lie)) + lie + data[128:]
            archive.writestr(f"{name}.npy", data)
    return content.getvalue()


def redirected(rng):
    """An archive whose directory says other sizes, packings, flags and places."""
    content = bytearray(packed(arrays()))
    places = [i for i in range(len(content)) if content[i : i + 4] == b"PK\x01\x02"]
    for _ in range(int(rng.integers(1, 4))):
        at = int(rng.choice(places)) + int(rng.choice([8, 10, 16, 20, 24, 28, 30, 42]))
        content[at : at + 4] = rng.choice([b"\0\0\0\0", b"\xff\xff\xff\xff", rng.bytes(4)])
    return bytes(content)


def bomb(rng):
    """A small file that unpacks to much, whatever it says of itself."""
    megabytes = int(rng.choice([65, 500, 2000]))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = b"".join(packer.compress(b"\0" * 2**20) for _ in range(megabytes)) + packer.flush()
    says = megabytes * 2**20 if rng.random() < 0.5 else int(rng.integers(1, 2**20))
    name, checksum = b"model_id.npy", 0
    local = struct.pack(
        "<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, checksum, len(data), says, len(name), 0
    )
    directory = struct.pack(
        "<4s6H3I5H2I",
        *(b"PK\1\2", 20, 20, 0, 8, 0, 0, checksum, len(data), says, len(name)),
        *(0, 0, 0, 0, 0, 0),
    )
    start = len(local) + len(name) + len(data)
    size = len(directory) + len(name)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, size, start, 0)
    return local + name + data + directory + name + end


KINDS = {
    flipped: 150, cut: 60, overwritten: 60, renumbered: 150, reshaped: 60, scaled: 40,
    headed: 80, redirected: 100, bomb: 8,
}  # fmt: skip


@pytest.mark.timeout(1200)
def test_a_calibration_is_refused_when_read_or_is_one(tmp_path):
    file, totals = tmp_path / "calibration.npz", np.zeros(3)
    for kind, count in KINDS.items():
        rng = np.random.default_rng((SEED, list(KINDS).index(kind)))
        refused = harmless = 0
        slowest_s = most_mb = 0.0
        for _ in range(count):
            file.write_bytes(kind(rng))
            seconds, megabytes, read = look(file)
            slowest_s, most_mb = max(slowest_s, seconds), max(most_mb, megabytes)
            refused, harmless = refused + (not read), harmless + read
        print(
            f"{kind.__name__:12} {count:4}: {refused:4} refused, {harmless:3} sound, "
            f"slowest {slowest_s:.2f} s, most memory {most_mb:.1f} MB"
        )
        totals += (count, refused, harmless)
    print("all {:.0f}: {:.0f} refused, {:.0f} sound".format(*totals))
    assert totals[1] > 0.7 * totals[0]


def look(file):
    """Read a calibration and use it; return the seconds and MB of reading, and if it was read."""
    tracemalloc.start()
    began_at = time.perf_counter()
    try:
        calibration = load_calibration(file, MODEL, 512)
    except WeightsError as error:
        assert str(error).count("\n") == 0
        calibration = None
    seconds = time.perf_counter() - began_at
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_BYTES
    if calibration is not None:
        use(calibration)
    return seconds, peak / 2**20, calibration is not None


def use(calibration):
    """Match strangers and what is no face with a gallery; nobody is named below the limit."""
    rng = np.random.default_rng(1)
    people = calibration.population.draw(10, 7)
    matcher = Matcher(CalibratedScoring(calibration), 0.001)
    names = {number: str(number) for number in range(10)}
    matcher.use_gallery(GallerySnapshot(MODEL, people, np.arange(10), names))
    odd = np.array([[np.nan], [np.inf], [0.0], [1e-40], [1e30]], np.float32) * np.ones(
        512, np.float32
    )
    strangers = rng.standard_normal((50, 512)).astype(np.float32)
    strangers /= np.linalg.norm(strangers, axis=1, keepdims=True)
    for match in matcher.match(np.concatenate([odd, strangers, people])):
        if match.evidence is not None:
            assert np.isfinite([match.evidence.score, match.evidence.threshold]).all()
            assert match.name is None or match.evidence.score >= match.evidence.threshold
    assert [match.name for match in matcher.match(odd)] == [None] * len(odd)
