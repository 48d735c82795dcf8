import numpy as np
import pytest

from reviewer.errors import ModelError
from reviewer.language import encoder
from reviewer.language.encoder import MATRICES, Encoder, Weights, tokens_of, weights

TEXT = "Мы потеряли  ваш чемодан — №5, sorry!"


def test_tokens_cover_the_words_at_their_places():
    inner = tokens_of(TEXT)[1:-1]
    assert all(one.start < one.end for one in inner)
    assert [one.start for one in inner] == sorted(one.start for one in inner)
    # A piece that opens a word begins with its space, the mark «№» is written as «No».
    assert "".join(TEXT[one.start : one.end] for one in inner).split() == TEXT.split()


def test_tokens_of_an_empty_text_are_its_ends():
    assert len(tokens_of("")) in {2, 3}


@pytest.mark.parametrize(
    "text", ["слово " * 2000, "x" * 5000, "😀漢字" * 300], ids=["long", "one word", "other script"]
)
def test_tokens_are_cut_where_no_sentence_is_so_long(text):
    assert len(tokens_of(text)) <= 160


def test_states_do_not_depend_on_the_batch():
    together = Encoder(2, {}).states([TEXT, "Да.", "The parcel left our depot on 3 May and came back."])
    alone = Encoder(2, {}).states(["Да."])[0]
    assert together[1].shape == (len(tokens_of("Да.")), weights().width)
    np.testing.assert_allclose(together[1], alone, atol=1e-4)


def test_like_sentences_have_like_means():
    whole = Encoder(12, {})
    rows = [
        one.mean(axis=0) for one in whole.states(["We lost your suitcase.", "Мы потеряли ваш чемодан.", "Meat soup"])
    ]
    unit = [one / np.linalg.norm(one) for one in rows]
    assert unit[0] @ unit[1] > unit[0] @ unit[2]


def test_adapter_changes_the_last_layers_only():
    width, inner = weights().width, weights().inner
    sizes = {"up": (width, inner), "down": (inner, width)}
    adapter = {}
    for name in MATRICES:
        n_in, n_out = sizes.get(name, (width, width))
        adapter[f"{name}_in"] = np.full((1, n_in, 1), 0.01, np.float16)
        adapter[f"{name}_out"] = np.full((1, 1, n_out), 0.01, np.float16)
    plain, changed = Encoder(2, {}), Encoder(2, adapter)
    np.testing.assert_array_equal(plain._layers[0].matrices["q"], changed._layers[0].matrices["q"])
    np.testing.assert_allclose(changed._layers[1].matrices["q"] - plain._layers[1].matrices["q"], 1e-4, rtol=0.02)


def test_weights_of_another_kind_are_refused(tmp_path):
    file = tmp_path / "weights.bin"
    file.write_bytes(b"PK34" + bytes(200))
    with pytest.raises(ModelError, match="E512"):
        Weights(file)


def test_a_missing_wheel_is_named_with_its_cure(monkeypatch):
    monkeypatch.setattr(encoder, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match="make venv"):
        weights.__wrapped__()
