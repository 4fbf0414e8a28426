"""A picture looked for among 100,000 people, with vectors that no network makes.

Random ones lie in all 512 directions: the worst case of the search. What is limited
is the time that a processor computes, which other work on the machine lengthens little.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from facecam.capture.demo import Demo
from facecam.embed.views import embedding_id
from facecam.gallery.database import Database
from facecam.gallery.writing import add_person, add_sample
from facecam.types import FaceSample
from facecam.vectors import unit
from facecam.weights import find_model

SEED = 20260701
PEOPLE = 100_000
MOST_CPU_S = 45.0
"""It was 13 to 15 s on a busy AMD EPYC with two cores, and 46 before."""
MAIN = str(Path(__file__).resolve().parents[2] / "main.py")

pytestmark = [pytest.mark.weights, pytest.mark.timeout(3600)]


@pytest.fixture
def large_gallery(tmp_path):
    model_id = embedding_id(find_model("facenet").manifest.id)
    vectors = unit(np.random.default_rng(SEED).standard_normal((PEOPLE, 512)).astype(np.float32))
    crop = np.zeros((8, 8, 3), np.uint8)
    database = Database(tmp_path / "gallery.sqlite", 5.0)
    with database.writing() as session:
        for number, vector in enumerate(vectors):
            person = add_person(session, f"Person {number}")
            add_sample(session, person, FaceSample(crop, vector, model_id, 0.99, 0.5))
    database.close()
    return tmp_path / "gallery.sqlite"


@pytest.fixture
def picture(tmp_path):
    source = Demo()
    source.open()
    seen = source.read()
    source.close()
    assert seen is not None
    Pillow.fromarray(seen.image).save(tmp_path / "demo.png")
    return tmp_path / "demo.png"


def test_a_picture_is_looked_for_among_100_000_people_in_seconds(large_gallery, picture):
    command = [sys.executable, MAIN, "identify", "--gallery", large_gallery, picture]
    before, began_at = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"\n{PEOPLE:,} people: {cpu_s:.0f} s of computing, {time.monotonic() - began_at:.0f} s")
    assert "1 face" in done.stdout
    assert "Unknown" in done.stdout
    assert cpu_s < MOST_CPU_S
