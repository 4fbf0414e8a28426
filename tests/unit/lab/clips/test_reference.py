"""What is to be seen in a folder of pictures, one a second, by a detector that knows it."""

from __future__ import annotations

import numpy as np
import pytest

from facecam.errors import CaptureError
from facecam.lab.clips.reference import LEAST_FRAMES, build_reference
from facecam.picture import save_picture
from facecam.types import FaceSample
from tests.fakes.detector import FakeDetector, face, picture

LEFT, RIGHT = face(20), face(220)


class Embedder:
    """Knows a person by the side of the picture: ``alike`` is the cosine of both sides.

    Attributes:
        embedded: the frame and the box's left edge of each sample made.
    """

    def __init__(self, alike):
        self.embedded = []
        self._sides = np.array([[1, 0], [alike, (1 - alike**2) ** 0.5]], np.float32)

    def samples(self, image, detections):
        return [self._sample(image, one) for one in detections]

    def _sample(self, image, detection):
        left = float(detection.box[0])
        self.embedded.append((int(image[1, 1, 0]), left))
        crop = np.zeros((160, 160, 3), np.uint8)
        return FaceSample(crop, self._sides[int(left > 150)], "fake", detection.score)


@pytest.fixture
def look(tmp_path):
    """Refer to so many pictures in which ``script(n)`` is seen."""

    def embed_subjects(frames, script, alike=0.0, grey=lambda n: 100):
        for number in range(frames):
            save_picture(picture(number, grey(number)), tmp_path / f"{number:03}.png")
        embedder = Embedder(alike)
        return build_reference(str(tmp_path), FakeDetector(script), embedder), embedder

    return embed_subjects


def test_every_frame_is_searched_and_faces_keep_their_tracks(look):
    clip, _ = look(3, lambda n: [LEFT, RIGHT] if n % 2 else [RIGHT, LEFT])
    assert (clip.fps, clip.size) == (1.0, (320, 180))
    assert [one.position_s for one in clip.frames] == [0.0, 1.0, 2.0]
    assert [one.tracks.tolist() for one in clip.frames] == [[1, 2], [2, 1], [1, 2]]
    np.testing.assert_array_equal(clip.frames[1].boxes, [LEFT.box, RIGHT.box])


def test_a_frame_without_faces_has_no_boxes(look):
    clip, _ = look(2, lambda n: [])
    assert [one.boxes.shape for one in clip.frames] == [(0, 4), (0, 4)]
    assert (clip.people, clip.samples) == ({}, ())


def test_whoever_is_seen_too_briefly_is_nobody_known_but_to_be_seen(look):
    clip, _ = look(LEAST_FRAMES, lambda n: [LEFT, RIGHT] if n else [LEFT])
    assert clip.people == {1: 0}
    assert clip.frames[-1].tracks.tolist() == [1, 2]


def test_two_people_are_told_apart_and_each_has_a_sample(look):
    clip, _ = look(LEAST_FRAMES, lambda n: [LEFT, RIGHT])
    assert sorted(clip.people) == [1, 2]
    assert sorted(clip.people.values()) == [0, 1]
    left, right = (clip.samples[clip.people[track]].embedding for track in (1, 2))
    np.testing.assert_array_equal([left, right], np.eye(2))


def test_somebody_who_comes_back_is_the_same_person(look):
    def script(number):
        return [LEFT] if number < LEAST_FRAMES else [] if number < 20 else [RIGHT]

    clip, _ = look(20 + LEAST_FRAMES, script, alike=0.8)
    assert clip.people == {1: 0, 2: 0}
    assert len(clip.samples) == 1


def test_a_person_is_known_by_where_they_were_seen_best(look):
    clip, embedder = look(
        LEAST_FRAMES, lambda n: [face(20 - n, side=50 + 2 * n) if n < 6 else LEFT]
    )
    assert embedder.embedded[0][0] == 5
    assert len(clip.samples) == 1


def test_the_better_seen_of_two_visits_gives_the_sample(look):
    def script(number):
        return [LEFT] if number < LEAST_FRAMES else [] if number < 20 else [face(220, side=70)]

    clip, _ = look(20 + LEAST_FRAMES, script, alike=0.8)
    np.testing.assert_allclose(clip.samples[0].embedding, [0.8, 0.6], rtol=1e-6)


def test_a_cut_begins_new_tracks(look):
    clip, _ = look(4, lambda n: [LEFT], grey=lambda n: 20 if n < 2 else 220)
    assert [one.tracks.tolist() for one in clip.frames] == [[1], [1], [2], [2]]


def test_a_clip_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(CaptureError, match="has no pictures"):
        build_reference(str(tmp_path), FakeDetector(lambda n: []), Embedder(0.0))
