"""The size of the cache: what was not used for longest goes first, and nothing of the user's."""

import os
import time

import pytest

from analysis import errors
from analysis.store import DocumentStore, max_bytes, prune, usage


def add(cache, version, number, *, age):
    store = DocumentStore(cache, version)
    store.add({f"{version}{number}": os.urandom(5000)})
    (file,) = store._used
    os.utime(file, (time.time() - age, time.time() - age))
    return file


def test_what_was_not_used_for_longest_goes_first(tmp_path):
    old, new, kept = (add(tmp_path, "v", number, age=age) for number, age in ((1, 500), (2, 5), (3, 900)))
    assert usage(tmp_path)[:2] == (3, 3)
    removed = prune(tmp_path, int(usage(tmp_path).bytes * 0.7), keep={kept})
    assert (removed.documents, removed.files) == (1, 1)
    assert not old.exists()
    assert new.exists()
    assert kept.exists()


def test_what_is_read_counts_as_used(tmp_path):
    read = add(tmp_path, "v", 1, age=900)
    add(tmp_path, "w", 2, age=500)
    assert len(list(DocumentStore(tmp_path, "v").find(["v1"]))) == 1
    prune(tmp_path, int(usage(tmp_path).bytes * 0.7))
    assert read.exists()
    assert not (tmp_path / "coded" / "w").exists()


def test_a_run_keeps_its_own_files_and_the_size_of_the_cache(tmp_path):
    old = add(tmp_path, "v", 1, age=900)
    store = DocumentStore(tmp_path, "w", max_bytes=0)
    store.add({"a": b"x"})
    store.close()
    assert not old.exists()
    assert dict(store.find(["a"])) == {"a": b"x"}


def test_left_overs_go_and_what_is_not_ours_stays(tmp_path):
    old = tmp_path / "0123456789abcdef01234567"  # the frames that earlier versions kept
    mine = [
        tmp_path / "notes.txt",
        old / "mine.txt",
        tmp_path / "coded" / "v" / "mine.txt",
        tmp_path / "ab" / "run.json",
    ]
    stale, fresh = tmp_path / "coded" / "v" / ".new-1", tmp_path / "coded" / "v" / ".new-2"
    for file in [*mine, old / "run.json", old / "events.parquet", stale, fresh]:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    for file in (old / "run.json", old / "events.parquet", stale):
        os.utime(file, (1, 1))
    assert prune(tmp_path, 10**9).files == 3
    assert all(file.exists() for file in [*mine, fresh])
    assert prune(tmp_path, 0).files == 1
    assert all(file.exists() for file in mine)


def test_the_size_is_what_the_user_says(monkeypatch):
    assert max_bytes() == 4 * 10**9
    monkeypatch.setenv("ENTENTE_CACHE_GB", "0.5")
    assert max_bytes() == 5 * 10**8
    for wrong in ("much", "nan", "inf", "1,5", "-1"):
        monkeypatch.setenv("ENTENTE_CACHE_GB", wrong)
        with pytest.raises(errors.InputError, match="not a number of gigabytes"):
            max_bytes()
