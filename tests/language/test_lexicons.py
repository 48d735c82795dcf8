"""Named lexicons: each is used somewhere."""

import re
from pathlib import Path

import pytest

import reviewer
from reviewer.language.pack import lexicons

PACKAGE = Path(reviewer.__file__).parent


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_lexicon_is_named(language):
    files = [one for ending in ("toml", "txt", "py") for one in PACKAGE.rglob(f"*.{ending}")]
    named = set(re.findall(r"[\w-]+", " ".join(one.read_text("utf-8") for one in files)))
    assert sorted(set(lexicons(language)) - named) == []
