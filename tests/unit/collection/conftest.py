"""The fixtures of tests of still pictures."""

from tests.fakes.still_recogniser import picture, recogniser

__all__ = ["picture", "recogniser"]
