"""The fields of YAML front matter, read as text: no number is converted, nothing is repeated by aliases.

Front matter is short and flat. What is long, deep or refers back to itself is refused before it is built.
"""

import yaml

_MAX_CHARACTERS = 50_000
_MAX_DEPTH = 20
_KEPT_TAGS = frozenset({"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:null"})
_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class _Loader(yaml.SafeLoader):
    """A safe loader that knows text, days and nothing: a number of thousands of digits stays text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the name is PyYAML's
        first: [(tag, pattern) for tag, pattern in resolvers if tag in _KEPT_TAGS]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def read_fields(head: str) -> dict[str, object]:
    """The fields of the front matter between its two marks.

    Raises
    ------
    ValueError
        If there are none that can be read; the message is the reason given in `rejects`.
    """
    if len(head) > _MAX_CHARACTERS:
        raise ValueError(f"front matter: {len(head):,} characters, at most {_MAX_CHARACTERS:,}")
    try:
        _check(head)
        fields = yaml.load(head, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except (yaml.YAMLError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"front matter: {str(error).splitlines()[0][:200]}") from None
    if not isinstance(fields, dict):
        raise ValueError("front matter: no fields")  # noqa: TRY004 - the input is wrong, not the type of an argument
    return {str(key): value for key, value in fields.items()}


def _check(head: str) -> None:
    """Refuse aliases and deep nesting by the events of the parser, which builds nothing."""
    depth = 0
    for event in yaml.parse(head, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ValueError("anchors and aliases are not read")
        depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
        if depth > _MAX_DEPTH:
            raise ValueError(f"nested more than {_MAX_DEPTH} deep")
