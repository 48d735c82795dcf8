"""The pattern language of rules and modifiers: parse, match, say in words.

One pattern is a line of items parted by spaces:

=================  ====================================================================
item               matches
=================  ====================================================================
``вернуть``        a word one of whose normal forms is this, or that is written so
``a|b``            either
``a?``             zero or one
``=нашей``         exactly this form (folded, lower case); also marks: ``=,`` ``=!``
``ошиб*``          a normal form that begins so
``вернуть:1per``   a normal form in a reading with these grammemes (``:1per+futr``)
``*:verb+past``    any word with a reading that has them
``..3``            up to three tokens of the same sentence between
``..3w``           the same, but no comma, dash or bracket among them
``~не``            no token here that matches (looks ahead, takes nothing)
``<не``            no token just before that matches (looks back, takes nothing)
``^`` ``$``        the sentence begins, ends here (marks and spaces aside)
``<date>``         a mention of that kind
``sum|<money>``    a word or a mention
``@apology``       an entry of a named lexicon; ``@a|@b|word`` of either
``@verbs:past``    an entry in a reading with these grammemes (entries of one word)
``~@a`` ``<@a``    no entry of one word of the lexicon here, or just before
=================  ====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reviewer.errors import RuleError
from reviewer.language.document import Document, Mention, Token
from reviewer.text import fold_word

MENTION_KINDS = frozenset(
    {
        "date",
        "duration",
        "time",
        "money",
        "percent",
        "quantity",
        "law",
        "document",
        "number",
        "person",
        "address",
        "attachment",
    }
)
_ANY_WORD = "*"
_TOKENS_PER_LEXICON_ENTRY = 8
_GAP_STOPS = frozenset({";", ":"})
_BARE_GAP_STOPS = frozenset({",", "(", ")", "—", "–", "-", "?", "!"})


# English function words of four letters and more: they stand in every sentence, so nothing is looked up by them.
_COMMON = frozenset(
    "that this have will your with what when which would could should shall must from more than they them their there "
    "here just only very some into about been were does make take give such also then even other nothing never always "
    "because thank thanks customer customers know come want need".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """One alternative of an item."""

    text: str
    mode: str  # lemma | form | prefix | any
    grammemes: frozenset[str] = frozenset()

    def matches(self, token: Token) -> bool:
        """Return whether the token can be this word."""
        if self.mode == "form":
            return token.form == self.text
        if self.grammemes:
            return any(self._fits(reading.lemma) and self.grammemes <= reading.grammemes for reading in token.readings)
        if self.mode == "lemma":
            return self.text in token.lemmas or self.text == token.form
        if self.mode == "any":
            return token.is_word
        return any(self._fits(lemma) for lemma in token.lemmas)

    def _fits(self, lemma: str) -> bool:
        if self.mode == "any":
            return True
        return lemma.startswith(self.text) if self.mode == "prefix" else lemma == self.text


@dataclass(frozen=True, slots=True)
class Item:
    """One place of a pattern."""

    kind: str  # words | gap | mention | not | before | begin | end
    words: tuple[Word, ...] = ()
    name: str = ""
    limit: int = 0
    bare: bool = False
    optional: bool = False
    # The words again, sorted by how they are compared: most are looked up together, few one by one.
    _lemmas: frozenset[str] = field(init=False, repr=False, compare=False)
    _forms: frozenset[str] = field(init=False, repr=False, compare=False)
    _readings: tuple[tuple[frozenset[str], frozenset[str]], ...] = field(init=False, repr=False, compare=False)
    _others: tuple[Word, ...] = field(init=False, repr=False, compare=False)
    rarity: tuple[int, int] = field(init=False, repr=False, compare=False)
    """Rank of the item as an anchor: few, long, concrete words are the cheapest to look for."""

    def __post_init__(self) -> None:
        readings: dict[frozenset[str], set[str]] = {}
        forms, others = set(), []
        for word in self.words:
            if word.mode == "form":
                forms.add(word.text)
            elif word.mode == "lemma":
                readings.setdefault(word.grammemes, set()).add(word.text)
            else:
                others.append(word)
        lemmas = frozenset(readings.pop(frozenset(), ()))
        object.__setattr__(self, "_lemmas", lemmas)
        object.__setattr__(self, "_forms", lemmas | forms)
        object.__setattr__(self, "_readings", tuple((frozenset(words), tags) for tags, words in readings.items()))
        object.__setattr__(self, "_others", tuple(others))
        object.__setattr__(self, "rarity", self._rank())

    def _rank(self) -> tuple[int, int]:
        if self.kind == "mention":
            return (2, 0)
        if any(word.mode == "any" for word in self.words):
            return (4, 0)
        if any(len(word.text) < 4 or word.text in _COMMON for word in self.words):
            return (3, len(self.words))
        return (1, len(self.words))

    def matches(self, token: Token) -> bool:
        """Return whether one of the words fits the token."""
        if token.form in self._forms or not self._lemmas.isdisjoint(token.lemmas):
            return True
        for lemmas, grammemes in self._readings:
            if not lemmas.isdisjoint(token.lemmas) and any(
                reading.lemma in lemmas and grammemes <= reading.grammemes for reading in token.readings
            ):
                return True
        return any(word.matches(token) for word in self._others)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern."""

    source: str
    items: tuple[Item, ...]
    anchor: int
    reach: int = field(init=False, repr=False, compare=False)
    """How many tokens before its anchor a match can begin."""

    def __post_init__(self) -> None:
        reach = sum(
            item.limit if item.kind == "gap" else _TOKENS_PER_LEXICON_ENTRY if item.kind == "mention" else 1
            for item in self.items[: self.anchor]
        )
        object.__setattr__(self, "reach", reach)

    @property
    def anchor_item(self) -> Item:
        """The item that has to be in the text before anything else is tried."""
        return self.items[self.anchor]

    @property
    def ends_with_mention(self) -> bool:
        """Whether the last thing taken is a date, a duration and the like."""
        return self.items[-1].kind == "mention"


