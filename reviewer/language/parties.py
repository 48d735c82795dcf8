"""Whose doing: the party a predicate speaks of (company, staff, contractor, customer, third person)."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.language.document import Document
from reviewer.language.pack import parties
from reviewer.language.syntax import tree_of

_SUBJECTS = ("nsubj", "nsubj:pass", "obl:agent", "csubj")
_NOT_ACTORS = ("obj", "iobj", "obl", "nmod", "xcomp", "ccomp", "conj", "parataxis", "advcl")
_OWN_WORDS = {"ru": frozenset({"наш", "мой", "свой"}), "en": frozenset({"our", "my"})}
_CUSTOMER_WORDS = {"ru": frozenset({"ваш", "твой"}), "en": frozenset({"your"})}


@dataclass(frozen=True, slots=True)
class PartyTrace:
    """A party and the words that name it; ``unknown`` where nobody acts, ``other`` where the actor is none of them."""

    # company, staff, contractor, customer, third, person (by name), other (a subject that names none of them), unknown
    party: str
    words: str
    reason: str


def party_of(document: Document, first: int, last: int, *, anchor: int) -> PartyTrace:
    """Return who acts in the words ``first`` to ``last``.

    In this order: a subject or agent in the tree; the person of the verb; a possessive in the words themselves.
    """
    anchor = _action_in(document, first, last, anchor)
    by_tree = _by_subject(document, anchor)
    if by_tree:
        return by_tree
    for index in range(first, last):
        token = document.tokens[index]
        if token.has("1per") and (token.has("verb") or token.has("npro")):
            return PartyTrace("company", token.text, "first person")
        if token.has("2per") and token.has("verb") and not token.has("impr"):
            return PartyTrace("customer", token.text, "second person")
    acts = _is_action(document, anchor)
    for index in range(first, last):
        token = document.tokens[index]
        if token.lemmas & _OWN_WORDS[document.language]:
            return PartyTrace("company", token.text, "possessive")
        # «потеряли вашу посылку»: whose the thing is does not say who acted.
        if not acts and token.lemmas & _CUSTOMER_WORDS[document.language]:
            return PartyTrace("customer", token.text, "possessive")
    for index in range(first, last):
        # «ошибка подрядчика»: the words themselves name the doer.
        party = "unknown" if acts else _owned_party(document, index, [])
        if party in {"staff", "contractor"}:
            return PartyTrace(party, document.tokens[index].text, "named in the words")
    return _unnamed_subject(document, anchor)


def _by_subject(document: Document, anchor: int) -> PartyTrace | None:
    """Return the party of the nearest subject above the anchor, or of a noun that hangs on the anchor itself."""
    tree = tree_of(document, document.sentence_at(anchor))
    if tree is None:
        return None
    for node in tree.path_up(anchor):
        subjects = [child for child in tree.children(node) if tree.relation(child) in _SUBJECTS]
        for child in subjects:
            party = _owned_party(document, child, tree.children(child))
            if party != "unknown":
                return PartyTrace(party, document.tokens[child].text, f"{tree.relation(child)} in the parse")
        if subjects:
            break
    for child in tree.children(anchor):
        if tree.relation(child) in _NOT_ACTORS and _is_action(document, anchor):
            continue
        party = _owned_party(document, child, tree.children(child))
        if party != "unknown":
            return PartyTrace(party, document.tokens[child].text, "hangs on the word in the parse")
    return None


def _action_in(document: Document, first: int, last: int, anchor: int) -> int:
    """The subject is asked of the verb: «подключили без вашего ведома» is about who connected."""
    if _is_action(document, anchor):
        return anchor
    finite = (i for i in range(first, last) if document.tokens[i].has("verb") and not document.tokens[i].has("noun"))
    return next(finite, anchor)


def _unnamed_subject(document: Document, anchor: int) -> PartyTrace:
    """«Камеры не сняли»: somebody or something acts that names no party; «не сняли»: nobody is named."""
    tree = tree_of(document, document.sentence_at(anchor))
    if tree is not None and _is_action(document, anchor):
        for child in tree.children(anchor):
            if tree.relation(child) == "nsubj":
                return PartyTrace("other", document.tokens[child].text, "nsubj in the parse")
    return PartyTrace("unknown", "", "nobody is named")


def _is_action(document: Document, index: int) -> bool:
    return any(document.tokens[index].has(part) for part in ("verb", "infn", "prts"))


def _owned_party(document: Document, index: int, children: list[int]) -> str:
    """«наша система», "our kit": a thing that is ours stands for the company, whatever it is called."""
    party = name_party(document, index)
    if party == "staff" and _is_from_outside(document, index):
        return "contractor"
    if party == "unknown" and any(document.tokens[child].lemmas & _OWN_WORDS[document.language] for child in children):
        return "company"
    return party


def _is_from_outside(document: Document, index: int) -> bool:
    """«курьер партнёра», «приглашённый мастер»: somebody else's man."""
    tree = tree_of(document, document.sentence_at(index))
    if tree is None:
        return False
    words = parties(document.language).get("outside", frozenset())
    near = [child for child in tree.children(index) if tree.relation(child) in {"amod", "nmod", "appos", "acl", "det"}]
    near += [grandchild for child in near for grandchild in tree.children(child) if tree.relation(grandchild) == "amod"]
    return any(document.tokens[node].lemmas & words for node in near)


def name_party(document: Document, index: int) -> str:
    """Return the party that a noun or pronoun names; ``unknown`` for any other word.

    «наш курьер» is staff, «ваш курьер» is still ours (the customer said it), «курьер службы доставки» stays staff:
    who is contractor by contract, no text says.
    """
    token = document.tokens[index]
    table = parties(document.language)
    for party in ("customer", "staff", "contractor", "company", "third"):
        if token.lemmas & table.get(party, frozenset()):
            return party
    if (
        token.text[:1].isupper()
        and (token.has("surn") or token.has("name"))
        and index > document.sentence_at(index).first
    ):
        return "person"
    return "unknown"
