from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image as Pillow

from facecam import paths
from facecam.gallery import GalleryStore

from .conftest import sample

pytestmark = pytest.mark.usefixtures("fake_recogniser")


@pytest.fixture
def zoe():
    with GalleryStore(paths.gallery_file()) as store:
        store.enrol("Zoë", [sample()])


def test_json_has_an_entry_a_picture(facecam, picture_of, zoe):
    one, none = picture_of(1, "one.png"), picture_of(0, "none.png")
    outcome = facecam("identify", one, none, "--json")
    assert outcome.code == 0
    first, second = outcome.json["images"]
    assert (first["image"], second["image"]) == (str(one), str(none))
    assert second["faces"] == []
    (found,) = first["faces"]
    assert (found["name"], found["similarity"], found["decision"]) == ("Zoë", 0.9123, "known")


def test_people_enrolled_with_another_network_are_still_known(facecam, picture_of):
    old = replace(sample(5), model_id="an older network")
    with GalleryStore(paths.gallery_file()) as store:
        store.enrol("Zoë", [old])
    (entry,) = facecam("identify", picture_of(1), "--json").json["images"]
    assert entry["faces"][0]["name"] == "Zoë"
    with GalleryStore(paths.gallery_file()) as store:
        assert len(store.snapshot("fake-net").embeddings) == 1


def test_lines_to_read(facecam, picture_of, zoe):
    picture = picture_of(2)
    line = "\n  Zoë, at 10,20 to 80,100"
    assert facecam("identify", picture).out == f"{picture}: 2 faces{line}{line}\n"


def test_a_picture_that_had_to_be_turned_says_so(facecam, picture_of):
    picture = picture_of(1, turns=3)
    assert facecam("identify", picture).out.startswith(f"{picture}: 1 face, turned by 270° to be")
    assert facecam("identify", picture, "--json").json["images"][0]["turned_deg"] == 270


def test_nobody_enrolled_is_unknown(facecam, picture_of):
    (entry,) = facecam("identify", picture_of(1), "--json").json["images"]
    assert (entry["faces"][0]["name"], entry["faces"][0]["decision"]) == (None, "unknown")


def test_bad_picture_is_named_and_the_others_are_looked_at(facecam, picture_of, tmp_path):
    outcome = facecam("identify", tmp_path / "missing.jpg", picture_of(1), "--json")
    assert outcome.code == 1
    assert "missing.jpg" in outcome.err
    missing, found = outcome.json["images"]
    assert (missing["faces"], len(found["faces"])) == ([], 1)
    assert "missing.jpg" in missing["error"]


def test_output_is_the_picture_with_its_boxes(facecam, picture_of, zoe, tmp_path):
    output = tmp_path / "marked.png"
    assert facecam("identify", picture_of(1), "--output", output).code == 0
    with Pillow.open(output) as marked:
        pixels = np.asarray(marked)
    assert pixels.shape == (120, 120, 3)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 2


def test_output_is_for_one_picture(facecam, picture_of, tmp_path):
    outcome = facecam(
        "identify", picture_of(1, "a.png"), picture_of(1, "b.png"), "-o", tmp_path / "out.png"
    )
    assert outcome.code == 2
    assert not (tmp_path / "out.png").exists()
