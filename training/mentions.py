"""Write the coder's mentions in the passages to `training/mentions.jsonl`, for `training/train.py`.

    make train
    make train TEXT=folder

Runs in the project's own environment. Each passage is read as an article. Of the articles of a folder, which need no
annotation, sentences with two actors go to `training/texts.jsonl`: in these the shorter network learns what the
longer one makes of them.
"""

import json
import random
import sys
from dataclasses import replace
from pathlib import Path

from items import MENTIONS, TEXTS

from analysis import corpus
from analysis.actions import passages
from analysis.actors import link_coreference
from analysis.actors.gazetteer import with_aliases
from analysis.coding import document as documents
from analysis.coding.proposals import sides_of
from analysis.text import Sentence, parsing, split_sentences

N_ARTICLES = 1_500
N_SENTENCES = 2_500
MAX_CHARACTERS = 400
SEED = 20240119


def as_article(passage):
    """The passage as the document and the sentences of an article."""
    sentences = [
        Sentence(number, 0, len(one.text), one.text, "title" if one.title else "body")
        for number, one in enumerate(passage.sentences)
    ]
    return documents.Document("", passage.published), sentences


def annotate(articles):
    """The sentences of each article with all their mentions, parsed as the coder would parse them."""
    gazetteer = with_aliases(None)
    by_article = [
        (document, documents.find_mentions(document, sentences, gazetteer)) for document, sentences in articles
    ]
    wanted = [one for _, own in by_article for one in own if documents.needs_parse(one)]
    parses = {id(one): doc for one, doc in zip(wanted, parsing.parse([one.text for one in wanted]), strict=True)}
    for document, own in by_article:
        yield document, [replace(one, parse=parses.get(id(one))) for one in own], gazetteer


def mentions_of(document, sentences, gazetteer):
    """The mentions of each sentence, those that other sentences explain too."""
    further = link_coreference(
        [(one.parse, list(one.mentions), one.text) for one in sentences],
        on=document.published, gazetteer=gazetteer, path=None,
    )  # fmt: skip
    return [(*one.mentions, *added) for one, added in zip(sentences, further, strict=True)]


def sentences_of_texts(folder):
    """Sentences with two actors from articles drawn at random, each with the spans of its sides."""
    read = corpus.read(folder).documents
    drawn = read.sample(min(N_ARTICLES, len(read)), random_state=SEED)
    articles = [
        (documents.Document("", one.published.date()), split_sentences(one.title, one.body))
        for one in drawn.itertuples()
    ]
    rows = []
    for document, sentences, gazetteer in annotate(articles):
        for one, mentions in zip(sentences, mentions_of(document, sentences, gazetteer), strict=True):
            several = len({mention.actor for mention in mentions if mention.actor}) > 1
            if one.parse is not None and several and len(one.text) <= MAX_CHARACTERS:
                rows.append({"text": one.text, "sides": [side.span for side in sides_of(mentions)]})
    return random.Random(SEED).sample(rows, len(rows))[:N_SENTENCES]


def main():
    TEXTS.unlink(missing_ok=True)
    if len(sys.argv) > 1:
        lines = [json.dumps(row) for row in sentences_of_texts(Path(sys.argv[1]))]
        TEXTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = passages.load()
    with MENTIONS.open("w", encoding="utf-8") as stream:
        for passage, article in zip(found, annotate(map(as_article, found)), strict=True):
            rows = [[{"start": m.start, "end": m.end, "actor": m.actor} for m in own] for own in mentions_of(*article)]
            stream.write(json.dumps({"file": passage.file, "line": passage.line, "sentences": rows}) + "\n")


if __name__ == "__main__":
    main()
