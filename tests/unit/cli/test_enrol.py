from __future__ import annotations

from dataclasses import replace

import pytest

from facecam import paths
from facecam.gallery import GalleryStore

from .conftest import face

pytestmark = pytest.mark.usefixtures("fake_recogniser")


def enrolled():
    with GalleryStore(paths.gallery_file()) as store:
        return {person.name: person.samples for person in store.people()}


def test_each_picture_is_a_sample(facecam, picture_of):
    outcome = facecam("enroll", "Zoë", picture_of(1, "a.png"), picture_of(1, "b.png"))
    assert outcome.code == 0
    assert outcome.out == (
        "enrolled     Zoë  2 samples\n2 pictures of 1 person enrolled; 0 refused, 0 passed over.\n"
    )
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
    assert outcome.out.endswith("2 pictures of 1 person enrolled; 1 refused, 0 passed over.\n")
    assert enrolled() == {"Zoë": 2}


def test_a_picture_that_had_to_be_turned_is_enrolled_and_said(facecam, picture_of):
    outcome = facecam("enroll", "Zoë", picture_of(1, "on its side.png", turns=1))
    assert outcome.code == 0
    assert "on its side.png  by 90° to be upright" in outcome.out


def test_a_face_that_is_upright_in_no_turn_is_refused(
    facecam, picture_of, fake_recogniser, monkeypatch
):
    seen = face()
    across = seen.detection.landmarks[:, ::-1]
    lying = replace(seen, detection=replace(seen.detection, landmarks=across))
    monkeypatch.setattr(fake_recogniser, "identify_upright", lambda image: ((lying,), 0))
    outcome = facecam("enroll", "Zoë", picture_of(1), "--json")
    assert outcome.code == 1
    assert outcome.json["refused"][0]["reason"] == "not_upright"
    assert enrolled() == {}


def test_a_face_without_an_embedding_is_refused(facecam, picture_of, fake_recogniser, monkeypatch):
    empty = replace(face(), sample=None)
    monkeypatch.setattr(fake_recogniser, "identify_upright", lambda image: ((empty,), 0))
    outcome = facecam("enroll", "Zoë", picture_of(1), "--json")
    assert outcome.json["refused"][0]["reason"] == "no_embedding"
    assert enrolled() == {}


def test_folder_of_people(facecam, picture_of, tmp_path):
    picture_of(1, "album/Ann/one.png")
    picture_of(1, "album/Ann/2020/two.png")
    picture_of(1, "album/Zoë_Ball_0001.png")
    picture_of(1, "album/Zoë Ball - Copy (2).png")
    assert facecam("enroll", "--folder", tmp_path / "album").code == 0
    assert enrolled() == {"Ann": 2, "Zoë Ball": 2}


@pytest.fixture
def album(picture_of, tmp_path):
    picture_of(1, "album/Ann/1.png")
    picture_of(1, "album/Ann/2.png", turns=2)
    picture_of(0, "album/Ann/10.png")
    picture_of(3, "album/Bob.png")
    picture_of(1, "album/IMG_0001.png")
    picture_of(1, "album/@eaDir/thumbnail.png")
    picture_of(1, "album/Ann/2020/May/deep.png")
    (tmp_path / "album/broken.jpg").write_bytes(b"")
    (tmp_path / "album/notes.txt").write_text("of the journey")
    (tmp_path / "album/.hidden.jpg").touch()
    return tmp_path / "album"


def test_nothing_in_a_folder_is_passed_over_in_silence(facecam, album):
    outcome = facecam("enroll", "--folder", album, "--json")
    assert outcome.code == 1
    document = outcome.json
    assert document["enrolled"] == [
        {"path": str(album / "Ann/1.png"), "name": "Ann", "turned_deg": 0},
        {"path": str(album / "Ann/2.png"), "name": "Ann", "turned_deg": 180},
    ]
    assert {(one["path"], one["reason"]) for one in document["refused"]} == {
        (str(album / "Ann/10.png"), "no_face"),
        (str(album / "Bob.png"), "several_faces"),
        (str(album / "IMG_0001.png"), "no_name"),
        (str(album / "broken.jpg"), "unusable"),
    }
    assert {(one["path"], one["reason"]) for one in document["passed_over"]} == {
        (str(album / "@eaDir"), "left_behind"),
        (str(album / "Ann/2020/May"), "deeper_folder"),
        (str(album / "notes.txt"), "format"),
        (str(album / ".hidden.jpg"), "hidden"),
    }
    assert all(one["error"] in outcome.err for one in document["refused"])


def test_the_table_names_everything_too(facecam, album):
    outcome = facecam("enroll", "--folder", album)
    table = [line.split("  ")[0] for line in outcome.out.splitlines()]
    assert table == [
        *("enrolled", "turned", *["refused"] * 4, *["passed over"] * 4),
        "2 pictures of 1 person enrolled; 4 refused, 4 passed over.",
    ]


def test_where_nobody_can_be_enrolled_no_gallery_is_made(facecam, picture_of, tmp_path):
    picture_of(1, "album/IMG_0001.png")
    assert facecam("enroll", "--folder", tmp_path / "album").code == 1
    assert not paths.gallery_file().exists()


@pytest.mark.parametrize("words", [[], ["Zoë"], ["Zoë", "a.png", "--folder", "."]])
def test_name_and_pictures_or_a_folder(facecam, words):
    assert facecam("enroll", *words).code == 2
