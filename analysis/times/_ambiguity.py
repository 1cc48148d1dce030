"""Whether a word that may be a date is one: a year among numbers, a month among names, a season among verbs."""

from analysis.times import _vocabulary
from analysis.times._context import ExpressionContext
from analysis.times._grammar import Token
from analysis.times._vocabulary import Kind

_DETERMINERS = frozenset({Kind.THE, Kind.A, Kind.POSSESSIVE, Kind.APOSTROPHE})
_WORDS_BEFORE_DATES = frozenset(
    "in since by during throughout from between after before until till through for of and or to into late "
    "early mid around about the a an , ( - – — ; : that summer spring autumn fall winter".split()
)
_WORDS_BEFORE_COUNTS = frozenset("about around of for to from and or".split())
_WORDS_BEFORE_NUMBERS = frozenset("$ £ € # no. no than nearly almost some number".split())
_NUMBER_SIGNS = frozenset({"No", "no", "."})
_BETWEEN_NUMBERS = frozenset({Kind.YEAR, Kind.SMALL_INTEGER, Kind.INTEGER, Kind.AND, Kind.COMMA, Kind.OR})
# Nouns that are numbered: resolution 1718, flight 1549.
_NUMBERED = frozenset(
    "resolution resolutions flight flights article articles section paragraph order decree directive route room act "
    "regulation law number nos page pages brigade regiment squadron model type block".split()
)
_PEOPLE = frozenset("people men women children police personnel staff".split())
_FUNCTION = frozenset(
    "as but because when while where which who whose with for by was is were are said says has had have been will "
    "would than if nor he she it they we you i not also that there this his her its against under over amid despite "
    "without until unless although though only".split()
)
_WORDS_BEFORE_MONTHS = (_WORDS_BEFORE_DATES - {"that"}) | frozenset("last next this each every on past".split())
# Before these a month is a month, whatever stands behind it.
_WORDS_OF_TIME = frozenset(
    "in since by during until till between early late mid last next this each every past before".split()
)
_DAYS_WITH_A_NAME = frozenset("black bloody super ash holy maundy cyber".split())


def is_date(context: ExpressionContext) -> bool:
    """True if an expression of one token is a date: a year among numbers, a month among names, a season among verbs."""
    token = context.tokens[0]
    if token.kind == Kind.YEAR:
        return _is_year(context)
    if token.kind == Kind.DECADE:
        return len(token.word) > 4 or token.text[0] in "'’"
    if token.kind == Kind.SEASON and token.word in {"fall", "spring"}:
        return context.before in {"in", "by", "since", "until", "during", "from", "before", "after", "this"}
    if token.kind == Kind.WEEKDAY:
        return context.before not in _DAYS_WITH_A_NAME
    if token.kind == Kind.MONTH:
        return _is_month(context)
    return token.kind not in {Kind.UNIT, Kind.NUMBER_WORD, Kind.WEEKDAY_SHORT}


def is_function_word(token: Token) -> bool:
    """True for a word that is no noun: a conjunction, pronoun, auxiliary or preposition."""
    return token.word in _FUNCTION


def is_part_of_name(context: ExpressionContext) -> bool:
    """True for the April 6 Movement and the 14 March Alliance: the day is part of a name."""
    tokens = context.all_tokens
    at = next((index for index in range(context.first, context.last) if tokens[index].kind == Kind.MONTH), None)
    if at is None:
        return False
    around = tokens[max(0, at - 1) : at + 2]
    behind = context.last
    if behind < len(tokens) and context.last == at + 1 and tokens[behind].kind == Kind.SMALL_INTEGER:
        behind += 1
    if behind >= len(tokens) or not any(token.kind == Kind.SMALL_INTEGER for token in around):
        return False
    noun = tokens[behind]
    return noun.text[0].isupper() and noun.word in _vocabulary.DATE_NAMES[tokens[at].word]["behind day"]


