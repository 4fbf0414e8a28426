"""The pipeline with a detector and an embedder that do what the test says."""

import threading
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from facecam.embed.facenet import FaceNet
from facecam.errors import EmbeddingError
from facecam.gallery import GalleryStore
from facecam.match import HYSTERESIS, Matcher
from facecam.network import Array
from facecam.pipeline import Recogniser, VideoRecogniser, opening
from facecam.scoring.calibrated_index import CosineScoring
from facecam.track.schedule import REFRESH_S
from facecam.track.search import Detector
from facecam.types import (
    NOT_JUDGED,
    Decision,
    Detection,
    FaceSample,
    Floats,
    Frame,
    GallerySnapshot,
    Image,
    Reason,
)
from tests.fakes.embedder import ADAS_GALLERY, FakeEmbedder, HeldEmbedder

RATE = 0.001
THRESHOLD = CosineScoring()(np.eye(1, 2, dtype=np.float32), np.array([7])).threshold(RATE)
IMAGE = np.random.default_rng(0).integers(0, 255, (200, 400, 3), np.uint8)
NOBODY = GallerySnapshot("fake", np.empty((0, 2), np.float32), np.empty(0, np.int64), {})
PATIENCE_S = 10.0


def face(x):
    box = np.array([x, 50, x + 60, 120], np.float32)
    points = np.array([[x + 15, 70], [x + 45, 70], [x + 30, 85], [x + 20, 100], [x + 40, 100]])
    return Detection(box, points.astype(np.float32), 0.99)


class FakeDetector:
    def __init__(self, *xs):
        self.faces = [face(x) for x in xs]
        self.searches = 0
        self.searched = None

    def detect(self, image, min_face_factor=1.0):
        self.searches += 1
        self.searched = image
        return list(self.faces)

    def detect_upright(self, image, min_face_factor=1.0):
        return self.detect(image, min_face_factor)

    def refine(self, image, boxes, threshold):
        return [*self.faces, *[None] * len(boxes)][: len(boxes)]


def of_pictures(detector: Detector, embedder: FakeEmbedder) -> Recogniser:
    recogniser = Recogniser(detector, embedder, Matcher(CosineScoring(), RATE))
    recogniser.use_gallery(ADAS_GALLERY)
    return recogniser


def with_ada(detector: Detector, embedder: FakeEmbedder) -> VideoRecogniser:
    recogniser = VideoRecogniser(detector, embedder, Matcher(CosineScoring(), RATE))
    recogniser.use_gallery(ADAS_GALLERY)
    return recogniser


def play(recogniser, frames, start=0):
    for number in range(start + 1, start + frames + 1):
        result = recogniser.recognise(Frame(number, IMAGE, 0.0, position_s=number / 25))
    return result


def test_a_picture_that_stands_alone_is_named_face_by_face_largest_first():
    detector = FakeDetector(10)
    small = face(200)
    small.box[2:] -= 20
    detector.faces.insert(0, small)
    first, second = of_pictures(detector, FakeEmbedder()).identify(IMAGE)
    assert first.detection is detector.faces[1]
    assert (first.match.name, second.match.name) == ("Ada", "Ada")
    assert first.track_id is None


def test_a_face_of_a_picture_on_its_side_is_enrolled_upright():
    detector = FakeDetector(10)
    detector.faces = [replace(face(10), turned_deg=90)]
    lying = np.zeros_like(IMAGE)
    lying[50:120, 10:70] = np.linspace(0, 255, 60).astype(np.uint8)[None, :, None]  # dark left
    recogniser = with_ada(detector, FakeEmbedder())
    (found,) = recogniser.recognise(Frame(1, lying, 0.0, is_still=True)).faces
    assert found.sample is not None
    crop = found.sample.crop.astype(int)
    assert (found.detection.turned_deg, found.detection.box[0]) == (90, 10)
    assert crop[50].mean() < crop[110].mean() - 50  # turned clockwise, left is at the top


def test_between_key_frames_the_whole_picture_is_not_searched():
    detector = FakeDetector(10)
    play(with_ada(detector, FakeEmbedder()), frames=25)
    assert 2 <= detector.searches <= 6


