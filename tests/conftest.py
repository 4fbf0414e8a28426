"""What every test stands on: folders of its own, no screen, and what may be absent."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

# Before anything imports Qt; tests of a real X server start a process without it.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import pytest

from facecam import paths
from facecam.errors import WeightsError
from tests.threads import no_thread_is_left

__all__ = ["no_thread_is_left"]

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As a shell's background job: programs that tests start would not hear Ctrl+C either.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in tests/gui, and skip what needs data or weights that are not here."""
    no_data = pytest.mark.skip(reason=f"no real pictures in {SHARED_DATA}")
    no_weights = pytest.mark.skip(reason="no weights: run 'facecam models install'")
    have_weights = _weights_are_installed()
    for item in items:
        if "gui" in item.path.relative_to(Path(__file__).parent).parts:
            item.add_marker("gui")
        if item.get_closest_marker("data") and not SHARED_DATA.is_dir():
            item.add_marker(no_data)
        if item.get_closest_marker("weights") and not have_weights:
            item.add_marker(no_weights)


def _weights_are_installed() -> bool:
    from facecam.weights import find_model

    try:
        find_model("mtcnn")
        find_model("facenet")
    except WeightsError:
        return False
    return True


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the developer's cache out of the reach of what lives longer than a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the developer's gallery, settings, log and cache out of the tests' reach."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(home / variable.lower()))
    monkeypatch.setenv(paths.GALLERY_VARIABLE, str(home / "gallery.sqlite"))
    return home


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real pictures; the test is skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"no real pictures in {SHARED_DATA}")
    return SHARED_DATA
