"""What other programs are given to read."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.documents import SCHEMA_VERSION, document
from facecam.printable import writable


def test_a_document_says_its_schema_first_and_keeps_letters_as_they_are():
    written = document({"name": "Zoë 李"}, in_one_line=True)
    assert written == f'{{"schema_version": {SCHEMA_VERSION}, "name": "Zoë 李"}}'


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_json_has_no_word_for_is_never_written(number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        document({"faces": [{"score": number}]})


def test_a_document_to_read_is_indented_and_one_of_a_stream_is_a_line():
    fields = {"faces": [{"score": 0.5}]}
    whole, line = document(fields), document(fields, in_one_line=True)
    assert json.loads(whole) == json.loads(line)
    assert len(whole.splitlines()) > 1
    assert len(line.splitlines()) == 1


def documents():
    leaves = st.text(st.characters()) | st.none() | st.integers()
    return st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


def written(document):
    if isinstance(document, str):
        return writable(document)
    if isinstance(document, list):
        return [written(entry) for entry in document]
    if isinstance(document, dict):
        return {key: written(entry) for key, entry in document.items()}
    return document


@given(st.dictionaries(st.text().filter(lambda key: key != "schema_version"), documents()))
def test_a_document_can_be_encoded_and_read_again(fields):
    read = json.loads(document(fields).encode("utf-8"))
    assert read == {"schema_version": SCHEMA_VERSION, **written(fields)}
