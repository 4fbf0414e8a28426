from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Pillow

from facecam.errors import UsageError
from facecam.lab.accuracy.report import page
from facecam.scoring import calibration
from facecam.scoring.calibration import Calibration
from facecam.scoring.population import Population
from facecam.scoring.tail import Tail
from facecam.types import Decision, Detection, FaceResult, FaceSample, Match

MODEL = "fake-net"


class ByColour:
    """Sees a face in each picture that is not black, and knows it by its red."""

    model_id = MODEL

    def identify(self, image):
        if not image.any():
            return ()
        detection = Detection(
            np.array([5, 5, 30, 30], np.float32), np.zeros((5, 2), np.float32), 0.9
        )
        [sample] = self.samples(image, [detection])
        return (FaceResult(detection, Match(Decision.UNKNOWN), sample=sample),)

    def samples(self, image, detections):
        angle = float(image[0, 0, 0]) / 255 * np.pi / 2
        embedding = np.array([np.cos(angle), np.sin(angle)], np.float32)
        crop = np.zeros((160, 160, 3), np.uint8)
        return [FaceSample(crop, embedding, MODEL, face.score) for face in detections]


@pytest.fixture(autouse=True)
def recogniser(monkeypatch):
    monkeypatch.setattr("facecam.pipeline.open_recogniser", lambda **_: ByColour())


@pytest.fixture
def people(tmp_path):
    """Make a folder of people: a name to the red of each picture."""

    def make(folder="images", **reds):
        for name, pictures in reds.items():
            for number, red in enumerate(pictures, 1):
                path = tmp_path / folder / name / f"{name}_{number:04d}.jpg"
                path.parent.mkdir(parents=True, exist_ok=True)
                Pillow.new("RGB", (40, 40), (red, red and 40, 0)).save(path, quality=95)
        return tmp_path / folder

    return make


@pytest.fixture
def pairs(tmp_path):
    file = tmp_path / "pairs.txt"
    file.write_text("2 1\nAnn 1 2\nAnn 1 Bob 1\nCid 1 2\nCid 1 Dan 1\n")
    return file


FOUR = {"Ann": (20, 22), "Bob": (240,), "Cid": (60, 62), "Dan": (250,)}


def calibrate(model_id, file):
    population = Population(
        np.zeros((1, 2), np.float32), np.ones(1, np.float32), np.eye(2, dtype=np.float32) * 0.5**0.5
    )
    Calibration(model_id, population, Tail(0.0, -6.0, -1.9, 1.0), 500).save(file)


def test_without_a_calibration_the_program_goes_by_plain_cosine(facecam, people, pairs):
    given = facecam(
        *("evaluate", "verification", "--images", people(**FOUR), "--pairs", pairs, "--json")
    ).json
    assert given["accuracy"] == given["plain"]["accuracy"] == 1
    assert given["threshold"] == given["plain"]["threshold"]
    assert not given["calibrated"]


def test_the_users_own_calibration_is_what_pairs_are_judged_by(facecam, people, pairs):
    calibrate(MODEL, calibration.own_file(MODEL))
    given = facecam(
        *("evaluate", "verification", "--images", people(**FOUR), "--pairs", pairs, "--json")
    ).json
    assert given["calibrated"]
    assert given["threshold"] < given["plain"]["threshold"]


def test_figures_of_a_verification_to_read(facecam, people, pairs, tmp_path):
    outcome = facecam(
        *("evaluate", "verification", "--images", people(**FOUR), "--pairs", pairs),
        *("--report", tmp_path / "new" / "folder"),
    )
    assert outcome.out.startswith("Accuracy 1.0000 ± 0.0000 over 2 folds, 4 pairs")
    assert (tmp_path / "new" / "folder" / "verification.html").is_file()


def test_a_gallery_of_one_among_strangers(facecam, people, tmp_path):
    outcome = facecam(
        *("evaluate", "identification", "--images", people(**FOUR), "--gallery-size", 1),
        *("--trials", 3, "--strangers", 100, "--report", tmp_path, "--json"),
    )
    given = outcome.json
    assert (given["gallery_size"], given["trials"], given["known_probes"]) == (1, 3, 3)
    assert given["promised"] == 0.01
    assert given["rank1"]["mean"] == 1
    assert set(given["dir"]) == set(given["plain"]["dir"]) == {"0.1", "0.01", "0.001"}
    for of in given["answers"].values():
        assert sum(share["mean"] for share in of.values()) == pytest.approx(1)
    assert (tmp_path / "identification.html").is_file()


