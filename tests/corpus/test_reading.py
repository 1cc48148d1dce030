import datetime as dt
import gzip
import json
import os
import tracemalloc

import fsspec
import pandas as pd
import pytest

from analysis import corpus, errors, schemas
from analysis.corpus.reading import is_english
from analysis.corpus.rows import json_rows

BODY = "The foreign ministers of the two countries met on Monday and agreed that the talks would go on."


def write(folder, name, data):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return file


def reasons(read):
    return dict(zip(read.rejects["path"], read.rejects["reason"], strict=True))


def test_seed_format(tmp_path):
    write(tmp_path, "a/b.txt", f" date 2024-01-19 A title\n\n{BODY}\n")
    read = corpus.read(tmp_path)
    row = read.documents.iloc[0]
    assert (row["path"], row["title"], row["body"]) == ("a/b.txt", "A title", BODY)
    assert row["published"] == pd.Timestamp("2024-01-19")
    assert row["n_words"] == 18
    assert read.documents.columns.tolist() == schemas.columns("documents")


def test_a_single_file_is_a_corpus(tmp_path):
    file = write(tmp_path, "one.txt", f" date 2024-01-19 T\n{BODY}")
    assert corpus.read(file).documents["path"].tolist() == ["one.txt"]


def test_front_matter(tmp_path):
    write(tmp_path, "a.md", f"---\ndate: 2023-05-01\ntitle: 'Yes: no'\nsource: Radio\n---\n{BODY}")
    row = corpus.read(tmp_path).documents.iloc[0]
    assert (row["title"], row["source"], row["published"]) == ("Yes: no", "Radio", pd.Timestamp("2023-05-01"))


def test_tables(tmp_path):
    frame = pd.DataFrame({"date": [dt.date(2023, 5, 1)], "headline": ["P"], "text": [BODY + " Parquet."]})
    frame.to_parquet(tmp_path / "a.parquet")
    write(
        tmp_path,
        "b.csv",
        f'published,title,body\n2023-05-02,C,"{BODY} Comma."\n2023-05-40,C,x\n2023-05-03,C\n',
    )
    write(tmp_path, "c.jsonl", f'{{"date": "2023-05-03T10:00:00Z", "text": "{BODY} Lines."}}\nnot json\n[1]\n')
    read = corpus.read(tmp_path)
    assert read.documents["path"].tolist() == ["a.parquet", "b.csv", "c.jsonl"]
    assert [(r.path, r.line, r.reason.split(":")[0]) for r in read.rejects.itertuples()] == [
        ("b.csv", 3, "impossible date"),
        ("b.csv", 4, "bad row"),
        ("c.jsonl", 2, "bad row"),
        ("c.jsonl", 3, "bad row"),
    ]


def test_broken_files_become_rejects(tmp_path):
    write(tmp_path, "good.txt", f" date 2024-01-19 T\n{BODY}")
    write(tmp_path, "empty.txt", "")
    write(tmp_path, "binary.txt", b"\x00\x01\x02" * 50)
    write(tmp_path, "latin.txt", " date 2024-01-19 T\nUn été à Genève".encode("latin-1"))
    write(tmp_path, "long.txt", " date 2024-01-19 T\n" + "a" * 1_100_000)
    write(tmp_path, "undated.txt", BODY)
    write(tmp_path, "impossible.txt", f" date 2024-02-31 T\n{BODY}")
    write(tmp_path, "headline.txt", " date 2024-01-19 Only a title\n")
    write(
        tmp_path,
        "french.txt",
        " date 2024-01-19 T\nLes ministres des deux pays se sont vus lundi et ont promis de continuer.",
    )
    write(tmp_path, "picture.png", b"\x89PNG")
    write(tmp_path, "front.md", "---\n: [\n---\ntext")
    write(tmp_path, "open.md", f"---\ndate: 2023-05-01\n{BODY}")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    read = corpus.read(tmp_path)
    assert read.documents["path"].tolist() == ["good.txt"]
    assert {path: reason.split(":")[0].split(",")[0] for path, reason in reasons(read).items()} == {
        "binary.txt": "binary",
        "empty.txt": "empty",
        "french.txt": "language",
        "front.md": "front matter",
        "open.md": "front matter",
        "headline.txt": "no text",
        "impossible.txt": "impossible date",
        "latin.txt": "encoding",
        "long.txt": "too long",
        "loop": "symbolic link to a folder",
        "picture.png": "format",
        "self.txt": "not a regular file",
        "undated.txt": "no date",
    }


