from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facecam.errors import GalleryError, UsageError
from facecam.gallery import GalleryStore
from facecam.gallery.blobs import pack_crop, pack_embedding
from facecam.gallery.names import clean_name

from .conftest import MODEL, MakeSample
from .test_names import ANY_NAME


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> GalleryStore:
    return GalleryStore(tmp_path_factory.mktemp("gallery") / "gallery.sqlite")


def test_a_new_gallery_knows_nobody(store: GalleryStore) -> None:
    assert store.people() == []
    assert store.find("Ada") is None
    assert store.snapshot(MODEL).embeddings.shape == (0, 512)


def test_an_enrolled_person_is_there_when_the_file_is_opened_again(
    path: Path, make_sample: MakeSample
) -> None:
    with GalleryStore(path) as store:
        enrolled = store.enrol("Zoë", [make_sample(1)])
    with GalleryStore(path) as store:
        (person,) = store.people()
    assert (person.id, person.name, person.samples) == (enrolled.id, "Zoë", 1)
    np.testing.assert_array_equal(person.thumbnail, make_sample(1).crop)


def test_enrolling_under_the_same_name_in_another_case_adds_to_the_person(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    first = store.enrol("Zoë", [make_sample(1)])
    second = store.enrol("ZOË", [make_sample(2), make_sample(3)])
    assert (second.id, second.name, second.samples) == (first.id, "Zoë", 3)


def test_the_thumbnail_is_the_newest_crop(store: GalleryStore, make_sample: MakeSample) -> None:
    store.enrol("Ada", [make_sample(1), make_sample(2)])
    store.enrol("Bob", [make_sample(4)])
    store.enrol("Ada", [make_sample(3)])
    thumbnails = [person.thumbnail for person in store.people()]
    np.testing.assert_array_equal(thumbnails, [make_sample(3).crop, make_sample(4).crop])
    assert [person.thumbnail for person in store.people(thumbnails=False)] == [None, None]


def test_people_are_listed_by_name_without_regard_to_case(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    for name in ["bob", "李", "Ada", "Carl", "Zoë"]:
        store.enrol(name, [make_sample()])
    assert [person.name for person in store.people()] == ["Ada", "bob", "Carl", "Zoë", "李"]


@settings(deadline=None, max_examples=50)
@given(typed=ANY_NAME)
def test_any_name_is_found_again_as_it_was_typed(
    shared_store: GalleryStore, make_sample: MakeSample, typed: str
) -> None:
    person = shared_store.enrol(typed, [make_sample()])
    found = shared_store.find(typed)
    shared_store.delete(person.id)
    assert found is not None
    assert found.name == person.name == clean_name(typed)


@settings(deadline=None, max_examples=30)
@given(seeds=st.lists(st.integers(0, 2**32), min_size=1, max_size=4))
def test_a_snapshot_holds_the_embeddings_bit_for_bit(
    shared_store: GalleryStore, make_sample: MakeSample, seeds: list[int]
) -> None:
    samples = [make_sample(seed) for seed in seeds]
    person = shared_store.enrol("Ada", samples)
    snapshot = shared_store.snapshot(MODEL)
    shared_store.delete(person.id)
    expected = np.stack([sample.embedding for sample in samples])
    assert snapshot.embeddings.tobytes() == expected.tobytes()
    assert snapshot.person_ids.tolist() == [person.id] * len(samples)


def test_a_snapshot_holds_how_well_each_sample_could_be_seen(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    clear, blurred = make_sample(1), replace(make_sample(2), quality=0.25)
    store.enrol("Ada", [clear, blurred])
    np.testing.assert_array_equal(store.snapshot(MODEL).qualities, [1, 0.25])


def test_a_snapshot_names_everyone_in_it_and_cannot_be_changed(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    ada = store.enrol("Ada", [make_sample(1)])
    bob = store.enrol("Bob", [make_sample(2)])
    snapshot = store.snapshot(MODEL)
    assert snapshot.names == {ada.id: "Ada", bob.id: "Bob"}
    assert not snapshot.embeddings.flags.writeable
    assert not snapshot.person_ids.flags.writeable


def test_embeddings_of_another_network_are_kept_but_not_compared(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    person = store.enrol("Ada", [make_sample(1), make_sample(2, model_id="other")])
    assert person.samples == 2
    assert len(store.snapshot(MODEL).person_ids) == 1
    assert store.snapshot("other").embeddings.tobytes() == make_sample(2).embedding.tobytes()


def test_samples_of_another_network_are_listed_with_their_crops_and_renewed(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    old, new = make_sample(1, model_id="old"), make_sample(2)
    store.enrol("Ada", [old, make_sample(3)])
    ((number, crop),) = store.outdated(MODEL)
    np.testing.assert_array_equal(crop, old.crop)
    store.renew(MODEL, {number: new.embedding})
    assert store.outdated(MODEL) == []
    assert new.embedding in store.snapshot(MODEL).embeddings
    assert store.people()[0].samples == 2


def test_samples_of_another_network_are_given_some_at_a_time(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    store.enrol("Ada", [make_sample(seed, model_id="old") for seed in range(5)])
    store.enrol("Ada", [make_sample(9)])
    portions = [store.outdated(MODEL, after, most=2) for after in (0, 2, 4, 5)]
    assert [[number for number, _ in some] for some in portions] == [[1, 2], [3, 4], [5], []]


def test_a_sample_deleted_while_it_was_embedded_again_stays_deleted(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    person = store.enrol("Ada", [make_sample(1, model_id="old")])
    ((number, _),) = store.outdated(MODEL)
    store.delete(person.id)
    store.renew(MODEL, {number: make_sample(2).embedding})
    assert store.people() == []


def test_enrolling_no_face_is_refused(store: GalleryStore) -> None:
    with pytest.raises(UsageError, match="no face to enrol"):
        store.enrol("Ada", [])


def test_a_sample_that_cannot_be_stored_leaves_nothing_of_its_person(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    good = make_sample()
    bad = type(good)(good.crop[:, :, 0], good.embedding, MODEL, 0.9)
    with pytest.raises(ValueError, match="crop must be"):
        store.enrol("Ada", [good, bad])
    assert store.people() == []


def test_a_renamed_person_keeps_number_and_samples(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    ada = store.enrol("Ada", [make_sample()])
    renamed = store.rename(ada.id, "Ada Lovelace")
    assert (renamed.id, renamed.name, renamed.samples) == (ada.id, "Ada Lovelace", 1)
    assert store.find("Ada") is None
    assert store.snapshot(MODEL).names == {ada.id: "Ada Lovelace"}


def test_a_name_may_change_its_case_but_not_be_someone_elses(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    ada = store.enrol("ada", [make_sample(1)])
    store.enrol("Bob", [make_sample(2)])
    assert store.rename(ada.id, "Ada").name == "Ada"
    with pytest.raises(GalleryError, match="already in the gallery"):
        store.rename(ada.id, "BOB")


def test_someone_who_is_gone_can_be_neither_renamed_nor_deleted(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    ada = store.enrol("Ada", [make_sample()])
    store.delete(ada.id)
    with pytest.raises(GalleryError, match="no longer in the gallery"):
        store.rename(ada.id, "Eve")
    with pytest.raises(GalleryError, match="no longer in the gallery"):
        store.delete(ada.id)


def test_a_deleted_persons_number_is_not_given_again(
    store: GalleryStore, make_sample: MakeSample
) -> None:
    ada = store.enrol("Ada", [make_sample()])
    store.delete(ada.id)
    assert store.enrol("Bob", [make_sample()]).id > ada.id


def test_nothing_of_a_deleted_person_stays_in_the_file(
    filled: Path, make_sample: MakeSample
) -> None:
    adas = pack_crop(make_sample(1).crop) + pack_crop(make_sample(2).crop)
    traces = ["Zoë".encode()]
    for blob in (pack_embedding(make_sample(3).embedding), pack_crop(make_sample(3).crop)):
        pieces = [blob[start : start + 16] for start in range(0, len(blob) - 15, 16)]
        traces += [piece for piece in pieces if piece not in adas]  # all PNG files share some
    assert traces[1] in filled.read_bytes()
    with GalleryStore(filled) as store:
        zoe = store.find("Zoë")
        assert zoe is not None
        store.delete(zoe.id)
        assert [person.name for person in store.people()] == ["Ada"]
        assert len(store.snapshot(MODEL).person_ids) == 2
    left = filled.read_bytes()
    assert [trace for trace in traces if trace in left] == []
    assert [file.name for file in filled.parent.iterdir()] == [filled.name]


def test_two_programs_may_have_the_same_gallery_open(path: Path, make_sample: MakeSample) -> None:
    with GalleryStore(path) as one, GalleryStore(path) as other:
        one.enrol("Ada", [make_sample(1)])
        other.enrol("Bob", [make_sample(2)])
        assert [person.name for person in one.people()] == ["Ada", "Bob"]
