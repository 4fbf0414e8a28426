from __future__ import annotations

import cv2
import numpy as np

from facecam.embed import crop as crop_module
from facecam.embed.crop import CROP_SIZE, MARGIN, crop_face
from facecam.embed.views import TIGHT_MARGIN, embedding_id, tight_view, views

GREY = 90
CUT_PX = CROP_SIZE * (1 - (1 + TIGHT_MARGIN) / (1 + MARGIN)) / 2
"""What the tight view leaves out on each side."""


def framed(width_px):
    """A grey crop in a white frame."""
    crop = np.full((CROP_SIZE, CROP_SIZE, 3), 255, np.uint8)
    crop[width_px:-width_px, width_px:-width_px] = GREY
    return crop


def test_a_face_is_seen_in_two_views_of_which_one_is_the_crop_itself():
    crop = framed(4)
    whole, tight = views(crop)
    assert whole is crop
    np.testing.assert_array_equal(tight, tight_view(crop))
    assert (tight.shape, tight.dtype) == (crop.shape, np.uint8)


def test_the_tight_view_is_mirrored():
    crop = np.zeros((CROP_SIZE, CROP_SIZE, 3), np.uint8)
    crop[:, : CROP_SIZE // 2] = (200, 0, 0)
    tight = tight_view(crop)
    assert tight[80, 40].tolist() == [0, 0, 0]
    assert tight[80, 120].tolist() == [200, 0, 0]


def test_the_tight_view_leaves_out_the_margin_and_no_more():
    assert (tight_view(framed(int(CUT_PX) - 2)) == GREY).all()
    edge = tight_view(framed(int(CUT_PX) + 3))
    assert (edge[0] == 255).all()
    assert (edge[:, 0] == 255).all()


def test_the_tight_view_shows_what_a_crop_with_its_margin_would(monkeypatch):
    random = np.random.default_rng(0).integers(0, 255, (30, 40, 3), np.uint8)
    picture = np.asarray(cv2.resize(random, (400, 300), interpolation=cv2.INTER_CUBIC), np.uint8)
    box = np.array([120, 80, 240, 200], np.float32)
    tight = tight_view(crop_face(picture, box))
    monkeypatch.setattr(crop_module, "MARGIN", TIGHT_MARGIN)
    difference = cv2.absdiff(tight, np.ascontiguousarray(crop_face(picture, box)[:, ::-1]))
    assert difference.mean() < 3


def test_embeddings_of_other_views_are_not_taken_for_the_networks_own():
    assert embedding_id("net-1") not in {"net-1", embedding_id("net-2")}
    assert embedding_id("net-1").startswith("net-1")
