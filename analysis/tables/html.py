"""Tables as HTML for notebooks and pages, with plain text beside it: everything is escaped.

HTML in a cell is `Markup`, made by `Markup("...").format(...)`, which escapes what
it fills in; a plain string is text and is escaped. A `Cell` has both. The plain text is
stable, so that nbval can compare it. On a narrow screen each row of a table with
sentences stands as a block of its own, its cells with their headings.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis import schemas

# Colours are those of a report (`report/templates/palette.css`); elsewhere those given here, and in JupyterLab's
# dark theme the dark ones. Class names are doubled, so that they outweigh the notebook's own rules for tables.
_STYLE = Markup(
    "<style>[data-jp-theme-light=false] .et{--e-coop:#7db4ea;--e-conf:#f28b82;--e-grey:#a9afb6;--e-source:#24466e;"
    "--e-target:#6e2a2c;--e-trigger:#5a4d14;--e-link:#8ab8f0}"
    ".et-scroll{overflow-x:auto}.et{border-collapse:collapse;font:13px/1.45 system-ui,sans-serif}"
    ".et.et.et td,.et.et.et th{text-align:left;vertical-align:top;padding:.2rem .7rem .2rem 0;max-width:44rem;"
    "border-bottom:1px solid var(--e-line,rgba(128,128,128,.35))}.et a{color:var(--e-link,#1a4f8a)}"
    ".et.et.et td.n,.et.et.et th.n{text-align:right}.et.et.et td.n{white-space:nowrap}"
    ".et td.t{min-width:13rem}.et td:has(details){min-width:18rem}.et td:first-child:has(a){min-width:7rem}"
    ".et mark{padding:0 .15em;border-radius:2px;color:inherit}.et mark.source{background:var(--e-source,#d6e4f5)}"
    ".et mark.target{background:var(--e-target,#f9dede)}.et mark.trigger{background:var(--e-trigger,#fdf0b5)}"
    ".et .meta,.et.meta{color:var(--e-grey,#595959)}.et .meta{font-size:.9em}.et blockquote{margin:.25rem 0}"
    ".et .coop{color:var(--e-coop,#2166ac)}.et .conf{color:var(--e-conf,#b2182b)}"
    "@media (max-width:40rem){.et:not(.rows) td.t:not(:first-child){white-space:nowrap}"
    ".et td.t:first-child{min-width:9rem}"
    ".et.rows,.et.rows tbody,.et.rows tr,.et.rows td{display:block}"
    ".et.rows thead{display:none}.et.rows tr{padding:.5rem 0;border-bottom:2px solid var(--e-line,#bbb)}"
    ".et.rows tr[hidden],.et.rows td:empty{display:none}.et.rows td svg{vertical-align:middle}"
    ".et.et.et.rows td{border:0;padding:0;min-width:0;max-width:none;text-align:left;white-space:normal}"
    ".et.rows td[data-head]::before{content:attr(data-head) ': ';color:var(--e-grey,#595959)}}</style>"
)
_NUMBER, _LONG = Markup(' class="n"'), Markup(' class="t"')
_LONG_TEXT = 24  # characters from which a cell keeps some width, however narrow the page
_SENTENCE = 80  # characters from which a text is taken for a sentence
_HEAD, _CELL, _ROW = Markup('<th scope="col"{}>{}</th>'), Markup("<td{}{}>{}</td>"), Markup("<tr>{}</tr>")
_IN_ROWS = Markup(' data-head="{}"')
_TEXT_CELL = re.compile(r'<(td|th scope="col")(?! class="n")')


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its HTML, and what stands for it in plain text."""

    html: Markup
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table for a notebook or a page.

    Attributes
    ----------
    html
        The table, with cells that open to sentences.
    text
        The same without them, one line for each row.
    """

    html: Markup
    text: str

    def _repr_html_(self) -> str:
        """The table as a notebook shows it: text at the left, also where it is not trusted and takes the style away."""
        return _TEXT_CELL.sub(r'<\1 style="text-align:left"', str(self.html))

    def __repr__(self) -> str:
        """The plain text."""
        return self.text


def message(text: str) -> Table:
    """A line of text in the place of a table that would be empty."""
    return Table(Markup("<p>{}</p>").format(text), text)


def frame(rows: pd.DataFrame, *, numbers: Iterable[str] = ()) -> Table:
    """Any frame as a table, all of its cells as text.

    Parameters
    ----------
    rows
        The frame; its index is not shown.
    numbers
        Columns to align at the right.
    """
    return table(schemas.records(rows), numbers=numbers)


def table(rows: Sequence[Mapping[str, Any]], *, numbers: Iterable[str] = ()) -> Table:
    """Rows as a table; columns that hold `Markup` are left out of the plain text.

    Parameters
    ----------
    rows
        Cells by column name. They are no frame, since a frame turns `Markup` into plain text.
    numbers
        Columns to align at the right.
    """
    if not rows:
        return Table(_STYLE + Markup('<div class="et meta">none</div>'), "none")
    numbers = set(numbers)
    align = {column: _NUMBER if column in numbers else Markup() for column in rows[0]}
    in_rows = any(_needs_width(value) for row in rows for value in row.values())
    head = Markup().join(_HEAD.format(align[column], column) for column in align)
    body = Markup().join(
        _ROW.format(Markup().join(_cell(row[column], align[column], column if in_rows else "") for column in align))
        for row in rows
    )
    plain = [column for column in align if not any(isinstance(row[column], Markup) for row in rows)]
    lines = [" | ".join(_text(row[column]) for column in plain) for row in rows]
    page = Markup(
        '<div class="et-scroll" tabindex="0" role="group" aria-label="Table"><table class="et{}"><thead><tr>{}</tr>'
        "</thead><tbody>{}</tbody></table></div>"
    ).format(" rows" if in_rows else "", head, body)
    return Table(_STYLE + page, "\n".join(lines))


def _needs_width(value: Any) -> bool:
    """Whether a cell holds sentences, which on a narrow screen would make blank rows of the cells beside it."""
    return "<details" in value if isinstance(value, Markup) else isinstance(value, str) and len(value) >= _SENTENCE


def _cell(value: Any, align: Markup, heading: str) -> Markup:
    shown = value.html if isinstance(value, Cell) else _text(value)
    is_long = len(shown) >= _LONG_TEXT and not isinstance(shown, Markup)
    return _CELL.format(align or (_LONG if is_long else align), _IN_ROWS.format(heading) if heading else "", shown)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Cell):
        return value.text
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def more_rows(total: int, shown: int, what: str = "") -> Markup:
    """The line under a table that says how many rows were left out; empty if none were."""
    if total <= shown:
        return Markup()
    return Markup('<p style="opacity:.75">and {} more{}</p>').format(total - shown, f" {what}" if what else "")
