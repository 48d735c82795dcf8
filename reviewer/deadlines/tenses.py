"""The time a predicate speaks of and who acts, read from its form and the words before it; no parse is asked for."""

from __future__ import annotations

from reviewer.language.document import Document, Token

# Future verbs in the second person that tell what the firm will do: «ответ вы получите до 5 мая».
_OWED = frozenset({"подлежать"})
# «деньги подлежат возврату»: present in form, and still to come.
RECEIVING = frozenset({"получить", "увидеть", "узнать", "иметь", "забрать"})
_FUTURE_WORDS = frozenset({"will", "'ll", "shall", "going", "due", "expect", "aim", "plan", "intend", "should", "wo"})
_PAST_WORDS = frozenset({"was", "were", "had", "did", "been", "has", "have", "'ve"})
_MODALS = frozenset({"must", "may", "can", "could", "might"})
_BEFORE_VERBS = frozenset(
    "i we you they he she it who which that will 'll shall can could may might must should would to not n't please and"
    " or then also now , : ; - — do does did let us be is are was were been being have has had 've 're 'm".split()
)
_ASKING = {
    "ru": frozenset(
        {
            "можете",
            "можно",
            "сможете",
            "должны",
            "вправе",
            "нужно",
            "надо",
            "необходимо",
            "следует",
            "просим",
            "прошу",
            "просьба",
            "достаточно",
        }
        | {"пожалуйста"}
    ),
    "en": frozenset({"please", "can", "could", "may", "must", "might", "need", "should", "ask", "want"}),
}


def tense_of(reply: Document, token: Token) -> str:
    """Return what a predicate says of its time and its doer.

    Returns
    -------
    str
        ``future``, ``past``, ``present``, ``present_own`` (first person), ``customer`` (asks or speaks of the reader),
        or an empty string for a word that is no predicate.
    """
    return _russian_tense(reply, token) if reply.language == "ru" else _english_tense(reply, token)


def _russian_tense(reply: Document, token: Token) -> str:
    readings = [reading.grammemes for reading in token.readings]
    if any({"verb", "futr"} <= one for one in readings):
        return "customer" if any("2per" in one for one in readings) and not token.lemmas & RECEIVING else "future"
    if token.lemmas & _OWED:
        return "future"
    if any({"verb", "impr"} <= one for one in readings):
        return "customer"
    if any({"verb", "past"} <= one for one in readings):
        return "past"
    if any({"verb", "1per", "pres"} <= one for one in readings):
        return "present_own"  # «возвращаем» is written like a participle too
    if any("prts" in one for one in readings):
        before = reply.tokens[max(0, token.index - 2) : token.index]
        will = any("futr" in reading.grammemes for one in before for reading in one.readings)
        return "future" if will else "past"
    if any({"prtf", "past"} <= one for one in readings):
        return "past"
    if token.form in _ASKING["ru"]:
        return "customer"
    if any({"verb", "1per"} <= one for one in readings):
        return "present_own"
    return "present" if any("verb" in one for one in readings) else ""


def _english_tense(reply: Document, token: Token) -> str:
    if _is_named_thing(reply, token):
        return ""
    if token.form in _FUTURE_WORDS or (token.form in {"won't", "n't"} and _after(reply, token, {"wo"})):
        return "future"
    if not token.has("verb") and token.form not in _PAST_WORDS:
        return "customer" if token.form in _ASKING["en"] else ""
    before = [one.form for one in reply.tokens[max(0, token.index - 5) : token.index]]
    if _is_led(before):
        return "future"
    if token.has("past") and "be" in before and any(form in _MODALS for form in before):
        return "customer"  # "payment must be made by": a duty, and not the firm's
    if token.form in _PAST_WORDS or (token.has("base") and "did" in before[-3:]):
        return "past"
    if token.has("ger") and _after(reply, token, {"are", "'re", "is", "am", "'m", "'s"}):
        return "future"
    if token.form in _ASKING["en"]:
        return "customer"
    if token.has("past"):
        return "past"
    opens = token.index == reply.sentence_at(token.index).first or (
        before and before[-1] in {",", "and", ":", "please", "then"}
    )
    if token.has("base") and (opens or any(form in {"you", "please"} for form in before[-3:])):
        return "customer"
    return "present" if token.has("3per") or token.has("base") else ""


def _is_led(before: list[str]) -> bool:
    """Return whether a word of the future stands before, with no comma behind it."""
    ahead = [
        place
        for place, form in enumerate(before)
        if form in _FUTURE_WORDS and (form != "plan" or {"we", "i", "they"} & set(before[place - 1 : place]))
    ]
    return bool(ahead) and not {",", ";"} & set(before[ahead[-1] :])


def _is_named_thing(reply: Document, token: Token) -> bool:
    """ "the card", "a seat fee": a word that can be a noun is a predicate only behind what leads a verb."""
    if (
        token.form in _MODALS
        or not token.has("noun")
        or token.has("past")
        or token.index == reply.sentence_at(token.index).first
    ):
        return False
    before = reply.tokens[token.index - 1].form
    return before not in _BEFORE_VERBS and not before.endswith("ly")


def _after(reply: Document, token: Token, forms: set[str]) -> bool:
    return any(one.form in forms for one in reply.tokens[max(0, token.index - 3) : token.index])
