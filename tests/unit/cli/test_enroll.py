from __future__ import annotations

import pytest

from facecam import paths
from facecam.gallery import GalleryStore

pytestmark = pytest.mark.usefixtures("fake_recogniser")


def enrolled():
    with GalleryStore(paths.gallery_file()) as store:
        return {person.name: person.samples for person in store.people()}


def test_each_picture_is_a_sample(facecam, picture_of):
    outcome = facecam("enroll", "Zoë", picture_of(1, "a.png"), picture_of(1, "b.png"))
    assert outcome.code == 0
    assert outcome.out == "Zoë: 2 samples enrolled\n2 of 2 pictures enrolled, 1 people.\n"
    assert enrolled() == {"Zoë": 2}


@pytest.mark.parametrize(("faces", "reason"), [(0, "no face"), (3, "shows 3 faces")])
def test_picture_of_no_single_person_is_refused(facecam, picture_of, faces, reason):
    outcome = facecam("enroll", "Zoë", picture_of(faces))
    assert outcome.code == 1
    assert reason in outcome.err
    assert enrolled() == {}


def test_largest_of_several_faces_on_request(facecam, picture_of):
    assert facecam("enroll", "Zoë", picture_of(3), "--largest").code == 0
    assert enrolled() == {"Zoë": 1}


def test_bad_picture_does_not_keep_the_others_out(facecam, picture_of, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    outcome = facecam("enroll", "Zoë", picture_of(1, "a.png"), broken, picture_of(1, "c.png"))
    assert outcome.code == 1
    assert "broken.jpg" in outcome.err
    assert outcome.out.endswith("2 of 3 pictures enrolled, 1 people.\n")
    assert enrolled() == {"Zoë": 2}


def test_folder_of_people(facecam, picture_of, tmp_path):
    picture_of(1, "album/Ann/one.png")
    picture_of(1, "album/Ann/two.png")
    picture_of(1, "album/Zoë_Ball_0001.png")
    assert facecam("enroll", "--folder", tmp_path / "album").code == 0
    assert enrolled() == {"Ann": 2, "Zoë Ball": 1}


@pytest.mark.parametrize("words", [[], ["Zoë"], ["Zoë", "a.png", "--folder", "."]])
def test_name_and_pictures_or_a_folder(facecam, words):
    assert facecam("enroll", *words).code == 2
