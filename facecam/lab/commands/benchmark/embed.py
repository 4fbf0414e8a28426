"""``facecam benchmark embed``: how long one face's embedding takes, on either runtime."""

from __future__ import annotations

from facecam.address import shown_source
from facecam.cli.options import JsonOption
from facecam.errors import UsageError
from facecam.lab.commands.benchmark.detector import THREADS, open_benchmark_detector
from facecam.lab.commands.benchmark.options import RoundsOption, SourceOption
from facecam.lab.commands.benchmark.results import AgainstOption, SaveOption, report
from facecam.lab.commands.benchmark.timings import BETTER, timing_rows, timing_table
from facecam.lab.speed.comparison import Better
from facecam.lab.speed.results import measured

_BASE = "litert, batch of 1"


def embed(
    source: SourceOption = "demo",
    rounds: RoundsOption = 20,
    json: JsonOption = False,
    save: SaveOption = None,
    against: AgainstOption = None,
) -> None:
    """Time the embedding of a face on LiteRT and on TensorFlow, and compare the results."""
    from facecam.embed.crop import crop_face
    from facecam.lab.clips.frames import first_frames
    from facecam.lab.speed.embedding import lowest_cosine, time_a_face
    from facecam.network import Backend, open_network
    from facecam.weights import find_model

    detector = open_benchmark_detector(40)
    images = first_frames(source, 10, None)
    crops = [crop_face(image, face.box) for image in images for face in detector.detect(image)]
    if not crops:
        raise UsageError(
            f"No face is seen in {shown_source(source)}, so there is nothing to embed."
        )
    model = find_model("facenet")
    litert = open_network(model, "facenet", Backend.LITERT, THREADS)
    tensorflow = open_network(model, "facenet", Backend.TENSORFLOW, THREADS)
    networks = {"litert": litert, "tensorflow": tensorflow}
    timings = [t for size in (1, 4) for t in time_a_face(networks, crops, size, rounds)]
    cosine = lowest_cosine(litert, tensorflow, crops[:4])
    rows = timing_rows(timings, _BASE)
    report(
        measured("embed", {"source": source}, {"timings": rows, "lowest_cosine": cosine}),
        {**BETTER, "lowest_cosine": Better.MORE},
        [*timing_table(rows, _BASE), f"lowest cosine: {cosine:.6f}"],
        json=json,
        save_in=save,
        against=against,
    )
