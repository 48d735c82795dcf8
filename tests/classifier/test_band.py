import numpy as np
import pytest

from reviewer.classifier.band import MOST_UNDECIDED, WANTED_RIGHT, Band, choose_band


@pytest.mark.parametrize(
    ("probability", "label"),
    [
        (0.2, "unsubstantiated"),
        (0.3, "unsubstantiated"),
        (0.5, "unclear"),
        (0.7, "substantiated"),
        (0.9, "substantiated"),
    ],
)
def test_band_labels(probability, label):
    assert Band(0.3, 0.7).label(probability) == label


def test_choose_band_is_empty_where_the_model_is_always_right():
    truth = np.array([0, 1] * 50)
    band = choose_band(np.where(truth == 1, 0.8, 0.2), truth)
    assert band.low == pytest.approx(band.high, abs=0.62)
    assert band.label(0.8) == "substantiated"
    assert band.label(0.2) == "unsubstantiated"


def test_choose_band_keeps_the_decided_right():
    rng = np.random.default_rng(0)
    said = rng.beta(0.8, 0.8, 2000)
    truth = (rng.uniform(0, 1, 2000) < said).astype(int)
    band = choose_band(said, truth)
    decided = (said <= band.low) | (said >= band.high)
    assert ((said >= band.high) == truth)[decided].mean() >= WANTED_RIGHT - 0.001
    assert decided.mean() >= 1 - MOST_UNDECIDED - 0.01


def test_choose_band_never_leaves_more_open_than_allowed():
    rng = np.random.default_rng(0)
    said, truth = rng.uniform(0.3, 0.7, 500), rng.integers(0, 2, 500)
    band = choose_band(said, truth)
    assert ((said > band.low) & (said < band.high)).mean() <= MOST_UNDECIDED + 0.01
