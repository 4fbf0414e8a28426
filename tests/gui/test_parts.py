"""Bridge, background, banner and source menu, each by itself."""

import threading
from concurrent.futures import Future, wait
from pathlib import Path

import pytest
from PyQt5.QtCore import Qt

from facecam.capture import CameraInfo
from facecam.engine import EngineState, EngineStatus
from facecam.errors import CaptureError
from facecam.gui import dialogs, messages
from facecam.gui.background import Background, deliver
from facecam.gui.banner import Banner
from facecam.gui.bridge import EngineBridge
from facecam.gui.elided_label import ElidedLabel
from facecam.gui.source_menu import SourceMenu
from facecam.gui.status_bar import StatusBar
from facecam.track.pace import STEPS


def from_another_thread(call, times=1):
    thread = threading.Thread(target=lambda: [call() for _ in range(times)])
    thread.start()
    thread.join()


def test_any_number_of_calls_while_the_window_is_busy_is_one_signal(qtbot):
    bridge, received = EngineBridge(), []
    bridge.changed.connect(lambda: received.append(threading.current_thread()))
    from_another_thread(bridge.notify, times=200)
    assert received == []
    qtbot.waitUntil(lambda: bool(received))
    qtbot.wait(1)
    assert received == [threading.main_thread()]


def test_what_comes_after_a_signal_is_signalled_again(qtbot):
    bridge, received = EngineBridge(), []
    bridge.changed.connect(lambda: received.append(1))
    for rounds in (1, 2, 3):
        from_another_thread(bridge.notify)
        qtbot.waitUntil(lambda rounds=rounds: len(received) == rounds)


def test_what_is_new_while_the_last_signal_is_handled_is_signalled_too(qtbot):
    bridge, received = EngineBridge(), []

    def handle():
        received.append(1)
        if len(received) == 1:
            from_another_thread(bridge.notify)

    bridge.changed.connect(handle)
    from_another_thread(bridge.notify)
    qtbot.waitUntil(lambda: len(received) == 2)


def test_pieces_of_work_are_done_one_after_the_other_in_their_order(qtbot):
    background, done, go_on = Background(), [], threading.Event()

    def first():
        go_on.wait(5)
        done.append("first")

    earlier = background.run(first)
    later = background.run(lambda: done.append("second"))
    go_on.set()
    wait([earlier, later], timeout=5)
    assert done == ["first", "second"]


