"""What the pictures to explore share: `Svg`, the marks with their notes and links, the style and the script.

No library and no remote file: a page that holds a picture needs nothing else, and
without its script the picture and its links still work. Every mark shows its figures
and sentences beneath the picture, and links to its events where the report's evidence
pages are known. Colours are those of a report, light or dark, or of the notebook's theme, and elsewhere the light ones.
"""

import base64
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from analysis import errors, schemas
from analysis.actors import labels
from analysis.events import filters
from analysis.relations.rating import in_words
from analysis.viz.style import Plot

# In a report the colours are those of its palette, light or dark; elsewhere the light ones given here, and in
# JupyterLab's dark theme the dark ones.
_STYLE = """
[data-jp-theme-light=false] .nv{--e-ground:#16181b;--e-ink:#e8e8e8;--e-grey:#a9afb6;--e-panel:#24282d;--e-coop:#7db4ea;
--e-conf:#f28b82;--e-hull:#2e2c24;--e-even:#6f6746}
.nv{font:13px system-ui,sans-serif;max-width:100%;height:auto;background:var(--e-ground,#fff);border-radius:4px}
.nv text{pointer-events:none;fill:var(--e-ink,#222)}.nv .loose{stroke-dasharray:5 4}
.nv .hull,.nv .key{fill:var(--e-hull,#f4f1e8);stroke:#8a7f5c;stroke-width:1.4;stroke-linejoin:round}
.nv .e{fill:none;stroke-opacity:.8}.nv .hit{fill:none;stroke:transparent;stroke-width:14}
.nv .pos{stroke:var(--e-coop,#2166ac)}.nv .neg{stroke:var(--e-conf,#b2182b);stroke-dasharray:9 6}
.nv .neutral{stroke:#8c8c8c}.nv .turned{stroke:#8c8c8c;stroke-dasharray:9 3 2 3}
.nv .unclear{stroke:#8c8c8c;stroke-dasharray:2 5}
.nv .few{stroke:#999;stroke-dasharray:2 4}.nv .few-pos{stroke:#4393c3;stroke-dasharray:2 4}
.nv .few-neg{stroke:#e0653a;stroke-dasharray:2 4}
.nv .node rect{stroke-width:2;rx:6;fill:var(--e-ground,#fff)}
.nv .cross{stroke:var(--e-ink,#222);stroke-width:2.2}.nv .c{stroke:var(--e-ink,#222);stroke-width:.7}
.nv text.on{fill:#222;stroke:#fff;stroke-width:2.5;paint-order:stroke}
.nv .node:focus,.nv .mark:focus{outline:none}.nv .node:focus rect,.nv .node:hover rect{stroke-width:4}
.nv .mark:focus .e,.nv .mark:hover .e{stroke-opacity:1;filter:drop-shadow(0 0 2px var(--e-ink,#222))}
.nv .mark:focus .c,.nv .mark:hover .c{stroke-width:3}.nv .dim{opacity:.12}
.nv .land{fill:var(--e-panel,#f4f4f4);stroke:var(--e-grey,#8c8c8c);stroke-width:.5;stroke-linejoin:round}
.nv .coop-s{fill:var(--e-coop,#2166ac)}.nv .conf-s{fill:var(--e-conf,#b2182b)}.nv .even-s{fill:var(--e-even,#d9cfa3)}
.nv .open-s{fill:url(#nvo)}.nv .mark:focus .land,.nv .mark:hover .land{stroke:var(--e-ink,#222);stroke-width:2}
.nv .lead{stroke:var(--e-ink,#222);stroke-width:1}
.nv .place{fill:var(--e-ground,#fff);fill-opacity:.75;stroke:var(--e-ink,#222);stroke-width:1.4}
.nv .mark:focus .place,.nv .mark:hover .place{stroke-width:3}
.nv-note{font:13px/1.45 system-ui,sans-serif;min-height:4.4em;max-width:760px;white-space:pre-line}
.nv-caption{font:12px/1.4 system-ui,sans-serif;max-width:760px;margin:.2rem 0 .5rem;opacity:.75}
@media (max-width:30rem){svg.nv.nv.nv{max-width:none}}
"""
_SCRIPT = (Path(__file__).parent / "netview.js").read_text(encoding="utf-8")
_PLACE = 'document.getElementById("ID-place").innerHTML = JSON.parse(document.getElementById("ID-data").textContent);\n'

_VARIABLE = re.compile(r"var\(--[\w-]+,([^()]*)\)")  # a colour of a report, with the light one
_PAGE = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><main>{body}</main></body></html>\n"
)

Notes = Mapping[frozenset[str], str]


