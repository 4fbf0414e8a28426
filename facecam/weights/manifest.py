"""What is written down about a converted model, beside its files."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, model_validator

from facecam.validity import EMBEDDING_SIZE

Kind = Literal["mtcnn", "facenet"]

KINDS: tuple[Kind, ...] = ("mtcnn", "facenet")

NETWORKS: dict[Kind, tuple[str, ...]] = {
    "mtcnn": ("pnet", "rnet", "onet"),
    "facenet": ("facenet",),
}
"""The networks of a model; each is a ``.tflite`` file and a ``.pb`` file."""

CONVERSION = 1
"""Raised when converted files change their meaning, so that old ones are made anew."""


Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Id = Annotated[str, Field(max_length=100, pattern=r"^[^/\x00-\x1f]+$")]
"""Part of a file's name, such as a calibration's."""


def network_files(kind: Kind) -> list[str]:
    """Return the names of the files that a model of ``kind`` consists of."""
    return [f"{name}{suffix}" for name in NETWORKS[kind] for suffix in (".tflite", ".pb")]


class Manifest(BaseModel):
    """One converted model. What does not describe one cannot be made.

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
        sizes: bytes by file name, for the quick check at each start.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Id
    kind: Kind
    source: str
    source_sha256: Sha256
    licence: str
    input_size: PositiveInt | None
    standardisation: str
    embedding_size: PositiveInt | None
    conversion: int
    files: dict[str, Sha256]
    sizes: dict[str, PositiveInt]

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        expected = set(network_files(self.kind))
        if set(self.files) != expected or set(self.sizes) != expected:
            raise ValueError(f"a model of {self.kind} has the files {sorted(expected)}")
        if self.embedding_size != (EMBEDDING_SIZE if self.kind == "facenet" else None):
            raise ValueError(f"no {self.kind} gives embeddings of {self.embedding_size} values")
        return self
