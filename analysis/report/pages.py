"""What the pages of a report share: templates, navigation, contents; and the index over several reports.

The templates escape everything; file names are made of ids alone, never of text from an article.
"""

import functools
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from analysis import errors
from analysis.events.coded import CodedCorpus, read_frames
from analysis.events.periods import span_told

_TEMPLATES = Path(__file__).parent / "templates"
PALETTE = (_TEMPLATES / "palette.css").read_text(encoding="utf-8")
"""The rules that all pages share: colours, light and dark, the skip link, contents, and how a page is printed."""
PAGE_SCRIPT = (_TEMPLATES / "scripts" / "page.js").read_text(encoding="utf-8")
"""The script that lets tables be sorted, searched and copied; without it they can be read."""
MAP_SCRIPT = (_TEMPLATES / "scripts" / "map.js").read_text(encoding="utf-8")
"""The script of the map; without it the states stand as to all others."""
TIMELINE_SCRIPT = (_TEMPLATES / "scripts" / "timeline.js").read_text(encoding="utf-8")
"""The script of the timeline; without it the acts by period stand in a table."""
_INDEX_TITLE = "Entente: reports"
_HEAD_BYTES = 4096
CONTENTS = "<!-- contents -->"
"""The mark of a page after which its title and sections come."""
_SECTION = re.compile(r"<h2((?:\s[^>]*)?)>(.*?)</h2>", re.DOTALL)
_ANCHOR = re.compile(r'<a class="anchor-link".*?</a>', re.DOTALL)
_FEWEST_SECTIONS = 3


def corpus_note(corpus: CodedCorpus) -> str:
    """The note of the corpus for every page; empty for none."""
    return str(corpus.run.get("note", ""))


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of one report: where they are written, and what stands on each of them.

    Attributes
    ----------
    out
        Folder of the report.
    note
        The note of its corpus; empty for none.
    notebooks
        File name and title of the page of each notebook.
    """

    out: Path
    note: str = ""
    notebooks: tuple[tuple[str, str], ...] = ()

    def links(self, file: str) -> list[dict[str, Any]]:
        """The links that stand on the page `file`, a path below the folder of the report."""
        found = [
            ("index.html", "Brief"),
            *self.notebooks,
            ("map.html", "Map"),
            ("timeline.html", "Timeline"),
            ("evidence/index.html", "Evidence"),
            ("articles/index.html", "Articles"),
        ]
        up = "../" * file.count("/")
        return [{"title": title, "href": f"{up}{page}", "current": page == file} for page, title in found]

    def write(self, template: str, file: str, **values: Any) -> None:
        """Fill in a template and write the page `file`, a path below the folder of the report."""
        page = self.out / file
        page.parent.mkdir(parents=True, exist_ok=True)
        write(environment(), template, page, **{"note": self.note, "links": self.links(file), **values})


def write_report_index(folder: Path) -> None:
    """Write `folder/index.html` over the reports in `folder`.

    Raises
    ------
    InputError
        If the folder has no report, or an `index.html` that is not an index over reports.
    """
    check_index_free(folder)
    rows = []
    for frames_folder in sorted(folder.glob("*/frames")):
        corpus = read_frames(frames_folder)
        days, home = corpus.documents["published"], frames_folder.parent
        title = _title_of(home / "index.html") or home.name
        period = span_told(days, corpus.freq())
        rows.append({"href": f"{home.name}/index.html", "title": title, "note": corpus_note(corpus), "period": period,
                     "articles": f"{len(corpus.documents):,}", "events": f"{len(corpus.events):,}"})  # fmt: skip
    if not rows:
        raise errors.InputError(f"no report in {folder}: none of its folders has frames/")
    page = folder / "index.html"
    write(environment(), "report_index", page, title=_INDEX_TITLE, reports=rows, links=[], note="")


def check_index_free(folder: Path) -> None:
    """Check that an index over reports may be written to `folder`.

    Raises
    ------
    InputError
        If its `index.html` is something else.
    """
    page = folder / "index.html"
    if not os.path.lexists(page):
        return
    mark = f"<title>{_INDEX_TITLE}</title>".encode()
    if not page.is_file() or mark not in page.read_bytes()[:_HEAD_BYTES]:
        raise errors.InputError(f"{page} is not an index over reports and would be written over; move it elsewhere")


def _title_of(page: Path) -> str:
    if not page.is_file():
        return ""
    _, _, rest = page.read_text(encoding="utf-8").partition("<h1>")
    return str(Markup(rest.partition("</h1>")[0]).unescape())  # noqa: S704 - unescaped to be escaped again


@functools.cache
def environment() -> jinja2.Environment:
    """The templates of the pages; they escape all that is filled in."""
    loader = jinja2.FileSystemLoader(_TEMPLATES / "pages")
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)


def write(templates: jinja2.Environment, name: str, file: Path, **values: Any) -> None:
    """Fill in the template `name` and write the page, with its contents."""
    page = templates.get_template(f"{name}.html.j2").render(palette=PALETTE, page_script=PAGE_SCRIPT, **values)
    file.write_text(with_contents(page), encoding="utf-8", newline="\n")


def with_contents(page: str) -> str:
    """The page with links to its sections below its title, where it has at least three.

    Sections are the headings of the second level after the mark `CONTENTS`; one without an id is given one.
    """
    if CONTENTS not in page:
        return page
    found: list[tuple[str, str]] = []

    def named(heading: re.Match[str]) -> str:
        attributes, inner = heading[1], heading[2]
        known = re.search(r'\bid="([^"]*)"', attributes)
        place = known[1] if known else f"section-{len(found) + 1}"
        text = str(Markup(_ANCHOR.sub("", inner)).striptags())  # noqa: S704 - of a page whose texts are escaped
        found.append((place, text))
        return heading[0] if known else f'<h2 id="{place}"{attributes}>{inner}</h2>'

    head, _, body = page.partition(CONTENTS)
    body = _SECTION.sub(named, body)
    if len(found) < _FEWEST_SECTIONS:
        return head + body
    items = Markup().join(Markup('<li><a href="#{}">{}</a></li>').format(*one) for one in found)
    # A plain string again: what is added to `Markup` is escaped, and the page is HTML already.
    contents = str(Markup('<nav class="contents" aria-label="On this page"><ul>{}</ul></nav>').format(items))
    title, end, rest = body.partition("</h1>")
    return head + (title + end + contents + rest if end else contents + body)