def test_work_is_done_off_the_gui_thread_and_answered_on_it(qtbot):
    answers = []
    future = Background().run(threading.current_thread)
    deliver(future, lambda worker: answers.append((worker, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(answers))
    worker, here = answers[0]
    assert worker is not threading.main_thread()
    assert here is threading.main_thread()


def never(answer):
    pytest.fail(f"called with {answer}")


def test_a_user_s_error_is_answered_with_its_sentence(qtbot):
    said: list[str] = []
    future: Future[object] = Future()
    deliver(future, never, said.append)
    future.set_exception(CaptureError("There is no camera 7."))
    qtbot.waitUntil(lambda: said == ["There is no camera 7."])


def test_a_cancelled_request_is_answered_too(qtbot):
    said: list[str] = []
    future: Future[object] = Future()
    deliver(future, never, said.append)
    future.cancel()
    qtbot.waitUntil(lambda: said == [messages.CANCELLED])


def test_a_bug_is_answered_and_reaches_the_hook_for_bugs(qtbot):
    said: list[str] = []
    future: Future[object] = Future()
    deliver(future, never, said.append)
    with qtbot.captureExceptions() as bugs:
        future.set_exception(ZeroDivisionError())
        qtbot.waitUntil(lambda: said == [messages.UNEXPECTED])
    assert [kind for kind, _, _ in bugs] == [ZeroDivisionError]


def test_a_banner_offers_one_thing_to_do_and_goes_away_when_it_is_done(qtbot):
    banner, done = Banner(), []
    qtbot.addWidget(banner)
    banner.show_message("The end was reached.", action=("Play again", lambda: done.append(1)))
    qtbot.mouseClick(banner.action_button, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert not banner.isVisible()
    banner.show_message("Only words.")
    assert not banner.action_button.isVisible()


@pytest.fixture
def menu(qtbot) -> SourceMenu:
    cameras = [
        CameraInfo(0, "Webcam", Path("/dev/video0")),
        CameraInfo(2, "R&D", Path("/dev/video2")),
    ]
    made = SourceMenu(find_cameras=lambda: list(cameras))
    qtbot.addWidget(made)
    made.cameras = cameras
    return made


def texts(menu):
    return [action.text() for action in menu.camera_actions]


def test_cameras_are_listed_by_name_each_time_the_menu_opens(qtbot, menu):
    assert texts(menu) == [messages.NO_CAMERA_FOUND]
    menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: texts(menu) == ["Webcam", "R&&D"])
    menu.cameras.clear()
    menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: texts(menu) == [messages.NO_CAMERA_FOUND])


def test_a_camera_is_chosen_by_its_number(qtbot, menu):
    menu.list_cameras_anew()
    qtbot.waitUntil(lambda: len(menu.camera_actions) == 2)
    with qtbot.waitSignal(menu.chosen, check_params_cb=lambda spec: spec == "2"):
        menu.camera_actions[1].trigger()


@pytest.mark.parametrize(
    ("dialog", "action", "given"),
    [
        (dialogs.FileDialog, "file_action", "/tmp/a clip.mp4"),
        (dialogs.AddressDialog, "address_action", "rtsp://camera/1"),
    ],
)
def test_a_file_or_an_address_is_asked_for(qtbot, menu, monkeypatch, dialog, action, given):
    monkeypatch.setattr(dialog, "ask", lambda _parent: None)
    with qtbot.assertNotEmitted(menu.chosen):
        getattr(menu, action).trigger()
    monkeypatch.setattr(dialog, "ask", lambda _parent: given)
    with qtbot.waitSignal(menu.chosen, check_params_cb=lambda spec: spec == given):
        getattr(menu, action).trigger()


def test_full_work_is_not_spoken_of_and_every_step_below_it_is():
    assert messages.slowed(0) == ""
    assert all(messages.slowed(step).startswith("Slowed: ") for step in range(1, len(STEPS)))


def test_each_step_tells_all_that_is_left_out():
    for step, pace in enumerate(STEPS[1:], 1):
        told = messages.slowed_details(step)
        assert f"every {pace.key_interval_s:g} s" in told
        assert ("times as large" in told) == (pace.min_face_factor > 1)
        assert ("Names are checked" in told) == (pace.embedding_rest_s > 0)


def test_a_label_gives_way_and_keeps_its_text(qtbot):
    label = ElidedLabel("Slowed: looking for new faces less often")
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 40 < label.sizeHint().width()
    label.resize(100, 20)
    label.show()
    qtbot.waitExposed(label)
    assert label.text() == "Slowed: looking for new faces less often"


class FakeTimer:
    """A clock that stands until a test moves it."""

    def __init__(self):
        self.now_ms = 0

    def start(self):
        self.now_ms = 0

    restart = start

    def elapsed(self):
        return self.now_ms


def test_the_rate_shown_is_of_the_time_since_it_was_last_looked_at(qtbot, monkeypatch):
    clock = FakeTimer()
    monkeypatch.setattr("facecam.gui.status_bar.QElapsedTimer", lambda: clock)
    bar = StatusBar()
    qtbot.addWidget(bar)
    status = EngineStatus(EngineState.RUNNING, "", "demo", 12.0, 0, recognised=1)
    clock.now_ms = 2000
    bar.show_status(status, frames_shown=50)
    assert bar.rates_label.text() == "25 fps shown · 12 fps searched for faces"
    clock.now_ms = 20  # the state has changed between two looks
    bar.show_status(status, frames_shown=50)
    assert bar.rates_label.text().startswith("25 fps shown")
    clock.now_ms = 1000
    bar.show_status(status, frames_shown=60)
    assert bar.rates_label.text().startswith("10 fps shown")
