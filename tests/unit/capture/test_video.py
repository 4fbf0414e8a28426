"""Video files and pipes: what they give, and what they say when they cannot."""

from __future__ import annotations

import os
import threading
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from av.stream import Disposition

from facecam.capture import Picture
from facecam.capture.source import Skippable
from facecam.capture.video import VideoFile
from facecam.errors import CaptureError
from tests.fakes.clips import boasting, make_clip, number_in, trimmed, with_a_cover

HEAD_FIRST = {"movflags": "+faststart"}


def opened(path: Path, content: bytes) -> VideoFile:
    path.write_bytes(content)
    video = VideoFile(path)
    video.open()
    return video


def all_of(video: VideoFile) -> list[Picture]:
    pictures = list(iter(video.read, None))
    video.close()
    return pictures


def numbers(pictures: list[Picture]) -> list[int]:
    return [number_in(picture.image) for picture in pictures]


def positions(pictures: list[Picture]) -> list[float | None]:
    return [picture.position_s for picture in pictures]


@pytest.mark.parametrize(
    ("form", "codec"),
    [
        ("mp4", "mpeg4"),
        ("mp4", "libx264"),
        ("matroska", "mpeg4"),
        ("webm", "libvpx"),
        ("avi", "mjpeg"),
        ("mpegts", "mpeg2video"),
        ("flv", "flv"),
        ("asf", "wmv2"),
    ],
)
def test_a_video_gives_all_its_pictures_in_order_with_their_positions(
    form: str, codec: str, tmp_path: Path
) -> None:
    video = opened(tmp_path / "clip", make_clip(form=form, codec=codec))
    assert video.fps == pytest.approx(25.0)
    pictures = all_of(video)
    assert numbers(pictures) == list(range(20))
    assert positions(pictures) == pytest.approx([n / 25 for n in range(20)], abs=0.002)
    assert pictures[0].image.shape == (48, 64, 3)
    assert video.fps is None


def test_colours_come_in_the_order_red_green_blue(tmp_path: Path) -> None:
    red = np.full((48, 64, 3), (250, 0, 0), np.uint8)
    pictures = all_of(opened(tmp_path / "clip", make_clip(images=[red] * 3)))
    assert pictures[1].image.mean(axis=(0, 1)) == pytest.approx([250, 0, 0], abs=6)


def test_a_video_opened_again_starts_at_its_beginning(tmp_path: Path) -> None:
    video = opened(tmp_path / "clip.mp4", make_clip())
    for _ in range(2):
        first = video.read()
        assert first is not None
        assert first.position_s == 0.0
        video.open()
    video.close()
    video.close()


def test_a_closed_video_leaves_no_file_open(tmp_path: Path) -> None:
    before = set(Path("/proc/self/fd").iterdir())
    video = opened(tmp_path / "clip.mp4", make_clip())
    video.read()
    video.close()
    with pytest.raises(CaptureError):
        opened(tmp_path / "no.mp4", b"no video")
    assert set(Path("/proc/self/fd").iterdir()) == before


def test_a_video_passes_over_pictures_up_to_a_position(tmp_path: Path) -> None:
    video = opened(tmp_path / "clip.mp4", make_clip())
    assert isinstance(video, Skippable)
    video.read()
    assert video.skip_to(0.4) == 9
    picture = video.read()
    assert picture is not None
    assert (picture.position_s, number_in(picture.image)) == (pytest.approx(0.4), 10)
    assert video.skip_to(60.0) == 9
    assert video.read() is None
    video.close()


def test_a_picture_looked_at_and_not_passed_over_is_not_lost(tmp_path: Path) -> None:
    video = opened(tmp_path / "clip.mp4", make_clip())
    assert [video.skip_to(0.05) for _ in range(3)] == [2, 0, 0]
    assert numbers(all_of(video)) == list(range(2, 20))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"Dear diary,\n" * 100, "cannot be played: it is damaged, incomplete, or not a video"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(500), "cannot be played: it is damaged"),
        (b"RIFF\x24\x08\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00"
         b"\x80\x3e\x00\x00\x02\x00\x10\x00data\x00\x08\x00\x00" + bytes(2048), "cannot be played"),
        (b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\x00" + bytes(413), "cannot be played"),
    ],
    ids=["empty", "text", "header only", "sound only", "music"],
)  # fmt: skip
def test_what_is_no_video_is_refused_by_name(
    tmp_path: Path, content: bytes, sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CaptureError, match=rf"clip\.mp4 {sentence}"):
        opened(tmp_path / "clip.mp4", content)
    assert capfd.readouterr().err == ""