@dataclass(frozen=True, slots=True)
class Match:
    """A half-open range of tokens that a pattern took."""

    pattern: Pattern
    first: int
    last: int
    anchor: int
    gaps: tuple[int, ...] = ()
    """Tokens inside that only a gap of the pattern took: words the rule knows nothing of."""


Lexicons = Mapping[str, tuple[str, ...]]


def parse_pattern(source: str, *, lexicons: Lexicons | None = None, where: str = "") -> tuple[Pattern, ...]:
    """Return the pattern (several, where a lexicon stands in it: one for each of its entries).

    Parameters
    ----------
    source : str
        A line of the pattern language, see the module's text.
    lexicons : mapping of str to tuple of str, optional
        Named lexicons; an entry is itself a pattern without lexicons.
    where : str
        File and line, for errors.

    Raises
    ------
    RuleError
        E101 if an item cannot be read, E102 for an unknown lexicon, E103 for an unknown mention kind, E104 if nothing
        in the pattern has to be there.

    Examples
    --------
    >>> [item.kind for item in parse_pattern("наш? ошибка ..3 <date>")[0].items]
    ['words', 'words', 'gap', 'mention']
    """
    expanded = _expand(source, lexicons, where=where)
    return tuple(_parse_flat(line.strip(), where=where, source=source) for line in expanded)


_MIXED = re.compile(r"(?<![^|])<[a-z]+>(?=[|?]|$)")
"""A mention among words: ``refund|<money>``."""


def _expand(source: str, lexicons: Lexicons | None, *, where: str) -> list[str]:
    """Return the source as flat patterns, with every lexicon put in; entries of a lexicon may name another."""
    expanded = [""]
    for raw in source.split():
        if (mixed := _MIXED.findall(raw)) and raw not in mixed and raw.rstrip("?") not in mixed:
            words = [part for part in raw.rstrip("?").split("|") if part not in mixed]
            entries = [*_expand("|".join(words), lexicons, where=where), *mixed, *([""] if raw.endswith("?") else [])]
            expanded = [f"{left} {entry}" for left in expanded for entry in entries]
        elif "@" in raw and raw[0] not in "~<":
            optional = raw.endswith("?")
            entries = _lexicon_alternatives(raw.rstrip("?"), lexicons, where=where)
            expanded = [f"{left} {entry}" for left in expanded for entry in ([*entries, ""] if optional else entries)]
        elif "@" in raw:
            words = [entry for entry in _lexicon_alternatives(raw[1:], lexicons, where=where) if " " not in entry]
            expanded = [f"{left} {raw[0]}{'|'.join(words)}" for left in expanded]
        else:
            expanded = [f"{left} {item}" for left in expanded for item in (raw, *_parted_at_hyphens(raw))]
    return [line.strip() for line in expanded]


