"""The HTML of a report: what is put into it is text, and stays text."""

from facecam.lab.accuracy.report import page

IMAGE = "data:image/jpeg;base64,AA=="


def test_no_block_takes_text_for_html():
    written = page.document(
        "<title>",
        page.heading("<heading>"),
        page.paragraph("<paragraph>"),
        page.table(["<head>"], [["<cell>"]]),
        page.figure(b"", '"<figure>"'),
        page.cards([([(IMAGE, "<file>")], "<card>")]),
    )
    for text in ("title", "heading", "paragraph", "head", "cell", "figure", "file", "card"):
        assert f"&lt;{text}&gt;" in written
    assert 'alt="&#34;&lt;figure&gt;&#34;"' in written


def test_a_table_names_its_columns_and_gives_each_row():
    assert page.table(["", "rank 1"], [["ours", "0.9"], ["plain", "0.8"]]) == (
        "<table>\n"
        '<thead><tr><th scope="col"></th><th scope="col">rank 1</th></tr></thead>\n'
        "<tbody>\n"
        "<tr><td>ours</td><td>0.9</td></tr>\n"
        "<tr><td>plain</td><td>0.8</td></tr>\n"
        "</tbody>\n"
        "</table>"
    )


def test_a_files_name_may_be_broken_after_each_underscore():
    assert "Ada_<wbr>0001.jpg" in page.cards([([(IMAGE, "Ada_0001.jpg")], "")])


def test_no_cards_are_said_to_be_none():
    assert page.cards([]) == "<p>None.</p>"
