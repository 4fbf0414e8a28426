"""Detection, tracking and embedding with the real weights on real faces."""

import warnings
from collections import Counter

import cv2
import numpy as np
import pytest

from facecam.boxes import overlaps
from facecam.capture import open_source
from facecam.capture.demo import Demo, view
from facecam.network import Backend
from facecam.picture import as_rgb, load_picture
from facecam.pipeline import open_detector, open_recogniser, open_video_recogniser
from facecam.types import Frame, GallerySnapshot

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def recogniser():
    return open_recogniser()


@pytest.fixture(scope="module")
def detector():
    return open_detector(min_face_px=40, threads=2, backend=Backend.LITERT)


def frames_of(spec, count):
    source = open_source(str(spec))
    source.open()
    try:
        pictures = [source.read() for _ in range(count)]
    finally:
        source.close()
    return [picture.image for picture in pictures if picture is not None]


def test_all_along_the_demo_its_one_face_is_found_where_it_is(detector):
    # In the photograph: the face's box as the detector gives it, eyes, nose, corners of the mouth.
    corners = np.array([[173, 117, 1], [346, 334, 1]], np.float32)
    marks = np.array(
        [[222, 193, 1], [308, 189, 1], [269, 239, 1], [233, 280, 1], [306, 276, 1]], np.float32
    )
    demo = Demo()
    demo.open()
    for number in range(0, 819 * 30, 997):
        demo.skip_to(number / demo.fps)
        picture = demo.read()
        assert picture is not None
        [face] = detector.detect(picture.image)
        expected = (corners @ view(number).T).reshape(1, 4)
        assert overlaps(face.box[None], expected) > 0.75
        np.testing.assert_allclose(face.landmarks, marks @ view(number).T, atol=12)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_the_demos_face_is_found_whichever_way_up(recogniser, quarters):
    [image] = frames_of("demo", 1)
    [face], at_first = recogniser.identify_upright(image)
    [turned], turned_deg = recogniser.identify_upright(np.rot90(image, quarters).copy())
    assert (at_first, turned_deg) == (0, 90 * quarters)
    assert face.sample.embedding @ turned.sample.embedding > 0.98


@pytest.mark.data
@pytest.mark.parametrize(
    ("picture", "count"), [("obama.jpg", 1), ("biden.jpg", 1), ("two_people.jpg", 2)]
)
def test_every_face_of_a_portrait_is_found_and_nothing_else(detector, shared_data, picture, count):
    faces = detector.detect(load_picture(shared_data / "portraits" / picture))
    assert len(faces) == count
    for face in faces:
        left_eye, right_eye, nose, left_mouth, right_mouth = face.landmarks
        assert left_eye[0] < nose[0] < right_eye[0]
        assert left_mouth[0] < right_mouth[0]
        assert max(left_eye[1], right_eye[1]) < nose[1] < min(left_mouth[1], right_mouth[1])
        assert (face.landmarks >= face.box[:2]).all()
        assert (face.landmarks <= face.box[2:]).all()


@pytest.mark.data
def test_pictures_of_one_person_are_alike_and_of_two_people_are_not(recogniser, shared_data):
    def embedding(picture):
        [face] = recogniser.identify(load_picture(shared_data / "portraits" / picture))
        return face.sample.embedding

    obama, again, biden = map(embedding, ("obama.jpg", "obama2.jpg", "biden.jpg"))
    assert obama @ again > 0.6
    assert obama @ biden < 0.35


@pytest.mark.parametrize(
    "shape",
    [(1, 1, 3), (1, 5000, 3), (41, 41, 3), (480, 640), (480, 640, 1), (480, 640, 4)],
)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_any_picture_is_safe(recogniser, shape, dtype):
    assert recogniser.identify(as_rgb(np.full(shape, 90, dtype))) == ()


def test_a_face_is_found_at_the_same_place_in_a_picture_8k_wide(detector):
    [small] = frames_of("demo", 1)
    wide = np.zeros((960, 7680, 3), np.uint8)
    wide[200:680, 5000:5640] = small
    [face], [expected] = detector.detect(wide), detector.detect(small)
    assert overlaps(face.box[None], expected.box[None] + np.tile([5000, 200], 2)) > 0.9


