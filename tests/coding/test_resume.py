"""A run that is killed goes on from there: equal frames at the end, and at most the chunk at work is coded again."""

import datetime as dt
import functools
import itertools
import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pandas as pd
import pytest

from analysis import corpus
from analysis.coding import pipeline
from analysis.events.coded import FRAMES
from analysis.store import DocumentStore, documents, shards

FORK = multiprocessing.get_context("fork")
N = 16
CHUNK = 2


def articles(first=0, last=N):
    """Articles of a few sentences, each with acts of other pairs."""
    states = ("Kenya", "Sudan", "China", "Russia", "France", "Egypt", "India")
    verbs = ("condemned", "praised", "attacked", "met", "threatened")
    rows = []
    for number in range(first, last):
        one, other = states[number % 7], states[(number * 3 + 1) % 7 - (number % 7 == (number * 3 + 1) % 7)]
        text = f"{one} {verbs[number % 5]} {other} on Monday. It was the meeting number {number} of the year.\n\n" * 2
        rows.append({"date": dt.date(2023, 1, 1) + dt.timedelta(number), "title": f"{one} and {other}", "text": text})
    return corpus.read(pd.DataFrame(rows))


@functools.cache
def undisturbed():
    return pipeline.code_corpus(articles(), workers=1)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(pipeline, "CHUNK_SIZE", CHUNK)
    monkeypatch.setattr(documents, "MERGE_AT", 3)
    monkeypatch.setattr(documents, "SHARD_SIZE", 8)


def code(cache, read=None, *, workers=2):
    return pipeline.code_corpus(read or articles(), workers=workers, store=DocumentStore(cache, "v"))


def assert_equal(coded, expected):
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(coded, name), getattr(expected, name))


def n_coded(coded):
    return coded.run["counts"]["coded_documents"]


def test_what_is_kept_gives_the_same_frames(tmp_path):
    first = code(tmp_path)
    again = code(tmp_path)
    assert (n_coded(first), n_coded(again)) == (N, 0)
    assert_equal(first, undisturbed())
    assert_equal(again, undisturbed())


def test_added_articles_alone_are_coded(tmp_path):
    code(tmp_path, articles(0, N - 3))
    grown = code(tmp_path)
    assert n_coded(grown) == 3
    assert_equal(grown, undisturbed())


# The steps of a run that change the disk: forcing a file and its folder to it, renaming, removing.
STEPS = (1, 2, 3, 5, 8, 12, 14, 17, 20)


def die_at(step, cache):
    """Code, and kill the process at one of its steps on the disk."""
    steps = itertools.count(1)

    def dying(original):
        def call(*args, **named):
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*args, **named)

        return call

    shards.os.fsync = dying(os.fsync)
    Path.replace, Path.unlink = dying(Path.replace), dying(Path.unlink)
    code(cache)


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_on_the_disk(tmp_path, step):
    undisturbed()  # loads what the processes share
    run = FORK.Process(target=die_at, args=(step, tmp_path))
    run.start()
    run.join()
    assert run.exitcode == -signal.SIGKILL
    resumed = code(tmp_path)
    assert_equal(resumed, undisturbed())
    assert n_coded(resumed) <= N - CHUNK * ((step - 1) // 9), "each chunk takes three steps, each merge some more"
    assert n_coded(code(tmp_path)) == 0


def test_killed_at_random_moments(tmp_path):
    start = time.monotonic()
    undisturbed()
    code(tmp_path / "timed")
    whole = time.monotonic() - start
    moments = random.Random(7)  # noqa: S311 - no secret
    left = []
    for number in range(4):
        run = FORK.Process(target=code, args=(tmp_path / str(number),))
        run.start()
        time.sleep(moments.uniform(0, min(whole, 2)))
        run.kill()
        run.join()
        resumed = code(tmp_path / str(number))
        assert_equal(resumed, undisturbed())
        left.append(n_coded(resumed))
    assert max(left) <= N


def test_two_runs_at_once(tmp_path):
    undisturbed()
    runs = [FORK.Process(target=code, args=(tmp_path, articles(*part))) for part in ((0, 10), (6, N))]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]
    again = code(tmp_path)
    assert n_coded(again) == 0
    assert_equal(again, undisturbed())


def test_a_full_disk_costs_the_chunks_that_it_could_not_hold(tmp_path, monkeypatch, caplog):
    original, calls = os.fsync, itertools.count()

    def full_for_a_while(descriptor):
        if 4 <= next(calls) < 7:
            raise OSError(28, "No space left on device")
        return original(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(shards.os, "fsync", full_for_a_while)
        assert_equal(code(tmp_path, workers=1), undisturbed())
    assert caplog.text.count("No space left on device") == 1
    resumed = code(tmp_path)
    assert 0 < n_coded(resumed) <= 3 * CHUNK
    assert_equal(resumed, undisturbed())


def test_copies_are_coded_once_and_equal_to_coding_each(tmp_path, monkeypatch):
    text = "Kenya condemned Sudan on Monday. Its ambassador was expelled."
    table = pd.DataFrame({"date": ["2023-03-01"] * 9, "title": ["T"] * 9, "text": [text] * 9})
    read = corpus.read(table)
    assert len(read.documents) == 9, "each has a line of its own"
    done = []
    coded = pipeline.code_corpus(read, workers=2, progress=done.append)
    assert (n_coded(coded), sum(done)) == (1, 9)
    numbers = itertools.count()
    monkeypatch.setattr(pipeline.DocumentKeys, "of", lambda *_, **__: str(next(numbers)))
    each = pipeline.code_corpus(read, workers=2)
    assert n_coded(each) == 9
    assert_equal(coded, each)
