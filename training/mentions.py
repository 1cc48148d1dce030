"""Write the coder's mentions in the passages to `training/mentions.jsonl`, for `training/train.py`.

    make train

Runs in the project's own environment. Each passage is read as an article.
"""

import json
from dataclasses import replace

from items import MENTIONS

from analysis.actions import passages
from analysis.actors import link_coreference
from analysis.actors.gazetteer import with_aliases
from analysis.coding import document as documents
from analysis.text import Sentence, parsing


def annotate(found):
    """The sentences of each passage with all their mentions, parsed as the coder would parse them."""
    gazetteer = with_aliases(None)
    by_passage = []
    for passage in found:
        document = documents.Document("", passage.published)
        sentences = [
            Sentence(number, 0, len(one.text), one.text, "title" if one.title else "body")
            for number, one in enumerate(passage.sentences)
        ]
        by_passage.append((document, documents.find_mentions(document, sentences, gazetteer)))
    wanted = [one for _, own in by_passage for one in own if documents.needs_parse(one)]
    parses = {id(one): doc for one, doc in zip(wanted, parsing.parse([one.text for one in wanted]), strict=True)}
    for document, own in by_passage:
        yield document, [replace(one, parse=parses.get(id(one))) for one in own], gazetteer


def main():
    found = passages.load()
    with MENTIONS.open("w", encoding="utf-8") as stream:
        for passage, (document, own, gazetteer) in zip(found, annotate(found), strict=True):
            further = link_coreference(
                [(one.parse, list(one.mentions), one.text) for one in own],
                on=document.published, gazetteer=gazetteer, path=None,
            )  # fmt: skip
            rows = [
                [{"start": m.start, "end": m.end, "actor": m.actor} for m in (*one.mentions, *added)]
                for one, added in zip(own, further, strict=True)
            ]
            stream.write(json.dumps({"file": passage.file, "line": passage.line, "sentences": rows}) + "\n")


if __name__ == "__main__":
    main()
