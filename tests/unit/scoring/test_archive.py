"""Calibrations that somebody else wrote, or a disk has changed."""

import io
import os
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.errors import WeightsError
from facecam.scoring.archive import MOST_PACKED, MOST_UNPACKED
from facecam.scoring.calibration import SHIPPED, from_arrays, load_calibration
from facecam.scoring.population import Population
from facecam.scoring.tail import Tail

MODEL = "a network"
SOUND = {
    "model_id": np.array(MODEL),
    "means": np.zeros((2, 4), np.float16),
    "shares": np.array([0.25, 0.75], np.float32),
    "spread": np.eye(4, dtype=np.float16) / 2,
    "tail": np.array([-15.0, -6.0, -1.9, 0.95]),
    "people": np.array(100),
}
MANY_ZEROS = b"\0" * (MOST_UNPACKED + 1)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "a.npz"


def packed(**changed):
    """The bytes of a calibration, with some arrays changed and those that are None left out."""
    content = io.BytesIO()
    arrays = {name: array for name, array in (SOUND | changed).items() if array is not None}
    np.savez_compressed(content, allow_pickle=True, **arrays)
    return content.getvalue()


def zipped(how=zipfile.ZIP_DEFLATED, **members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.npy", data)
    return content.getvalue()


def array_bytes(array):
    content = io.BytesIO()
    np.save(content, array)
    return content.getvalue()


def refused(file, content, why=""):
    file.write_bytes(content)
    with pytest.raises(WeightsError, match=rf"a\.npz is damaged, or not a calibration: .*{why}"):
        load_calibration(file, MODEL)


def test_a_sound_calibration_is_read(file):
    file.write_bytes(packed())
    read = load_calibration(file, MODEL, 4)
    assert (read.model_id, read.people, read.population.size) == (MODEL, 100, 4)


def test_arrays_may_be_stored_by_columns_and_from_the_other_end(file):
    spread = np.asfortranarray((np.arange(8).reshape(2, 4) / np.sqrt(140)).astype(">f4"))
    file.write_bytes(packed(spread=spread))
    np.testing.assert_array_equal(load_calibration(file, MODEL).population.covariance_root, spread)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["means", "shares", "spread", "tail"])
def test_what_is_no_number_is_refused_when_it_is_read(file, name, number):
    spoilt = SOUND[name].copy()
    spoilt.flat[-1] = number
    refused(file, packed(**{name: spoilt}))


WRONG = {
    "means of one axis": {"means": np.zeros(4, np.float16)},
    "means of another length": {"means": np.zeros((2, 5), np.float16)},
    "one cluster without a share": {"shares": np.ones(1, np.float32)},
    "shares below nothing": {"shares": np.array([-0.5, 1.5], np.float32)},
    "shares of more than everybody": {"shares": np.ones(2, np.float32)},
    "a spread too wide": {"spread": np.eye(4, dtype=np.float16)},
    "no spread": {"spread": np.zeros((4, 4), np.float16)},
    "means beyond length 1": {"means": np.full((2, 4), 3, np.float16)},
    "nobody": {"people": np.array(0)},
    "half a person": {"people": np.array(0.5)},
    "a tail of three numbers": {"tail": np.array([-15.0, -6.0, -1.9])},
    "a tail of whole numbers": {"tail": np.array([-15, -6, -1, 1])},
    "a tail that rises": {"tail": np.array([0.0, 6.0, -1.9, 0.95])},
    "a tail that bends upwards": {"tail": np.array([15.0, -6.0, -1.9, 0.95])},
    "a threshold that everybody passes": {"tail": np.array([-15.0, -6.0, -1e9, 0.95])},
    "a threshold that nobody passes": {"tail": np.array([0.0, -1e-9, -1.9, 0.95])},
    "growth of nothing": {"tail": np.array([-15.0, -6.0, -1.9, 0.0])},
    "a number for a name": {"model_id": np.array(7)},
    "names in a row": {"model_id": np.array([MODEL])},
    "a pickle": {"tail": np.array([{}, {}, {}, {}], object)},
    "records": {"tail": np.zeros(4, [("a", "f8")])},
    "something missing": {"spread": None},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG)
