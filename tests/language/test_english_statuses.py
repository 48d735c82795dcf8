"""An English admission counts only where it is asserted: frames that report, deny, suppose or recite it."""

import pytest

from reviewer.language import analyse
from reviewer.rules.load import load_pack
from reviewer.rules.run import check_reply

FRAMES = [
    "It has been suggested that {}.",
    "A rumour has it that {}.",
    "Your surveyor is of the view that {}.",
    "Your letter gives the impression that {}.",
    "{}, or so your review has it.",
    "You would like us to confirm that {}.",
    "No document shows that {}.",
    "Nor can it be said that {}.",
    "You are mistaken in thinking that {}.",
    "Let us assume for a moment that {}.",
    "The guarantee applies when {}.",
    "The directive gives passengers a right where {}.",
    "The training film shows a scene in which {}.",
    "We have asked the depot to explain why {}.",
]
ADMISSIONS = ["our clerk misread the label", "we lost the second form", "the fault lay with our boiler"]


@pytest.mark.parametrize("admission", ADMISSIONS, ids=["misread", "lost", "fault"])
def test_admission_stands_by_itself(admission):
    assert _codes(f"{admission.capitalize()}.")


@pytest.mark.parametrize("frame", FRAMES, ids=range(len(FRAMES)))
def test_admission_is_held_back_in_its_frame(frame):
    sentences = (frame.format(admission) for admission in ADMISSIONS)
    assert [_codes(sentence[0].upper() + sentence[1:]) for sentence in sentences] == [set()] * len(ADMISSIONS)


def _codes(text):
    hits = check_reply(analyse(text, "en"), load_pack("en"))
    return {hit.code for hit in hits if hit.code.startswith("ADM")}
