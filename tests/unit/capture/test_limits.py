"""What a recording may take, whatever it says of itself; and what a camera does without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from facecam.capture.video import VideoFile
from facecam.errors import CaptureError
from tests.fakes.clips import make_clip

MEASURE = """
import sys
from pathlib import Path
from facecam.capture.video import VideoFile
video = VideoFile(Path(sys.argv[1]))
try:
    video.open()
finally:
    peak, = (line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(peak.split()[1])
"""


def test_a_small_file_that_announces_millions_of_pictures_takes_no_memory(tmp_path: Path) -> None:
    clip = make_clip(options={"movflags": "frag_keyframe+empty_moov"})
    at = clip.index(b"trun") + 8
    path = tmp_path / "bomb.mp4"
    path.write_bytes(clip[: at - 4] + bytes([0, 0, 0, 1]) + (2**27).to_bytes(4) + clip[at + 4 :])
    with pytest.raises(CaptureError):
        VideoFile(path).open()
    done = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, check=False)
    assert int(done.stdout) < 300 * 1024  # kilobytes


def test_a_camera_is_opened_without_ffmpeg_and_http() -> None:
    names = "import facecam.capture, sys; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", names], capture_output=True, check=True, text=True)
    assert {"av", "http"}.isdisjoint(done.stdout.split())