def test_memory_layout_does_not_matter(detector):
    [picture] = frames_of("demo", 1)
    strided = np.asfortranarray(np.repeat(picture, 2, axis=1))[:, ::2]
    assert not strided.flags.c_contiguous
    [face], [expected] = detector.detect(as_rgb(strided)), detector.detect(picture)
    np.testing.assert_array_equal(face.box, expected.box)


@pytest.mark.data
def test_what_the_mtcnn_package_finds_is_found(shared_data):
    mtcnn = pytest.importorskip("mtcnn")
    pictures = sorted((shared_data / "lfw_dev" / "images").glob("*/*_0001.jpg"))[::40][:20]
    ours = open_detector(min_face_px=20, threads=2, backend=Backend.LITERT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package's own, of no concern here
        theirs = mtcnn.MTCNN()
        theirs_found = ours_found = 0
        for picture in map(load_picture, pictures):
            boxes = [
                (x, y, x + width, y + height)
                for face in theirs.detect_faces(picture, min_face_size=20)
                if face["confidence"] >= 0.95
                for x, y, width, height in [face["box"]]
            ]
            found = np.stack([face.box for face in ours.detect(picture)])
            overlap = overlaps(np.array(boxes, np.float32), np.clip(found, 0, 250))
            theirs_found += len(boxes)
            ours_found += int((overlap.max(axis=1) >= 0.7).sum())
    assert theirs_found >= 20
    assert ours_found >= 0.95 * theirs_found


@pytest.mark.data
def test_following_faces_finds_what_a_full_detection_of_every_frame_finds(shared_data, detector):
    recogniser = open_video_recogniser()
    images = frames_of(shared_data / "video" / "crowd.mp4", 60)
    hits = missed = false = 0
    frames_by_track: Counter[int | None] = Counter()
    for number, image in enumerate(images, 1):
        result = recogniser.recognise(Frame(number, image, 0.0, position_s=number / 25))
        frames_by_track.update(face.track_id for face in result.faces)
        full = np.stack([face.box for face in detector.detect(image)])
        followed = np.stack([face.detection.box for face in result.faces])
        same = overlaps(full, followed) >= 0.5
        hits += int(same.any(axis=1).sum())
        missed += int((~same.any(axis=1)).sum())
        false += int((~same.any(axis=0)).sum())
    assert hits / (hits + missed) >= 0.9
    assert hits / (hits + false) >= 0.9
    assert sum(frames > 25 for frames in frames_by_track.values()) >= 5


def swapped_in_place(recogniser, first, second):
    """Yield frames of one scene in which the second face takes the first one's place."""
    for person in (first, second):
        image = load_picture(person)
        (face,) = recogniser.identify(image)
        x1, y1, x2, y2 = face.detection.box.astype(int)
        room = (x2 - x1) // 3
        head = image[max(y1 - room, 0) : y2 + room, max(x1 - room, 0) : x2 + room]
        scene = np.full((360, 480, 3), 120, np.uint8)
        scene[100:260, 180:310] = cv2.resize(head, (130, 160))
        yield from [scene] * 60


@pytest.mark.data
def test_whoever_takes_the_place_of_a_known_face_does_not_keep_its_name(recogniser, shared_data):
    obama, biden = (shared_data / "portraits" / f"{name}.jpg" for name in ("obama", "biden"))
    frames = list(swapped_in_place(recogniser, obama, biden))
    (enrolled,) = recogniser.identify(load_picture(obama.with_name("obama2.jpg")))
    vectors = enrolled.sample.embedding[None]
    following = open_video_recogniser()
    following.use_gallery(
        GallerySnapshot(following.model_id, vectors, np.array([1]), {1: "Barack Obama"})
    )
    results = [
        following.recognise(Frame(number, image, 0.0, position_s=number / 25))
        for number, image in enumerate(frames, 1)
    ]
    faces = [face for result in results for face in result.faces]
    assert len({face.track_id for face in faces}) == 1, "for the tracker nobody has changed"
    named = [any(face.match.name for face in result.faces) for result in results]
    assert named[59]
    assert not any(named[60 + 30 :]), "the embedding of a second later says otherwise"
