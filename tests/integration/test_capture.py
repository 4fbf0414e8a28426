"""Capture on real input: a clip, an HTTP camera on loopback, the demo."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pytest

from facecam.capture import Grabber, Phase, open_source
from facecam.errors import CaptureError
from facecam.latest import Latest
from facecam.types import Frame
from tests.fakes.rtsp import rtsp_camera

PATIENCE_S = 20.0


class HttpCamera(ThreadingHTTPServer):
    """Serves one endless MJPEG stream on loopback, 25 blue pictures a second.

    Attributes:
        hang_up: while set, viewers are cut off.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Viewer)
        self.hang_up = threading.Event()

    @property
    def url(self) -> str:
        return f"http://user:secret@127.0.0.1:{self.server_port}/video?key=secret"


class _Viewer(BaseHTTPRequestHandler):
    server: HttpCamera

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        bgr = np.zeros((48, 64, 3), np.uint8)
        bgr[..., 0] = 250
        jpeg = cv2.imencode(".jpg", bgr)[1].tobytes()
        head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
        try:
            while not self.server.hang_up.wait(0.04):
                self.wfile.write(head.encode() + jpeg + b"\r\n")
        except ConnectionError:
            return  # the viewer has left

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def camera() -> Iterator[HttpCamera]:
    server = HttpCamera()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.hang_up.set()
    server.shutdown()
    thread.join()
    server.server_close()


class Watch:
    """A running grabber whose phases can be waited for."""

    def __init__(self, spec: str, *, every_frame: bool = False) -> None:
        self.frames: Latest[Frame] = Latest()
        self._changed = threading.Condition()
        self.grabber = Grabber(
            open_source(spec), self.frames, every_frame=every_frame, on_change=self._wake
        )

    def __enter__(self) -> Watch:
        self.grabber.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.grabber.stop()
        assert self.grabber.join(PATIENCE_S)

    def until(self, phase: Phase) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.grabber.state.phase is phase, PATIENCE_S), (
                self.grabber.state
            )

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()


def test_a_stream_over_http_is_shown_in_rgb_and_its_password_is_not(camera: HttpCamera) -> None:
    source = open_source(camera.url)
    assert source.name == f"http://127.0.0.1:{camera.server_port}/video"
    with Watch(camera.url) as watch:
        entry = watch.frames.newer_than(0, PATIENCE_S)
        assert entry is not None
        assert entry.value.position_s is None
        assert entry.value.image.mean(axis=(0, 1)) == pytest.approx([0, 0, 250], abs=6)


def test_a_stream_that_is_cut_off_comes_back(camera: HttpCamera) -> None:
    with Watch(camera.url) as watch:
        watch.until(Phase.RUNNING)
        camera.hang_up.set()
        watch.until(Phase.RECONNECTING)
        message = watch.grabber.state.message
        assert "secret" not in message
        assert message.endswith("Trying again.")
        camera.hang_up.clear()
        watch.until(Phase.RUNNING)


def test_a_stream_lets_go_when_asked(camera: HttpCamera) -> None:
    with Watch(camera.url) as watch:
        watch.until(Phase.RUNNING)
        asked = time.monotonic()
        watch.grabber.stop()
        assert watch.grabber.join(2.0)
        assert time.monotonic() - asked < 2.0
        assert watch.grabber.state.phase is Phase.STOPPED


def test_a_camera_that_speaks_rtsp_is_shown_and_comes_back_after_it_was_cut_off() -> None:
    with rtsp_camera() as camera, Watch(camera.url) as watch:
        entry = watch.frames.newer_than(0, PATIENCE_S)
        assert entry is not None
        assert entry.value.image.shape == (48, 64, 3)
        assert entry.value.position_s is None
        camera.hang_up()
        watch.until(Phase.RECONNECTING)
        assert "secret" not in watch.grabber.state.message
        watch.until(Phase.RUNNING)


