"""The generated parts of the README are what the program says of itself."""

import pytest

from reviewer.devtools.readme import README, blocks, refreshed


@pytest.mark.skipif(not README.is_file(), reason="no checkout")
def test_readme_is_fresh():
    text = README.read_text("utf-8")
    assert text == refreshed(text), "run: python -m reviewer.devtools.readme"


@pytest.mark.skipif(not README.is_file(), reason="no checkout")
@pytest.mark.parametrize("name", sorted(blocks()))
def test_readme_has_the_marks(name):
    assert f"<!-- {name}:begin -->" in README.read_text("utf-8")