def test_people_in_two_folders(facecam, people):
    gallery = people("gallery", Ann=(20,), Bob=(240,))
    probes = people("probes", Ann=(21, 22), Cid=(120,))
    given = facecam(
        *("evaluate", "identification", "--images", gallery, "--probes", probes, "--json")
    ).json
    assert (given["gallery_size"], given["samples"], given["trials"]) == (2, 1, 1)
    assert (given["known_probes"], given["stranger_probes"]) == (2, 1)
    assert given["found"]["mean"] == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--trials", 3, "--seed", 1], "leave out --trials and --seed"),
        (["--gallery-size", 100], "leave out --gallery-size"),
        (["--cross-fit"], "leave out --cross-fit"),
        (["--samples", 1], "leave out --samples"),
    ],
)
def test_nothing_is_drawn_where_both_folders_are_given(facecam, people, words, sentence):
    folder = people(**FOUR)
    outcome = facecam(
        *("evaluate", "identification", "--images", folder, "--probes", folder), *words
    )
    assert outcome.code == 2
    assert sentence in outcome.err


@pytest.fixture
def nothing_is_embedded(monkeypatch):
    def look(*_):
        raise AssertionError("embedded before the folders were looked at")

    monkeypatch.setattr(ByColour, "identify", look)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--gallery-size", 2, "--samples", 2], "3 pictures or more; there are 0"),
        (["--gallery-size", 1, "--folds", "pairs.txt"], "--folds says how --cross-fit"),
        (["--gallery-size", 2, "--cross-fit"], "2 pictures or more; there are"),
        (["--gallery-size", 1, "--report", "pairs.txt"], "cannot be written to pairs.txt"),
    ],
)
@pytest.mark.usefixtures("nothing_is_embedded", "pairs")
def test_what_cannot_be_drawn_is_said_before_the_long_work(
    facecam, people, words, sentence, tmp_path, monkeypatch
):
    folder = people(**FOUR)
    monkeypatch.chdir(tmp_path)
    outcome = facecam("evaluate", "identification", "--images", folder, *words)
    assert outcome.code == 2
    assert sentence in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_too_few_people_to_fit_on_are_counted(facecam, people, pairs):
    outcome = facecam(
        *("evaluate", "verification", "--images", people(**FOUR), "--pairs", pairs),
        "--cross-fit",
    )
    assert outcome.code == 2
    assert "needs pictures of 100 people, not 2" in outcome.err


@pytest.mark.parametrize("kind", ["verification", "identification"])
def test_a_calibration_of_another_model_is_one_sentence(facecam, people, pairs, kind):
    calibrate("another-net", calibration.own_file(MODEL))
    words = {"verification": ["--pairs", pairs], "identification": ["--gallery-size", 1]}[kind]
    outcome = facecam("evaluate", kind, "--images", people(**FOUR), *words)
    assert outcome.code == 1
    assert "is the calibration of another-net, not of fake-net" in outcome.err


@pytest.mark.parametrize("kind", ["verification", "identification"])
def test_a_folder_with_no_faces_is_one_sentence(facecam, people, pairs, kind):
    black = people(**{name: (0,) * len(reds) for name, reds in FOUR.items()})
    words = {"verification": ["--pairs", pairs], "identification": ["--gallery-size", 1]}[kind]
    outcome = facecam("evaluate", kind, "--images", black, *words)
    assert outcome.code == 2
    assert "No face was found in any of the 6 pictures" in outcome.err


def test_pairs_that_name_missing_pictures(facecam, people, pairs):
    outcome = facecam("evaluate", "verification", "--images", people(Ann=(9, 9)), "--pairs", pairs)
    assert outcome.code == 2
    assert "pictures are missing" in outcome.err


def test_the_probe_for_a_reports_folder_leaves_nothing_behind(tmp_path):
    page.make_folder(tmp_path / "report")
    assert list((tmp_path / "report").iterdir()) == []


def test_a_report_without_its_package_says_which_extra_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(page, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"pip install 'facecam\[lab\]'"):
        page.make_folder(tmp_path / "report")
    assert not (tmp_path / "report").exists()
