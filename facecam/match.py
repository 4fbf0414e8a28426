"""Who each face is: the nearest enrolled person, if near enough."""

from __future__ import annotations

from facecam.types import Decision, Floats, GallerySnapshot, Match


class Matcher:
    """Compares embeddings with a gallery's by cosine similarity.

    A person is as near as the nearest of their samples.

    Attributes:
        limit: the similarity from which a face is given a name, -1 to 1.
    """

    def __init__(self, limit: float) -> None:
        if not -1.0 <= limit <= 1.0:
            raise ValueError(f"limit must be between -1 and 1, not {limit}")
        self.limit = limit

    def match(self, embeddings: Floats, snapshot: GallerySnapshot) -> list[Match]:
        """Return the match of each embedding.

        Args:
            embeddings: ``(n, 512)`` float32, rows of length 1, made by the
                network ``snapshot.model_id``.
            snapshot: the gallery.

        Returns:
            n matches, KNOWN or UNKNOWN; names come from ``snapshot`` alone.
        """
        if len(snapshot.person_ids) == 0:
            return [Match(Decision.UNKNOWN)] * len(embeddings)
        similarities = embeddings @ snapshot.embeddings.T
        nearest = similarities.argmax(axis=1)
        best = similarities.max(axis=1).clip(-1.0, 1.0)
        ids = snapshot.person_ids[nearest]
        return [
            self._judge(int(person_id), float(similarity), snapshot)
            for person_id, similarity in zip(ids, best, strict=True)
        ]

    def _judge(self, person_id: int, similarity: float, snapshot: GallerySnapshot) -> Match:
        if similarity < self.limit:
            return Match(Decision.UNKNOWN, similarity=similarity)
        return Match(Decision.KNOWN, person_id, snapshot.names[person_id], similarity)
