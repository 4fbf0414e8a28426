"""The ``facecam`` command: one file a command, nothing heavy imported before it is needed."""

__all__ = ["main"]


def main() -> None:
    """Run the ``facecam`` command; see ``facecam.cli.app.main``."""
    # Here, because app imports every command, and a command may be imported first: by
    # the process that it has started.
    from facecam.cli.app import main as run

    run()
