import numpy as np

from facecam.track.identity import Identity
from facecam.types import Decision, FaceSample

CROP = np.zeros((160, 160, 3), np.uint8)


def sample(*vector):
    direction = np.array(vector, np.float32)
    return FaceSample(CROP, direction / np.linalg.norm(direction), "model", 0.9)


def test_before_the_first_embedding_nothing_is_said():
    identity = Identity()
    assert identity.embedding is None
    assert identity.match.decision is Decision.NOT_JUDGED


def test_one_odd_frame_does_not_turn_the_fused_embedding():
    identity = Identity()
    for _ in range(10):
        identity.add(sample(1, 0), quality=1.0, visibility=1.0, at=0.0)
    identity.add(sample(0, 1), quality=1.0, visibility=1.0, at=1.0)
    assert identity.embedding @ sample(1, 0).embedding > 0.97


def test_a_poor_view_weighs_less_than_a_good_one():
    identity = Identity()
    identity.add(sample(1, 0), quality=1.0, visibility=1.0, at=0.0)
    identity.add(sample(0, 1), quality=0.1, visibility=0.1, at=1.0)
    assert identity.embedding @ sample(1, 0).embedding > 0.99


def test_lasting_evidence_does_change_the_fused_embedding():
    identity = Identity()
    identity.add(sample(1, 0), quality=1.0, visibility=1.0, at=0.0)
    for _ in range(20):
        identity.add(sample(0, 1), quality=1.0, visibility=1.0, at=1.0)
    assert identity.embedding @ sample(0, 1).embedding > 0.99


def test_the_best_view_of_late_is_kept_for_enrolment():
    identity = Identity()
    good, poor = sample(1, 0), sample(1, 1)
    identity.add(good, quality=0.9, visibility=0.9, at=0.0)
    identity.add(poor, quality=0.2, visibility=0.2, at=1.0)
    assert identity.best is good
