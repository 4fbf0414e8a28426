"""Hundreds of settings, manifests, results and notes of what was hashed, changed at random.

Each is refused in one sentence, or read as values that are all in their range; the file
stays as it was. A note of what was hashed is believed or not, but no hash comes out wrong.
"""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from facecam import paths
from facecam.errors import FacecamError
from facecam.lab.speed import results
from facecam.settings import Settings, load
from facecam.weights import find_model
from facecam.weights.hashes import file_sha256, remembered_sha256
from facecam.weights.manifest import CONVERSION, Manifest, network_files

T = TypeVar("T")

SEED = 20240502
ROUNDS = 600
TOKENS = (
    "NaN", "Infinity", "-Infinity", "1e999", "-1", "0", "1.5", "40.0", "null", "true", '""', "[]",
    "{}", "9" * 400, '"\\ud800"', '"\\u0000"', '"../../../etc/passwd"', '"' + "x" * 10_000 + '"',
    "[" * 500, '{"a":' * 500, "'", "\x00", "\ufeff", "/**/",
)  # fmt: skip


def mutated(content: str, rng: np.random.Generator) -> bytes:
    """Change a JSON document in one of many ways."""
    fields = json.loads(content)
    name = str(rng.choice(list(fields)))
    token = str(rng.choice(TOKENS))
    match int(rng.integers(8)):
        case 0:
            return content.replace(json.dumps(fields[name]), token, 1).encode("utf-8", "replace")
        case 1:
            del fields[name]
        case 2:
            fields[name + "_"] = fields.pop(name)
        case 3:
            fields[name] = {name: fields[name]}
        case 4:
            return content[: rng.integers(len(content))].encode()
        case 5:
            at = int(rng.integers(len(content)))
            return (content[:at] + token + content[at:]).encode("utf-8", "replace")
        case 6:
            spoilt = bytearray(content.encode())
            for _ in range(int(rng.integers(1, 6))):
                spoilt[rng.integers(len(spoilt))] = int(rng.integers(256))
            return bytes(spoilt)
        case _:
            return rng.bytes(int(rng.integers(2000)))
    return json.dumps(fields).encode()


def attack(name: str, file: Path, content: str, read: Callable[[], T]) -> list[T]:
    """Read a file changed in so many ways; return what was read where it was not refused."""
    rng = np.random.default_rng((SEED, len(name)))
    sound: list[T] = []
    for _ in range(ROUNDS):
        changed = mutated(content, rng)
        file.write_bytes(changed)
        try:
            sound.append(read())
        except FacecamError as error:
            assert str(error).count("\n") == 0
            assert len(str(error)) < 1200
        assert file.read_bytes() == changed
    print(f"{name:10} {ROUNDS}: {ROUNDS - len(sound)} refused, {len(sound)} read")
    return sound


def test_settings_are_in_their_range_or_refused(tmp_path):
    file = tmp_path / "settings.json"
    content = Settings(source="rtsp://camera/1", min_face_px=60).model_dump_json(indent=2)
    for read in attack("settings", file, content, lambda: load(file)):
        assert 20 <= read.min_face_px <= 400
        assert read.one_stranger_in in (100, 1000, 10000)
        assert isinstance(read.mirror, bool) and isinstance(read.show_landmarks, bool)


@pytest.fixture
def model(tmp_path):
    folder = tmp_path / "model" / "a"
    folder.mkdir(parents=True)
    names = network_files("facenet")
    for name in names:
        (folder / name).write_bytes(name.encode())
    return folder


def manifest_of(folder):
    names = network_files("facenet")
    return Manifest(
        id="20180408-102900",
        kind="facenet",
        source="a test",
        source_sha256="0a" * 32,
        licence="MIT",
        input_size=160,
        standardisation="none",
        embedding_size=512,
        conversion=CONVERSION,
        files={name: file_sha256(folder / name) for name in names},
        sizes={name: len(name) for name in names},
    )


def test_manifests_describe_the_files_that_are_there_or_are_refused(model, tmp_path):
    content = manifest_of(model).model_dump_json(indent=2)
    opened = 0
    for read in attack(
        "manifests", model / "manifest.json", content, lambda: find_model("facenet", tmp_path)
    ):
        assert "/" not in read.manifest.id
        assert (read.kind, read.manifest.embedding_size) == ("facenet", 512)
        try:
            opened += read.checked_path("facenet", ".tflite") == model / "facenet.tflite"
        except FacecamError as error:
            assert "was changed or damaged" in str(error)
    print(f"of those read, {opened} name the hash of the file that is there")


def test_saved_results_hold_finite_numbers_or_are_refused(tmp_path):
    file = tmp_path / "result.json"
    results.save(results.measured("detect", {"frames": 2}, {"fps": {"p50": 3.5}}), file)
    for read in attack("results", file, file.read_text(), lambda: results.load(file, "detect")):
        for number in _numbers(read.figures):
            assert math.isfinite(number)


def _numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [number for each in value.values() for number in _numbers(each)]
    if isinstance(value, list):
        return [number for each in value for number in _numbers(each)]
    return [value] if isinstance(value, float) else []


def test_no_note_of_what_was_hashed_makes_a_hash_wrong(tmp_path):
    file = tmp_path / "facenet.tflite"
    file.write_bytes(b"the right weights")
    right = remembered_sha256(file)
    content = paths.hashes_file().read_text().replace(right, "ff" * 32)
    rng = np.random.default_rng(SEED)
    wrong = anew = 0
    for _ in range(ROUNDS):
        note = mutated(content, rng)
        other = note.replace(str(file.stat().st_mtime_ns).encode(), b"1")
        paths.hashes_file().write_bytes(other)
        given = remembered_sha256(file)
        wrong += given != right
        anew += paths.hashes_file().read_bytes() != other
    print(f"notes      {ROUNDS}: {anew} not believed, {wrong} wrong hashes")
    assert wrong == 0
