"""The real program, which also prints when it showed its first picture and its first name.

It is run as ``python -m facecam.lab.speed.milestones`` with the program's own
arguments. Each milestone is a line of JSON on standard output: ``milestone``,
``picture`` or ``name``, and ``at``, in seconds since 1970.
"""

from __future__ import annotations

import logging

from facecam.cli import main
from facecam.cli.output import tell_json

LOGGER = "facecam.gui.milestones"


class MilestonePrinter(logging.Handler):
    """Prints the milestones among the records that it is given."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record's milestone and its time, if it has one."""
        milestone = getattr(record, "milestone", None)
        if milestone is not None:
            tell_json({"milestone": milestone, "at": record.created}, in_one_line=True)


if __name__ == "__main__":
    logging.getLogger(LOGGER).addHandler(MilestonePrinter())
    main()
