"""The kinds of array that modules pass to each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""A picture, ``(height, width, 3)`` uint8, RGB."""

Floats = NDArray[np.float32]
"""A float32 array; its shape is said where it is used."""
