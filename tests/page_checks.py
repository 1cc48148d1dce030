"""What every page of a report must keep, read from its HTML."""

import re
from html.parser import HTMLParser
from pathlib import Path

REMOTE = re.compile(r"^(https?:)?//", re.IGNORECASE)
LOADS = {"script", "img", "iframe", "object", "embed", "source", "video", "audio", "track", "link"}


class Page(HTMLParser):
    """The tags of a page, with their attributes and whether they lie in a folded part."""

    def __init__(self, file: Path):
        super().__init__()
        self.file = file
        self.tags: list[tuple[str, dict, bool]] = []
        self.text: list[str] = []
        self._folds = 0
        self.source = file.read_text(encoding="utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag, attrs):
        self._folds += tag == "details"
        self.tags.append((tag, dict(attrs), self._folds > 0))

    def handle_endtag(self, tag):
        self._folds -= tag == "details"

    def handle_data(self, data):
        self.text.append(data)

    def all(self, *names):
        return [attributes for tag, attributes, _ in self.tags if tag in names]


def read(report: Path) -> list[Page]:
    return [Page(file) for file in sorted(report.rglob("*.html"))]


def remote(page: Page) -> list[str]:
    """Addresses that the page would load from elsewhere, in tags or styles."""
    found = [value for one in page.all(*LOADS) for key in ("src", "href", "data", "srcset") if (value := one.get(key))]
    found += re.findall(r"(?:url\(|@import)\s*['\"]?([^'\")\s]+)", page.source)
    return [address for address in found if REMOTE.match(address)]


def dead(page: Page) -> list[str]:
    """Links of the page that lead to no file, or to no place in it."""
    found = []
    for one in page.all("a"):
        address = one.get("href") or ""
        if REMOTE.match(address) or address.startswith("#"):
            continue
        path, _, place = address.partition("#")
        file = (page.file.parent / path).resolve()
        named = place and "=" not in place  # a filter of the evidence browser is no place on its page
        if not file.exists() or (named and f'id="{place}"' not in file.read_text(encoding="utf-8")):
            found.append(address)
    return found


def mute(page: Page) -> list[str]:
    """Images without a description."""
    return [one.get("src", "")[:40] for one in page.all("img") if not (one.get("alt") or "").strip()]


def unfolded(page: Page) -> int:
    """Cells of code that are not folded away."""
    cells = [(one.get("class") or "", folded) for tag, one, folded in page.tags if tag == "div"]
    return sum("jp-CodeMirrorEditor" in kind and not folded for kind, folded in cells)