def test_newcomers_are_embedded_one_a_frame_until_all_are():
    detector, embedder = FakeDetector(10), FakeEmbedder()
    recogniser = with_ada(detector, embedder)
    play(recogniser, frames=24)
    before = embedder.embedded
    detector.faces += [face(110), face(210)]
    per_frame = []
    for number in range(24, 36):
        result = play(recogniser, frames=1, start=number)
        per_frame.append(embedder.embedded - before)
        before = embedder.embedded
    assert max(per_frame) == 1
    assert [f.sample is not None for f in result.faces] == [True, True, True]


@pytest.mark.parametrize("seconds", [1.0, 5.0])
def test_in_frames_far_apart_such_as_a_folders_pictures_every_face_is_judged(seconds):
    recogniser = with_ada(FakeDetector(10, 110, 210), FakeEmbedder())
    for number in (1, 2):
        frame = Frame(number, IMAGE, 0.0, position_s=number * seconds)
        faces = recogniser.recognise(frame).faces
        assert all(f.match.decision is not Decision.NOT_JUDGED for f in faces)


def test_one_person_has_one_name_in_a_frame():
    result = play(with_ada(FakeDetector(10, 200), FakeEmbedder()), frames=4)
    assert sorted(f.match.name or "" for f in result.faces) == ["", "Ada"]


@pytest.mark.parametrize(
    ("before", "now", "name"),
    [
        (THRESHOLD + 0.05, THRESHOLD - HYSTERESIS / 2, "Ada"),
        (THRESHOLD + 0.05, THRESHOLD - 3 * HYSTERESIS, None),
        (THRESHOLD - 3 * HYSTERESIS, THRESHOLD - HYSTERESIS / 2, None),
    ],
    ids=["held a little below", "lost well below", "never given below"],
)
def test_a_name_once_given_holds_a_little_below_the_threshold(before, now, name):
    embedder = FakeEmbedder()
    recogniser = with_ada(FakeDetector(10), embedder)
    embedder.similarity = before
    play(recogniser, frames=1)
    embedder.similarity = now
    assert play(recogniser, frames=1500, start=1).faces[0].match.name == name


def test_a_new_gallery_counts_from_the_next_frame():
    recogniser = with_ada(FakeDetector(10), FakeEmbedder())
    assert play(recogniser, frames=1).faces[0].match.name == "Ada"
    recogniser.use_gallery(NOBODY)
    assert play(recogniser, frames=1, start=1).faces[0].match.name is None


def test_a_face_that_cannot_be_judged_says_why_and_is_not_embedded():
    embedder = FakeEmbedder()
    recogniser = with_ada(FakeDetector(10), embedder)
    dark = Frame(1, np.zeros_like(IMAGE), 0.0, position_s=0.0)
    (seen,) = recogniser.recognise(dark).faces
    assert (seen.match.decision, seen.match.reason) == (Decision.NOT_JUDGED, Reason.TOO_DARK)
    assert embedder.embedded == 0


def test_a_face_is_judged_once_it_can_be_seen_and_keeps_its_name_in_the_dark():
    recogniser = with_ada(FakeDetector(10), FakeEmbedder())
    black = IMAGE.copy()
    black[30:150, :90] = 0
    images = [black] * 10 + [IMAGE] * 10 + [black] * 40
    frames = [Frame(n, image, 0.0, position_s=n / 25) for n, image in enumerate(images, 1)]
    names = [recogniser.recognise(frame).faces[0].match.name for frame in frames]
    assert names[9] is None
    assert set(names[20:]) == {"Ada"}


def test_a_picture_with_a_face_that_cannot_be_judged_says_why():
    (seen,) = of_pictures(FakeDetector(10), FakeEmbedder()).identify(np.full_like(IMAGE, 255))
    assert seen.match.reason is Reason.TOO_BRIGHT
    assert seen.sample is not None


def test_the_evidence_counts_the_embeddings_of_the_face():
    recogniser = with_ada(FakeDetector(10), FakeEmbedder())
    assert play(recogniser, frames=1).faces[0].match.evidence.frames == 1
    assert play(recogniser, frames=10, start=1).faces[0].match.evidence.frames >= 3


