"""The ``facecam`` command: one file a command, nothing heavy imported before it is needed."""

from facecam.cli.app import main

__all__ = ["main"]