_HYPHENED = re.compile(r"[a-z]+(?:-[a-z]+)+")


def _parted_at_hyphens(raw: str) -> list[str]:
    """Return ``mix - up`` for each ``mix-up`` of an item: the tokenizer makes three tokens of a Latin word."""
    if raw[0] in "~<.":
        return []
    words = (part.lstrip("=") for part in raw.rstrip("?").split("|"))
    return [word.replace("-", " - ") for word in words if _HYPHENED.fullmatch(word.partition(":")[0])]


def _lexicon_alternatives(raw: str, lexicons: Lexicons | None, *, where: str) -> list[str]:
    """Return what ``@a|@b:past`` stands for: the single words joined into one item; entries of several words apart."""
    single: list[str] = []
    several: list[str] = []
    for part in raw.split("|"):
        if not part.startswith("@"):
            single.append(part)
            continue
        name, _, wanted = part[1:].partition(":")
        if lexicons is None or name not in lexicons:
            raise RuleError("E102", f"no lexicon is called '{name}'", where=where, cure="add lexicons/NAME.txt")
        for entry in lexicons[name]:
            if " " in entry or entry[0] in ".<~^$@":
                several += _expand(entry, lexicons, where=where)
            else:
                single += [f"{word}:{wanted}" if wanted and ":" not in word else word for word in entry.split("|")]
    several += _parted_at_hyphens("|".join(single)) if single else []
    return (["|".join(single)] if single else []) + several


def _parse_flat(line: str, *, where: str, source: str) -> Pattern:
    items = tuple(_parse_item(raw, where=where) for raw in line.split())
    candidates = [
        (item.rarity, index)
        for index, item in enumerate(items)
        if item.kind in {"words", "mention"} and not item.optional
    ]
    if not candidates:
        raise RuleError("E104", f"'{source}' needs one word that has to be there", where=where, cure="drop a '?'")
    return Pattern(source, items, min(candidates)[1])


_ITEM = re.compile(r"^(?P<body>.+?)(?P<optional>\?)?$")


def _parse_item(raw: str, *, where: str) -> Item:
    # The same words stand in many patterns, lexicons above all: each is read once.
    if raw not in _items:
        _items[raw] = _read_item(raw, where=where)
    return _items[raw]


_items: dict[str, Item] = {}


def _read_item(raw: str, *, where: str) -> Item:
    if raw in {"^", "$"}:
        return Item("begin" if raw == "^" else "end")
    if re.fullmatch(r"\.\.\d+w?", raw):
        return Item("gap", limit=int(raw[2:].rstrip("w")), bare=raw.endswith("w"))
    if raw.startswith("<") and not raw.endswith(">"):
        return Item("before", words=_parse_words(raw[1:], where=where))
    if raw.startswith("~") and len(raw) > 1:
        return Item("not", words=_parse_words(raw[1:], where=where))
    found = _ITEM.match(raw) if raw not in {"=?", "=?|=!"} else None
    body, optional = (found["body"], bool(found["optional"])) if found else (raw, False)
    if body.startswith("<") and body.endswith(">"):
        if body[1:-1] not in MENTION_KINDS:
            raise RuleError(
                "E103", f"no mention is called '{body}'", where=where, cure="use " + ", ".join(sorted(MENTION_KINDS))
            )
        return Item("mention", name=body[1:-1], optional=optional)
    return Item("words", words=_parse_words(body, where=where), optional=optional)


_WORD_SHAPE = re.compile(r"[\w%'’.-]+\*?")


def _parse_words(body: str, *, where: str) -> tuple[Word, ...]:
    return tuple(_parse_word(part, where=where) for part in body.split("|"))


def _parse_word(part: str, *, where: str) -> Word:
    if part.startswith("=") and len(part) > 1:
        return Word(fold_word(part[1:]), "form")
    name, _, wanted = part.partition(":")
    grammemes = frozenset(wanted.lower().split("+")) if wanted else frozenset()
    if name == _ANY_WORD:
        return Word("", "any", grammemes)
    if not _WORD_SHAPE.fullmatch(name):
        raise RuleError("E101", f"'{part}' is no word of a pattern", where=where, cure="see 'reviewer rules --help'")
    if name.endswith("*"):
        return Word(fold_word(name[:-1]), "prefix", grammemes)
    return Word(fold_word(name), "lemma", grammemes)


