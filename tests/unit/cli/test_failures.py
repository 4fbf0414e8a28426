from __future__ import annotations

import errno
import logging
import sys
import threading

import pytest
import typer

from facecam import paths
from facecam.cli.failures import install_bug_reports, run
from facecam.errors import CaptureError, DisplayError, FacecamError, UsageError


class Raises:
    def __init__(self, error: BaseException | None, value: object = None) -> None:
        self.error, self.value = error, value

    def main(self, **_: object) -> object:
        if self.error is not None:
            raise self.error
        return self.value


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CaptureError("There is no camera 7."), 1),
        (FacecamError("It failed."), 1),
        (UsageError("Give a name."), 2),
        (DisplayError("There is no screen."), 2),
    ],
)
def test_users_error_is_its_sentence_and_an_exit_code(error, code, capsys):
    assert run(Raises(error), []) == code
    assert capsys.readouterr().err == f"facecam: {error}\n"


def test_debug_shows_where_a_users_error_arose(capsys):
    assert run(Raises(CaptureError("There is no camera 7.")), [], debug=True) == 1
    *places, kind, sentence = capsys.readouterr().err.splitlines()
    assert any("in Raises.main" in place for place in places)
    assert kind == "facecam.errors.CaptureError"
    assert sentence == "facecam: There is no camera 7."


def test_success_and_the_commands_own_exit_code():
    assert run(Raises(None), []) == 0
    assert run(Raises(None, value=3), []) == 3


def test_no_is_an_answer(capsys):
    assert run(Raises(typer.Abort()), []) == 1
    assert capsys.readouterr().err == "facecam: Nothing was changed.\n"


@pytest.mark.parametrize("code", [errno.ENAMETOOLONG, errno.ELOOP, errno.EACCES, errno.ENOSPC])
def test_a_path_that_the_system_refuses_is_a_sentence(code, capsys):
    assert run(Raises(OSError(code, "It is refused", "/album/a.jpg")), []) == 1
    assert capsys.readouterr().err == "facecam: /album/a.jpg cannot be used: It is refused.\n"


@pytest.mark.parametrize(
    "words",
    [
        ["benchmark", "embed", "--save", "PATH"],
        ["benchmark", "embed", "--against", "PATH"],
        ["calibrate", "--images", "PATH"],
        ["enroll", "--folder", "PATH"],
        ["evaluate", "identification", "--images", "PATH"],
        ["people", "list", "--gallery", "PATH"],
    ],
)
@pytest.mark.parametrize("path", ["a" * 300, "a" * 5000, "loop/a"])
def test_any_path_is_answered_in_one_sentence(facecam, tmp_path, words, path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    outcome = facecam(*(word.replace("PATH", str(tmp_path / path)) for word in words))
    assert outcome.code in (1, 2)
    assert len(outcome.err.splitlines()) == 1
    assert len(outcome.err) < 1100


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOENT, "No such file", "part.bin"), OSError(errno.EACCES, "Closed")]
)
def test_a_part_that_is_missing_is_a_bug_and_no_sentence(error):
    with pytest.raises(OSError, match=error.strerror):
        run(Raises(error), [])


def test_bug_is_not_swallowed():
    with pytest.raises(ZeroDivisionError):
        run(Raises(ZeroDivisionError("oops")), [])


@pytest.fixture
def hooks(monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    yield
    logging.captureWarnings(False)


@pytest.mark.parametrize("debug", [False, True])
def test_bug_is_one_sentence_and_where_it_is_stands_in_the_log(hooks, capsys, debug):
    install_bug_reports(debug=debug)
    try:
        raise ZeroDivisionError("Zoë")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    printed = capsys.readouterr().err
    assert printed.splitlines()[-1] == (
        f"facecam: this is a bug, sorry: ZeroDivisionError. The details are in {paths.log_file()}."
    )
    place = "in test_bug_is_one_sentence_and_where_it_is_stands_in_the_log"
    assert (place in printed) == debug
    assert place in paths.log_file().read_text(encoding="utf-8")


def test_bug_in_a_thread_is_reported_too(hooks, capsys):
    install_bug_reports(debug=False)
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_bug_that_can_be_raised_nowhere_is_reported_without_its_words(hooks, capsys):
    class Fails:
        def __del__(self):
            raise ValueError("Zoë")

    install_bug_reports(debug=False)
    Fails()
    printed = capsys.readouterr().err
    assert "this is a bug, sorry: ValueError" in printed
    assert "Zoë" not in printed


def test_ctrl_c_says_nothing(hooks, capsys):
    install_bug_reports(debug=True)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert capsys.readouterr().err == ""


def test_a_log_that_cannot_be_written_stops_nobody(monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    assert run(Raises(None), []) == 0


@pytest.mark.parametrize(
    "words",
    [
        ["people", "delete", "Zoë", "Ball Zoë"],
        ["people", "Zoë"],
        ["Zoë"],
        ["people", "list", "Zoë's"],
        ["identify", "--strangers", "Zoë"],
    ],
)
def test_words_out_of_place_are_not_repeated_as_one_may_be_a_name(facecam, words):
    outcome = facecam(*words)
    assert outcome.code == 2
    assert outcome.err.startswith("facecam: ")
    assert "Zoë" not in outcome.err
