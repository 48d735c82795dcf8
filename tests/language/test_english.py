"""What the English half of the language layer promises the rules."""

import pytest

from reviewer.language import analyse
from reviewer.language.parties import party_of
from reviewer.language.pattern import PatternSet, parse_pattern
from reviewer.language.scopes import statuses


def lemmas(text, word):
    return next(token.lemmas for token in analyse(text, "en").tokens if token.form == word)


def found(pattern, text, **lexicons):
    patterns = parse_pattern(pattern, lexicons={name: tuple(words) for name, words in lexicons.items()})
    document = analyse(text, "en")
    return [
        (document.words(match.first, match.last), match)
        for _, match in PatternSet((None, one) for one in patterns).find(document)
    ]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("It's our fault.", "'s", {"be"}),
        ("The bank's fault.", "'s", {"'s"}),
        ("We'd forgotten it.", "'d", {"would", "have"}),
        ("We didnt ring.", "nt", {"not"}),
        ("The form was misfiled.", "misfiled", {"misfile"}),
    ],
)
def test_forms_have_the_readings_they_can_be(text, word, expected):
    assert expected <= lemmas(text, word)


def test_possessive_is_no_verb():
    assert "be" not in lemmas("The bank's fault.", "'s")


def test_unchanged_pasts_are_past_too():
    assert [words for words, _ in found("we put:past", "We put it there.")] == ["We put"]


def test_lexicons_may_name_lexicons_and_mentions_stand_among_words():
    words = found("@outer", "We lost it.", outer=["we @inner"], inner=["lose", "drop"])
    assert [one for one, _ in words] == ["We lost"]
    assert len(parse_pattern("refund|<money> back")) == 2


def test_a_cue_in_a_gap_still_counts():
    text = "We have not lost the parcel."
    ((_, match),) = found("we ..3w lose", text)
    document = analyse(text, "en")
    status = statuses(document, match.first, match.last, anchor=match.anchor, gaps=match.gaps)
    assert [one.status for one in status] == ["negated"]
    assert statuses(document, match.first, match.last, anchor=match.anchor) == ()


def test_agent_of_a_passive_is_the_party():
    document = analyse("The nut was left loose by our workshop.", "en")
    assert party_of(document, 3, 4, anchor=3).party == "company"


def test_negation_in_without_delay_does_not_reach_the_verb():
    document = analyse("We lost the form without telling you.", "en")
    assert "negated" not in {one.status for one in statuses(document, 0, 2, anchor=1)}


def test_second_content_clause_stays_with_its_apology():
    from reviewer.language.clauses import clauses_of

    document = analyse("I'm sorry that we came late, and that the lunch was cold.", "en")
    assert len(clauses_of(document, document.sentences[0])) == 1