class PatternSet:
    """Many patterns with an index from the words that have to be there, so that most are never tried.

    Parameters
    ----------
    patterns : iterable of (key, Pattern)
        ``key`` is handed back with each match.
    """

    def __init__(self, patterns: Iterable[tuple[object, Pattern]]) -> None:
        self._entries = list(patterns)
        # What a sentence has to hold besides the anchor: a cheap look before the matcher is started.
        self._needed = [_needed_words(pattern) for _, pattern in self._entries]
        self._by_word: dict[str, list[int]] = {}
        self._by_prefix: dict[str, list[tuple[str, int]]] = {}
        self._by_mention: dict[str, list[int]] = {}
        self._always: list[int] = []
        for number, (_, pattern) in enumerate(self._entries):
            self._index(number, pattern.anchor_item)

    def _index(self, number: int, item: Item) -> None:
        if item.kind == "mention":
            self._by_mention.setdefault(item.name, []).append(number)
            return
        for word in item.words:
            if word.mode == "any":
                self._always.append(number)
            elif word.mode == "prefix":
                self._by_prefix.setdefault(word.text[:2], []).append((word.text, number))
            else:
                self._by_word.setdefault(word.text, []).append(number)

    def find(self, document: Document) -> Iterator[tuple[object, Match]]:
        """Yield ``(key, match)`` for every place where a pattern fits, longest match per start."""
        words_of = _words_by_sentence(document)
        for number, places in self._candidates(document).items():
            key, pattern = self._entries[number]
            needed = self._needed[number]
            seen: set[tuple[int, int]] = set()
            for place in sorted(places):
                here = words_of[document.sentence_of[place]]
                if any(words.isdisjoint(here) for words in needed):
                    continue
                for match in match_around(document, pattern, place):
                    if (match.first, match.last) not in seen:
                        seen.add((match.first, match.last))
                        yield key, match

    def _candidates(self, document: Document) -> dict[int, set[int]]:
        """Return for each pattern the tokens at which its anchor stands."""
        found: dict[int, set[int]] = {}
        # In the order of the text, so that a review is the same every time; most words of a letter anchor nothing.
        for word in [word for word in document.positions if word in self._by_word]:
            for number in self._by_word[word]:
                found.setdefault(number, set()).update(document.positions[word])
        beginnings = _words_by_beginning(document) if self._by_prefix else {}
        for beginning in [beginning for beginning in beginnings if beginning in self._by_prefix]:
            for prefix, number in self._by_prefix[beginning]:
                for word in beginnings[beginning]:
                    if word.startswith(prefix):
                        found.setdefault(number, set()).update(document.positions[word])
        for mention in document.mentions if self._by_mention else ():
            for number in self._by_mention.get(mention.kind, ()):
                found.setdefault(number, set()).add(mention.first)
        for number in self._always:
            found.setdefault(number, set()).update(token.index for token in document.tokens if token.is_word)
        return found


def _needed_words(pattern: Pattern) -> tuple[frozenset[str], ...]:
    """Return, for every item that has to be there and lists its words in full, those words."""
    return tuple(
        frozenset(word.text for word in item.words)
        for index, item in enumerate(pattern.items)
        if item.kind == "words"
        and not item.optional
        and index != pattern.anchor
        and all(word.mode in {"lemma", "form"} for word in item.words)
    )


def _words_by_sentence(document: Document) -> list[frozenset[str]]:
    if "words_by_sentence" not in document.memo:
        document.memo["words_by_sentence"] = [
            frozenset(word for token in document.tokens[one.first : one.last] for word in (*token.lemmas, token.form))
            for one in document.sentences
        ]
    words: list[frozenset[str]] = document.memo["words_by_sentence"]
    return words


def _words_by_beginning(document: Document) -> dict[str, list[str]]:
    if "words_by_beginning" not in document.memo:
        table: dict[str, list[str]] = {}
        for word in document.positions:
            table.setdefault(word[:2], []).append(word)
        document.memo["words_by_beginning"] = table
    kept: dict[str, list[str]] = document.memo["words_by_beginning"]
    return kept


