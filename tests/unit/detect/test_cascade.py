"""The cascade on networks that know where the faces are: its geometry and its order."""

import numpy as np
import pytest

from facecam.boxes import overlaps, squared
from facecam.detect.mtcnn import REFINED_SHARE, Mtcnn
from tests.fakes.cascade import LANDMARKS, SeeingNetwork, SeeingPnet, ramp

PICTURE = ramp(200, 250)
TALL, WIDE = (60.0, 40.0, 130.0, 140.0), (90.0, 70.0, 180.0, 130.0)
SQUARE = (70.0, 60.0, 150.0, 140.0)


def cascade(*faces, corrects=(0.0, 0.0, 1.0), **options):
    """A cascade whose P-, R- and O-Net lead so much of the way to the faces' boxes."""
    kinds = (SeeingPnet, SeeingNetwork, SeeingNetwork)
    networks = [kind(faces, share) for kind, share in zip(kinds, corrects, strict=True)]
    return Mtcnn(*networks, **options), *networks


@pytest.mark.parametrize("box", [TALL, WIDE, (20, 110, 64, 160), (40, 20, 200, 190)])
@pytest.mark.parametrize("corrects", [(0, 0, 1), (0.7, 0.9, 1)])
def test_a_face_is_found_once_and_where_it_is_whatever_its_size_and_shape(box, corrects):
    detector, *_ = cascade(box, corrects=corrects)
    [face] = detector.detect(PICTURE)
    np.testing.assert_allclose(face.box, box, atol=1)
    corner, size = np.array(box[:2]), np.array(box[2:]) - box[:2]
    np.testing.assert_allclose(face.landmarks, corner + LANDMARKS * size, atol=1)
    assert (face.box.dtype, face.landmarks.dtype) == (np.float32, np.float32)


@pytest.mark.parametrize("corrects", [(1, 0, 0), (0, 1, 0), (0, 0, 1)], ids=["P", "R", "O"])
@pytest.mark.parametrize("box", [TALL, WIDE])
def test_the_correction_of_each_network_is_taken_over(box, corrects):
    detector, *_ = cascade(box, corrects=corrects)
    [face] = detector.detect(PICTURE)
    expected = np.array([box]) if corrects[2] else squared(np.array([box]))
    np.testing.assert_allclose(face.box[None], expected, atol=1)


@pytest.mark.parametrize("box", [TALL, WIDE])
def test_every_network_is_shown_squares(box):
    detector, *networks = cascade(box, corrects=(1, 1, 1))
    detector.detect(PICTURE)
    for network in networks:
        sides = np.concatenate(network.seen)[:, 2:] - np.concatenate(network.seen)[:, :2]
        np.testing.assert_allclose(sides[:, 0], sides[:, 1], rtol=0.1)


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ((0.61, 0.71, 0.81), True),
        ((0.59, 0.99, 0.99), False),
        ((0.99, 0.69, 0.99), False),
        ((0.99, 0.99, 0.79), False),
    ],
    ids=["all just sure", "P doubts", "R doubts", "O doubts"],
)
def test_a_face_must_pass_every_network(scores, found):
    detector, *networks = cascade(SQUARE)
    for network, score in zip(networks, scores, strict=True):
        network.score = lambda overlap, score=score: np.full_like(overlap, score)
    assert len(detector.detect(PICTURE)) == found


def test_a_later_network_is_shown_what_the_one_before_let_pass_and_nothing_else():
    detector, _, rnet, onet = cascade(SQUARE, (10, 10, 50, 50))
    rnet.faces = rnet.faces[:1]
    [face] = detector.detect(PICTURE)
    np.testing.assert_allclose(face.box, SQUARE, atol=1)
    assert overlaps(np.concatenate(onet.seen), rnet.faces).min() > 0.2


def test_faces_side_by_side_are_all_found_the_likeliest_first():
    boxes = [(20, 20, 80, 80), (90, 20, 150, 80), (160, 20, 220, 80)]
    detector, *_, onet = cascade(*boxes)
    onet.score = lambda overlap: 0.9 + overlap / 10 * np.linspace(1, 0, len(overlap))
    faces = detector.detect(PICTURE)
    found = sorted(tuple(np.rint(face.box)) for face in faces)
    assert found == boxes
    assert [face.score for face in faces] == sorted((f.score for f in faces), reverse=True)


