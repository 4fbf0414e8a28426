"""What the program prints of its milestones, and what is read of it."""

import logging

from facecam.lab.speed.launch import milestones_in
from facecam.lab.speed.milestones import LOGGER, MilestonePrinter


def record(created: float, **extra: str) -> logging.LogRecord:
    return logging.makeLogRecord({"name": LOGGER, "msg": "said", "created": created, **extra})


def test_milestones_printed_are_read_with_their_times_and_nothing_else_is(tmp_path, capsys):
    printer = MilestonePrinter()
    printer.handle(record(1.25, milestone="picture"))
    printer.handle(record(2.0))
    printer.handle(record(3.5, milestone="name"))
    printed = tmp_path / "printed"
    printed.write_text(capsys.readouterr().out)
    assert milestones_in(printed) == {"picture": 1.25, "name": 3.5}


def test_a_line_still_being_written_waits(tmp_path):
    printed = tmp_path / "printed"
    printed.write_text('{"milestone": "picture", "at": 1.0}\n{"milestone": "na')
    assert milestones_in(printed) == {"picture": 1.0}
