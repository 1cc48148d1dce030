"""Words a second from raw text to events, against spaCy's full small pipeline on the same text, on two processes.

    python benchmarks/bench_speed.py [FOLDER] [RUNS]

The two are run in turn; each figure is the median of the runs, the ratio that
of the pairs. spaCy gets the documents as the reader gives them, with all its
components (tagger, parser, entity recogniser, lemmatiser) and `n_process=2`:
what any coder pays for the parse alone. Without a folder the chronicle is read.
"""

import statistics
import sys
import time
from pathlib import Path

import spacy

from analysis import _package, corpus
from analysis.coding import pipeline
from analysis.text import parsing


def ours(read):
    before = time.perf_counter()
    coded = pipeline.code_corpus(read, workers=2)
    return time.perf_counter() - before, len(coded.events)


def theirs(read, nlp):
    before = time.perf_counter()
    count = sum(len(doc) for doc in nlp.pipe(read.documents["body"].tolist(), n_process=2, batch_size=64))
    return time.perf_counter() - before, count


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _package.CHRONICLE
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    read = corpus.read(folder)
    words = int(read.documents["n_words"].sum())
    nlp = spacy.load(next(name for name in parsing.MODELS if spacy.util.is_package(name)))
    ours(read)  # the tables and the parser are loaded once, as in any longer run
    pairs = []
    for _ in range(runs):
        (own, events), (other, _) = ours(read), theirs(read, nlp)
        pairs.append((words / own, words / other))
    own, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{folder.name}: {len(read.documents)} documents, {words} words, {events} events")
    print(f"entente, raw text to events   {own:8.0f} words/s")
    print(f"spaCy, full small pipeline    {other:8.0f} words/s")
    print(f"ratio                         {ratio:8.2f}")


if __name__ == "__main__":
    main()