def _is_month(context: ExpressionContext) -> bool:
    """May and March are words, and with April, June and August names of persons."""
    word = context.tokens[0].word
    if _is_joined(context) or _is_name(context):
        return False
    if word in {"may", "march"}:
        words_around = (
            context.before in {"the", "a", "an"} and context.kinds[context.last : context.last + 1] == Kind.WORD
        )
        the_march = words_around and not _is_noun(context)
        return context.before in _WORDS_BEFORE_MONTHS and not the_march
    if word in {"april", "june", "august"} and context.first:
        lead = context.all_tokens[context.first - 1]
        return not (lead.kind == Kind.WORD and lead.text[:1].isupper() and lead.word not in _WORDS_BEFORE_DATES)
    return True


def _is_joined(context: ExpressionContext) -> bool:
    """True for Mar-a-Lago: a hyphen without spaces joins the month to a word."""
    tokens = context.all_tokens[context.last - 1 : context.last + 2]
    if len(tokens) < 3 or tokens[1].kind != Kind.HYPHEN or tokens[2].kind not in {Kind.WORD, Kind.A}:
        return False
    return tokens[0].end == tokens[1].start and tokens[1].end == tokens[2].start


def _is_name(context: ExpressionContext) -> bool:
    """True where the words around a lone month make it a name: Mrs April, March Air Base, "May said"."""
    names = _vocabulary.DATE_NAMES[context.tokens[0].word]
    lead = _title_before(context)
    if lead is not None and lead.text[0].isupper() and lead.word in names["before"]:
        return True
    behind = context.all_tokens[context.last] if context.last < len(context.all_tokens) else None
    capital = behind is not None and behind.text[0].isupper()
    if capital and context.after in names["behind"]:
        return True
    if context.before in _WORDS_OF_TIME:
        return False
    surname = capital and behind is not None and behind.kind == Kind.WORD and behind.text[1:].islower()
    return context.after in names["verb"] or "alone" in names or (surname and "surname" in names)


def _title_before(context: ExpressionContext) -> Token | None:
    """The token before the expression; where it is the full stop of an abbreviation ("Mrs."), the one before that."""
    tokens, index = context.all_tokens, context.first - 1
    if index > 0 and tokens[index].text == "." and tokens[index - 1].end == tokens[index].start:
        index -= 1
    return tokens[index] if index >= 0 else None


def _is_year(context: ExpressionContext) -> bool:
    token, before, after = context.tokens[0], context.before, context.after
    if token.text[0] not in "'’" and not 1700 <= int(token.word) <= 2100:
        return False
    if before in _WORDS_BEFORE_NUMBERS or after in {"%", "percent", "per"} or _numbered(context):
        return False
    noun = _is_noun(context)
    many = noun and (after in _PEOPLE or (after.endswith("s") and not after.endswith("ss")))
    if before in _WORDS_BEFORE_DATES or not context.first:
        return not (many and (before in _WORDS_BEFORE_COUNTS or not context.first))
    lead = context.all_tokens[context.first - 1]
    if lead.kind != Kind.WORD:
        return True
    if lead.text[:1].isupper():
        return False
    # a number before a noun counts it, unless an article stands before both: the disputed 2009 vote
    return not noun or context.kinds[max(0, context.first - 2) : context.first - 1] in _DETERMINERS


def _is_noun(context: ExpressionContext) -> bool:
    """True if the word behind is likely a noun in lower case."""
    if context.last >= len(context.all_tokens) or context.kinds[context.last] != Kind.WORD:
        return False
    word = context.all_tokens[context.last]
    return word.text.isalpha() and word.text.islower() and word.word not in _FUNCTION


def _numbered(context: ExpressionContext) -> bool:
    """True for resolutions 1718 and 1874: a numbered noun before, with nothing but numbers between."""
    index = context.first - 1
    while index >= 0 and (context.kinds[index] in _BETWEEN_NUMBERS or context.all_tokens[index].text in _NUMBER_SIGNS):
        index -= 1
    return index >= 0 and context.all_tokens[index].word in _NUMBERED
