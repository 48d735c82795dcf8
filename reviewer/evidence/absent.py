"""What a reply owes in its channel, sector and decision, and does not contain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.evidence.cues import find_cues
from reviewer.evidence.layout import layout_of
from reviewer.evidence.offered import find_offered
from reviewer.evidence.weighing import strongest
from reviewer.exchange import Exchange
from reviewer.findings import Hit, Severity
from reviewer.language import Document
from reviewer.sectors.routes import routes
from reviewer.text import TextSpan

_LETTERS = frozenset({"letter", "email"})
_PUBLIC = frozenset({"social", "review_site"})
_SHOWN = 2  # Project judgement: of naming documents, enclosing them and offering evidence
_N_ROUTES_NAMED = 2  # Project judgement: two bodies fit one line and leave a choice


@dataclass(frozen=True, slots=True)
class _Setting:
    """What decides whether something is owed."""

    exchange: Exchange
    present: frozenset[str]
    channel: str
    decision: str
    is_official: bool
    is_praise: bool
    has_demand: bool
    is_refused: bool
    """Whether words of the reply refuse: then something was asked for, in whatever words."""

    @property
    def is_refusal(self) -> bool:
        return self.decision == "refuse"

    @property
    def owes_evidence(self) -> bool:
        """A public gripe that asks for nothing is owed courtesy, not an account of documents."""
        return not self.is_praise and (self.channel not in _PUBLIC or self.has_demand or self.is_refused)


def check_absent(
    exchange: Exchange,
    elements: Mapping[str, Sequence[TextSpan]],
) -> list[Hit]:
    """Return what is missing, one hit a kind.

    Parameters
    ----------
    exchange : Exchange
    elements : mapping of str to sequence of TextSpan
        What ``find_elements`` found.

    Returns
    -------
    list of Hit
        Without span; ``trace["because"]`` says why it is owed here.
    """
    if exchange.reply is None or not layout_of(exchange.reply).n_sentences:
        return []
    setting = _setting(exchange, elements)
    hits = []
    for code, owed in _OWED.items():
        answer = owed(setting)
        if answer is not None:
            severity, because = answer
            trace = {"because": because, "channel": setting.channel, "decision": setting.decision}
            hits.append(Hit(code, params=_params(code, setting), trace=trace, severity=severity))
    return hits


def _setting(exchange: Exchange, elements: Mapping[str, Sequence[TextSpan]]) -> _Setting:
    assert exchange.reply is not None
    asked = {cue.of for cue in find_cues(exchange.complaint, "complaint")} if exchange.complaint else {"demand"}
    said = {cue.of for cue in find_cues(exchange.reply, "decision")}
    decision = exchange.decision or "refuse"
    return _Setting(
        exchange=exchange,
        present=frozenset(elements),
        channel=exchange.case.channel,
        decision=decision,
        is_official=layout_of(exchange.reply).is_official or is_public_body(exchange),
        is_praise="praise" in said and not said & {"refuse", "deny"} and "demand" not in asked,
        has_demand="demand" in asked,
        is_refused=bool(said & {"refuse", "deny"}) or strongest(exchange.said, "refuse") > 0,
    )


def is_public_body(exchange: Exchange) -> bool:
    """Return whether an authority or a public institution answers: it owes no thanks and no feelings."""
    if exchange.case.sector == "government":
        return True
    if exchange.case.sector not in {"medical", "education", "housing"}:
        return False
    texts = [document for document in (exchange.reply, exchange.complaint) if document]
    return any(cue.of == "public_body" for document in texts for cue in find_cues(document, "complaint"))


_Answer = tuple[Severity | None, str] | None


def _no_greeting(setting: _Setting) -> _Answer:
    if "greeting" in setting.present:
        return None
    if setting.channel in _LETTERS or setting.channel == "review_site":
        return "note", "a letter greets"
    return ("note", "nothing courteous in it") if _is_bare(setting) else None


def _no_thanks(setting: _Setting) -> _Answer:
    if "thanks" in setting.present or setting.is_official or setting.is_praise:
        return None
    if setting.channel in _LETTERS:
        return "note", "a private firm thanks for the letter"
    if setting.channel == "review_site" and setting.is_refused:
        return "note", "a firm that refuses in public thanks for the word"
    return ("note", "nothing courteous in it") if _is_bare(setting) else None


def _is_bare(setting: _Setting) -> bool:
    """In social media no letterhead is owed; a reply without any courtesy is another matter."""
    return setting.channel == "social" and not setting.present & {"greeting", "thanks", "empathy"}


def _no_closing(setting: _Setting) -> _Answer:
    owes = setting.channel in _LETTERS or setting.channel == "review_site"
    return ("note", "a letter is signed") if owes and "closing" not in setting.present else None


def _no_empathy(setting: _Setting) -> _Answer:
    if "empathy" in setting.present or setting.is_praise:
        return None
    if setting.channel == "phone_note" and not setting.is_refusal:
        return None
    if setting.exchange.case.sector == "government":
        return None
    if setting.is_official and not setting.is_refusal:
        return None
    return ("note" if setting.decision == "satisfy" else None), "a complaint tells of something unpleasant"


def _issue_not_restated(setting: _Setting) -> _Answer:
    if "issue_restated" in setting.present or setting.is_praise:
        return None
    return None, "no word of the complaint's subject comes back"


def _no_review(setting: _Setting) -> _Answer:
    if setting.present & {"review_described"} or not setting.owes_evidence:
        return None
    if setting.channel in {"chat", "phone_note", "social"}:
        return None
    if setting.decision == "satisfy":
        return None if "evidence_cited" in setting.present else ("note", "nothing says how it was looked into")
    return None, "nothing says how the complaint was looked into"


def _no_reference(setting: _Setting) -> _Answer:
    if "evidence_cited" in setting.present or not setting.owes_evidence:
        return None
    if setting.decision == "satisfy":
        short = setting.channel not in _LETTERS or "review_described" in setting.present
        return None if short else ("note", "no document, rule, date or record is named")
    if setting.decision == "interim" and _names_something(setting.exchange.reply):
        return None
    return None, "no document, rule, date or record is named"


def _names_something(reply: Document | None) -> bool:
    return reply is not None and bool(reply.mentions_of("date", "number", "document", "law"))


def _no_route(setting: _Setting) -> _Answer:
    if "escalation_route" in setting.present or not setting.owes_evidence:
        return None
    return (None, "a refusal says where to turn next") if setting.is_refusal else None


def _no_alternative(setting: _Setting) -> _Answer:
    next_step = setting.present & {"alternative_offered", "escalation_route"}
    if not setting.is_refusal or next_step or setting.channel == "phone_note" or setting.is_praise:
        return None
    # An authority decides by law: what it owes is the way of appeal.
    if setting.exchange.case.sector == "government":
        return None
    return None, "a refusal offers a next step"


def _unjust_denial(setting: _Setting) -> _Answer:
    """The complaint names its papers, and encloses or offers them; what is refused against them needs evidence."""
    exchange = setting.exchange
    if not setting.is_refusal or exchange.complaint is None or exchange.case.investigation == "unsubstantiated":
        return None
    assert exchange.reply is not None
    if any(cue.of == "counter_evidence" for cue in find_cues(exchange.reply, "complaint")):
        return None
    asked = {cue.of for cue in find_cues(exchange.complaint, "complaint")}
    shown = ("documented" in asked, "attached" in asked, bool(find_offered(exchange.complaint)))
    if sum(shown) < _SHOWN and not ("documented" in asked and exchange.label == "substantiated"):
        return None
    # Of annotated refusals of such complaints nine in ten are unjust, however the complaint looks to the classifier.
    because = "the complaint is documented and nothing is set against it"
    return ("error" if exchange.label == "unsubstantiated" else None), because


_OWED: dict[str, Callable[[_Setting], _Answer]] = {
    "TON181": _no_greeting,
    "TON182": _no_empathy,
    "TON183": _no_thanks,
    "TON184": _no_closing,
    "EVD105": _no_reference,
    "EVD106": _issue_not_restated,
    "EVD108": _no_review,
    "EVD109": _no_route,
    "EVD110": _no_alternative,
    "EVD111": _unjust_denial,
}


def _params(code: str, setting: _Setting) -> dict[str, str]:
    """Return what fills the words of the rule: the bodies that look at such complaints."""
    if code != "EVD109":
        return {}
    exchange = setting.exchange
    known = routes(exchange.jurisdiction, exchange.case.sector, exchange.language)
    return {"bodies": "; ".join(dict.fromkeys(route.body for route in known[:_N_ROUTES_NAMED]))}
