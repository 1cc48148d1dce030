"""Sentence in, dependency tree out."""

from analysis.text import Tree, parse


def test_a_tree_gives_children_subtree_and_path_to_the_root():
    tree = Tree.from_doc(next(iter(parse(["The army of Chad attacked Niger."]))))
    army, chad, attacked, niger = (tree.lower.index(word) for word in ("army", "chad", "attacked", "niger"))
    assert tree.is_verb(attacked)
    assert tree.lemma[attacked] == "attack"
    assert {army, niger} <= set(tree.children(attacked))
    assert tree.children(attacked, "dobj") == [niger]
    assert [tree.lower[i] for i in tree.subtree(army)] == ["the", "army", "of", "chad"]
    assert [tree.lower[i] for i in tree.path_to_root(chad)] == ["chad", "of", "army", "attacked"]
    assert tree.phrase(army, chad) == "army of Chad"


def test_tokens_are_found_by_the_characters_at_which_they_begin():
    sentence = "The army of Chad attacked Niger."
    tree = Tree.from_doc(next(iter(parse([sentence]))))
    start = sentence.index("army")
    assert [tree.lower[i] for i in tree.tokens_in(start, start + len("army of Chad"))] == ["army", "of", "chad"]
    assert [tree.lower[i] for i in tree.tokens_in(start + 1, start + 6)] == ["of"]
    assert list(tree.tokens_in(start, start)) == []
    assert len(tree.tokens_in(0, len(sentence))) == len(tree)


def test_a_headline_verb_taken_for_a_plural_noun_is_a_verb():
    doc = next(iter(parse(["Niger army slams over drills"])))
    assert doc[2].tag_ == "NNS"
    assert Tree.from_doc(doc).tag[2] == "VBZ"
