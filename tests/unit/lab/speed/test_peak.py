from __future__ import annotations

import os

from facecam.lab.speed.peak import peak_gflops


def test_products_are_timed_and_the_environment_is_left_as_it_was(monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    assert peak_gflops(1, seconds=0.01) > 0
    assert os.environ["OPENBLAS_NUM_THREADS"] == "7"


def test_a_variable_that_was_not_set_is_not_set_afterwards(monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    peak_gflops(1, seconds=0.01)
    assert "OPENBLAS_NUM_THREADS" not in os.environ
