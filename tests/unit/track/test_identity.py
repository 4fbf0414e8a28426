import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from facecam.track.identity import Identity
from facecam.types import Decision, FaceSample, Match, Reason
from facecam.validity import valid_embeddings

CROP = np.zeros((160, 160, 3), np.uint8)


def sample(*vector, quality=1.0):
    direction = np.array(vector, np.float32)
    return FaceSample(CROP, direction / np.linalg.norm(direction), "model", 0.9, quality)


def seen(*samples):
    identity = Identity()
    see(identity, *samples)
    return identity


def see(identity, *samples):
    for number, one in enumerate(samples):
        identity.add(one, visibility=one.quality, at=float(number))


ADA, LIKE_ADA, BOB = sample(1, 0, 0), sample(1, 0.8, 0), sample(0, 0, 1)


def test_before_the_first_embedding_nothing_is_said():
    identity = Identity()
    assert identity.embedding is None
    assert identity.match.decision is Decision.NOT_JUDGED


def test_a_face_is_new_until_it_was_embedded_or_could_not_be_judged():
    refused = Identity()
    refused.refuse(Reason.TOO_DARK, at=0.0)
    assert (Identity().is_new, seen(ADA).is_new, refused.is_new) == (True, False, False)


def test_an_unlucky_frame_does_not_turn_the_fused_embedding():
    assert seen(*[ADA] * 10, LIKE_ADA).embedding @ ADA.embedding > 0.99


def test_a_poor_view_weighs_less_than_a_good_one():
    assert seen(ADA, sample(1, 0.8, 0, quality=0.1)).embedding @ ADA.embedding > 0.99


def test_lasting_evidence_does_change_the_fused_embedding():
    assert seen(ADA, *[LIKE_ADA] * 20).embedding @ LIKE_ADA.embedding > 0.99


def test_what_was_seen_long_ago_weighs_less_than_what_is_seen_now():
    identity = seen(*[ADA] * 100, *[LIKE_ADA] * 10)
    assert identity.embedding @ LIKE_ADA.embedding > identity.embedding @ ADA.embedding


def test_one_frame_of_another_face_is_doubted_and_counts_for_nothing():
    identity = seen(*[ADA] * 5, BOB)
    assert identity.has_outlier
    assert (identity.embedding == ADA.embedding).all()
    see(identity, ADA)
    assert not identity.has_outlier


def test_somebody_who_takes_the_place_of_another_does_not_inherit_the_name():
    identity = seen(*[ADA] * 50)
    identity.match = Match(Decision.KNOWN, 1, "Ada")
    see(identity, BOB, BOB)
    assert (identity.embedding == BOB.embedding).all()
    assert identity.match.name is None
    assert (identity.samples, identity.best) == (2, BOB)


def test_two_odd_frames_that_do_not_agree_are_nobody():
    identity = seen(*[ADA] * 5, BOB, sample(0, 1, -1))
    assert (identity.embedding == ADA.embedding).all()


def test_the_best_view_of_late_is_kept_for_enrolment():
    good = sample(1, 0, 0, quality=0.9)
    assert seen(good, sample(1, 1, 0, quality=0.2)).best is good


def test_a_good_view_of_long_ago_gives_way_to_a_poorer_one_of_now():
    good, poorer = sample(1, 0, 0, quality=0.9), sample(1, 0.1, 0, quality=0.5)
    assert seen(good, *[poorer] * 5).best is good
    identity = seen(good, *[poorer] * 20)
    assert identity.best is poorer
    assert identity.best_visibility == 0.5


def test_how_well_a_face_could_be_seen_at_best_fades():
    identity = Identity()
    identity.add(ADA, visibility=1.0, at=0.0)
    assert identity.best_visibility == 1.0
    identity.add(ADA, visibility=0.2, at=1.0)
    assert 0.8 < identity.best_visibility < 1.0


def test_an_answer_stays_though_the_face_cannot_be_judged_for_now():
    identity = seen(ADA)
    identity.match = Match(Decision.KNOWN, 1, "Ada")
    identity.refuse(Reason.BLURRED, at=7.0)
    assert identity.match.name == "Ada"
    assert (identity.embedded_at, identity.refused_at) == (0.0, 7.0)


def test_a_face_is_an_outlier_where_it_is_unlike_all_that_was_seen_and_not_unlike_the_best_view():
    later = sample(0.6, 0.8, 0, quality=0.5)
    identity = seen(sample(1, 0, 0), *[later] * 4, sample(-0.1, 1, 0))
    assert not identity.has_outlier
    assert identity.samples == 6


def test_a_fast_embedding_gives_an_answer_but_no_sample_to_enrol():
    identity = Identity()
    identity.add(ADA, visibility=1.0, at=0.0, is_fast=True)
    assert (identity.samples, identity.best) == (1, None)
    see(identity, LIKE_ADA)
    assert identity.best is LIKE_ADA


DIRECTIONS = st.floats(0, 6.3).map(lambda angle: (np.cos(angle), np.sin(angle)))
QUALITIES = st.floats(1e-3, 1)


@given(st.lists(st.tuples(DIRECTIONS, QUALITIES), min_size=1, max_size=30))
def test_a_fused_embedding_is_one_whatever_was_seen(views):
    identity = seen(*[sample(*direction, quality=quality) for direction, quality in views])
    assert valid_embeddings(identity.embedding[None]).all()


def test_faces_seen_too_badly_to_weigh_anything_fuse_to_nobody():
    identity = seen(sample(1, 0, quality=2e-38))
    assert not valid_embeddings(identity.embedding[None]).any()
