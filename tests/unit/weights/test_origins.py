import pytest

from facecam.errors import WeightsError
from facecam.weights import origins


@pytest.fixture
def put(root, monkeypatch):
    """Put empty files below the models' folder, and have no default weights."""
    monkeypatch.setattr(origins, "default_origins", list)

    def put(*paths):
        for path in paths:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(path.encode())
        return origins.origins(root)

    return put


def names(origin):
    return [path.name for path in origin.files]


def test_there_may_be_no_folders_at_all(put):
    assert put() == []


def test_a_frozen_facenet_is_found_by_its_name(put):
    (origin,) = put("model/20180402-114759/20180402-114759.pb")
    assert (origin.id, origin.form) == ("20180402-114759", "facenet-graph")


def test_a_facenet_checkpoint_is_found_with_all_its_files(put):
    folder = "model/20180402-114759/model-20180402-114759"
    (origin,) = put(
        f"{folder}.meta", f"{folder}.ckpt-275.index", f"{folder}.ckpt-275.data-00000-of-00001"
    )
    assert origin.form == "facenet-checkpoint"
    assert origin.path.name == "model-20180402-114759.ckpt-275"
    assert names(origin) == [
        "model-20180402-114759.meta",
        "model-20180402-114759.ckpt-275.index",
        "model-20180402-114759.ckpt-275.data-00000-of-00001",
    ]


def test_the_frozen_graph_goes_before_the_checkpoint(put):
    folder = "model/20180402-114759"
    (origin,) = put(
        f"{folder}/20180402-114759.pb", f"{folder}/model-20180402-114759.ckpt-275.index"
    )
    assert origin.form == "facenet-graph"


def test_the_mtcnn_checkpoint_is_found(put):
    folder = "mtcnn_model/all_in_one/mtcnn-3000000"
    (origin,) = put(f"{folder}.index", f"{folder}.data-00000-of-00001", f"{folder}.meta")
    assert (origin.id, origin.form) == ("mtcnn-3000000", "mtcnn-checkpoint")
    assert origin.path.name == "mtcnn-3000000"


def test_a_checkpoint_without_its_data_is_refused_by_name(put):
    (origin,) = put("mtcnn_model/all_in_one/mtcnn-3000000.index")
    with pytest.raises(WeightsError, match=r"mtcnn-3000000\.data-00000-of-00001 cannot be read"):
        origin.check()


def test_converted_models_are_not_taken_for_originals(put):
    assert put("model/20180408-102900/facenet.pb", "model/20180408-102900/manifest.json") == []


def test_every_file_counts_in_the_hash_of_several(put, root):
    folder = "mtcnn_model/all_in_one/mtcnn-3000000"
    (origin,) = put(f"{folder}.index", f"{folder}.data-00000-of-00001")
    before = origin.check()
    origin.files[1].write_bytes(b"changed")
    assert origin.check() != before