def test_a_small_box_within_a_face_is_no_face_of_its_own():
    inner, outer = (90.0, 80.0, 140.0, 130.0), (60.0, 40.0, 160.0, 140.0)
    detector, *_ = cascade(outer, inner)
    assert len(detector.detect(PICTURE)) == 1


@pytest.mark.parametrize("factor", [0.709, 0.92])
def test_of_many_windows_on_one_face_few_go_on(factor):
    detector, pnet, rnet, _ = cascade(SQUARE, factor=factor)
    detector.detect(PICTURE)
    proposed = np.concatenate(rnet.seen)
    passed_pnet = np.concatenate(pnet.seen)
    passed_pnet = passed_pnet[overlaps(passed_pnet, pnet.faces).max(axis=1) >= 0.5]
    assert 1 <= len(proposed) < len(passed_pnet) / 2
    shared = overlaps(proposed, proposed) - np.eye(len(proposed))
    sides = proposed[:, 2] - proposed[:, 0]
    same_level = np.isclose(sides[:, None], sides, rtol=0.03)
    assert shared.max() < 0.75
    assert shared[same_level].max() < 0.55


def test_windows_that_rnet_moves_onto_one_face_become_one():
    detector, *_, onet = cascade(SQUARE, corrects=(0, 1, 0))
    detector.detect(PICTURE)
    assert len(np.concatenate(onet.seen)) < 4
    detector, _, rnet, onet = cascade(SQUARE, corrects=(1, 0, 0))
    detector.detect(PICTURE)
    assert len(np.concatenate(rnet.seen)) > len(np.concatenate(onet.seen)) == 1


def test_the_largest_face_a_picture_holds_is_found():
    detector, *_ = cascade((20, 0, 220, 200))
    [face] = detector.detect(PICTURE)
    np.testing.assert_allclose(face.box, (20, 0, 220, 200), atol=2)


@pytest.mark.parametrize(
    ("least_px", "min_face_factor", "found"), [(40, 1, 2), (80, 1, 1), (40, 2, 1), (80, 2.5, 0)]
)
def test_faces_smaller_than_asked_for_are_not_found(least_px, min_face_factor, found):
    small, large = (15, 15, 57, 57), (80, 60, 180, 160)
    detector, *_ = cascade(small, large, min_face_px=least_px)
    assert len(detector.detect(PICTURE, min_face_factor)) == found


def test_expected_boxes_are_given_to_the_other_onet_in_their_order():
    faces = [TALL, (150.0, 30.0, 210.0, 90.0)]
    searching, refining = SeeingNetwork([]), SeeingNetwork(faces, 1.0)
    detector = Mtcnn(searching, searching, searching, refining_onet=refining)
    expected = np.array([(152, 33, 208, 92), (10, 150, 50, 190), (62, 38, 133, 144)], np.float32)
    first, none, last = detector.refine(PICTURE, expected, 0.6)
    assert none is None
    assert first is not None
    assert last is not None
    np.testing.assert_allclose(first.box, faces[1], atol=1.5)
    np.testing.assert_allclose(last.box, faces[0], atol=1.5)
    assert searching.seen == []
    [shown] = refining.seen
    np.testing.assert_allclose(shown, squared(expected, REFINED_SHARE), atol=1.5)


@pytest.mark.parametrize(("threshold", "found"), [(0.7, True), (0.9, False)])
def test_where_a_face_is_expected_the_caller_says_how_sure_it_must_be(threshold, found):
    onet = SeeingNetwork([SQUARE], score=lambda overlap: np.full_like(overlap, 0.8))
    [face] = Mtcnn(onet, onet, onet).refine(PICTURE, np.array([SQUARE], np.float32), threshold)
    assert (face is not None) == found


def test_where_no_face_is_expected_no_network_runs():
    onet = SeeingNetwork([SQUARE])
    assert Mtcnn(onet, onet, onet).refine(PICTURE, np.empty((0, 4), np.float32), 0.6) == []
    assert onet.seen == []
