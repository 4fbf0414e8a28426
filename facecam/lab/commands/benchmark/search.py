"""``facecam benchmark search``: how fast are people found in galleries small and huge?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.cli.options import JsonOption
from facecam.cli.processes import alone
from facecam.cli.progress import tracked
from facecam.lab.commands.benchmark.results import AgainstOption, SaveOption, report
from facecam.lab.speed.comparison import Better
from facecam.lab.speed.results import measured

if TYPE_CHECKING:
    from facecam.lab.speed.gallery_search import SearchFigures

_BETTER = {
    **dict.fromkeys(("top1_ms", "top1_p95_ms", "ready_s", "memory_mb"), Better.LESS),
    **dict.fromkeys(("recall_known", "recall_strangers"), Better.MORE),
}
_SIZES = [1, 1_000, 10_000, 100_000, 1_000_000]


def search(
    people: Annotated[
        list[int] | None,
        typer.Option(
            min=1,
            help="How many people to enrol; may be repeated.",
            show_default="1, 1,000, 10,000, 100,000 and 1,000,000",
        ),
    ] = None,
    json: JsonOption = False,
    save: SaveOption = None,
    against: AgainstOption = None,
) -> None:
    """Time the search for the nearest people of five faces, in drawn galleries.

    A million people take some minutes and 10 GB of memory.
    """
    sizes = people or _SIZES
    figures = {
        f"{size:,} people": asdict(alone(_search, size)) for size in tracked(sizes, "Searching")
    }
    report(
        measured("search", {"people": ", ".join(map(str, sizes))}, figures),
        _BETTER,
        _lines(figures),
        json=json,
        save_in=save,
        against=against,
    )


def _search(people: int) -> SearchFigures:
    from facecam.embed.views import embedding_id
    from facecam.lab.speed.gallery_search import search_gallery
    from facecam.scoring.calibration import find_calibration
    from facecam.weights import find_model

    model_id = embedding_id(find_model("facenet").manifest.id)
    return search_gallery(people, find_calibration(model_id))


def _lines(figures: dict[str, dict[str, Any]]) -> list[str]:
    head = "people      search   five faces, ms   p95  recall, known  strangers  ready, s  MB"
    return [head] + [
        f"{row['people']:<11,} {row['search']:8} {row['top1_ms']:14.2f} {row['top1_p95_ms']:6.2f}"
        f" {row['recall_known']:13.3f} {row['recall_strangers']:10.3f} {row['ready_s']:9.2f}"
        + ("   –" if row["memory_mb"] is None else f"  {row['memory_mb']:,.0f}")
        for row in figures.values()
    ]
