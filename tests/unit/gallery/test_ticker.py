import threading
from queue import Queue

from facecam.gallery.ticker import Ticker

SOON = 10.0  # seconds; a limit for waiting, never a delay


def test_work_is_done_again_and_again_on_another_thread() -> None:
    done: Queue[threading.Thread] = Queue()
    ticker = Ticker(lambda: done.put(threading.current_thread()), 0.001, "ticker")
    threads = {done.get(timeout=SOON) for _ in range(3)}
    assert ticker.stop(SOON)
    assert [thread.name for thread in threads] == ["ticker"]


def test_stopping_does_not_wait_for_the_pause_to_end() -> None:
    ticker = Ticker(lambda: None, 3600.0, "ticker")
    assert ticker.stop(SOON)
    assert ticker.stop(SOON)


def test_stopping_waits_for_work_only_as_long_as_it_may() -> None:
    begun, release = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        release.wait(SOON)

    ticker = Ticker(work, 0.001, "ticker")
    assert begun.wait(SOON)
    assert not ticker.stop(0.01)
    release.set()
    assert ticker.stop(SOON)
