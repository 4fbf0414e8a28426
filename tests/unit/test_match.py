import numpy as np
import pytest

from facecam.match import Matcher
from facecam.types import Decision, Floats, GallerySnapshot, Match


def unit_rows(count: int, seed: int) -> Floats:
    rows = np.random.default_rng(seed).normal(size=(count, 512)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def towards(angle_cosine: float) -> Floats:
    """A vector with that similarity to the first axis."""
    vector = np.zeros(512, np.float32)
    vector[0], vector[1] = angle_cosine, np.sqrt(1 - angle_cosine**2)
    return vector


FIRST_AXIS, SECOND_AXIS, *_ = np.eye(512, dtype=np.float32)
ADA, BOB = 7, 3
GALLERY = GallerySnapshot(
    "m",
    np.stack([FIRST_AXIS, SECOND_AXIS, -FIRST_AXIS]),
    np.array([ADA, BOB, BOB]),
    {ADA: "Ada", BOB: "Bob"},
)
EMPTY = GallerySnapshot("m", np.zeros((0, 512), np.float32), np.zeros(0, np.int64))


def test_a_near_face_gets_the_nearest_persons_name() -> None:
    (match,) = Matcher(0.6).match(towards(0.9)[None], GALLERY)
    assert (match.decision, match.person_id, match.name) == (Decision.KNOWN, ADA, "Ada")
    assert match.similarity == pytest.approx(0.9)


def test_a_face_below_the_limit_is_unknown_but_its_similarity_is_told() -> None:
    (match,) = Matcher(0.95).match(towards(0.9)[None], GALLERY)
    assert (match.decision, match.person_id, match.name) == (Decision.UNKNOWN, None, None)
    assert match.similarity == pytest.approx(0.9)


def test_a_face_exactly_at_the_limit_is_known() -> None:
    (match,) = Matcher(1.0).match(FIRST_AXIS[None], GALLERY)
    assert match == Match(Decision.KNOWN, ADA, "Ada", 1.0)


def test_a_person_is_as_near_as_the_nearest_sample() -> None:
    matches = Matcher(0.6).match(np.stack([SECOND_AXIS, -FIRST_AXIS]), GALLERY)
    assert [match.name for match in matches] == ["Bob", "Bob"]


def test_in_an_empty_gallery_everyone_is_unknown() -> None:
    assert Matcher(0.0).match(unit_rows(2, 0), EMPTY) == [Match(Decision.UNKNOWN)] * 2


@pytest.mark.parametrize("gallery", [GALLERY, EMPTY])
def test_no_faces_have_no_matches(gallery: GallerySnapshot) -> None:
    assert Matcher(0.6).match(np.zeros((0, 512), np.float32), gallery) == []


def test_a_name_comes_from_the_snapshot_given_and_from_no_earlier_one() -> None:
    matcher = Matcher(0.6)
    matcher.match(FIRST_AXIS[None], GALLERY)
    renamed = GallerySnapshot("m", GALLERY.embeddings, GALLERY.person_ids, {ADA: "Eve", BOB: "B"})
    assert matcher.match(FIRST_AXIS[None], renamed)[0].name == "Eve"
    assert matcher.match(FIRST_AXIS[None], EMPTY)[0].name is None


def test_the_matches_are_those_of_comparing_pair_by_pair() -> None:
    embeddings, rows = unit_rows(20, 1), unit_rows(60, 2)
    person_ids = np.arange(60) % 11
    names = {int(number): f"Person {number}" for number in person_ids}
    snapshot = GallerySnapshot("m", rows, person_ids, names)
    for embedding, match in zip(embeddings, Matcher(-1.0).match(embeddings, snapshot), strict=True):
        similarities = [float(embedding @ row) for row in rows]
        assert match.similarity == pytest.approx(max(similarities), abs=1e-6)
        assert match.person_id == person_ids[int(np.argmax(similarities))]


def test_a_similarity_never_leaves_its_range_by_rounding() -> None:
    rows = unit_rows(200, 3)
    snapshot = GallerySnapshot("m", rows, np.arange(200), {i: str(i) for i in range(200)})
    assert max(match.similarity or 0 for match in Matcher(0.5).match(rows, snapshot)) <= 1.0


@pytest.mark.parametrize("limit", [-1.1, 1.1, float("nan")])
def test_an_impossible_limit_is_refused(limit: float) -> None:
    with pytest.raises(ValueError, match=f"between -1 and 1, not {limit}"):
        Matcher(limit)
