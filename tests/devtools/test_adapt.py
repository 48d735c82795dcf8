import numpy as np
import pytest

pytest.importorskip("jax", reason="the extra 'training' is not installed: pip install -c constraints.txt '.[training]'")

from reviewer.classifier.reader_model import SentenceReader
from reviewer.devtools.adapt import Lesson, Settings, _forward, adapt
from reviewer.language.encoder import Encoder
from reviewer.text import TextSpan

KINDS, ACTS = ("sarcasm", "fault_admission"), ("grant",)
ALL = frozenset(KINDS)
LESSONS = [
    Lesson("We lost your parcel.", frozenset({"fault_admission"}), {"fault_admission": [(0, 19)]}, ALL),
    Lesson("Мы потеряли вашу посылку.", frozenset({"fault_admission"}), {}, ALL),
    Lesson("How very observant of you.", frozenset({"sarcasm"}), {}, ALL),
    Lesson("Ах, какая тонкая наблюдательность.", frozenset({"sarcasm"}), {}, ALL),
    Lesson("The parcel was delivered on 3 May.", frozenset(), {}, ALL),
    Lesson("Посылка вручена 3 мая.", frozenset(), {}, frozenset({"fault_admission"})),
    Lesson("We will refund the fee.", frozenset({"grant"}), {}, frozenset(ACTS)),
    Lesson("We shall not refund it.", frozenset(), {}, frozenset(ACTS)),
]
SETTINGS = Settings(n_layers=3, n_frozen=1, rank=2, n_epochs=12, batch=4, learning_rate=2e-3)


@pytest.fixture(scope="module")
def model():
    learned = adapt(LESSONS, KINDS, ACTS, SETTINGS)
    made = SentenceReader(SETTINGS.n_layers)
    made.set_learned(KINDS, ACTS, learned.adapter, learned.head, learned.marker)
    return made


def test_adapt_learns_its_lessons(model):
    scores = np.array([one.scores for one in model.read([lesson.text for lesson in LESSONS])])
    assert scores[:2, 1].min() > scores[2:5, 1].max()
    assert scores[2:4, 0].min() > np.delete(scores[:5, 0], [2, 3]).max()


def test_adapt_learns_acts(model):
    grants, refuses = (one.acts[0] for one in model.read([one.text for one in LESSONS[-2:]]))
    assert grants > refuses


def test_adapt_marks_the_words(model):
    text = "The parcel was delivered on 3 May, but we lost your receipt."
    clauses = (TextSpan(0, 33), TextSpan(35, 59))
    assert model.read([text])[0].words_of(1, clauses) == clauses[1]


def test_learning_and_reading_make_the_same_sums(model):
    """What JAX learns is what numpy runs, dropout apart."""
    from dataclasses import replace

    import jax

    from reviewer.devtools import adapt as training

    still = replace(SETTINGS, dropout=0.0)
    text = LESSONS[0].text
    row = training._row(LESSONS[0], Encoder(1, {}).states([text])[0], KINDS, ACTS)
    batch = training._batch([row], 1)
    learned = {
        "adapter": {name: one.astype(np.float32) for name, one in model.adapter_.items()},
        "heads": {"head": model.head_, "marker": model.marker_},
    }
    scores, _ = _forward(learned, training._fixed_layers(still), batch, jax.random.PRNGKey(0), still)
    read = model.read([text])[0]
    np.testing.assert_allclose(scores[0], np.append(read.scores, read.acts), atol=0.05)