def test_a_new_setting_counts_from_the_next_frame():
    embedder = FakeEmbedder()
    embedder.similarity = THRESHOLD - 0.05
    recogniser = with_ada(FakeDetector(10), embedder)
    assert play(recogniser, frames=1).faces[0].match.decision is Decision.UNSURE
    recogniser.set_stranger_rate(0.01)
    assert play(recogniser, frames=1, start=1).faces[0].match.name == "Ada"


def test_a_gallery_of_another_model_is_refused():
    recogniser = with_ada(FakeDetector(10), FakeEmbedder())
    other = GallerySnapshot("other", np.empty((0, 2), np.float32), np.empty(0, np.int64), {})
    with pytest.raises(ValueError, match="other"):
        recogniser.use_gallery(other)


def test_a_gallery_of_embeddings_of_another_length_is_refused():
    recogniser = with_ada(FakeDetector(10), FakeEmbedder())
    longer = GallerySnapshot("fake", np.eye(1, 3, dtype=np.float32), np.array([7]), {7: "Ada"})
    with pytest.raises(ValueError, match="3 values"):
        recogniser.use_gallery(longer)


class FailingEmbedder(FakeEmbedder):
    """Gives no embedding of the first so many faces."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self.failures = failures

    def embed(self, crops: Sequence[Image]) -> Floats:
        if self.failures:
            self.failures -= 1
            raise EmbeddingError
        return super().embed(crops)


def test_a_face_without_an_embedding_is_not_judged_and_the_others_are():
    first, second = of_pictures(FakeDetector(10, 200), FailingEmbedder(1)).identify(IMAGE)
    assert (first.match.reason, first.match.name) == (Reason.UNREADABLE, None)
    assert first.sample is None, "what is no embedding cannot be enrolled"
    assert second.match.name == "Ada"


def test_a_face_followed_without_an_embedding_is_tried_again_and_keeps_nobody_waiting():
    recogniser = with_ada(FakeDetector(10, 200), FailingEmbedder(1))
    reasons, names = [], []
    for number in range(10):
        faces = play(recogniser, frames=1, start=number).faces
        reasons.append({face.match.reason for face in faces})
        names.append([face.match.name for face in faces])
    assert Reason.UNREADABLE in reasons[1]
    assert "Ada" in names[1]
    assert Reason.UNREADABLE not in reasons[-1]


class Garbled:
    """A network that gives a number which makes no embedding."""

    def __init__(self, number: float) -> None:
        self._number = number

    def run(self, **inputs: Array) -> dict[str, Array]:
        return {"embedding": np.full((1, 2), self._number, np.float32)}


@pytest.mark.parametrize("number", [np.nan, np.inf, 0.0, 1e-42, 3e38])
def test_a_garbled_network_names_nobody(number, caplog):
    embedder = FaceNet(Garbled(number), "fake", 2)
    stages = FakeDetector(10, 200), embedder, Matcher(CosineScoring(), RATE)
    still, video = Recogniser(*stages), VideoRecogniser(*stages)
    ada = GallerySnapshot(still.model_id, *_samples([[1, 0]]), {7: "Ada"})
    still.use_gallery(ada)
    video.use_gallery(ada)
    seen = [*still.identify(IMAGE), *play(video, frames=50).faces]
    assert len(seen) == 4
    assert {face.match.name for face in seen} == {None}
    assert len(caplog.records) <= 1, "the log is told once"


def _samples(rows: list[list[float]]) -> tuple[Floats, NDArray[np.int64]]:
    return np.array(rows, np.float32), np.full(len(rows), 7)


def test_frames_far_apart_are_not_one_persons_track():
    recogniser = with_ada(FakeDetector(10), FakeEmbedder())
    ids = [
        recogniser.recognise(Frame(n, IMAGE, 0.0, position_s=float(n))).faces[0].track_id
        for n in (1, 2)
    ]
    assert ids[0] != ids[1]


def test_opened_for_a_gallery_a_recogniser_embeds_what_another_network_has(monkeypatch, tmp_path):
    class Embedder(FakeEmbedder):
        def __init__(self):
            super().__init__()
            self.embedding_size = 512

        def embed(self, crops):
            return np.eye(1, 512, dtype=np.float32).repeat(len(crops), axis=0)

        def warm_up(self):
            pass

    monkeypatch.setattr(opening, "open_embedder", lambda **_: Embedder())
    monkeypatch.setattr(opening, "open_detector", lambda **_: FakeDetector(10))
    monkeypatch.setattr(opening, "open_scoring", lambda model_id, size: CosineScoring())
    old = np.eye(1, 512, 7, dtype=np.float32)[0]
    with GalleryStore(tmp_path / "gallery.sqlite") as gallery:
        gallery.enrol("Ada", [FaceSample(IMAGE[:160, :160], old, "older", 0.99)])
        recogniser = opening.open_recogniser(gallery)
        recogniser.use_gallery(gallery.snapshot(recogniser.model_id))
    (seen,) = recogniser.identify(IMAGE)
    assert seen.match.name == "Ada"


def test_a_source_that_has_ended_comes_to_rest_however_poor_its_last_faces():
    detector, embedder = FakeDetector(10, 200), FakeEmbedder()
    recogniser = with_ada(detector, embedder)
    poor = np.asarray(cv2.blur(IMAGE, (5, 5)), np.uint8)
    recogniser.recognise(Frame(1, poor, 0.0, position_s=0.04))
    for _ in range(10):
        recogniser.revise()
    assert recogniser.revise() is None
    assert embedder.embedded == 2


class AtRest:
    """Has a recogniser work in threads, and waits until nothing is being made."""

    def __init__(self, recogniser):
        self._recogniser = recogniser
        self._told = threading.Event()
        self.threads = recogniser.work_in_threads(self._told.set)

    def revisions(self):
        """Return what the recogniser adds, each time it says that there is more, until the end."""
        results = []
        while self._recogniser.is_busy:
            assert self._told.wait(PATIENCE_S)
            self._told.clear()
            while (revised := self._recogniser.revise()) is not None:
                results.append(revised)
        return results


@pytest.fixture
def in_threads():
    """Let a recogniser work in threads; the threads are stopped in the end."""
    made = []

    def work(recogniser):
        made.append(AtRest(recogniser))
        return made[-1]

    yield work
    for one in made:
        for thread in one.threads:
            assert thread.stop(PATIENCE_S)


def test_in_threads_a_gallery_counts_when_it_is_prepared_and_revisions_come_to_an_end(
    in_threads,
):
    embedder = FakeEmbedder()
    recogniser = VideoRecogniser(FakeDetector(10), embedder, Matcher(CosineScoring(), RATE))
    others = in_threads(recogniser)
    recogniser.use_gallery(ADAS_GALLERY)
    recogniser.recognise(Frame(1, IMAGE, 0.0, position_s=0.04))
    assert others.revisions()[-1].faces[0].match.name == "Ada"
    assert (embedder.embedded_fast, embedder.embedded) == (1, 2), (
        "a fast embedding, and a sample to enrol"
    )
    assert recogniser.embedded == 2


def test_in_threads_a_change_of_the_gallery_counts_though_no_frame_comes(in_threads):
    recogniser = VideoRecogniser(FakeDetector(10), FakeEmbedder(), Matcher(CosineScoring(), RATE))
    others = in_threads(recogniser)
    recogniser.use_gallery(NOBODY)
    recogniser.recognise(Frame(1, IMAGE, 0.0, position_s=0.04))
    assert others.revisions()[-1].faces[0].match.name is None
    for snapshot, name in [(ADAS_GALLERY, "Ada"), (NOBODY, None), (ADAS_GALLERY, "Ada")]:
        recogniser.use_gallery(snapshot)
        assert recogniser.is_busy, "it is being prepared"
        assert others.revisions()[-1].faces[0].match.name == name


class SlowScoring(CosineScoring):
    """Prepares galleries when it may."""

    def __init__(self):
        self.held, self.may_go_on = threading.Event(), threading.Event()

    def __call__(self, *samples):
        self.held.set()
        assert self.may_go_on.wait(PATIENCE_S)
        return super().__call__(*samples)


def test_whoever_is_deleted_is_named_no_more_though_the_gallery_is_not_prepared_yet(in_threads):
    scoring = SlowScoring()
    scoring.may_go_on.set()
    recogniser = VideoRecogniser(FakeDetector(10), FakeEmbedder(), Matcher(scoring, RATE))
    others = in_threads(recogniser)
    recogniser.use_gallery(ADAS_GALLERY)
    recogniser.recognise(Frame(1, IMAGE, 0.0, position_s=0.04))
    assert others.revisions()[-1].faces[0].match.name == "Ada"
    scoring.may_go_on.clear()
    scoring.held.clear()
    eve = np.array([[0, 1]], np.float32)
    recogniser.use_gallery(GallerySnapshot("fake", eve, np.array([8]), {8: "Eve"}))
    assert scoring.held.wait(PATIENCE_S)
    revised = recogniser.revise()
    assert revised is not None
    assert revised.faces[0].match == NOT_JUDGED
    scoring.may_go_on.set()
    assert others.revisions()[-1].faces[0].match.name is None


def test_of_galleries_that_come_while_one_is_prepared_the_newest_counts(in_threads):
    scoring = SlowScoring()
    recogniser = VideoRecogniser(FakeDetector(10), FakeEmbedder(), Matcher(scoring, RATE))
    others = in_threads(recogniser)
    recogniser.use_gallery(ADAS_GALLERY)
    recogniser.recognise(Frame(1, IMAGE, 0.0, position_s=0.04))
    assert scoring.held.wait(PATIENCE_S)
    recogniser.use_gallery(NOBODY)
    recogniser.use_gallery(replace(ADAS_GALLERY, names={7: "Eve"}))
    scoring.may_go_on.set()
    assert others.revisions()[-1].faces[0].match.name == "Eve"


def test_in_threads_nothing_is_searched_while_a_newcomer_is_embedded(in_threads):
    embedder, detector = HeldEmbedder(), FakeDetector(10)
    recogniser = with_ada(detector, embedder)
    others = in_threads(recogniser)
    play(recogniser, frames=1)
    assert embedder.embedding.wait(PATIENCE_S)
    meanwhile, afterwards = IMAGE.copy(), IMAGE.copy()
    meanwhile[:, 300:] = afterwards[:, 300:] = 0
    recogniser.recognise(Frame(2, meanwhile, 0.0, position_s=0.16))
    embedder.may_finish.set()
    assert others.revisions()
    recogniser.recognise(Frame(3, afterwards, 0.0, position_s=0.2))
    others.revisions()
    assert detector.searched is afterwards


def test_an_embedding_made_in_its_thread_is_as_old_as_its_frame(in_threads):
    embedder = HeldEmbedder()
    embedder.may_finish.set()
    recogniser = with_ada(FakeDetector(10), embedder)
    others = in_threads(recogniser)
    play(recogniser, frames=1)
    others.revisions()
    embedder.may_finish.clear()
    play(recogniser, frames=1 + round(25 * REFRESH_S), start=1)
    before = embedder.embedded
    embedder.may_finish.set()
    others.revisions()
    assert embedder.embedded - before == 2, "the one of then, and one of now, which is due"


def test_faces_that_cannot_be_judged_keep_nobody_waiting():
    image = IMAGE.copy()
    image[30:150, 100:] = 0
    detector, embedder = FakeDetector(10, 110, 180, 250, 320), FakeEmbedder()
    detector.faces.reverse()
    recogniser = with_ada(detector, embedder)
    recogniser.recognise(Frame(1, np.zeros_like(IMAGE), 0.0, position_s=0.04))
    for number in range(2, 8):
        result = recogniser.recognise(Frame(number, image, 0.0, position_s=0.04 * number))
    names = {tuple(face.detection.box): face.match.name for face in result.faces}
    assert [name for name in names.values() if name] == ["Ada"]


def test_a_face_that_comes_back_is_judged_by_the_gallery_of_now():
    detector = FakeDetector(10)
    recogniser = with_ada(detector, FakeEmbedder())
    play(recogniser, frames=5)
    seen, detector.faces = detector.faces, []
    play(recogniser, frames=3, start=5)
    recogniser.use_gallery(NOBODY)
    play(recogniser, frames=1, start=8)
    detector.faces = seen
    result = play(recogniser, frames=1, start=9)
    assert [face.match.name for face in result.faces] == [None]
