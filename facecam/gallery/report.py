"""Comparing all that a gallery holds with its checksums, crops too."""

from __future__ import annotations

from itertools import compress

from sqlalchemy import select
from sqlalchemy.orm import Session

from facecam.gallery.damage import Finding, Part, Report, name_lost
from facecam.gallery.schema import CROP, EMBEDDING, PERSON, SampleRow
from facecam.gallery.soundness import is_sound_crop, sound_embeddings, sound_names

_TOGETHER = 100
"""So many crops are in memory at a time."""


def read_report(session: Session) -> Report:
    """Return what is damaged in a gallery: people first, then samples, oldest first."""
    people = session.execute(select(*PERSON)).all()
    names = sound_names(people)
    samples = session.execute(select(SampleRow.id, *EMBEDDING).order_by(SampleRow.id)).all()
    owners = {sample.id: sample.person_id for sample in samples}
    sound = sound_embeddings([sample[1:] for sample in samples])
    embeddings = {sample.id for sample in compress(samples, ~sound)}
    crops = _damaged_crops(session)
    nameless = ({person.id for person in people} | set(owners.values())) - names.keys()
    findings = [Finding(name, None, (Part.NAME,)) for name in sorted(map(name_lost, nameless))]
    for number in sorted(embeddings | crops):
        parts = [Part.EMBEDDING] * (number in embeddings) + [Part.CROP] * (number in crops)
        owner = owners[number]
        findings.append(Finding(names.get(owner) or name_lost(owner), number, tuple(parts)))
    return Report(len(people), len(samples), tuple(findings))


def _damaged_crops(session: Session) -> set[int]:
    query = select(SampleRow.id, *CROP).order_by(SampleRow.id)
    rows = session.execute(query.execution_options(yield_per=_TOGETHER))
    return {number for number, *row in rows if not is_sound_crop(row)}
