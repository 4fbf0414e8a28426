"""The fixtures of tests that look at still pictures."""

from tests.fakes.still_recogniser import picture, recogniser

__all__ = ["picture", "recogniser"]
