"""What is written down about a converted model, beside its files."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["mtcnn", "facenet"]

KINDS: tuple[Kind, ...] = ("mtcnn", "facenet")

NETWORKS: dict[Kind, tuple[str, ...]] = {
    "mtcnn": ("pnet", "rnet", "onet"),
    "facenet": ("facenet",),
}
"""The networks of a model; each is a ``.tflite`` file and a ``.pb`` file."""

CONVERSION = 1
"""Raised when converted files change their meaning, so that old ones are made anew."""


class Manifest(BaseModel):
    """One converted model.

    Attributes:
        id: names the weights; embeddings of one id can be compared.
        kind: ``mtcnn`` finds faces, ``facenet`` embeds them.
        source: where the weights come from, in words.
        source_sha256: of the file they were read from; of several files, the
            hash over their hashes.
        licence: of the weights.
        input_size: side of the square picture the network takes, pixels; None
            for a detector, which takes pictures of any size.
        standardisation: what the caller does to 0..255 pixels first.
        embedding_size: values of an embedding; None for a detector.
        conversion: the ``CONVERSION`` that made the files.
        files: SHA-256 by file name.
        sizes: bytes by file name, for the quick look at each start.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    kind: Kind
    source: str
    source_sha256: str
    licence: str
    input_size: int | None
    standardisation: str
    embedding_size: int | None
    conversion: int
    files: dict[str, str]
    sizes: dict[str, int]
