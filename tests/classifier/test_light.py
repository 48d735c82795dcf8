"""Models read without scikit-learn say the same as models read with it."""

import subprocess
import sys

import numpy as np
import pytest
import skops.io
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfTransformer

from reviewer.case import LANGUAGES
from reviewer.classifier.artifact import ALLOWED_TYPES, read_manifest
from reviewer.classifier.light import read_light
from reviewer.classifier.reading import read
from reviewer.classifier.shelf import champion, models_root
from reviewer.classifier.terms import TermMatrix
from reviewer.language import analyse

COMPLAINTS = {
    "ru": ["Чайник перестал греть через неделю, чек № 118 приложен, верните 2 300 рублей.", "Просто не понравилось."],
    "en": ["The kettle died within a week, receipt 118 attached, please refund £23.", "I just changed my mind."],
}


def model_file(language):
    folder = champion(models_root(), language)
    return folder / read_manifest(folder).languages[language].file


@pytest.mark.parametrize("language", LANGUAGES)
def test_light_model_says_the_same_as_skops(language):
    path = model_file(language)
    readings = [read(analyse(text, language), sector="goods") for text in COMPLAINTS[language]]
    light = read_light(path, ALLOWED_TYPES)
    full = skops.io.load(path, trusted=sorted(ALLOWED_TYPES))
    np.testing.assert_allclose(light.probabilities(readings), full.probabilities(readings), atol=1e-6)
    assert [light.cues(one) for one in readings] == [full.cues(one) for one in readings]


def test_light_leaves_other_types_to_skops(tmp_path):
    skops.io.dump(TfidfTransformer().fit([[1.0, 0.0], [1.0, 2.0]]), tmp_path / "model.skops")
    assert read_light(tmp_path / "model.skops", ALLOWED_TYPES) is None


def test_light_builds_no_type_that_is_not_allowed(tmp_path):
    skops.io.dump(TermMatrix().fit([["a", "b"], ["a"]]), tmp_path / "model.skops")
    assert read_light(tmp_path / "model.skops", ()) is None
    assert read_light(tmp_path / "model.skops", ALLOWED_TYPES).names() == ["a"]


def test_estimators_can_be_cloned():
    assert clone(TermMatrix(min_documents=7)).min_documents == 7


def test_estimate_needs_no_scikit_learn():
    words = (
        "import sys; from datetime import date; from reviewer import Case, review; "
        "review(Case(complaint='Чайник сломан, верните деньги.'), today=date(2026, 3, 9)); "
        "print([name for name in ('sklearn', 'skops', 'pandas') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout == "[]\n"
