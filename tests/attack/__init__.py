"""Attacks on the program, longer than the test suite has time for: ``make attack``.

Each prints what it tried and how that ended, and fails where a promise of the
documentation did not hold. The short form of each promise is in the suite.
"""
