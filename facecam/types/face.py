"""One face of a picture: where it is, and what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass

from facecam.types.arrays import Floats, Image
from facecam.validity import check_sample


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """One face as MTCNN finds it in a picture.

    Attributes:
        box: ``(4,)`` float32, x1, y1, x2, y2 in pixels.
        landmarks: ``(5, 2)`` float32, x and y in pixels of the left eye, right
            eye, nose, left and right corner of the mouth (left in the picture).
        score: the detector's probability that this is a face, 0 to 1.
        turned_deg: how far clockwise the picture must be turned for the face to be
            upright, where that was tried: 0, 90, 180 or 270.
    """

    box: Floats
    landmarks: Floats
    score: float
    turned_deg: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class FaceSample:
    """One face cut out and embedded: what is stored when a person is enrolled.

    Attributes:
        crop: the picture that the network is given, ``(160, 160, 3)`` uint8, RGB.
        embedding: ``(512,)`` float32 of length 1.
        model_id: which network made the embedding; only vectors of one model
            can be compared.
        score: the detector's score for the face, 0 to 1.
        quality: how well the face could be seen, above 0, up to 1: its weight
            among a person's samples; see ``facecam.quality``.
    """

    crop: Image
    embedding: Floats
    model_id: str
    score: float
    quality: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what is no embedding.

        Raises:
            ValueError: the embedding or the quality is not valid.
        """
        check_sample(self.embedding, self.quality)