def test_odd_names_and_bytes_survive(tmp_path):
    write(tmp_path, 'it\'s "odd"\n<b>.txt', f" date 2024-01-19 <script>\n{BODY}")
    bad = os.fsencode(tmp_path) + b"/\xff.txt"
    with open(bad, "wb") as file:  # noqa: PTH123 - a name that is not UTF-8
        file.write(f" date 2024-01-20 T\n{BODY} Again, and with other words at its end.".encode())
    read = corpus.read(tmp_path)
    assert read.documents["path"].tolist() == ['it\'s "odd"\n<b>.txt', "\ufffd.txt"]


def test_near_duplicates_point_to_the_first(tmp_path):
    words = " ".join(f"the word{i} of" for i in range(60))
    write(tmp_path, "a.txt", f" date 2024-01-18 T\n{words} end")
    write(tmp_path, "b.txt", f" date 2024-01-19 T\n{words} another end")
    write(tmp_path, "c.txt", f" date 2024-01-19 T\n{BODY}")
    documents = corpus.read(tmp_path).documents.set_index("path")
    assert documents.loc["b.txt", "duplicate_of"] == documents.loc["a.txt", "doc_id"]
    assert documents["duplicate_of"].isna().tolist() == [True, False, True]


def test_side_files_are_no_articles(tmp_path):
    write(tmp_path, "a.txt", f" date 2024-01-19 T\n{BODY}")
    write(tmp_path, "aliases.csv", "alias,actor\nRi,PRK\n")
    write(tmp_path, "README.md", "about")
    assert corpus.read(tmp_path).rejects.empty


def test_nothing_readable_is_an_error(tmp_path):
    with pytest.raises(errors.InputError, match="nothing to read"):
        corpus.read(tmp_path)
    write(tmp_path, "empty.txt", "")
    with pytest.raises(errors.InputError, match="empty.txt"):
        corpus.read(tmp_path)
    with pytest.raises(errors.InputError, match="no such file"):
        corpus.read(tmp_path / "absent")


def test_a_table_in_memory_is_read_like_a_file():
    table = pd.DataFrame({
        "Date": ["2024-01-19", None], "headline": ["Talks", "No day"],
        "text": ["The minister met his guest in the capital on Friday.", "The minister met his guest."],
    })  # fmt: skip
    read = corpus.read(table)
    assert read.documents[["published", "title", "path"]].values.tolist() == [
        [pd.Timestamp("2024-01-19"), "Talks", "data frame"]
    ]
    assert read.rejects[["line", "reason"]].values.tolist() == [[2, "no date"]]
    with pytest.raises(errors.InputError, match="nothing readable in data frame.*columns: none for the text"):
        corpus.read(table.drop(columns=["text", "headline"]))


def test_a_list_of_sources_is_one_corpus_and_nothing_is_read_twice(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "one.txt").write_text(" date 2024-01-19 Talks\nThe minister met his guest in the capital.")
    (tmp_path / "b" / "one.txt").write_text(" date 2024-01-19 Talks\nThe minister met his guest in the capital.")
    (tmp_path / "b" / "two.txt").write_text(" date 2024-01-20 Tests\nThe army has tested a missile off the coast.")
    read = corpus.read([tmp_path / "a", tmp_path / "b"])
    assert read.documents["title"].tolist() == ["Talks", "Tests"]


@pytest.mark.parametrize(
    "text",
    [
        "Turkey bombs Syria",
        "Mali expels French envoy",
        "Serbia, Kosovo sign accord",
        "Seoul slams Pyongyang missile test",
        "ISRAEL BOMBED SYRIA ON MONDAY.",
        "Kenya condemns attack",
    ],
)
def test_short_english_is_english(text):
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Israel bombardea Siria",
        "Le Mali expulse un ambassadeur",
        "Russland verurteilt die USA",
        "Russia e Cina firmano accordo",
        "Sverige fördömer Ryssland",
        "Indonesia kecam Israel",
    ],
)
def test_a_short_text_in_another_language_is_not(text):
    assert not is_english(text)


def test_an_article_keeps_its_id_when_its_file_is_moved_or_its_list_has_grown(tmp_path):
    def row(day, title):
        return json.dumps({"date": day, "title": title, "text": f"{BODY} {title}.", "source": "The Daily"})

    rows = [row("2024-01-17", "First"), row("2024-01-18", "Second"), row("2024-01-18", "Second")]
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.jsonl").write_text("\n".join(rows))
    before = corpus.read(tmp_path / "a").documents
    assert before["doc_id"].is_unique
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "other.jsonl").write_text("\n".join([row("2024-01-19", "Third"), *rows]))
    after = corpus.read(tmp_path / "b").documents
    assert after["doc_id"].tolist()[:3] == before["doc_id"].tolist()
    both = corpus.read([tmp_path / "a", tmp_path / "a" / "one.jsonl"]).documents
    assert both["doc_id"].tolist() == before["doc_id"].tolist(), "what stands in two sources is read once"


