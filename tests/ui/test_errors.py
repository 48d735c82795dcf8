"""Errors on a Russian page are in Russian, as far as the words are ours."""

import ast
import re
from pathlib import Path

import pytest

import reviewer
from reviewer.errors import InputError, ProgramFault
from reviewer.ui.spoken_errors import spoken, told

PACKAGE = Path(reviewer.__file__).parent
# What the page can run into; the rest belongs to the command line, to files of the package, to those who write rules.
ON_THE_PAGE = (
    "case.py",
    "text.py",
    "review.py",
    "store*",
    "tables",
    "language/decode.py",
    "classifier",
    "rules/rulebook.py",
)
ELSEWHERE = ("classifier/signs",)
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def _words(node, named):
    """Yield what an argument may say, with a 7 for what is filled in; nothing where a library says it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        pieces = [str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values]
        if any(CYRILLIC.search(one) or re.search("[a-z]{2}", one) for one in pieces):
            yield "".join(pieces)
    elif isinstance(node, ast.IfExp):
        yield from _words(node.body, named)
        yield from _words(node.orelse, named)
    elif isinstance(node, ast.Name):
        for value in named.get(node.id, ()):
            yield from _words(value, {})


def _named(tree):
    named = {}
    for node in ast.walk(tree):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name):
                named.setdefault(target.id, []).append(node.value)
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                for one, value in zip(target.elts, node.value.elts, strict=True):
                    named.setdefault(ast.unparse(one), []).append(value)
    return named


def _raised():
    for path in sorted(
        path for part in ON_THE_PAGE for one in PACKAGE.glob(part) for path in (one, *one.rglob("*.py"))
    ):
        if path.suffix != ".py" or any(part in path.as_posix() for part in ELSEWHERE):
            continue
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            named = _named(function)
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call) and len(node.args) > 1):
                if ast.unparse(call.func).endswith(("Error", "_problem")):
                    yield from (("what", words) for words in _words(call.args[1], named))
                    cures = [one.value for one in call.keywords if one.arg == "cure"]
                    yield from (("cure", words) for cure in cures for words in _words(cure, named))


@pytest.mark.parametrize(("part", "words"), sorted(set(_raised())))
def test_error_of_the_page_has_russian_words(part, words):
    assert CYRILLIC.search(told(part, words)), f"add to language/ru/errors.toml [{part}]: {words}"


@pytest.mark.parametrize(
    ("error", "russian"),
    [
        (
            InputError("E306", "there is no text", where="row 4, complaint, reply", cure="give a complaint or a reply"),
            "E306 строка 4, жалоба и ответ: текста нет; введите жалобу или ответ",
        ),
        (
            InputError("E304", "'31.02' is no date", where="a.csv row 3, field 'reply_on'", cure="write 31.12.2026"),
            "E304 a.csv, строка 3, поле «reply_on»: «31.02» не дата; пишите как 31.12.2026",
        ),
        (
            ProgramFault(ValueError("no {such} thing"), where="row 3"),
            "E799 строка 3: это ошибка самой программы (ValueError: no {such} thing); "
            "запустите с REVIEWER_TRACEBACK=1 и сообщите, что напечатано",
        ),
    ],
)
def test_error_is_told_in_the_language_of_the_page(error, russian):
    assert spoken(error, "ru") == russian
    assert spoken(error, "en") == str(error)


def test_words_that_nobody_translated_stay():
    assert spoken(InputError("E399", "something new", cure="do that"), "ru") == "E399: something new; do that"
