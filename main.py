"""Start Facecam from a checkout: ``python main.py`` is the ``facecam`` command."""

from facecam.cli import main

if __name__ == "__main__":
    main()
