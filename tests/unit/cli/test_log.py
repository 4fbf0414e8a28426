"""The log tells of faults, and of nobody."""

from __future__ import annotations

import logging
import os
import sqlite3
import stat
import warnings
from errno import ENOSPC
from pathlib import Path

import pytest

from facecam.cli.log import logging_to, origin

NAME = "Zoë-Marker"
ours = logging.getLogger("facecam.somewhere")


@pytest.fixture
def log(tmp_path):
    """Log to a file while something happens, and return what is in it."""

    def of(happens) -> str:
        file = tmp_path / "log" / "facecam.log"
        with logging_to(file, debug=True):
            happens()
        return file.read_text(encoding="utf-8")

    return of


def fail(error: BaseException) -> BaseException:
    """Return an exception that was raised while another one was handled."""
    nobody: dict[str, int] = {}
    try:
        try:
            nobody[NAME]
        except KeyError:
            raise error  # noqa: B904 - the context is what is tested
    except BaseException as raised:
        return raised
    raise AssertionError("nothing was raised")


def test_a_message_keeps_its_words_and_numbers_but_nothing_that_may_be_a_name(log):
    text = log(lambda: ours.warning("%d of %.1f: %s", 3, 0.5, NAME))
    assert "WARNING facecam.somewhere [MainThread] 3 of 0.5: …" in text
    assert NAME not in text


def test_of_another_package_it_is_said_only_that_it_spoke(log):
    other = logging.getLogger("PIL.TiffImagePlugin")
    text = log(lambda: other.warning("tag: Artist - value: %s", NAME))
    assert "WARNING PIL.TiffImagePlugin" in text
    assert "Artist" not in text
    assert NAME not in text


def test_what_other_packages_say_while_all_is_well_is_left_out(log):
    assert log(lambda: logging.getLogger("PIL").info("chunk")) == ""


def test_an_exception_is_its_kind_and_place_with_its_causes_and_without_words(log):
    error = fail(ValueError(NAME))

    def happen() -> None:
        ours.error("It failed.", exc_info=error)

    text = log(happen)
    assert NAME not in text
    cause, led_to, last = text.partition("which led to")
    assert led_to
    assert "builtins.KeyError" in cause
    assert "in fail" in cause
    assert "raise error" in last
    assert last.rstrip().endswith("builtins.ValueError")


def test_an_exception_that_another_handler_wrote_out_is_written_without_words_all_the_same(log):
    def happen() -> None:
        record = logging.LogRecord(
            ours.name, logging.ERROR, "", 1, "It failed.", (), (ValueError, ValueError(NAME), None)
        )
        logging.Formatter().format(record)
        assert NAME in (record.exc_text or "")
        ours.handle(record)

    assert NAME not in log(happen)


def test_where_the_program_lies_is_not_said():
    text = origin(fail(ValueError()))
    assert f"  {__name__}, line " in text
    assert str(Path(__file__).parent) not in text


def test_an_error_of_the_system_or_of_sqlite_keeps_its_code():
    assert origin(OSError(ENOSPC, "no space for", NAME)) == "builtins.OSError (ENOSPC)"
    with sqlite3.connect(":memory:") as connection, pytest.raises(sqlite3.Error) as caught:
        connection.execute("no SQL")
    connection.close()
    assert origin(caught.value).endswith("sqlite3.OperationalError (SQLITE_ERROR)")


def test_causes_that_go_round_in_a_circle_end():
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert origin(first).count("which led to") == 1


@pytest.mark.filterwarnings("default")
def test_a_warning_is_a_message_of_another_package(log, capfd):
    def happen() -> None:
        logging.captureWarnings(True)
        warnings.warn(NAME, stacklevel=1)
        logging.captureWarnings(False)

    assert NAME not in log(happen)
    assert NAME not in capfd.readouterr().err


def test_a_message_that_cannot_be_written_is_printed_nowhere(log, capfd):
    def happen() -> None:
        *_, handler = logging.getLogger().handlers
        handler.handle(logging.LogRecord(ours.name, logging.ERROR, "", 1, "%d", (NAME,), None))

    log(happen)
    assert capfd.readouterr().err == ""


def test_whatever_the_umask_log_folder_and_older_logs_are_the_users_only(tmp_path, monkeypatch):
    monkeypatch.setattr("facecam.cli.log._SIZE_BYTES", 200)
    folder = tmp_path / "log"
    before = os.umask(0)
    try:
        folder.mkdir()
        (folder / "facecam.log").touch()
        with logging_to(folder / "facecam.log"):
            for _ in range(6):
                ours.warning("A line that fills the file until a new one is begun.")
    finally:
        os.umask(before)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert modes == dict.fromkeys(["facecam.log", "facecam.log.1", "facecam.log.2"], 0o600)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
