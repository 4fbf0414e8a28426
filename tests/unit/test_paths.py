from pathlib import Path

import pytest

from facecam import paths


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.delenv(paths.GALLERY_VARIABLE, raising=False)
    monkeypatch.delenv(paths.MODELS_VARIABLE, raising=False)
    return tmp_path


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the package lie in site-packages instead of a checkout."""
    package = tmp_path / "site-packages" / "facecam"
    package.mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    return package


def test_the_gallery_given_goes_before_the_variable_before_the_users_own(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = home / "XDG_DATA_HOME" / "facecam" / "gallery.sqlite"
    assert paths.gallery_file() == own
    monkeypatch.setenv("FACECAM_GALLERY", "/of/the/variable")
    assert paths.gallery_file() == Path("/of/the/variable")
    assert paths.gallery_file(Path("/given")) == Path("/given")


def test_an_empty_variable_counts_as_none(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACECAM_GALLERY", "")
    assert paths.gallery_file().is_relative_to(home)


def test_data_settings_and_log_are_the_users(home: Path) -> None:
    assert paths.data_folder() == home / "XDG_DATA_HOME" / "facecam"
    assert paths.settings_file() == home / "XDG_CONFIG_HOME" / "facecam" / "settings.json"
    assert paths.hashes_file() == home / "XDG_CACHE_HOME" / "facecam" / "hashes.json"
    assert paths.log_file() == home / "XDG_STATE_HOME" / "facecam" / "log" / "facecam.log"


def test_asking_where_makes_nothing(home: Path) -> None:
    paths.gallery_file(), paths.settings_file(), paths.log_file(), paths.models_root()
    assert list(home.iterdir()) == []


def test_in_a_checkout_the_weights_lie_beside_the_code() -> None:
    root = Path(__file__).resolve().parents[2]
    assert paths.checkout_root() == root
    assert paths.models_root() == root


@pytest.mark.usefixtures("installed")
def test_in_an_installed_package_the_weights_lie_with_the_users_data() -> None:
    assert paths.checkout_root() is None
    assert paths.models_root() == paths.data_folder()


def test_a_variable_names_another_place_for_the_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACECAM_MODELS", "/portable")
    assert paths.models_root() == Path("/portable")
