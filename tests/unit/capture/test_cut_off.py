"""Whether a recording was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facecam.capture.media.cut_off import missing_bytes
from tests.fakes.clips import boasting, make_clip, trimmed

FRAGMENTS = {"movflags": "frag_keyframe+empty_moov"}
HEAD_FIRST = {"movflags": "+faststart"}
CLIPS = {
    "mp4": lambda: make_clip(options=HEAD_FIRST),
    "fragmented mp4": lambda: make_clip(options=FRAGMENTS),
    "matroska": lambda: make_clip(form="matroska"),
    "avi": lambda: make_clip(form="avi", codec="mjpeg"),
    "flv": lambda: make_clip(form="flv", codec="flv"),
    "wmv": lambda: make_clip(form="asf", codec="wmv2"),
}


def missing(content: bytes, folder: Path) -> int:
    path = folder / "clip"
    path.write_bytes(content)
    with path.open("rb", buffering=0) as file:
        return missing_bytes(file)


@pytest.mark.parametrize("kind", CLIPS)
def test_a_whole_clip_misses_nothing(kind: str, tmp_path: Path) -> None:
    assert missing(CLIPS[kind](), tmp_path) == 0


@pytest.mark.parametrize("kind", CLIPS)
@pytest.mark.parametrize("share", [0.55, 0.6, 0.7])
def test_a_clip_cut_off_misses_bytes(kind: str, share: float, tmp_path: Path) -> None:
    clip = CLIPS[kind]()
    assert 0 < missing(clip[: int(len(clip) * share)], tmp_path) < len(clip)


def test_how_many_bytes_are_missing_is_said_exactly(tmp_path: Path) -> None:
    clip = make_clip(options=HEAD_FIRST)
    assert missing(clip[:-100], tmp_path) == 100


def test_a_duration_longer_than_held_is_no_cut(tmp_path: Path) -> None:
    assert missing(boasting(make_clip(), 100.0), tmp_path) == 0
    assert missing(trimmed(make_clip(), 0.2), tmp_path) == 0


def test_a_cut_behind_the_pictures_is_none(tmp_path: Path) -> None:
    clip = make_clip(form="avi", codec="mjpeg")
    assert missing(clip[: clip.index(b"idx1") + 20], tmp_path) == 0


def test_a_cut_between_two_clusters_is_seen(tmp_path: Path) -> None:
    clip = make_clip(form="matroska", options={"cluster_time_limit": "200"})
    second = clip.index(bytes.fromhex("1f43b675"), clip.index(bytes.fromhex("1f43b675")) + 4)
    assert missing(clip[:second], tmp_path) > 0


def test_a_live_recording_of_unknown_length_just_ends(tmp_path: Path) -> None:
    clip = make_clip(form="matroska", options={"live": "1"})
    for name in ("18538067", "1f43b675"):
        at = clip.index(bytes.fromhex(name)) + 4
        width = clip[at].bit_length()
        unknown = bytes([(1 << width) - 1]) + b"\xff" * (8 - width)
        clip = clip[:at] + unknown + clip[at + len(unknown) :]
    assert missing(clip[: len(clip) // 2], tmp_path) == 0


@pytest.mark.parametrize("content", [b"", b"\x00", b"RIFF", b"\x1aE\xdf\xa3", b"FLV", b"ftyp" * 3])
def test_a_beginning_alone_says_nothing(content: bytes, tmp_path: Path) -> None:
    assert missing(content, tmp_path) == 0


@given(
    start=st.sampled_from([make() for make in CLIPS.values()]),
    noise=st.binary(max_size=200),
    at=st.integers(0, 500),
)
@example(start=b"\0\0\0\1ftyp" + bytes(8), noise=b"", at=0)
def test_no_damage_keeps_it_from_an_answer(
    start: bytes, noise: bytes, at: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = start[:at] + noise + start[at + len(noise) :]
    assert missing(content, tmp_path_factory.getbasetemp()) >= 0
