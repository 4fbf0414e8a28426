"""What the pipeline says of the frames of one source, in which the test says who is where."""

import cv2
import numpy as np
import pytest

from facecam.embed.crop import crop_face
from facecam.match import Matcher
from facecam.pipeline import VideoRecogniser
from facecam.pipeline.still import largest_first
from facecam.quality import quality, visibility
from facecam.scoring.calibrated_index import CosineScoring
from facecam.track.schedule import ENOUGH_SAMPLES
from facecam.types import Decision, Detection, Frame, GallerySnapshot, Reason
from tests.fakes.detector import FRAME_S, FakeDetector, face
from tests.fakes.embedder import ADAS_GALLERY, FakeEmbedder

RATE = 0.001
THRESHOLD = CosineScoring()(np.eye(1, 2, dtype=np.float32), np.array([7])).threshold(RATE)
NOISE = np.random.default_rng(0).integers(0, 255, (180, 320, 3), np.uint8)
NOBODY = GallerySnapshot("fake", np.empty((0, 2), np.float32), np.empty(0, np.int64), {})


def frame(number, image=NOISE):
    image = image.copy()
    image[1, 1, 0] = number
    return Frame(number, image, number * FRAME_S)


def shaded(brightness, left, right):
    """The usual picture, darkened between two columns."""
    image = NOISE.copy()
    image[:, left:right] = image[:, left:right] * brightness
    return image


@pytest.fixture
def embedder():
    return FakeEmbedder()


@pytest.fixture
def recognise(embedder):
    """Follow what ``script(n)`` gives: ``recogniser = recognise(script)``."""

    def start(script):
        recogniser = VideoRecogniser(FakeDetector(script), embedder, Matcher(CosineScoring(), RATE))
        recogniser.use_gallery(ADAS_GALLERY)
        return recogniser

    return start


def somebody(number):
    return [face(100)]


def until_well_known(recogniser):
    """Go through frames until no embedding is wanted for now; return the next frame's number."""
    for number in range(ENOUGH_SAMPLES + 2):
        recogniser.recognise(frame(number))
    return ENOUGH_SAMPLES + 2


def test_a_new_gallery_counts_in_the_next_frame_though_nothing_is_embedded_in_it(
    recognise, embedder
):
    recogniser = recognise(somebody)
    number = until_well_known(recogniser)
    before = embedder.embedded
    recogniser.use_gallery(NOBODY)
    assert recogniser.recognise(frame(number)).faces[0].match.name is None
    assert embedder.embedded == before


def test_a_new_setting_counts_in_the_next_frame_though_nothing_is_embedded_in_it(
    recognise, embedder
):
    embedder.similarity = THRESHOLD - 0.05
    recogniser = recognise(somebody)
    recogniser.set_stranger_rate(RATE)
    number = until_well_known(recogniser)
    recogniser.set_stranger_rate(0.01)
    [seen] = recogniser.recognise(frame(number)).faces
    assert (seen.match.name, embedder.embedded) == ("Ada", recogniser.embedded)


def test_a_face_unseen_for_two_frames_goes_on_with_all_that_is_known_of_it(recognise):
    recogniser = recognise(lambda n: [] if n in (8, 9) else [face(100)])
    results = [recogniser.recognise(frame(number)) for number in range(11)]
    before, after = results[7].faces[0], results[10].faces[0]
    assert [len(result.faces) for result in results[7:]] == [1, 0, 0, 1]
    assert after.track_id == before.track_id
    assert after.match.evidence.frames >= before.match.evidence.frames >= ENOUGH_SAMPLES


def test_a_face_that_cannot_be_judged_costs_the_others_no_frame(recognise, embedder):
    recogniser = recognise(lambda n: [face(20), face(200)] if n else [])
    recogniser.recognise(frame(0))
    dark, light = sorted(
        recogniser.recognise(frame(1, shaded(0.02, 0, 120))).faces,
        key=lambda seen: seen.detection.box[0],
    )
    assert (dark.match.decision, dark.match.reason) == (Decision.NOT_JUDGED, Reason.TOO_DARK)
    assert light.match.name == "Ada"
    assert embedder.embedded == 1


def test_a_sample_carries_the_quality_of_its_own_crop(recognise):
    soft = np.asarray(cv2.GaussianBlur(NOISE, (0, 0), 4), np.float32)
    image = ((soft - soft.min()) / np.ptp(soft) * 255).astype(np.uint8)
    shown = frame(0, image)
    [seen] = recognise(somebody).recognise(shown).faces
    crop = crop_face(shown.image, face(100).box)
    assert seen.sample.quality == quality(face(100), crop)
    assert quality(face(100), crop) < 0.9 * visibility(face(100))


def sized(x, y, width, height):
    corner, sides = np.array([x, y]), np.array([width, height])
    fractions = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]])
    box = np.array([x, y, x + width, y + height], np.float32)
    return Detection(box, (corner + sides * fractions).astype(np.float32), 0.99)


SMALL, LONG, LARGE = sized(10, 20, 40, 40), sized(70, 20, 100, 30), sized(200, 20, 60, 60)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_faces_are_told_the_one_with_the_largest_area_first(recognise, order):
    faces = [(SMALL, LONG, LARGE)[place] for place in order]
    told = recognise(lambda n: faces).recognise(frame(0)).faces
    assert [tuple(seen.detection.box) for seen in told] == [
        tuple(one.box) for one in (LARGE, LONG, SMALL)
    ]
    assert largest_first(faces) == [LARGE, LONG, SMALL]


def test_a_face_is_told_with_its_movement(recognise):
    recogniser = recognise(lambda n: [face(60 + 4 * n)])
    for number in range(12):
        [seen] = recogniser.recognise(frame(number)).faces
    assert seen.velocity == pytest.approx([4 / FRAME_S, 0, 4 / FRAME_S, 0], abs=4)
    assert seen.detection.box[0] == pytest.approx(60 + 4 * 11, abs=1)