def test_a_name_of_any_bytes_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"f\xff\xfe")
    folder.mkdir()
    path = folder / os.fsdecode(b"\xe9t\xe9 %s\n.mp4")
    video = opened(path, make_clip())
    assert len(all_of(video)) == 20
    assert video.name.encode() == rb"\xe9t\xe9 %s\n.mp4"
    with pytest.raises(CaptureError, match=r"f\\xff\\xfe/.* is empty") as caught:
        opened(path, b"")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("name", ["concat:a|b", "-", "http:x", "pipe:0", "data:,x"])
def test_a_name_that_ffmpeg_would_take_for_an_address_is_a_file(name: str, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(all_of(opened(Path(name), make_clip()))) == 20


@pytest.mark.parametrize("name", ["list.m3u8", "list.mp4", "list.ffconcat"])
@pytest.mark.parametrize(
    "content",
    [
        "ffconcat version 1.0\nfile {clip}\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{clip}\n#EXT-X-ENDLIST\n",
        "\ufeff#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n",
        '<?xml version="1.0"?><MPD><BaseURL>{clip}</BaseURL></MPD>',
        "[playlist]\nFile1={clip}\n",
        "v=0\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    ],
)
def test_a_playlist_is_refused_under_any_name(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / "clip.ts").write_bytes(make_clip(form="mpegts", codec="mpeg2video"))
    with pytest.raises(CaptureError, match="is a playlist, from which nothing is opened"):
        opened(tmp_path / name, content.format(clip="clip.ts").encode())


@pytest.mark.parametrize(
    "clip",
    [
        make_clip(options=HEAD_FIRST),
        make_clip(form="matroska"),
        make_clip(form="avi", codec="mjpeg"),
        boasting(make_clip(options=HEAD_FIRST), 100.0),
    ],
    ids=["mp4", "matroska", "avi", "boasting"],
)
def test_a_truncated_video_plays_what_it_has_and_says_that_it_breaks_off(
    tmp_path: Path, clip: bytes
) -> None:
    video = opened(tmp_path / "half.avi", clip[: len(clip) * 2 // 3])
    sentence = r"half\.avi is damaged or incomplete: it breaks off at 0\.\d s, and [\d,]+ bytes"
    with pytest.raises(CaptureError, match=sentence):
        for _ in range(20):
            assert video.read() is not None
    video.close()


def test_a_truncated_video_whose_head_is_at_its_end_is_refused(tmp_path: Path) -> None:
    clip = make_clip()
    with pytest.raises(
        CaptureError, match=r"clip\.mp4 cannot be played: it is damaged, incomplete"
    ):
        opened(tmp_path / "clip.mp4", clip[: len(clip) * 2 // 3])


def test_a_trimmed_video_ends_where_it_was_trimmed(tmp_path: Path) -> None:
    assert numbers(all_of(opened(tmp_path / "clip.mp4", trimmed(make_clip(), 0.2)))) == [*range(5)]


def test_a_video_that_boasts_of_its_length_ends_normally(tmp_path: Path) -> None:
    assert len(all_of(opened(tmp_path / "clip.mp4", boasting(make_clip(), 100.0)))) == 20


def test_joined_recordings_play_on_at_once(tmp_path: Path) -> None:
    part = make_clip(form="mpegts", pictures=10)
    later = make_clip(form="mpegts", stamps=[3600 + n / 25 for n in range(10)], pictures=10)
    joined = part + later + part
    pictures = all_of(opened(tmp_path / "clip.ts", joined))
    assert len(pictures) >= 28  # at a seam FFmpeg may lose one
    steps = np.diff(np.array(positions(pictures), np.float64))
    assert steps.max() < 0.13


def test_a_pause_is_kept(tmp_path: Path) -> None:
    stamps = [0.0, 0.04, 0.08, 20.0, 20.04]
    clip = make_clip(pictures=5, stamps=stamps)
    assert positions(all_of(opened(tmp_path / "clip.mp4", clip))) == pytest.approx(stamps)


@pytest.mark.parametrize(
    ("how", "height", "width"),
    [
        ({"pixel_shape": Fraction(2)}, 48, 128),
        ({"pixel_shape": Fraction(1, 2)}, 96, 64),
        ({"pixel_shape": Fraction(8, 3)}, 48, 171),
        ({"turned": (90, False)}, 64, 48),
        ({"turned": (90, False), "pixel_shape": Fraction(2)}, 128, 48),
    ],
)
def test_a_picture_has_its_true_proportions(how, height: int, width: int, tmp_path: Path) -> None:
    for picture in all_of(opened(tmp_path / "clip.mp4", make_clip(**how))):
        assert picture.image.shape == (height, width, 3)


@pytest.mark.parametrize(
    ("turned", "bright"),
    [
        ((0, False), "top left"),
        ((90, False), "bottom left"),
        ((180, False), "bottom right"),
        ((270, False), "top right"),
        ((0, True), "top right"),
        ((180, True), "bottom left"),
    ],
)
def test_a_picture_is_turned_and_mirrored_as_the_video_says(turned, bright, tmp_path: Path) -> None:
    image = np.zeros((48, 64, 3), np.uint8)
    image[:24, :32] = 255
    clip = make_clip(images=[image] * 3, turned=turned)
    seen = all_of(opened(tmp_path / "clip.mp4", clip))[0].image
    half, middle = seen.shape[0] // 2, seen.shape[1] // 2
    corners = {
        "top left": seen[:half, :middle],
        "top right": seen[:half, middle:],
        "bottom left": seen[half:, :middle],
        "bottom right": seen[half:, middle:],
    }
    assert max(corners, key=lambda corner: corners[corner].mean()) == bright


def test_a_size_that_changes_in_mid_stream_is_followed(tmp_path: Path) -> None:
    large = make_clip(form="mpegts", pictures=10, size=(128, 96), pixel_shape=Fraction(2))
    joined = make_clip(form="mpegts", pictures=10) + large
    pictures = all_of(opened(tmp_path / "clip.ts", joined))
    assert pictures[0].image.shape == (48, 64, 3)
    assert pictures[-1].image.shape == (96, 256, 3)


@pytest.mark.parametrize("form", ["mp4", "mpegts", "matroska"])
def test_pictures_that_are_too_large_are_refused(form: str, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("facecam.capture.media.container.MOST_PIXELS", 64 * 48 - 1)
    with pytest.raises(CaptureError, match="its pictures of 64×48 are too large"):
        opened(tmp_path / "clip", make_clip(form=form))


def test_a_picture_that_turns_out_too_large_on_the_way_is_passed_over(tmp_path: Path) -> None:
    clip = bytearray(make_clip(form="avi", codec="mjpeg"))
    sizes = [at + 5 for at in range(len(clip)) if clip[at : at + 2] == b"\xff\xc0"]
    assert len(sizes) == 20
    for at in sizes[10:12]:  # the height and the width that a JPEG states
        clip[at : at + 4] = (12000).to_bytes(2) + (9000).to_bytes(2)
    pictures = all_of(opened(tmp_path / "clip.avi", bytes(clip)))
    assert {picture.image.shape for picture in pictures} == {(48, 64, 3)}
    assert numbers(pictures) == [*range(10), *range(12, 20)]


@pytest.mark.parametrize("cover", [Disposition.attached_pic, Disposition(0)])
def test_of_several_videos_in_a_file_the_main_one_is_watched(cover, tmp_path: Path) -> None:
    pictures = all_of(opened(tmp_path / "clip.mp4", with_a_cover(cover)))
    assert [picture.image.shape for picture in pictures] == [(64, 64, 3)] * 20


def test_damage_in_the_middle_costs_only_the_pictures_hit(tmp_path: Path) -> None:
    clip = bytearray(make_clip(form="avi", codec="mjpeg"))
    for n in (5, 6, 7):
        at = [i for i in range(len(clip)) if clip[i : i + 4] == b"00dc"][n] + 8
        clip[at : at + 200] = bytes(200)
    seen = numbers(all_of(opened(tmp_path / "clip.avi", bytes(clip))))
    assert {*range(20)} - {5, 6, 7} <= set(seen)


def test_a_video_taken_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match=r"gone\.avi cannot be read: No such file"):
        VideoFile(tmp_path / "gone.avi").open()


def test_a_video_through_a_pipe_is_played_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    clip = make_clip(form="matroska")
    writer = threading.Thread(target=pipe.write_bytes, args=(clip,))
    writer.start()
    video = VideoFile(pipe)
    video.open()
    assert numbers(all_of(video)) == list(range(20))
    writer.join()


def test_a_pipe_into_which_nobody_writes_is_given_up(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("facecam.capture.video._PATIENCE_S", 0.05)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CaptureError, match="pipe cannot be played: it sends nothing"):
        VideoFile(tmp_path / "pipe").open()
