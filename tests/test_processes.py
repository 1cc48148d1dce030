"""Worker processes end with the command that started them, and what ends one costs one item."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import ROOT

from analysis import _processes

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")


def descendants(pid):
    """The processes that a process started, and those that they started."""
    children = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, rest = [], [pid]
    while rest:
        own = children.get(rest.pop(), [])
        found += own
        rest += own
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("command", ["code", "report"])
def test_no_process_outlives_a_command_that_is_killed(tmp_path, command, how):
    program = [sys.executable, "-m", "analysis.cli", command, ROOT / "data" / "chronicle", "--out", tmp_path / "out"]
    running = subprocess.Popen(
        [str(word) for word in program], env={**os.environ, "ENTENTE_CACHE": str(tmp_path / "cache")},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        many = 2  # workers that code, or kernels
        assert wait_for(lambda: len(descendants(running.pid)) >= many, 180)
        time.sleep(2)
        started = descendants(running.pid)
        running.send_signal(how)
        running.wait(timeout=30)
        assert wait_for(lambda: not any(map(alive, started)), 30), [pid for pid in started if alive(pid)]
    finally:
        running.kill()
        running.wait()


SCRIPT = """
import sys, time
from analysis import _processes
def work(_):
    open(sys.argv[1], "a").write("x")
    time.sleep(60)
if __name__ == "__main__":
    if sys.argv[2] == "thread":
        _processes.sys = type("Elsewhere", (), {"platform": "elsewhere"})
    with _processes.pool(2, "fork") as pool:
        list(pool.map(work, range(2)))
"""


@pytest.mark.parametrize("way", ["kernel", "thread"])
def test_each_way_of_ending_suffices(tmp_path, way):
    (tmp_path / "script.py").write_text(SCRIPT)
    running = subprocess.Popen([sys.executable, str(tmp_path / "script.py"), str(tmp_path / "log"), way])
    try:
        assert wait_for(lambda: (tmp_path / "log").exists() and (tmp_path / "log").read_text() == "xx", 60)
        started = descendants(running.pid)
        assert len(started) == 2
        running.kill()
        running.wait()
        assert wait_for(lambda: not any(map(alive, started)), 10)
    finally:
        running.kill()
        running.wait()


def each(function, items, **options):
    """The outcomes of `run_each` in the order of the items, as (value, failure)."""
    given = {"workers": 2, "method": "fork", "seconds": lambda _: 30.0, "chunk": 3, **options}
    outcomes = sorted(_processes.run_each(function, items, **given), key=lambda one: one.index)
    assert [one.index for one in outcomes] == list(range(len(items)))
    return [(one.value, one.failure) for one in outcomes]


def test_each_item_is_done_once_in_any_number_of_processes():
    for workers, chunk in ((1, 1), (2, 3), (5, 100)):
        assert each(lambda item: item * 2, range(20), workers=workers, chunk=chunk) == [
            (item * 2, None) for item in range(20)
        ]
    assert each(str, []) == []


def test_large_items_and_results_pass():
    large = ["x" * 3_000_000, "y" * 3_000_000, "z"] * 2
    assert each(lambda item: item + "!", large) == [(item + "!", None) for item in large]


def test_an_error_is_the_failure_of_its_item_alone():
    def fails(item):
        if item == 4:
            raise ValueError("four")
        return item

    found = each(fails, range(8))
    assert found[4] == (None, "ValueError: four")
    assert [value for value, _ in found] == [0, 1, 2, 3, None, 5, 6, 7]


@pytest.mark.parametrize("how", ["signal", "exit", "half a message"])
def test_an_item_that_kills_its_process_fails_alone(how):
    def dies(item):
        if item in {1, 5}:
            if how == "exit":
                os._exit(3)
            os.kill(os.getpid(), signal.SIGKILL)
        return Breaks() if how == "half a message" and item == 2 else item

    found = each(dies, range(8), workers=1)
    why = "exit code 3" if how == "exit" else "signal 9, perhaps for want of memory"
    assert found[1] == found[5] == (None, f"killed: its process ended 2 times ({why})")
    good = [value for index, (value, _) in enumerate(found) if index not in {1, 5}]
    assert good[:1] + good[2:] == [0, 3, 4, 6, 7]
    assert found[2][1] is None if how != "half a message" else found[2][1].startswith("killed")


class Breaks:
    """A result on whose way its process ends."""

    def __reduce__(self):
        os._exit(1)


def test_an_item_whose_process_was_killed_by_chance_is_done(tmp_path):
    def dies_once(item):
        if item == 2 and not (tmp_path / "died").exists():
            (tmp_path / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    assert each(dies_once, range(5)) == [(item, None) for item in range(5)]


@pytest.mark.parametrize("how", ["busy", "in one call", "idle"])
def test_an_item_that_takes_too_long_fails_alone(monkeypatch, how):
    def without_end(item):
        while item == 2:
            if how == "idle":
                time.sleep(1)
            elif how == "in one call":  # in C, with the interpreter's lock
                re.match(r"(a+)+$", "a" * 60 + "b")
        return item

    monkeypatch.setattr(_processes, "PATIENCE", 2 if how == "idle" else 1000)
    found = each(without_end, range(5), seconds=lambda item: 1.0 if item == 2 else 1000.0)
    assert found[2] == (None, "slow: not done within 1 seconds of processor time")
    assert [value for value, _ in found] == [0, 1, None, 3, 4]


def test_an_item_that_waits_for_a_processor_is_not_slow():
    assert each(lambda item: time.sleep(2) or item, [0], seconds=lambda _: 0.5) == [(0, None)]


def test_processes_are_replaced_after_many_items(monkeypatch):
    monkeypatch.setattr(_processes, "MAX_ITEMS", 4)
    found = each(lambda _: os.getpid(), range(12), workers=1, chunk=2)
    assert len({pid for pid, _ in found}) == 3


def test_a_run_that_is_given_up_leaves_no_process():
    outcomes = _processes.run_each(
        lambda item: time.sleep(item) or item, [0, 60, 60], workers=2, method="fork", seconds=lambda _: 99.0, chunk=1
    )
    next(outcomes)
    outcomes.close()
    assert descendants(os.getpid()) == []
