from __future__ import annotations

import pytest
from PIL import Image as Pillow

from facecam.errors import UsageError
from facecam.lab.clips.frames import first_frames, pictures_of


@pytest.fixture
def album(tmp_path):
    for number in range(10):
        path = tmp_path / f"person{number % 2}" / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        Pillow.new("RGB", (8, 6), (number, 0, 0)).save(path)
    return tmp_path


def test_pictures_are_spread_evenly_over_sub_folders(album):
    assert [image[0, 0, 0] for image in pictures_of(album, 5)] == [0, 4, 8, 3, 7]


def test_fewer_pictures_than_wanted_are_all_taken(album):
    (album / "notes.txt").write_text("not a picture")
    assert len(pictures_of(album, 99)) == 10


def test_folder_without_pictures_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no pictures"):
        pictures_of(tmp_path, 5)


def test_frames_of_the_demo_in_the_size_wanted():
    frames = first_frames("demo", 3, (64, 48))
    assert [frame.shape for frame in frames] == [(48, 64, 3)] * 3
