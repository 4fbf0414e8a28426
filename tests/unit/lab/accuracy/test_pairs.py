from __future__ import annotations

import pytest

from facecam.errors import UsageError
from facecam.lab.accuracy.pairs import read_pairs


@pytest.fixture
def images(tmp_path):
    folder = tmp_path / "images"
    for name in ("Ann_Lee", "Bob"):
        for number in (1, 2, 3):
            path = folder / name / f"{name}_{number:04d}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    return folder


@pytest.fixture
def pairs_file(tmp_path):
    def write(*lines):
        path = tmp_path / "pairs.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def described(fold):
    return [(pair.first.name, pair.second.name, pair.same) for pair in fold]


def test_folds_hold_same_and_different_pairs(pairs_file, images):
    file = pairs_file(
        "2\t1", "Ann_Lee\t1\t2", "Ann_Lee\t1\tBob\t3", "Bob\t1\t3", "Bob\t2\tAnn_Lee\t2"
    )
    first, second = read_pairs(file, images)
    assert described(first) == [
        ("Ann_Lee_0001.jpg", "Ann_Lee_0002.jpg", True),
        ("Ann_Lee_0001.jpg", "Bob_0003.jpg", False),
    ]
    assert described(second) == [
        ("Bob_0001.jpg", "Bob_0003.jpg", True),
        ("Bob_0002.jpg", "Ann_Lee_0002.jpg", False),
    ]


def test_one_number_is_one_fold(pairs_file, images):
    (fold,) = read_pairs(pairs_file("1", "Bob 1 2", "Bob 1 Ann_Lee 1"), images)
    assert len(fold) == 2


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["many"], "Line 1"),
        (["0\t300"], "Line 1"),
        (["1\t2\t3"], "Line 1"),
        (["1\t1", "Bob\t1\t2"], "promises 2 pairs in line 1 and has 1"),
        (["1\t1", "Bob\t1\t2", "Bob\tone\tAnn_Lee\t1"], "Line 3"),
        (["1\t1", "Bob", "Bob\t1\tAnn_Lee\t1"], "Line 2"),
        (["1\t1", "Bob\t1\t9", "Bob\t1\tAnn_Lee\t7"], "2 of 3 pictures are missing.*Ann_Lee_0007"),
    ],
)
def test_mistake_is_said_with_its_place(pairs_file, images, lines, message):
    with pytest.raises(UsageError, match=message):
        read_pairs(pairs_file(*lines), images)


def test_files_that_are_no_pairs(tmp_path, images):
    with pytest.raises(UsageError, match="cannot be read"):
        read_pairs(tmp_path / "missing.txt", images)
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not a text file"):
        read_pairs(tmp_path / "binary", images)
    (tmp_path / "empty").touch()
    with pytest.raises(UsageError, match="is empty"):
        read_pairs(tmp_path / "empty", images)


def test_missing_folder_of_pictures(pairs_file, tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        read_pairs(pairs_file("1", "Bob 1 2", "Bob 1 Ann 1"), tmp_path / "nowhere")
