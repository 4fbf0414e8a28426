from __future__ import annotations

import os

import pytest

from facecam.cli.portraits import person_of_file, portraits_in
from facecam.errors import UsageError
from facecam.listing import PassedOver


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def names_in(folder):
    return [(portrait.name, portrait.path.name) for portrait in portraits_in(folder).portraits]


def test_sub_folder_is_named_after_its_person(tmp_path):
    touch(tmp_path, "Zoë Ball/b.jpg", "Zoë Ball/a.PNG", "Al_Gore/x.jpeg")
    assert names_in(tmp_path) == [
        ("Al Gore", "x.jpeg"),
        ("Zoë Ball", "a.PNG"),
        ("Zoë Ball", "b.jpg"),
    ]


def test_pictures_one_level_deeper_are_the_persons_too(tmp_path):
    touch(tmp_path, "Zoë/2020/a.jpg", "Zoë/b.jpg", "Zoë/2020/May/c.jpg")
    assert names_in(tmp_path) == [("Zoë", "b.jpg"), ("Zoë", "a.jpg")]
    deeper = (tmp_path / "Zoë/2020/May", PassedOver.DEEPER)
    assert portraits_in(tmp_path).passed_over == (deeper,)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Barack_Obama_0001.jpg", "Barack Obama"),
        ("Barack_Obama.jpg", "Barack Obama"),
        ("li-2.png", "li"),
        ("李 12.webp", "李"),
        ("Henry8.jpg", "Henry"),
        ("Zoe Ball (1).jpg", "Zoe Ball"),
        ("Zoe Ball - Copy.jpg", "Zoe Ball"),
        ("Zoe Ball - Copy (2).jpg", "Zoe Ball"),
        ("Zoe Ball copy 3.jpg", "Zoe Ball"),
        ("Zoe Ball (another copy).jpg", "Zoe Ball"),
        ("Zoe Ball (3rd copy).jpg", "Zoe Ball"),
        ("Zoe Ball - Kopie.jpg", "Zoe Ball"),
        ("Copy of Zoe Ball.jpg", "Zoe Ball"),
        ("Zoe_Ball_2-edited.jpg", "Zoe Ball"),
        ("Zoe Ball 2024-05-01.jpg", "Zoe Ball"),
        ("Zoe.Ball.jpg", "Zoe.Ball"),
        ("Picard 2.jpg", "Picard"),
        ("Sam 2.jpg", "Sam"),
        ("Ada Byron.jpg", "Ada Byron"),
    ],
)
def test_flat_file_is_named_after_its_person(tmp_path, file, name):
    touch(tmp_path, file)
    assert names_in(tmp_path) == [(name, file)]


@pytest.mark.parametrize(
    "stem",
    [
        *("IMG_20240501_120000", "IMG-20240501-WA0007", "IMG_1234 (1)", "img0001", "_MG_5512"),
        *("DSC01234", "DSC_0042", "_DSC0042", "DSCN0001", "DSCF0001", "P1010001", "SAM_0123"),
        *("PXL_20240501_120000000", "PXL_20240501_120000.PORTRAIT", "MVIMG_20240501_120000"),
        *("20240501_120000", "2024-05-01 12.00.00", "0001", "12", "(1)", "- Copy", "_"),
        *("Screenshot 2024-05-01 at 12.00.00", "Screenshot_20240501-120000_Chrome"),
        *("WhatsApp Image 2024-05-01 at 12.00.00", "signal-2024-05-01-120000", "FB_IMG_17"),
        *("image", "image (2)", "Photo 3", "Bild_0001", "Untitled", "download", "received_12"),
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    ],
)
def test_a_name_that_a_machine_gave_is_nobodys(stem):
    with pytest.raises(UsageError, match="none of a person"):
        person_of_file(stem)


def test_one_bad_name_does_not_stop_the_rest(tmp_path):
    touch(tmp_path, "Ann.jpg", "IMG_0001.jpg", "DCIM/a.jpg", "DCIM/b.jpg", "Zoë/z.jpg")
    touch(tmp_path, f"{'x' * 90}.jpg", "bell\x07/a.jpg", os.fsdecode(b"Zo\xe9.jpg"))
    album = portraits_in(tmp_path)
    assert [portrait.name for portrait in album.portraits] == ["Ann", "Zoë"]
    refused = {one.path.name for one in album.refused}
    assert refused == {"IMG_0001.jpg", "DCIM", f"{'x' * 90}.jpg", "bell\x07", "Zo\udce9.jpg"}
    assert all(one.reason == "no_name" for one in album.refused)
    assert all("cannot be enrolled" in one.sentence for one in album.refused)


@pytest.mark.parametrize("nobody", ["$RECYCLE.BIN", ".Trash-1000", "@eaDir", "__MACOSX"])
def test_what_a_system_left_behind_is_nobody(tmp_path, nobody):
    touch(tmp_path, f"{nobody}/deleted.jpg", f"Zoë/{nobody}/thumbnail.jpg", "Zoë/z.jpg")
    assert names_in(tmp_path) == [("Zoë", "z.jpg")]
    assert len(portraits_in(tmp_path).passed_over) == 2


def test_names_are_kept_as_the_gallery_keeps_them(tmp_path):
    touch(tmp_path, "Zoe\u0308/decomposed.jpg")  # as macOS writes it
    assert names_in(tmp_path) == [("Zo\u00eb", "decomposed.jpg")]


def test_folder_without_pictures_is_refused(tmp_path):
    touch(tmp_path, "notes.txt")
    with pytest.raises(UsageError, match="no pictures"):
        portraits_in(tmp_path)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a.jpg", "not a folder"),
        ("gone", "cannot be read: No such file"),
        ("x" * 300, "cannot be read: File name too long"),
        ("nul\0l", "cannot be read"),
    ],
)
def test_what_is_no_folder_is_a_sentence(tmp_path, name, sentence):
    touch(tmp_path, "a.jpg")
    with pytest.raises(UsageError, match=sentence):
        portraits_in(tmp_path / name)
