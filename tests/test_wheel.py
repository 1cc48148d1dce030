"""The wheel, installed where there is no clone: tables, notebooks and templates travel with it.

The packages that it needs are lent by the environment that runs the tests, so that no index is asked; the
project itself is not, since an editable install is a `.pth` file, which counts in its own environment alone.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import page_checks
import pytest
from support import ROOT

LENT = Path(sysconfig.get_path("purelib"))
STORIES = {
    "a.txt": " date 2023-03-02 Talks\n\nChina's foreign minister met his Russian counterpart in Moscow on Tuesday.\n",
    "deep/b.txt": " date 2023-03-09 Protest\n\nJapan condemned North Korea on Monday after it fired a missile.\n",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT],
                   check=True, capture_output=True)  # fmt: skip
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The python of an environment that has the wheel, and that is told where the packages lie."""
    home = tmp_path_factory.mktemp("empty") / "venv"
    uv = shutil.which("uv")
    if uv:
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, home], check=True)
        install = [uv, "pip", "install", "--quiet", "--python", home / "bin" / "python"]
    else:
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        install = [home / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--no-deps", "--no-index", wheel], check=True, cwd=home)
    (site,) = (home / "lib").glob("python*/site-packages")
    (site / "lent.pth").write_text(f"{LENT}\n")
    return home / "bin"


def run(program, *words, where, **environment):
    # Jupyter looks for its page templates below the environment's prefix, which here is the lender's.
    shared = {"JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter"), "ENTENTE_CACHE": str(where / "cache")}
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run([program, *map(str, words)], cwd=where, env={**clean, **shared, **environment},
                          capture_output=True, text=True, check=False)  # fmt: skip


def test_everything_travels_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    kept = [
        f"data/{file.relative_to(ROOT / 'data').as_posix()}" for file in (ROOT / "data").rglob("*") if file.is_file()
    ]
    kept += [f"notebooks/{file.name}" for file in (ROOT / "notebooks").glob("*.ipynb")]
    kept += [f"seeds/{file.name}" for file in (ROOT / "seeds").glob("*")]
    assert {f"analysis/_share/{name}" for name in kept} <= names
    assert {"analysis/cli/application.py", "analysis/report/templates/offline/conf.json"} <= names
    assert not [name for name in names if name.startswith(("tests/", "reports/")) or "checkpoint" in name]


def test_an_editable_install_needs_and_copies_nothing_of_it(tmp_path):
    from hatchling.builders.wheel import WheelBuilder

    built = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["editable"]))
    names = zipfile.ZipFile(built).namelist()
    assert not [name for name in names if "_share" in name]
    assert [name for name in names if name.endswith(".pth")]


def test_the_installed_package_is_not_the_clone(installed, tmp_path):
    code = (
        "import json, analysis\nfrom analysis._package import DATA\nprint(json.dumps([analysis.__file__, str(DATA)]))"
    )
    told = run(installed / "python", "-c", code, where=tmp_path)
    assert told.returncode == 0, told.stderr
    for place in json.loads(told.stdout):
        assert place.startswith(str(installed.parent)), place
        assert not place.startswith(str(ROOT))


def test_the_wheel_names_what_it_needs(installed, tmp_path):
    code = (
        "from importlib import metadata; from packaging.requirements import Requirement as R; "
        "print([str(r) for r in map(R, metadata.requires('entente')) "
        "if (not r.marker or r.marker.evaluate({'extra': ''})) and not r.specifier.contains(metadata.version(r.name))])"
    )
    told = run(installed / "python", "-c", code, where=tmp_path)
    assert told.stdout == "[]\n", told.stderr


def test_report_on_a_folder_outside_the_clone(installed, tmp_path):
    for name, story in STORIES.items():
        file = tmp_path / "articles" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(story)
    done = run(installed / "entente", "report", "articles", "--out", "made", where=tmp_path)
    assert done.returncode == 0, done.stderr + done.stdout
    pages = {page.file.name: page for page in page_checks.read(tmp_path / "made")}
    numbered = [file.stem for file in (ROOT / "notebooks").glob("0[1-4]-*.ipynb")]
    assert {"index.html", "CHN_RUS.html", "JPN_PRK.html", *(f"{name}.html" for name in numbered)} <= set(pages)
    for page in pages.values():
        assert page_checks.remote(page) == page_checks.dead(page) == page_checks.mute(page) == [], page.file.name
    assert "met his Russian counterpart" in "".join(pages["02-events.html"].text)


def test_papermill_runs_a_notebook_from_any_folder(installed, tmp_path):
    notebook = next((installed.parent / "lib").rglob("_share/notebooks/02-events.ipynb"))
    words = [
        "-m",
        "papermill",
        "--no-progress-bar",
        notebook,
        "out.ipynb",
        "-p",
        "corpus",
        "seed",
        "-p",
        "actors",
        "RUS,PRK",
    ]
    done = run(installed / "python", *words, where=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "invariable principal enemy" in (tmp_path / "out.ipynb").read_text()