@dataclass(frozen=True, slots=True)
class Svg:
    """A picture for a notebook or a page.

    Attributes
    ----------
    picture
        The picture with its style, its caption and the note beneath.
    text
        The same in words, one line for each mark.
    script
        What writes the note of the mark under the pointer.
    still
        Draws the same as a plain figure, for readers of a notebook that they do not trust.
    """

    picture: str
    text: str
    script: str = ""
    still: Callable[[], Plot] | None = None

    @property
    def html(self) -> str:
        """The picture with its script, for a page."""
        return self.picture + (f"<script>{self.script}</script>" if self.script else "")

    def save(self, path: str | Path) -> Path:
        """Write the picture as a page to explore (.html), or as a still one (.svg, .png, .pdf), and return the path.

        The page needs no network. PNG and PDF are the plain figure of the same, where there is one.

        Parameters
        ----------
        path
            The file; its folder must exist.

        Raises
        ------
        InputError
            If the path has another ending, or there is no plain figure.
        """
        path = Path(path)
        form = path.suffix.lower()
        if form == ".html":
            path.write_text(_PAGE.format(title=escape(self.text.split("\n")[0]), body=self.html), encoding="utf-8")
        elif form == ".svg":
            picture = self.picture[self.picture.index("<svg") : self.picture.index("</svg>") + len("</svg>")]
            picture = picture.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
            path.write_text(_VARIABLE.sub(r"\1", picture), encoding="utf-8")  # many programs know no variables
        elif form in {".png", ".pdf"} and self.still is not None:
            self.still().save(path)
        else:
            raise errors.InputError(f"{path}: this picture is saved as {self._forms()}")
        return path

    def _forms(self) -> str:
        return ".html or .svg" if self.still is None else ".html, .svg, .png or .pdf"

    def _repr_html_(self) -> str:
        """The still picture, and the script that puts the one to explore in its place.

        A notebook that is not trusted takes away the SVG and leaves all of its text, so that
        there the picture must stand where no text is shown: in the data of a script.
        """
        if self.still is None or not self.script:
            return self.html
        plot = self.still()
        image = base64.b64encode(plot.png()).decode("ascii")
        name = "nv" + schemas.content_id(self.picture, plot.alt)
        data = json.dumps(self.picture).replace("<", "\\u003c")
        return (
            f'<div id="{name}-place"><img alt="{escape(plot.alt)}" src="data:image/png;base64,{image}"></div>'
            f'<script type="application/json" id="{name}-data">{data}</script>'
            f"<script>{_PLACE.replace('ID', name)}{self.script}</script>"
        )

    def __repr__(self) -> str:
        """The picture in words."""
        return self.text


def figures(data: Mapping[str, Any]) -> str:
    """Rating, number of acts and conflict share of a tie or cell."""
    share = float(data.get("share", math.nan))
    standing = in_words(str(data.get("standing", "")), directed=bool(data.get("directed", False)))
    return f"{standing}, {labels.counted(data.get('n', 0), 'act')}, conflict share {share:.2f}"


def with_note(text: str, a: str, b: str, notes: Notes | None) -> str:
    """The figures of a mark, with the note of its pair beneath."""
    note = (notes or {}).get(frozenset((a, b)), "")
    return f"{text}\n{note}" if note else text


def mark(a: str, b: str, inner: str, note: str, href: str) -> str:
    """A tie, cell or state with its note; it can take the focus, and links to its events where `href` says where."""
    text = escape(note).replace("\n", "&#10;")  # a browser may read a plain line end in an attribute as a space
    data = f'class="mark" data-a="{escape(a)}" data-b="{escape(b)}" data-note="{text}" aria-label="{text}"'
    body = f"<title>{escape(note)}</title>{inner}"
    if not href:
        return f'<g {data} tabindex="0" role="img">{body}</g>'
    return f'<a {data} href="{escape(href)}">{body}</a>'


def acts_link(where: filters.Where, evidence_pages: str) -> str:
    """The address of the acts that a filter keeps; empty where there are no evidence pages."""
    return f"{evidence_pages}index.html{filters.fragment(where)}" if evidence_pages else ""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a picture: its title, its caption, and how it is explored."""

    title: str
    caption: str
    hint: str


def drawn(
    inner: str,
    size: tuple[float, float],
    words: Words,
    *,
    lines: Sequence[str],
    still: Callable[[], Plot] | None = None,
) -> Svg:
    """The picture with its caption, the note about the mark under the pointer, and the script that writes the note."""
    name = "nv" + schemas.content_id(inner)
    picture = (
        f'<svg class="nv" id="{name}" viewBox="0 0 {size[0]:.0f} {size[1]:.0f}" width="{size[0]:.0f}" role="group" '
        f'aria-label="{escape(words.title)}"><style>{_STYLE}</style>{inner}</svg>'
        f'<div class="nv-caption">{escape(words.caption)}</div>'
        f'<div class="nv-note" id="{name}-note" aria-live="polite">{escape(words.hint)}</div>'
    )
    return Svg(picture, "\n".join(lines), _SCRIPT.replace("ID", name), still)