def match_around(document: Document, pattern: Pattern, place: int) -> Iterator[Match]:
    """Yield the matches whose anchor stands at token ``place``."""
    sentence = document.sentence_at(place)
    matcher = _Matcher(document, pattern, sentence.first, sentence.last, place)
    for first in range(place, max(sentence.first, place - pattern.reach) - 1, -1):
        matcher.passed.clear()
        end = matcher.run(first, 0)
        if end is not None and end > first:
            yield Match(pattern, first, end, place, tuple(sorted(matcher.passed)))


class _Matcher:
    """Backtracking over one sentence; patterns are short, so this is cheap."""

    def __init__(self, document: Document, pattern: Pattern, first: int, last: int, anchor: int) -> None:
        self.tokens = document.tokens
        self.items = pattern.items
        self.anchor_item = pattern.anchor
        self.anchor = anchor
        self.first = first
        self.last = last
        self.mentions = _mentions_by_first(document)
        self.passed: set[int] = set()

    def run(self, at: int, number: int) -> int | None:
        """Return the end of the match of the items from ``number`` on, begun at token ``at``."""
        if number == len(self.items):
            return at
        item = self.items[number]
        if item.kind == "gap":
            return self._run_gap(at, number, item)
        if item.kind in {"begin", "end", "not", "before"}:
            return self.run(at, number + 1) if self._holds(item, at) else None
        for end in self._ends(item, at):
            if number == self.anchor_item and at != self.anchor:
                continue
            result = self.run(end, number + 1)
            if result is not None:
                return result
        return self.run(at, number + 1) if item.optional else None

    def _run_gap(self, at: int, number: int, item: Item) -> int | None:
        for skip in range(item.limit + 1):
            if at + skip > self.last:
                return None
            if (
                skip
                and (passed := self.tokens[at + skip - 1])
                and (passed.text in _GAP_STOPS or (item.bare and passed.text in _BARE_GAP_STOPS))
            ):
                return None
            result = self.run(at + skip, number + 1)
            if result is not None:
                self.passed.update(range(at, at + skip))
                return result
        return None

    def _holds(self, item: Item, at: int) -> bool:
        if item.kind == "begin":
            return not any(token.is_word for token in self.tokens[self.first : at])
        if item.kind == "end":
            return not any(token.is_word for token in self.tokens[at : self.last])
        if item.kind == "before":
            return at <= self.first or not item.matches(self.tokens[at - 1])
        return at >= self.last or not item.matches(self.tokens[at])

    def _ends(self, item: Item, at: int) -> list[int]:
        if at >= self.last:
            return []
        if item.kind == "mention":
            return [mention.last for mention in self.mentions.get(at, ()) if mention.kind == item.name]
        return [at + 1] if item.matches(self.tokens[at]) else []


def _mentions_by_first(document: Document) -> dict[int, list[Mention]]:
    if "mentions_by_first" not in document.memo:
        table: dict[int, list[Mention]] = {}
        for mention in document.mentions:
            table.setdefault(mention.first, []).append(mention)
        document.memo["mentions_by_first"] = table
    table_kept: dict[int, list[Mention]] = document.memo["mentions_by_first"]
    return table_kept


def explain(pattern: Pattern) -> str:
    """Return the pattern in words, for a person who knows no pattern language."""
    return ", then ".join(_explain_item(item) for item in pattern.items)


def _explain_item(item: Item) -> str:
    if item.kind == "gap":
        return f"up to {item.limit} words" + (" with no comma, dash or bracket among them" if item.bare else "")
    if item.kind == "mention":
        return f"a {item.name}" + (" or nothing" if item.optional else "")
    if item.kind in {"begin", "end"}:
        return "the sentence " + ("begins" if item.kind == "begin" else "ends")
    said = " or ".join(_explain_word(word) for word in item.words)
    if item.kind in {"not", "before"}:
        return f"not {said}" + (" just before" if item.kind == "before" else "")
    return said + (" or nothing" if item.optional else "")


def _explain_word(word: Word) -> str:
    shape = {
        "form": f"exactly «{word.text}»",
        "lemma": f"any form of «{word.text}»",
        "prefix": f"a word on «{word.text}…»",
        "any": "any word",
    }[word.mode]
    return shape + (f" ({', '.join(sorted(word.grammemes))})" if word.grammemes else "")
