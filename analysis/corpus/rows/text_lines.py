"""The lines of a text that is read piece by piece, to which a reader can be led back.

No more is held than the lines of one record, up to a limit: a quote that is never closed, or a file that is one
line, takes no more memory than that.
"""

import io
import re
from collections.abc import Sequence
from typing import IO

MAX_RECORD = 8 * 1024**2
"""Characters that are held at most of one record: an article of the greatest length, however it is escaped."""
_LINE = 64  # characters that a line counts more than it has, as it takes memory by itself
_NOT_DECODED = re.compile("[\ud800-\udfff]")  # what stands for a byte that is no text


class Lines:
    """The lines of a text, each with its end, without NUL.

    Parameters
    ----------
    stream
        The opened file, at its beginning.
    encoding
        How it is encoded; a byte order mark is passed over.

    Attributes
    ----------
    at
        Number of the lines that were given out.
    read
        Characters that were read of the file.
    is_full
        Whether the record that was begun goes on after all that is held of it, and so no more is given out.
    """

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        lenient = "surrogatepass" if encoding.startswith("utf-16") else "surrogateescape"
        self._text = io.TextIOWrapper(stream, encoding, lenient, newline="")
        self._held: list[str] = []
        self._first = self._begun = 0  # numbers of the first line that is held, and of the first of the record
        self._size = 0  # of what was given out since then
        self._long = -1  # number of the last line that was cut
        self.at, self.read, self.is_full = 0, 0, False

    def __iter__(self) -> "Lines":
        """The lines from where they stand."""
        return self

    def __next__(self) -> str:
        """The next line, unless the record is full."""
        self.is_full = self._size > MAX_RECORD
        if self.is_full or self.is_at_end():
            raise StopIteration
        line = self._held[self.at - self._first]
        self._size += len(line) + _LINE
        self.at += 1
        return line

    def is_at_end(self) -> bool:
        """Whether there is no further line."""
        return self.at - self._first == len(self._held) and not self._hold()

    def begin(self) -> None:
        """Begin a record; the lines before it are forgotten."""
        self._begun, self._size, self.is_full = self.at, 0, False
        passed = self.at - self._first
        if passed > len(self._held) // 2:  # seldom, since moving what is held takes time
            del self._held[:passed]
            self._first = self.at

    def since(self, number: int) -> Sequence[str]:
        """The lines from one of the record, which counts from 0, to the last that was given out."""
        return self._held[number - self._first : self.at - self._first]

    def go_back(self, number: int) -> None:
        """Give out the lines from one of the record on once more."""
        self.at, self._size, self.is_full = number, 0, False

    def is_cut(self) -> bool:
        """Whether a line of the record is longer than what may be held; what is more of it is passed over."""
        return self._begun <= self._long < self.at

    def _hold(self) -> bool:
        """Read a line; whether there is one."""
        line = self._text.readline(MAX_RECORD)
        if not line:
            return False
        self.read += len(line)
        if len(line) == MAX_RECORD and not line.endswith(("\n", "\r")):
            self._long = self._first + len(self._held)
            while (rest := self._text.readline(MAX_RECORD)) and not rest.endswith(("\n", "\r")):
                pass
        self._held.append(line.replace("\x00", ""))
        return True


def is_text(cell: str) -> bool:
    """Whether all bytes of a cell could be decoded."""
    return cell.isascii() or not _NOT_DECODED.search(cell)
