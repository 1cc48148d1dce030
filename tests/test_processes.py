"""Worker processes end with the command that started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import ROOT

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
        many = 5 if command == "report" else 2  # workers and kernels, or workers
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