LINES = '{"date": "2024-01-17", "title": "One", "text": "Kenya met Sudan, and the two agreed on the border."}\n'


def texts(found):
    return found.documents["path"].tolist()


def test_a_pattern_of_names_is_read_in_order(tmp_path):
    for name in ("b/2.jsonl.gz", "a/1.jsonl.gz", "a/2.txt", "README.md"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(gzip.compress(LINES.replace("Kenya", f"Kenya {name[0]}").encode()))
    assert texts(corpus.read(f"{tmp_path}/*/*.jsonl.gz")) == ["a/1.jsonl", "b/2.jsonl"]
    assert texts(corpus.read(f"{tmp_path}/a/*.jsonl.gz")) == ["1.jsonl"]
    assert texts(corpus.read(f"{tmp_path}/**/1.*")) == ["a/1.jsonl"]
    with pytest.raises(errors.InputError, match=r"no file has a name like .*\.csv"):
        corpus.read(f"{tmp_path}/*.csv")


def test_a_name_with_the_signs_of_a_pattern_is_a_name(tmp_path):
    (tmp_path / "one[1].jsonl").write_text(LINES)
    assert texts(corpus.read(tmp_path / "one[1].jsonl")) == ["one[1].jsonl"]


def test_an_address_is_read_by_its_file_system():
    system = fsspec.filesystem("memory")
    system.pipe("/news/2024/a.jsonl.gz", gzip.compress(LINES.encode()))
    system.pipe("/news/.hidden.jsonl", LINES.encode())
    system.pipe("/news/NOTE.txt", b"a note")
    table = pd.DataFrame({"date": ["2024-01-18"], "title": ["Two"], "text": ["China met India, and that was all."]})
    system.pipe("/news/b.parquet", table.to_parquet())
    assert texts(corpus.read("memory://news")) == ["2024/a.jsonl", "b.parquet"]
    assert texts(corpus.read("memory://news/*.parquet")) == ["b.parquet"]
    assert texts(corpus.read("memory://news/b.parquet")) == ["b.parquet"]
    with pytest.raises(errors.InputError, match="no such file or folder: memory://absent"):
        corpus.read("memory://absent")
    with pytest.raises(errors.InputError, match="Protocol not known: nothing"):
        corpus.read("nothing://a/b")


def test_a_file_of_lines_is_never_held_whole(tmp_path):
    line = json.dumps({"date": "2024-01-17", "title": "Ein Titel", "text": "Das ist ein Satz auf Deutsch. " * 3000})
    with gzip.open(tmp_path / "large.jsonl.gz", "wt", compresslevel=1) as file:
        file.writelines(f"{line}\n" for _ in range(600))
        file.write(LINES)
    tracemalloc.start()
    found = corpus.read(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (texts(found), len(found.rejects)) == (["large.jsonl"], 600)
    assert peak < 12e6 < 600 * len(line)


def test_a_bad_line_costs_itself(tmp_path):
    broken = LINES.encode().replace(b"Kenya", b"K\xe9nya")
    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + LINES.encode() + broken + b"{\n" + LINES.encode())
    found = corpus.read(tmp_path)
    assert len(found.documents) == 2
    assert found.rejects[["line", "reason"]].values.tolist()[0] == [2, "encoding: not UTF-8"]


def test_a_line_that_is_too_long_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(json_rows, "MAX_LINE_BYTES", 200)
    (tmp_path / "a.jsonl").write_text('{"text": "' + "x" * 900 + '"}\n' + LINES)
    found = corpus.read(tmp_path)
    assert found.rejects["reason"].tolist() == ["too long: a line of more than 200 bytes"]
    assert len(found.documents) == 1


def test_lines_that_unpack_without_end_break_off(tmp_path):
    with gzip.open(tmp_path / "bomb.jsonl.gz", "wt", compresslevel=9) as file:
        file.write(LINES)
        for _ in range(50):
            file.write("{}" + " " * 1_000_000 + "\n")
    found = corpus.read(tmp_path)
    assert len(found.documents) == 1
    assert found.rejects["reason"].tolist()[-1] == "too long: unpacks to more than 200 times its size"
