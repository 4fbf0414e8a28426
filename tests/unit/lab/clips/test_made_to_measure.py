"""Clips made out of a folder of pictures, one a second, and read again."""

from __future__ import annotations

import os

import numpy as np
import pytest

from facecam.capture.video import VideoFile
from facecam.errors import CaptureError, UsageError
from facecam.lab.clips import made_to_measure
from facecam.lab.clips.made_to_measure import make_clip
from facecam.picture import save_picture
from tests.fakes.source import FakeSource, picture

SHADES = (30, 90, 150, 210)


@pytest.fixture
def folder(tmp_path):
    """Four grey pictures of 64×48."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for shade in SHADES:
        save_picture(np.full((48, 64, 3), shade, np.uint8), pictures / f"{shade:03}.png")
    return str(pictures)


@pytest.fixture(params=["clips", b"clips\xff"])
def made(request, tmp_path):
    """Make a clip, in a folder of any name; return its pictures and its rate."""

    def make(source, **how):
        folder = tmp_path / os.fsdecode(request.param)
        folder.mkdir(exist_ok=True)
        file = folder / "clip.mp4"
        make_clip(source, file, **how)
        video = VideoFile(file)
        video.open()
        pictures, fps = list(iter(video.read, None)), video.fps
        video.close()
        return [one.image for one in pictures], fps

    return make


def shades(images):
    return [min(SHADES, key=lambda shade: abs(shade - image.mean())) for image in images]


def test_without_wishes_a_clip_is_its_source(folder, made):
    images, fps = made(folder)
    assert shades(images) == list(SHADES)
    assert (images[0].shape, fps) == ((48, 64, 3), 1.0)


def test_another_size_shows_the_whole_picture(tmp_path, made):
    half = np.full((48, 64, 3), 30, np.uint8)
    half[:, 32:] = 210
    save_picture(half, tmp_path / "half.png")
    images, _ = made(str(tmp_path), size=(160, 96))
    assert images[0].shape == (96, 160, 3)
    assert images[0][:, :70].mean() == pytest.approx(30, abs=8)
    assert images[0][:, 90:].mean() == pytest.approx(210, abs=8)


def test_colours_stay_what_they_are(tmp_path, made):
    save_picture(np.full((48, 64, 3), (200, 40, 40), np.uint8), tmp_path / "red.png")
    images, _ = made(str(tmp_path))
    assert images[0].mean(axis=(0, 1)) == pytest.approx([200, 40, 40], abs=12)


def test_at_another_rate_every_frame_stays_one(folder, made):
    images, fps = made(folder, fps=20.0)
    assert (shades(images), fps) == (list(SHADES), 20.0)


def test_a_source_is_repeated_until_the_clip_is_long_enough(folder, made):
    images, _ = made(folder, fps=5.0, seconds=2.0)
    assert shades(images) == [*SHADES, *SHADES, *SHADES[:2]]


def test_a_source_is_broken_off_when_the_clip_is_long_enough(folder, made):
    images, _ = made(folder, fps=10.0, seconds=0.3)
    assert shades(images) == list(SHADES[:3])


def test_the_shortest_clip_has_one_frame(folder, made):
    images, _ = made(folder, seconds=0.01)
    assert len(images) == 1


def test_the_demo_can_be_made_into_a_clip(made):
    images, fps = made("demo", seconds=0.2)
    assert (len(images), images[0].shape, fps) == (6, (480, 640, 3), 30.0)


@pytest.mark.parametrize("fps", [None, 30.0])
def test_a_source_without_an_end_needs_seconds(monkeypatch, tmp_path, fps):
    monkeypatch.setattr(
        made_to_measure, "open_source", lambda spec: FakeSource([picture()], live=True)
    )
    with pytest.raises(UsageError, match="has no end of its own: give --seconds"):
        make_clip("0", tmp_path / "clip.mp4", fps=fps)


@pytest.mark.parametrize("seconds", [None, 2.0])
def test_a_source_without_frames_is_refused(monkeypatch, tmp_path, seconds):
    monkeypatch.setattr(made_to_measure, "open_source", lambda spec: FakeSource([]))
    with pytest.raises(UsageError, match=r"no frames in empty\.mp4"):
        make_clip("empty.mp4", tmp_path / "clip.mp4", seconds=seconds)


def test_a_source_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(CaptureError, match="does not exist"):
        make_clip(str(tmp_path / "none.mp4"), tmp_path / "clip.mp4")


def test_a_clip_that_cannot_be_written_is_refused(folder, tmp_path):
    with pytest.raises(UsageError, match=r"64×48 cannot be written to .*clip\.mp4"):
        make_clip(folder, tmp_path / "none" / "clip.mp4")


def test_every_opening_of_a_source_is_closed(monkeypatch, tmp_path):
    opened = []

    def open_source(spec):
        opened.append(FakeSource([picture(0.0), picture(1.0)]))
        return opened[-1]

    monkeypatch.setattr(made_to_measure, "open_source", open_source)
    make_clip("some.mp4", tmp_path / "clip.mp4", size=(64, 48), seconds=0.2)
    assert len(opened) > 2
    assert all(source.openings == source.closings == 1 for source in opened)
