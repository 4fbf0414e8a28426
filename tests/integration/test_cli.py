"""The real program with the real weights, as a user starts it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image as Pillow

from tests.fakes.clips import make_clip

PROJECT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, str(PROJECT / "main.py")]

Facecam = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.weights


@pytest.fixture
def facecam(own_folders: Path) -> Facecam:
    def call(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *map(str, words)], capture_output=True, text=True, check=False, timeout=110
        )

    return call


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line with which the program failed; there is no traceback."""
    (line,) = (line for line in done.stderr.splitlines() if line.startswith("facecam: "))
    assert "Traceback" not in done.stderr
    return line


@pytest.mark.data
def test_people_enrolled_are_recognised_in_other_pictures(facecam: Facecam, shared_data: Path):
    portraits = shared_data / "portraits"
    assert facecam("enroll", "Barack Obama", portraits / "obama.jpg").returncode == 0
    assert facecam("enroll", "Joe Biden", portraits / "biden.jpg").returncode == 0

    done = facecam("identify", portraits / "two_people.jpg", portraits / "obama2.jpg", "--json")
    two, one = json.loads(done.stdout)["images"]
    named = sorted((face["name"], face["box"][0] < 500) for face in two["faces"])
    assert named == [("Barack Obama", True), ("Joe Biden", False)]
    assert [face["name"] for face in one["faces"]] == ["Barack Obama"]


@pytest.mark.data
def test_video_gives_a_line_a_frame(facecam: Facecam, shared_data: Path):
    clip = shared_data / "video" / "crowd.mp4"
    done = facecam("watch", "--source", clip, "--json", "--max-frames", 5)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [line["frame"] for line in lines] == [1, 2, 3, 4, 5]
    assert [round(line["position_s"] * 25) for line in lines] == [0, 1, 2, 3, 4]
    assert min(len(line["faces"]) for line in lines) >= 4


@pytest.mark.data
def test_verification_on_a_small_list_of_pairs(facecam: Facecam, shared_data: Path, tmp_path: Path):
    lines = (shared_data / "lfw_dev" / "pairs.txt").read_text().splitlines()
    folds = [lines[1:11] + lines[301:311], lines[601:611] + lines[901:911]]
    pairs = tmp_path / "pairs.txt"
    pairs.write_text("\n".join(["2\t10", *folds[0], *folds[1]]) + "\n")
    images = shared_data / "lfw_dev" / "images"
    done = facecam(
        *("evaluate", "verification", "--images", images, "--pairs", pairs),
        *("--json", "--report", tmp_path / "report"),
    )
    report = json.loads(done.stdout)
    assert set(report) >= {
        *("accuracy", "accuracy_std", "threshold", "fold_accuracies", "thresholds"),
        *("auc", "eer", "validation_rate", "roc", "plain"),
        *("pairs", "faces_not_found", "seconds"),
    }
    assert report["pairs"] == 40
    assert report["accuracy"] >= 0.95
    assert report["faces_not_found"] == 0
    assert report["calibrated"]
    assert report["threshold"] < report["plain"]["threshold"] - 0.2
    page = (tmp_path / "report" / "verification.html").read_text()
    assert page.count("data:image/svg+xml") == 2


@pytest.mark.data
def test_identification_of_fixed_people_among_strangers(
    facecam: Facecam, shared_data: Path, tmp_path: Path
):
    for name, folder, picture in [
        ("Obama", "gallery", "obama"),
        ("Obama", "probes", "obama2"),
        ("Biden", "probes", "biden"),
    ]:
        file = tmp_path / folder / name / f"{picture}.jpg"
        file.parent.mkdir(parents=True)
        file.symlink_to(shared_data / "portraits" / f"{picture}.jpg")
    done = facecam(
        *("evaluate", "identification", "--images", tmp_path / "gallery"),
        *("--probes", tmp_path / "probes", "--strangers", 10000, "--json"),
    )
    report = json.loads(done.stdout)
    assert (report["known_probes"], report["stranger_probes"], report["trials"]) == (1, 1, 1)
    assert report["promised"] == 0.0001
    assert report["answers"]["known"]["named_right"]["mean"] == 1
    assert report["measured"]["mean"] == 0


def test_demo_shows_a_face(facecam: Facecam):
    done = facecam("watch", "--source", "demo", "--json", "--max-frames", 60)
    faces = [json.loads(line)["faces"] for line in done.stdout.splitlines()]
    assert len(faces) == 60
    assert faces[-1], "the picture is searched beside the frames, so the first may have none"


