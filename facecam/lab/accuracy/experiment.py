"""From folders of pictures to trials, each with what compares its faces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.collection.collection import Collection, collect, list_pictures, people_of
from facecam.collection.subject import ProgressWrapper, StillRecogniser, embed_subjects
from facecam.lab.accuracy.crossfit import Scoring, fitted_without
from facecam.lab.accuracy.identification import Outcome, run_trial
from facecam.lab.accuracy.trials import Drawing, Trial, draw_trials, fixed_trial
from facecam.pipeline import open_scoring
from facecam.scoring.calibrated_index import CalibratedScoring

Split = Callable[[Sequence[str], NDArray[np.int64]], Sequence[NDArray[np.bool_]]]
"""People's names, and whose each row is, to the rows of each part that is judged by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Experiment:
    """Trials ready to be run.

    Attributes:
        collection: what the trials' rows are of.
        parts: trials, and what compares the faces in them.
        model_id: the network that made the embeddings.
    """

    collection: Collection
    parts: tuple[tuple[Sequence[Trial], Scoring], ...]
    model_id: str

    @property
    def is_calibrated(self) -> bool:
        """Whether faces are compared by a calibration, not by plain cosine."""
        return isinstance(self.parts[0][1], CalibratedScoring)

    def run(self, stranger_rate: float) -> list[Outcome]:
        """Judge every trial; the program may name this share of the strangers."""
        return [
            run_trial(trial, self.collection, self.model_id, scoring, stranger_rate)
            for trials, scoring in self.parts
            for trial in trials
        ]


def drawn(
    images: Path,
    drawing: Drawing,
    recogniser: StillRecogniser,
    split: Split | None = None,
    progress: ProgressWrapper = iter,
) -> Experiment:
    """Draw trials from one folder.

    Args:
        images: the folder, with a sub-folder a person.
        drawing: who is to be enrolled.
        recogniser: finds and embeds the faces.
        split: parts the people; each part is judged by a calibration fitted on
            everyone else. None: all by what the program uses.
        progress: shows how far it is.

    Raises:
        UsageError: the folder has too few people, pictures or faces.
        PictureError: a picture cannot be read.
        WeightsError: the calibration to use is damaged or another model's.
    """
    pictures = list_pictures(images)
    _draw(*people_of(pictures), drawing, split)  # too few people are said before the long work
    model_id = recogniser.model_id
    scoring = open_scoring(model_id) if split is None else None
    collection = collect(pictures, embed_subjects(pictures, recogniser, progress))
    parts = tuple(
        (trials, scoring or fitted_without(collection, rows, model_id))
        for rows, trials in _draw(collection.names, collection.people, drawing, split)
    )
    return Experiment(collection, parts, model_id)


def _draw(
    names: Sequence[str], people: NDArray[np.int64], drawing: Drawing, split: Split | None
) -> list[tuple[NDArray[np.bool_], list[Trial]]]:
    parts = [np.ones(len(people), np.bool_)] if split is None else split(names, people)
    return [(rows, draw_trials(people, drawing, rows)) for rows in parts]


def fixed(
    images: Path, probes: Path, recogniser: StillRecogniser, progress: ProgressWrapper = iter
) -> Experiment:
    """Enrol everyone in one folder, and show the pictures of another; see ``drawn``."""
    enrolled, shown = list_pictures(images), list_pictures(probes)
    scoring = open_scoring(recogniser.model_id)
    subjects = embed_subjects([*enrolled, *shown], recogniser, progress)
    collection, trial = fixed_trial(collect(enrolled, subjects), collect(shown, subjects))
    return Experiment(collection, (([trial], scoring),), recogniser.model_id)
