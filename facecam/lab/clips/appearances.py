"""From the first frame in which a face is to be seen to the last before it is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import numpy as np

from facecam.gallery.names import name_key
from facecam.lab.clips.truth import TrueFace
from facecam.track.tracker import assign_boxes
from facecam.types import Floats

Appearance = list[TrueFace]
"""One face in consecutive frames: a person's by their name, a stranger's by overlapping boxes."""


def appearances(faces: Sequence[TrueFace]) -> list[Appearance]:
    """Return the appearances of faces given by frame, in the order in which they begin."""
    found: list[Appearance] = []
    going_on: list[Appearance] = []
    for frame, group in groupby(faces, key=attrgetter("frame")):
        here = list(group)
        before = [appearance for appearance in going_on if appearance[-1].frame == frame - 1]
        pairs = dict(_same_people(before, here)) | dict(_same_strangers(before, here))
        going_on = []
        for index, face in enumerate(here):
            if index in pairs:
                appearance = before[pairs[index]]
                appearance.append(face)
            else:
                appearance = [face]
                found.append(appearance)
            going_on.append(appearance)
    return found


def boxes_of(faces: Sequence[TrueFace]) -> Floats:
    """Return the boxes ``(n, 4)`` float32."""
    return np.array([face.box for face in faces], np.float32).reshape(-1, 4)


def _same_people(
    before: Sequence[Appearance], here: Sequence[TrueFace]
) -> Iterator[tuple[int, int]]:
    names = {name_key(a[-1].name): row for row, a in enumerate(before) if a[-1].name is not None}
    for index, face in enumerate(here):
        if face.name is not None and name_key(face.name) in names:
            yield index, names[name_key(face.name)]


def _same_strangers(
    before: Sequence[Appearance], here: Sequence[TrueFace]
) -> Iterator[tuple[int, int]]:
    rows = [row for row, appearance in enumerate(before) if appearance[-1].name is None]
    columns = [index for index, face in enumerate(here) if face.name is None]
    last = boxes_of([before[row][-1] for row in rows])
    for row, column in assign_boxes(last, boxes_of([here[index] for index in columns])):
        yield columns[column], rows[row]