def test_ctrl_c_ends_watching_quietly():
    with subprocess.Popen(
        [*COMMAND, "watch", "--source", "demo", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None and process.stdout.readline().startswith(
            '{"schema_version"'
        )
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in errors


def test_reader_that_goes_away_ends_watching_quietly():
    with subprocess.Popen(
        [*COMMAND, "watch", "--source", "demo", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        process.wait(timeout=30)
        errors = process.stderr.read()
    assert process.returncode != 0
    assert "Traceback" not in errors
    assert "bug" not in errors


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "notes.mp4"
    path.write_text("not a video\n" * 100)
    return path


def test_wrong_sources_are_one_sentence(facecam: Facecam, text_file: Path, tmp_path: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    for source in ("77", text_file, empty, tmp_path / "missing.mp4", "ftp://example.org/a"):
        done = facecam("watch", "--source", source, "--json")
        assert done.returncode == 1
        assert done.stdout == ""
        assert sentence(done)


def test_truncated_picture_is_one_sentence(facecam: Facecam, tmp_path: Path):
    whole, truncated = tmp_path / "whole.jpg", tmp_path / "truncated.jpg"
    Pillow.effect_noise((200, 200), 60).save(whole)
    truncated.write_bytes(whole.read_bytes()[:2000])
    done = facecam("identify", truncated)
    assert done.returncode == 1
    assert "truncated.jpg" in sentence(done)


def test_damaged_gallery_is_one_sentence_and_left_as_it_is(facecam: Facecam, tmp_path: Path):
    damaged = tmp_path / "gallery.sqlite"
    damaged.write_bytes(b"no database" * 500)
    done = facecam("people", "list", "--gallery", damaged)
    assert done.returncode == 1
    assert "gallery.sqlite" in sentence(done)
    assert damaged.read_bytes() == b"no database" * 500


def test_live_program_never_imports_tensorflow():
    program = (
        "import sys; sys.argv[1:] = ['watch', '--source', 'demo', '--max-frames', '2']\n"
        "from facecam.cli import main\n"
        "try: main()\n"
        "finally: print('tensorflow' in sys.modules, 'PyQt5' in sys.modules)"
    )
    printed = subprocess.check_output([sys.executable, "-c", program], text=True, cwd=PROJECT)
    assert printed.splitlines()[-1] == "False False"


ASCII_ONLY = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("name", [b"\xff\xfe.mp4", "Zoë 李.mp4".encode()])
def test_a_clip_of_any_name_is_watched_where_the_system_knows_only_ascii(
    name: bytes, own_folders: Path, tmp_path: Path
):
    clip = tmp_path / os.fsdecode(name)
    clip.write_bytes(make_clip(pictures=3))
    done = subprocess.run(
        [*COMMAND, "watch", "--json", "--source", clip],
        capture_output=True,
        check=False,
        timeout=110,
        env=os.environ | ASCII_ONLY,
    )
    assert done.returncode == 0
    assert [json.loads(line)["frame"] for line in done.stdout.splitlines()] == [1, 2, 3]


def test_a_clip_is_watched_through_standard_input(own_folders: Path):
    done = subprocess.run(
        [*COMMAND, "watch", "--json", "--source", "/dev/stdin"],
        input=make_clip(pictures=3, form="matroska"),
        capture_output=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 3


@pytest.mark.data
def test_pictures_of_any_name_and_through_standard_input_are_enrolled_and_identified(
    own_folders: Path, tmp_path: Path, shared_data: Path
):
    portrait = (shared_data / "portraits" / "obama.jpg").read_bytes()
    person = tmp_path / "album" / "李"
    person.mkdir(parents=True)
    (person / os.fsdecode(b"caf\xe9.jpg")).write_bytes(portrait)
    (person / "Thumbs.db").touch()

    def facecam(*words: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*COMMAND, *words],
            input=given,
            capture_output=True,
            check=False,
            timeout=110,
            env=os.environ | ASCII_ONLY,
        )

    done = facecam("enrol", "--folder", tmp_path / "album", "--json")
    album = json.loads(done.stdout)
    assert done.returncode == 0
    assert [one["name"] for one in album["enrolled"]] == ["李"]
    assert album["enrolled"][0]["path"].endswith(r"李/caf\xe9.jpg")
    assert [one["reason"] for one in album["passed_over"]] == ["left_behind"]
    printed = facecam("identify", "/dev/stdin", "--json", given=portrait).stdout
    (entry,) = json.loads(printed)["images"]
    assert [face["name"] for face in entry["faces"]] == ["李"]
    assert facecam("identify", "/dev/stdin", given=portrait).stdout.isascii()