def test_what_does_not_describe_strangers_is_refused_when_it_is_read(file, changed):
    refused(file, packed(**changed))


@given(
    st.sampled_from(["means", "shares", "spread", "tail"]),
    st.integers(0, 15),
    st.floats(width=16) | st.sampled_from([0.25, 0.75, 0.5, -6.0]),
)
def test_whatever_number_stands_in_a_calibration_it_is_refused_or_has_limits(name, at, number):
    arrays = {part: np.array(SOUND[part]) for part in SOUND}
    arrays[name].flat[at % arrays[name].size] = number
    try:
        made = from_arrays(arrays)
    except ValueError:
        return
    assert 0 < made.tail.threshold(0.001, 100) < 1
    assert np.isfinite(made.population.draw(3, 1)).all()


def test_the_calibration_of_embeddings_of_another_length_is_refused(file):
    file.write_bytes(packed())
    with pytest.raises(WeightsError, match="embeddings of 4 values, not of 512"):
        load_calibration(file, MODEL, 512)


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(file):
    bomb = zipped(more=MANY_ZEROS, **{name: array_bytes(SOUND[name]) for name in SOUND})
    assert len(bomb) < MOST_PACKED
    tracemalloc.start()
    refused(file, bomb, "more than 64 MB")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20 + 4 * len(bomb)


def test_a_directory_that_says_less_than_there_is_does_not_have_more_unpacked(file):
    bomb = zipped(model_id=MANY_ZEROS)
    lying = bomb.replace(len(MANY_ZEROS).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    tracemalloc.start()
    refused(file, lying)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20 + 4 * len(bomb)


def test_an_array_that_says_more_than_there_is_makes_no_room_for_it(file):
    header = b"{'descr': '<U9', 'fortran_order': False, 'shape': (), }"
    for shape in (b"(99999999999999999,)", b"(0,)", b"(-1,)", b"(" * 900):
        array = array_bytes(SOUND["model_id"]).replace(b"()", shape, 1)
        refused(file, zipped(model_id=array[:10] + array[10:].ljust(len(header))))


def test_a_file_that_is_too_large_to_be_one_is_not_read(file):
    with file.open("wb") as sparse:
        sparse.truncate(10 * 2**30)
    with pytest.raises(WeightsError, match="cannot be read: Larger than 8,388,608 bytes"):
        load_calibration(file, MODEL)


def test_what_is_no_file_is_not_waited_for(file):
    os.mkfifo(file)
    with pytest.raises(WeightsError, match="cannot be read: Not a regular file"):
        load_calibration(file, MODEL)
    with pytest.raises(WeightsError, match="cannot be read: Is a directory"):
        load_calibration(file.parent, MODEL)


def test_an_archive_packed_or_locked_in_another_way_is_refused(file):
    sound = {name: array_bytes(SOUND[name]) for name in SOUND}
    for how in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        refused(file, zipped(how, **sound), "packed in another way")
    unknown = bytearray(zipped(**sound))
    directory = unknown.index(b"PK\x01\x02")
    unknown[directory + 10] = 99
    refused(file, bytes(unknown), "packed in another way")
    locked = bytearray(zipped(**sound))
    locked[directory + 8] |= 1
    refused(file, bytes(locked), "packed in another way")


def test_bytes_that_cannot_be_unpacked_are_refused(file):
    content = bytearray(packed())
    start = content.index(b"means.npy") + 40
    content[start : start + 4] = b"\xff\xff\xff\xff"
    refused(file, bytes(content))


def test_what_ships_is_sound():
    shipped = next(SHIPPED.glob("*.npz"))
    assert load_calibration(shipped, shipped.stem, 512).people == 844


def test_strangers_and_tails_that_are_none_cannot_be_made():
    with pytest.raises(ValueError, match="fit together"):
        Population(*(np.ones(shape, np.float32) for shape in ((1, 2), 2, (2, 2))))
    with pytest.raises(ValueError, match="do not fall off"):
        Tail(np.nan, -6.0, -1.9, 0.95)
