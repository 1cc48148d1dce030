"""A Dask cluster codes as the local run does, also where it loses a worker; what is wrong with one is one line."""

import datetime as dt
import os
import signal
import socket
import sys

import pandas as pd
import pytest

from analysis import _cluster, corpus
from analysis._processes import Outcome
from analysis.coding import pipeline
from analysis.errors import InputError
from analysis.events.coded import FRAMES

# An extra: pip install "entente[cluster]" brings it.
distributed = pytest.importorskip("distributed")
Client, LocalCluster = distributed.Client, distributed.LocalCluster

STATES = ("Kenya", "Sudan", "China", "Russia", "France", "Egypt", "India")
VERBS = ("condemned", "praised", "attacked", "met", "threatened")


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as started:
        yield started


@pytest.fixture(scope="module")
def articles():
    rows = []
    for number in range(12):
        one, other = STATES[number % 7], STATES[(number + 1 + number % 5) % 7]
        text = f"{one} {VERBS[number % 5]} {other} on Monday. It was the meeting number {number} of the year.\n\n" * 2
        rows.append({"date": dt.date(2023, 1, 1) + dt.timedelta(number), "title": f"{one} and {other}", "text": text})
    return corpus.read(pd.DataFrame(rows))


@pytest.fixture(scope="module")
def local(articles):
    return pipeline.code_corpus(articles, workers=1)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(pipeline, "CLUSTER_CHUNK_SIZE", 3)


def assert_equal(coded, expected, folder):
    for name in FRAMES:
        one, other = folder / "one.parquet", folder / "other.parquet"
        getattr(coded, name).to_parquet(one)
        getattr(expected, name).to_parquet(other)
        assert one.read_bytes() == other.read_bytes(), name


def test_a_worker_lost_in_the_middle_costs_nothing(cluster, articles, local, tmp_path):
    with Client(cluster) as client:
        (lost, *_) = client.run(os.getpid).values()
    done = []

    def lose_one(number):
        if not done:
            os.kill(lost, signal.SIGKILL)
        done.append(number)

    coded = pipeline.code_corpus(articles, scheduler=cluster.scheduler_address, progress=lose_one)
    assert sum(done) == len(articles.documents)
    assert sum(one.suspicious for one in cluster.scheduler.task_prefixes.values()), "it had work"
    assert len(coded.events) > 5
    assert_equal(coded, local, tmp_path)
    assert coded.run["parameters"]["workers"] is None


def test_an_item_with_which_workers_are_lost_is_given_up_alone(cluster, monkeypatch):
    def halve(items):
        import os

        from analysis._processes import Outcome

        if 3 in items:
            os._exit(1)
        return [Outcome(index, item / 2, None) for index, item in enumerate(items)]

    monkeypatch.setattr(cluster.scheduler, "allowed_failures", 0)
    outcomes = list(_cluster.run_each(halve, range(6), scheduler=cluster.scheduler_address, chunk=4))
    found = {one.index: one for one in outcomes}
    assert sorted(found) == list(range(6))
    assert found.pop(3).failure.startswith("killed: the workers that had it were lost")
    assert all(one == Outcome(index, index / 2, None) for index, one in found.items())


def code(articles, address):
    with pytest.raises(InputError) as caught:
        pipeline.code_corpus(articles, scheduler=address)
    said = str(caught.value)
    assert "\n" not in said
    return said


def test_workers_that_would_code_otherwise_are_refused(cluster, articles, monkeypatch):
    monkeypatch.setattr(pipeline, "version", lambda: "another")
    assert "another version of entente" in code(articles, cluster.scheduler_address)


def test_workers_that_cannot_do_the_work_are_named(cluster, articles, monkeypatch):
    def lacks_the_package(queue, **_):
        raise ModuleNotFoundError("No module named 'analysis'")

    monkeypatch.setattr(pipeline, "_code_chunk", lacks_the_package)
    said = code(articles, cluster.scheduler_address)
    assert "cannot do its work (ModuleNotFoundError: No module named 'analysis')" in said


def test_a_cluster_that_cannot_be_reached_is_one_line(articles, monkeypatch):
    monkeypatch.setattr(_cluster, "ANSWER_S", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert "no Dask scheduler answers at" in code(articles, f"tcp://127.0.0.1:{port}")
    assert "no Dask scheduler answers at" in code(articles, f"tcp://127.0.0.1:{port}")
    assert "no Dask scheduler answers at" in code(articles, "nonsense://x")
    with LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as empty:
        assert "has no workers" in code(articles, empty.scheduler_address)


def test_without_distributed_the_error_names_the_extra(articles, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "entente[cluster]" in code(articles, "tcp://127.0.0.1:8786")
