"""Single sentences: where a vague term stands, and where like words are the customer's, the past, or a dated act."""

import json
from pathlib import Path

import pytest

from reviewer.language import analyse
from reviewer.rules.load import load_pack
from reviewer.rules.run import check_reply

SENTENCES = [json.loads(line) for line in Path(__file__).with_name("sentences.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("sentence", SENTENCES, ids=[f"{one['lang']}-{n}" for n, one in enumerate(SENTENCES)])
def test_vague_term_is_found_where_it_stands_and_only_there(sentence):
    pack = load_pack(sentence["lang"])
    hits = check_reply(analyse(sentence["text"], sentence["lang"]), pack)
    quotes = [sentence["text"][hit.start : hit.end] for hit in hits if pack[hit.code].kind == "vague_deadline"]
    if sentence["vague"] is None:
        assert quotes == []
    else:
        assert any(set(quote.lower().split()) & set(sentence["vague"].lower().split()) for quote in quotes)
