from __future__ import annotations

import numpy as np
import pytest

from facecam.collection.collection import collect
from facecam.collection.subject import Subject
from facecam.errors import UsageError
from facecam.lab.accuracy.trials import Drawing, draw_trials, fixed_trial

PEOPLE = np.repeat(np.arange(6), 3)


def test_enrolled_known_and_strangers_never_share_a_picture_or_a_person():
    [trial] = draw_trials(PEOPLE, Drawing(2, 2, 1, seed=0))
    assert len(trial.enrolled) == 4
    assert set(PEOPLE[trial.strangers]).isdisjoint(PEOPLE[trial.enrolled])
    assert set(trial.known).isdisjoint(trial.enrolled)
    np.testing.assert_array_equal(
        PEOPLE[trial.enrolled[::2][trial.known_people]], PEOPLE[trial.known]
    )
    np.testing.assert_array_equal(trial.enrolled_people, [0, 0, 1, 1])


def test_a_seed_gives_the_same_trials_again():
    one, two = (draw_trials(PEOPLE, Drawing(3, 1, 4, seed=5)) for _ in range(2))
    assert all(np.array_equal(a.enrolled, b.enrolled) for a, b in zip(one, two, strict=True))


def test_nobody_is_drawn_from_outside_the_part():
    among = PEOPLE >= 3
    for trial in draw_trials(PEOPLE, Drawing(2, 1, 5, seed=0), among):
        rows = np.concatenate([trial.enrolled, trial.known, trial.strangers])
        assert sorted(rows) == np.flatnonzero(among).tolist()


def test_people_with_too_few_pictures_are_counted_in_the_refusal():
    with pytest.raises(UsageError, match="4 pictures or more; there are 0"):
        draw_trials(PEOPLE, Drawing(2, 3, 1, seed=0))


def test_somebody_must_be_left_as_a_stranger():
    with pytest.raises(UsageError, match="nobody is left"):
        draw_trials(PEOPLE, Drawing(6, 1, 1, seed=0))


def collection(tmp_path, **found):
    """People by name, each picture found (True) or without a face."""
    subjects = {
        path: Subject(path, np.zeros(4, np.float32), np.ones(1, np.float32), is_found=is_found)
        for name, pictures in found.items()
        for number, is_found in enumerate(pictures)
        for path in [tmp_path / name / f"{number}.png"]
    }
    return collect(list(subjects), subjects)


def test_probes_are_known_by_the_name_of_their_folder(tmp_path):
    gallery = collection(tmp_path, Ann=[True, True], Cid=[True])
    probes = collection(tmp_path, Ann=[True], Bob=[True], Cid=[True, False])
    both, trial = fixed_trial(gallery, probes)
    shown = {row: both.names[both.people[row]] for row in trial.known}
    assert list(shown.values()) == ["Ann", "Cid"]
    assert [both.names[both.people[row]] for row in trial.strangers] == ["Bob"]
    assert trial.enrolled_people.tolist() == [0, 0, 1]
    assert trial.known_people.tolist() == [0, 1]
    assert both.faces_not_found == 1


def test_who_could_not_be_enrolled_is_still_somebody_to_be_found(tmp_path):
    gallery = collection(tmp_path, Ann=[True], Bob=[False])
    probes = collection(tmp_path, Ann=[True], Bob=[True], Cid=[True])
    _, trial = fixed_trial(gallery, probes)
    assert trial.known_people.tolist() == [0, -1]


@pytest.mark.parametrize(
    ("name", "sentence"), [("Ann", "strangers are needed"), ("Bob", "No folder")]
)
def test_probes_must_be_of_both_kinds(tmp_path, name, sentence):
    with pytest.raises(UsageError, match=sentence):
        fixed_trial(collection(tmp_path, Ann=[True]), collection(tmp_path, **{name: [True]}))
