"""The identity of each track: which face is embedded next, and the name each has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from facecam.embed.crop import crop_face
from facecam.embed.stage import (
    Embedder,
    EmbeddingRequest,
    EmbeddingStage,
    InlineEmbedding,
    ThreadedEmbedding,
)
from facecam.match import Matcher, one_name_each
from facecam.quality import fault, quality, visibility
from facecam.track.identity import Identity
from facecam.track.schedule import next_to_embed
from facecam.track.tracker import Track
from facecam.types import Frame, Reason


class Identities:
    """One identity for each track, and for none but those. Owned by one thread.

    Args:
        embedder: makes the embeddings.
        matcher: decides who a face is.

    Attributes:
        embedded: how many faces have been embedded.
    """

    def __init__(self, embedder: Embedder, matcher: Matcher) -> None:
        self._embedder = embedder
        self._matcher = matcher
        self._stage: EmbeddingStage = InlineEmbedding(embedder)
        self._is_threaded = False
        self._of_track: dict[int, Identity] = {}
        self._embedded_at = -np.inf
        self._named: list[int] | None = None
        self.embedded = 0

    @property
    def is_free(self) -> bool:
        """Whether no face is being embedded."""
        return self._stage.is_free

    @property
    def are_named(self) -> bool:
        """Whether nothing has changed since the faces were named last."""
        return self._named is not None

    def __getitem__(self, track_id: int) -> Identity:
        """Return the identity of a track that was among those given last."""
        return self._of_track[track_id]

    def embed_in_thread(self, on_finished: Callable[[], None]) -> ThreadedEmbedding:
        """Embed in a thread of its own from now on, a newcomer in one view first.

        Args:
            on_finished: called from that thread after each; time to ``collect``.

        Returns:
            The thread; whoever asked for it stops it.
        """
        self._stage = threaded = ThreadedEmbedding(self._embedder, on_finished)
        self._is_threaded = True
        return threaded

    def have_changed(self) -> None:
        """Name every face anew, because the gallery or the setting is another."""
        self._named = None

    def wait_for_first(self, tracks: Sequence[Track]) -> bool:
        """Return whether one of the tracks is a newcomer who waits for another thread."""
        return self._is_threaded and any(self._of_track[track.id].is_new for track in tracks)

    def keep(self, tracks: Sequence[Track]) -> None:
        """Keep an identity for each of these tracks, and for none but those."""
        before = self._of_track
        self._of_track = {track.id: before.get(track.id) or Identity() for track in tracks}

    def embed(self, frame: Frame, present: Sequence[Track], most: int, rest_s: float) -> None:
        """Have those faces embedded whose embedding is worth most.

        Args:
            frame: where the faces are.
            present: its tracks, which are kept.
            most: how many at most; fewer where the stage is busy.
            rest_s: the pause between two embeddings, seconds.
        """
        faces = [(track, self[track.id], visibility(track.detection)) for track in present]
        while most and self._stage.is_free and frame.timeline_s - self._embedded_at >= rest_s:
            chosen = next_to_embed(faces, frame.timeline_s)
            if chosen is None:
                return
            most -= self._submit(frame, *chosen[:2])
            self.collect()

    def collect(self) -> bool:
        """Fuse the embedding that was finished since the last call; return whether one was."""
        finished = self._stage.finished()
        if finished is None:
            return False
        request, sample = finished
        self.embedded += sample is not None
        identity = self._of_track.get(request.track_id)
        if identity is None:  # the face has gone meanwhile
            return True
        if sample is None:
            identity.refuse(Reason.UNREADABLE, request.at)
        else:
            identity.add(sample, request.visibility, request.at, is_fast=request.is_fast)
        self._named = None
        return True

    def name(self, present: Sequence[Track]) -> None:
        """Give each of the faces of a frame its match, where anything has changed."""
        ids = [track.id for track in present]
        if ids != self._named:
            self._match([self[track_id] for track_id in ids])
            self._named = ids

    def _submit(self, frame: Frame, track: Track, identity: Identity) -> bool:
        """Have a face embedded; return False where it cannot be judged, which is no work."""
        face = track.detection
        crop = crop_face(frame.image, face.box, face.turned_deg)
        reason = fault(face, crop)
        if reason is not None:
            identity.refuse(reason, frame.timeline_s)
            return False
        self._embedded_at = frame.timeline_s
        worth, seen = quality(face, crop), visibility(face)
        is_fast = self._is_threaded and identity.samples == 0
        self._stage.submit(
            EmbeddingRequest(track.id, crop, face.score, worth, seen, frame.timeline_s, is_fast)
        )
        return True

    def _match(self, identities: Sequence[Identity]) -> None:
        embedded = [identity for identity in identities if identity.embedding is not None]
        vectors = [identity.embedding for identity in embedded if identity.embedding is not None]
        if not vectors:
            return
        held = [identity.match.person_id for identity in embedded]
        matches = self._matcher.match(np.stack(vectors), held)
        for identity, match in zip(embedded, one_name_each(matches), strict=True):
            evidence = match.evidence and replace(match.evidence, frames=identity.samples)
            identity.match = replace(match, evidence=evidence)
