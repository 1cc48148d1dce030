"""HTML: the text of a marked-up cell, and the article of a saved web page.

lxml reads it, in time that grows with the text alone. Nothing in it is followed, run or loaded.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

import lxml.etree
import lxml.html

MAX_CHARACTERS = 20_000_000
"""Characters of the longest page that is read."""
_BLOCKS = frozenset(
    "address article blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5"
    " h6 header hr li main nav ol p pre section table tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_NOT_READ = frozenset("script style noscript template iframe object svg math title select button textarea".split())
_NOT_ARTICLE = frozenset("nav header footer aside form figure".split())
_TAGS = "|".join(sorted([*_BLOCKS, *_CELLS, *_NOT_READ, *"a abbr b br em font i img span strong sub sup u".split()]))
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,2000}})?/?>|<!--", re.IGNORECASE)
_LINE_BREAKING = re.compile(rf"<(?:{'|'.join(sorted([*_BLOCKS, 'br']))})[\s/>]", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)
_SPACE = re.compile(r"[^\S\n]+")
_ANY_SPACE = re.compile(r"\s+")
_LINES = re.compile(r"\s*\n\s*")
# The names under which pages give the day, by Open Graph, schema.org, Dublin Core, Parse.ly and common use.
_DAY_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "pubdate", "publishdate", "publish-date",
    "publish_date", "publication_date", "article.published", "date",
)  # fmt: skip
_TITLE_NAMES = ("og:title", "dc.title", "twitter:title")
_SOURCE_NAMES = ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name")
# The outermost of each kind alone: what has no paragraphs has none further in.
_CONTAINERS = (
    "//*[@itemprop='articleBody'][not(ancestor::*[@itemprop='articleBody'])]",
    "//article[not(ancestor::article)]", "//main[not(ancestor::main)]", "/*",
)  # fmt: skip


def plain(text: str) -> str:
    """A cell without tags and with its entities resolved; what is no HTML is left as it is."""
    if "&" in text and not _TAG.search(text) and _ENTITY.search(text):
        text = unescape(text)
    if "<" not in text or not _TAG.search(text):
        return text
    if _LINE_BREAKING.search(text):
        return "\n".join(lines(text))
    root = _parse(text)  # tags within lines alone: its lines are its own
    return "" if root is None else "".join(_pieces(root, keep_lines=True)).strip()


def lines(html: str) -> list[str]:
    """The lines of a page or a fragment: one a paragraph, heading or row of a table, the cells of which tabs part."""
    root = _parse(html)
    return [] if root is None else _lines_of(root)


def read_page(html: str) -> dict[str, object]:
    """The fields of the article of a saved web page: date, title, text, source and link, as far as it gives them."""
    root = _parse(html)
    if root is None:
        return {}
    meta, linked = _meta(root), _linked_data(root)
    times = root.xpath("//article//time/@datetime") or root.xpath("//time/@datetime")
    headings = [" ".join(_lines_of(one)) for one in root.xpath("//h1")]
    titles = [" ".join(str(one.text or "").split()) for one in root.xpath("//title")]
    publisher = linked.get("publisher")
    publisher = publisher.get("name") if isinstance(publisher, Mapping) else publisher
    return {
        "date": _first(meta, _DAY_NAMES) or linked.get("datePublished") or next(iter(times), None),
        "title": _first(meta, _TITLE_NAMES) or linked.get("headline") or next(iter(headings + titles), ""),
        "source": _first(meta, _SOURCE_NAMES) or publisher,
        "url": _first(meta, ("og:url",)) or next(iter(root.xpath("//link[@rel='canonical']/@href")), None),
        "text": _article_text(root),
    }


def _parse(html: str) -> Any:
    """The root of a page; None where there is nothing in it."""
    if len(html) > MAX_CHARACTERS:
        raise ValueError(f"too long: {len(html):,} characters of HTML, at most {MAX_CHARACTERS:,}")
    data = html.replace("\x00", "").encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return lxml.html.document_fromstring(data, parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return None


def _pieces(root: Any, *, keep_lines: bool) -> Iterator[str]:
    """The texts below an element in order, with a line break around each block and a tab between cells."""
    walk = lxml.etree.iterwalk(root, events=("start", "end"))
    space = _SPACE if keep_lines else _ANY_SPACE
    for event, element in walk:
        tag = element.tag
        if event == "start" and tag in _NOT_READ:
            walk.skip_subtree()
            continue
        if tag in _BLOCKS or (tag == "br" and event == "start"):
            yield "\n"
        if event == "start" and element.text:
            yield space.sub(" ", element.text)
        elif event == "end":
            if tag in _CELLS:
                yield "\t"
            if element.tail and element is not root:
                yield space.sub(" ", element.tail)


def _lines_of(root: Any) -> list[str]:
    text = "".join(_pieces(root, keep_lines=False))
    return [line for line in (line.strip(" \r\n") for line in text.split("\n")) if line.strip()]


def _meta(root: Any) -> dict[str, str]:
    """The contents of the page's meta elements by name in lower case; of several the first."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _linked_data(root: Any) -> Mapping[str, object]:
    """The article that the page describes as linked data of schema.org, if it does."""
    for script in root.xpath("//script[@type='application/ld+json']"):
        try:
            content = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        graph = content.get("@graph", content) if isinstance(content, Mapping) else content
        for item in graph if isinstance(graph, list) else [graph]:
            if isinstance(item, Mapping) and "datePublished" in item:
                return item
    return {}


def _article_text(root: Any) -> str:
    """The paragraphs of the article: those in its innermost container that are not navigation, form or caption."""
    for path in _CONTAINERS:
        for container in root.xpath(path):
            paragraphs = [" ".join(_lines_of(one)) for one in _paragraphs(container)]
            if any(paragraphs):
                return "\n".join(filter(None, paragraphs))
    return "\n".join(_lines_of(root))


def _paragraphs(container: Any) -> Iterator[Any]:
    """The paragraphs that are text of the article; one within another is a part of that."""
    outer = None
    for one in container.iter("p"):
        above = list(one.iterancestors())
        if outer in above:
            continue
        outer = one
        if not any(element.tag in _NOT_ARTICLE | _NOT_READ for element in above):
            yield one


def _first(meta: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)
