"""The commands ``facecam evaluate`` and ``facecam benchmark``."""