def test_a_camera_that_is_started_later_is_shown_when_it_is_there() -> None:
    with rtsp_camera() as camera:
        camera.status = "404 Not Found"
        with Watch(camera.url) as watch:
            watch.until(Phase.RECONNECTING)
            assert "404" in watch.grabber.state.message
            camera.status = "200 OK"
            watch.until(Phase.RUNNING)


def test_a_camera_that_refuses_the_password_is_asked_once() -> None:
    with rtsp_camera() as camera:
        camera.status = "401 Unauthorized"
        with Watch(camera.url) as watch:
            watch.until(Phase.FAILED)
            assert "secret" not in watch.grabber.state.message
        assert camera.asked.count("DESCRIBE") == 1


def test_the_demo_gives_thirty_pictures_a_second_and_stops_at_once() -> None:
    with Watch("demo") as watch:
        entry = None
        for seq in range(20):
            entry = watch.frames.newer_than(seq, PATIENCE_S)
        assert entry is not None
        assert entry.value.image.shape == (480, 640, 3)
        assert 15.0 < watch.grabber.state.fps < 45.0


def test_a_clip_is_read_whole_and_in_order(tmp_path: Path) -> None:
    file = tmp_path / "clip.mp4"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"mp4v"), 25.0, (64, 48))
    for n in range(30):
        writer.write(np.full((48, 64, 3), 8 * n, np.uint8))
    writer.release()
    with Watch(str(file), every_frame=True) as watch:
        seen = []
        for seq in range(30):
            entry = watch.frames.newer_than(seq, PATIENCE_S)
            assert entry is not None
            seen.append(entry.value)
        watch.until(Phase.ENDED)
    assert [frame.position_s for frame in seen] == pytest.approx([n / 25 for n in range(30)])
    assert [int(f.image.mean()) for f in seen] == pytest.approx([8 * n for n in range(30)], abs=4)


@pytest.mark.data
def test_every_frame_of_the_crowd_is_handed_over(shared_data: Path) -> None:
    clip = shared_data / "video" / "crowd.mp4"
    with Watch(str(clip), every_frame=True) as watch:
        numbers: list[int] = []
        while entry := watch.frames.newer_than(len(numbers), PATIENCE_S):
            numbers.append(entry.value.seq)
            if len(numbers) == 105:
                break
        watch.until(Phase.ENDED)
    assert numbers == list(range(1, 106))


HARD_INPUTS = {
    # name: pictures, height and width of the first and the last, position of the last
    "anamorphic_tall.mp4": (50, (300, 250), (300, 250), 1.96),
    "clock_jumps_hour_ahead.ts": (50, (300, 250), (300, 250), 1.96),
    "display_matrix_90.mp4": (25, (300, 250), (300, 250), 0.96),
    "long_pause_then_one.mp4": (26, (300, 250), (300, 250), 19.96),
    "size_changes.ts": (50, (300, 250), (600, 500), 1.88),
    "trimmed_by_edit_list.mp4": (25, (300, 250), (300, 250), 0.96),
}


@pytest.mark.data
@pytest.mark.parametrize("name", HARD_INPUTS)
def test_clips_that_other_programs_stumbled_over_are_played(name: str, shared_data: Path) -> None:
    source = open_source(str(shared_data / "hard_inputs" / name))
    source.open()
    pictures = list(iter(source.read, None))
    source.close()
    shapes = [pictures[n].image.shape[:2] for n in (0, -1)]
    assert (len(pictures), *shapes, pictures[-1].position_s) == (
        *HARD_INPUTS[name][:3],
        pytest.approx(HARD_INPUTS[name][3], abs=0.05),
    )


@pytest.mark.data
def test_the_crowd_cut_short_is_refused_by_name(shared_data: Path, tmp_path: Path) -> None:
    whole = (shared_data / "video" / "crowd.mp4").read_bytes()
    file = tmp_path / "crowd.mp4"
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CaptureError, match=r"crowd\.mp4 cannot be played"):
        open_source(str(file)).open()
