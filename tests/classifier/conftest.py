import itertools

import pytest

from reviewer.classifier.cases import LabelledCase

THINGS = ["kettle", "lamp", "coat", "radio", "chair", "clock", "tent", "bike", "drill", "piano", "scarf", "stove"]
GOOD = [
    "The {} arrived broken and your driver admitted it.",
    "You never delivered the {} and kept my money.",
    "Your own technician found a fault in the {}.",
    "I paid for the {} twice and you confirmed the error.",
]
BAD = [
    "I dropped the {} myself and want a new one.",
    "I changed my mind about the {} after a year.",
    "You warned me about the {} and I signed for it.",
    "I picked the cheap {} and declined the cover.",
]


@pytest.fixture(scope="session")
def toy_cases():
    """Ninety-six short complaints whose labels follow from who did what."""
    rows = [(text.format(thing), "substantiated") for text, thing in itertools.product(GOOD, THINGS)]
    rows += [(text.format(thing), "unsubstantiated") for text, thing in itertools.product(BAD, THINGS)]
    return [
        LabelledCase(f"toy-{number:03}", text, label, "en", "goods", group=f"group-{number}")
        for number, (text, label) in enumerate(rows)
    ]
