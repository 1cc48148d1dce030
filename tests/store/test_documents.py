"""The store: what was added is found, whoever adds at the same time, and what is damaged is never used."""

import multiprocessing
import os

import pytest

from analysis.store import DocumentStore, documents, shards


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def entries(first, last):
    return {f"key{number}": f"content {number} ".encode() * 50 for number in range(first, last)}


def files(cache):
    return sorted(one for one in cache.rglob("*") if one.is_file())


def test_what_was_added_is_found_by_another_run(cache):
    DocumentStore(cache, "v").add(entries(0, 30))
    found = dict(DocumentStore(cache, "v").find(["key3", "key29", "absent"]))
    assert found == {key: entries(0, 30)[key] for key in ("key3", "key29")}


def test_another_version_of_the_coder_finds_nothing(cache):
    DocumentStore(cache, "v").add(entries(0, 3))
    assert dict(DocumentStore(cache, "w").find(entries(0, 3))) == {}


def test_no_store_keeps_nothing():
    store = DocumentStore(None, "v")
    store.add(entries(0, 3))
    store.close()
    assert dict(store.find(entries(0, 3))) == {}


def test_many_small_additions_are_few_files(cache, monkeypatch):
    monkeypatch.setattr(documents, "SHARD_SIZE", 64)
    store = DocumentStore(cache, "v")
    for number in range(100):
        store.add(entries(number * 10, number * 10 + 10))
        assert len(files(cache)) <= 1000 // 32 + documents.MERGE_AT
    store.close()
    assert len(files(cache)) <= 1000 // 32 + 1
    assert dict(store.find(entries(0, 1000))) == entries(0, 1000)
    assert all(shards.n_documents(one) <= 64 + 32 for one in files(cache))


def test_a_run_that_merges_takes_nothing_from_one_that_reads(cache, monkeypatch):
    for number in range(6):
        DocumentStore(cache, "v").add(entries(number, number + 1))
    reader = DocumentStore(cache, "v").find(entries(0, 6))
    found = dict([next(reader)])
    other = DocumentStore(cache, "v")
    other.add(entries(6, 7))
    other.close()
    assert len(files(cache)) == 1
    found.update(reader)
    assert found == entries(0, 6)


def add_and_merge(cache, first):
    store = DocumentStore(cache, "v")
    for number in range(first, first + 40):
        store.add(entries(number, number + 1))
    store.close()


def test_two_runs_at_once_lose_nothing(cache, monkeypatch):
    monkeypatch.setattr(documents, "MERGE_AT", 3)
    monkeypatch.setattr(documents, "SHARD_SIZE", 16)
    context = multiprocessing.get_context("fork")
    runs = [context.Process(target=add_and_merge, args=(cache, first)) for first in (0, 20, 50)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0, 0]
    assert dict(DocumentStore(cache, "v").find(entries(0, 90))) == entries(0, 90)


@pytest.mark.parametrize("damage", ["cut", "flipped", "foreign", "empty", "renamed"])
def test_a_damaged_shard_is_never_used_and_goes(cache, caplog, damage):
    DocumentStore(cache, "v").add(entries(0, 30))
    DocumentStore(cache, "v").add(entries(30, 33))
    shard = max(files(cache), key=lambda one: one.stat().st_size)
    data = shard.read_bytes()
    if damage == "renamed":
        shard.rename(shard.with_name(f"{'0' * 32}-30.parquet"))
    else:
        middle = data.index(b"content 7") if b"content 7" in data else len(data) // 3
        flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        shard.write_bytes({"cut": data[:-9], "flipped": flipped, "foreign": b"PAR1" * 99, "empty": b""}[damage])
    assert dict(DocumentStore(cache, "v").find(entries(0, 33))) == entries(30, 33)
    assert "its documents are coded again" in caplog.text
    assert len(files(cache)) == 1
    DocumentStore(cache, "v").add(entries(0, 30))
    assert len(dict(DocumentStore(cache, "v").find(entries(0, 33)))) == 33


def test_every_byte_of_a_shard_counts(cache):
    cache.mkdir()
    shard = shards.write_shard(cache, entries(0, 2))
    data = shard.read_bytes()
    for place in range(0, len(data), 37):
        shard.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
        with pytest.raises(shards.DamagedError):
            shards.read_shard(shard)


def test_the_same_documents_give_the_same_file(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    assert (
        shards.write_shard(tmp_path / "a", entries(0, 9)).name == shards.write_shard(tmp_path / "b", entries(0, 9)).name
    )


def test_a_disk_that_is_full_is_told_once_and_leaves_nothing_behind(cache, monkeypatch, caplog):
    store = DocumentStore(cache, "v")
    store.add(entries(0, 3))

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(shards.os, "fsync", full)
        store.add(entries(3, 6))
        store.add(entries(6, 9))
    assert caplog.text.count("No space left on device") == 1
    assert len(files(cache)) == 1
    store.add(entries(9, 12))
    store.close()
    assert set(dict(store.find(entries(0, 12)))) == set(entries(0, 3) | entries(9, 12))


@pytest.mark.parametrize("place", ["file", "readonly"])
def test_a_cache_that_cannot_be_written_is_read(cache, caplog, place, monkeypatch):
    if place == "file":
        cache.write_text("")
    else:
        DocumentStore(cache, "v").add(entries(0, 3))
        monkeypatch.setattr(shards.Path, "open", refusing_to_write(shards.Path.open))
        monkeypatch.setattr(os, "utime", lambda *_: (_ for _ in ()).throw(PermissionError(13, "denied")))
    store = DocumentStore(cache, "v")
    store.add(entries(3, 6))
    store.close()
    assert "coded documents are not kept" in caplog.text
    assert len(dict(store.find(entries(0, 6)))) == (0 if place == "file" else 3)


def refusing_to_write(original):
    """`Path.open` in a folder that cannot be written, which a test that runs as root cannot have."""

    def opened(self, mode="r", *rest, **named):
        if "r" not in mode:
            raise PermissionError(13, "Permission denied")
        return original(self, mode, *rest, **named)

    return opened
