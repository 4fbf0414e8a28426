"""From a false positive identification rate, say 1 in 1,000, to the threshold of a gallery.

Once scores are normalised, the best score of a stranger depends on the number
of people enrolled and on little else. How often it passes a threshold t in a
gallery of N is modelled as

    log10(-ln(1 - rate)) = curve t² + slope t + height + growth log10 N

With growth 1, people would be passed independently of each other. Li and
Wechsler, "Open Set Face Recognition Using Transduction", 2005; Phillips, Grother
and Micheals, "Evaluation Methods in Face Recognition", 2011 (open-set
identification: detection and identification rate, false alarm rate).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

_PLAUSIBLE_AT = ((0.01, 10), (0.001, 100), (0.0001, 1000))
"""Rates and sizes of galleries at which a threshold must lie above 0 and below 1."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The distribution of strangers' best scores, at its upper end; see the module.

    Attributes:
        curve: not above 0.
        slope: below 0.
        height: the logarithm at a threshold of 0 in a gallery of one.
        growth: how it grows with the gallery, above 0.
    """

    curve: float
    slope: float
    height: float
    growth: float

    def __post_init__(self) -> None:
        """Refuse a tail whose thresholds are no scores between unlike and the same.

        Raises:
            ValueError: a number is out of range.
        """
        numbers = (self.curve, self.slope, self.height, self.growth)
        is_falling = self.curve <= 0 and self.slope < 0 < self.growth
        if not (is_falling and all(map(math.isfinite, numbers))):
            raise ValueError(f"scores of strangers do not fall off like this: {numbers}")
        thresholds = [self.threshold(rate, people) for rate, people in _PLAUSIBLE_AT]
        if not all(0 < threshold < 1 for threshold in thresholds):
            raise ValueError(f"no thresholds: {thresholds}")

    def threshold(self, rate: float, people: int) -> float:
        """Return the score that strangers pass at ``rate`` in a gallery of ``people``.

        Args:
            rate: the share of strangers that may be named, above 0, below 1.
            people: how many are enrolled, at least 1.

        Raises:
            ValueError: out of range.
        """
        if not 0 < rate < 1 or people < 1:
            raise ValueError(f"no threshold for rate {rate} and {people} people")
        wanted = math.log10(-math.log1p(-rate)) - self.growth * math.log10(people) - self.height
        if self.curve > -1e-6:
            return wanted / self.slope
        inside = max(self.slope * self.slope + 4 * self.curve * wanted, 0.0)
        return (-self.slope - math.sqrt(inside)) / (2 * self.curve)

    def rate(self, threshold: float, people: int) -> float:
        """Return the share of strangers expected to pass ``threshold``, 0 to 1."""
        logarithm = (self.curve * threshold + self.slope) * threshold + self.height
        expected = 10 ** (logarithm + self.growth * np.log10(people))
        return float(-np.expm1(-expected))
