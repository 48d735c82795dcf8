"""Train, refuse, evaluate, promote, roll back: an analyst's life with a small table."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import skops.io

from reviewer.classifier import artifact, estimate, shelf
from reviewer.classifier.cases import LabelledCase, read_cases
from reviewer.classifier.cfpb import read_cfpb
from reviewer.classifier.checks import check_labels, suspected_errors
from reviewer.classifier.evaluate import evaluate
from reviewer.classifier.promote import compare, promote, rollback
from reviewer.classifier.reading import read_text
from reviewer.classifier.sampling import cases_to_label, choose_cases
from reviewer.classifier.seen import read_seen, text_key
from reviewer.classifier.train import train, train_cases
from reviewer.errors import InputError, ModelError
from reviewer.language import analyse

CORPORA = Path(__file__).parents[2] / "data" / "complaints"


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("table") / "cases.jsonl"
    texts = [(CORPORA / f"en-{sector}.jsonl").read_text("utf-8") for sector in ("bank", "delivery", "goods")]
    path.write_text("".join(texts), "utf-8")
    return path


@pytest.fixture(scope="module")
def root(tmp_path_factory, table):
    folder = tmp_path_factory.mktemp("models")
    train(table, folder / "first", builder="words")
    train(table, folder / "second", builder="large")
    return folder


def test_train_writes_model_manifest_and_card(root):
    manifest = artifact.read_manifest(root / "first")
    row = manifest.languages["en"]
    written = {row.file, row.trial_file, "manifest.json", "card.md", "seen.txt"}
    assert {path.name for path in (root / "first").iterdir()} == written
    assert set(row.n_cases) == {"substantiated", "unclear", "unsubstantiated"}
    assert row.figures["auc"][0] > 0.55
    assert row.band.low < 0.5 < row.band.high
    assert any(remark.startswith("en: labels: substantiated") for remark in manifest.remarks)


def test_train_refuses_too_few_cases(tmp_path, toy_cases):
    with pytest.raises(InputError, match="E324"):
        train_cases(toy_cases[:30], tmp_path / "model")


def test_check_labels_names_duplicates_and_conflicts(toy_cases):
    one = toy_cases[0]
    remarks = check_labels([one, replace(one, case_id="again", label="unsubstantiated"), *toy_cases[50:53]])
    assert "en: duplicates: 2 cases share 1 texts, as toy-000 = again" in remarks
    assert "en: conflicting labels: 1 texts have more than one label, as toy-000 = again" in remarks


def test_suspected_errors_puts_the_wrong_label_first(toy_cases):
    said = np.array([0.9 if case.target else 0.1 for case in toy_cases])
    cases = [replace(toy_cases[0], label="unsubstantiated"), *toy_cases[1:]]
    assert suspected_errors(cases, said)[0] == ("toy-000", "unsubstantiated", 0.9)


def _copy(root, tmp_path):
    folder = tmp_path / "copy"
    folder.mkdir()
    for path in (root / "first").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def test_load_gives_the_same_probabilities(root, tmp_path):
    reading = read_text("You never delivered the vase.", "en")
    first = artifact.load(root / "first", "en").probabilities([reading])
    assert np.array_equal(first, artifact.load(_copy(root, tmp_path), "en").probabilities([reading]))


def test_load_refuses_a_changed_byte(root, tmp_path):
    folder = _copy(root, tmp_path)
    path = folder / "model-en.skops"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(ModelError, match=r"E504 model-en\.skops: the hash is not the manifest's"):
        artifact.load(folder, "en")


def test_load_refuses_another_version(root, tmp_path):
    folder = _copy(root, tmp_path)
    manifest = artifact.read_manifest(folder)
    artifact.write_manifest(folder, replace(manifest, versions={**manifest.versions, "scikit-learn": "0.9.1"}))
    with pytest.raises(ModelError, match=r"E502 .* made with scikit-learn 0\.9\.1"):
        artifact.load(folder, "en")


def test_load_refuses_another_format(root, tmp_path):
    folder = _copy(root, tmp_path)
    artifact.write_manifest(folder, replace(artifact.read_manifest(folder), format=99))
    with pytest.raises(ModelError, match="E501"):
        artifact.load(folder, "en")


def test_load_refuses_a_foreign_type(root, tmp_path):
    folder = _copy(root, tmp_path)
    path = folder / "model-en.skops"
    skops.io.dump(estimate.estimate, path)
    manifest = artifact.read_manifest(folder)
    row = replace(manifest.languages["en"], sha256=artifact.file_hash(path))
    artifact.write_manifest(folder, replace(manifest, languages={"en": row}))
    with pytest.raises(ModelError, match=r"E505 .* foreign type"):
        artifact.load(folder, "en")


def test_load_refuses_a_missing_language_and_a_missing_manifest(root, tmp_path):
    with pytest.raises(ModelError, match="E503"):
        artifact.load(root / "first", "ru")
    with pytest.raises(ModelError, match="E500"):
        artifact.load(tmp_path, "en")


def _spoil(root, tmp_path, change):
    """Copy the first model with something in its manifest changed; ``change`` returns the whole of it or None."""
    folder = _copy(root, tmp_path)
    table = json.loads((folder / "manifest.json").read_text("utf-8"))
    changed = change(table)
    (folder / "manifest.json").write_text(json.dumps(table if changed is None else changed), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda table: [1, 2], "'the manifest'"),
        (lambda table: "model", "'the manifest'"),
        (lambda table: table.update(languages=[]), "'languages'"),
        (lambda table: table["languages"].update(en=["model-en.skops"]), "'languages.en'"),
        (lambda table: table["languages"]["en"].update(band=[0.1, 0.9]), "'languages.en.band'"),
        (lambda table: table["languages"]["en"]["band"].update(low="low"), "'languages.en.band.low'"),
        (lambda table: table["languages"]["en"]["band"].update(low=2), "a band is not between 0 and 1"),
        (lambda table: table["languages"]["en"]["figures"].update(auc=0.9), "'languages.en.figures.auc'"),
        (lambda table: table["languages"]["en"].update(extra=1), "'languages.en.extra'"),
        (
            lambda table: table["languages"]["en"].update(file="../first/model-en.skops"),
            "'../first/model-en.skops' is no",
        ),
        (lambda table: table.update(versions=["numpy"]), "'versions'"),
        (lambda table: table.update(remarks="none"), "'remarks'"),
        (lambda table: table.update(origins={"heaven": 3}), "'origins.heaven"),
        (lambda table: table.pop("name") and None, "'name'"),
    ],
)
def test_read_manifest_refuses_nonsense_and_names_it(root, tmp_path, change, place):
    folder = _spoil(root, tmp_path, change)
    with pytest.raises(ModelError) as refused:
        artifact.read_manifest(folder)
    assert str(refused.value).startswith(f"E500 {folder.name}/manifest.json: {place}")
    assert refused.value.cure


def test_load_refuses_an_unknown_package(root, tmp_path):
    folder = _spoil(root, tmp_path, lambda table: table["versions"].update({"no-such-package": "1.0"}))
    with pytest.raises(ModelError, match=r"E502 .* made with 'no-such-package', which is not installed; install it"):
        artifact.load(folder, "en")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no model at all"], ids=["empty", "cut-off", "text"])
def test_load_refuses_a_file_that_is_no_model(root, tmp_path, content):
    folder = _copy(root, tmp_path)
    (folder / "model-en.skops").write_bytes(content)
    manifest = artifact.read_manifest(folder)
    row = replace(manifest.languages["en"], sha256=artifact.file_hash(folder / "model-en.skops"))
    artifact.write_manifest(folder, replace(manifest, languages={"en": row}))
    with pytest.raises(ModelError, match=r"E505 model-en\.skops: this is no model"):
        artifact.load(folder, "en")


def test_load_estimator_refuses_what_reads_no_complaints(root, tmp_path):
    folder = _copy(root, tmp_path)
    skops.io.dump({"a": 1}, folder / "model-en.skops")
    manifest = artifact.read_manifest(folder)
    row = replace(manifest.languages["en"], sha256=artifact.file_hash(folder / "model-en.skops"))
    artifact.write_manifest(folder, replace(manifest, languages={"en": row}))
    with pytest.raises(ModelError, match=r"E505 .* this is no model of complaints"):
        artifact.load_estimator(folder, "en")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('{"en": ["../first"]}', "'../first' is no name of a model folder beside it"),
        ('{"en": ["/first"]}', "'/first' is no name of a model folder beside it"),
        ('{"en": [".."]}', "'..' is no name of a model folder beside it"),
        ('{"en": [""]}', "'' is no name of a model folder beside it"),
        ('{"en": "first"}', "the list of models in use is unreadable"),
        ('{"en": [1]}', "the list of models in use is unreadable"),
        ('["first"]', "the list of models in use is unreadable"),
        ("[" * 100_000, "the list of models in use is unreadable"),
        ("\ud800", "the list of models in use is unreadable"),
    ],
)
def test_in_use_refuses_nonsense(tmp_path, content, what):
    (tmp_path / "in-use.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(ModelError) as refused:
        shelf.in_use(tmp_path)
    assert str(refused.value) == f'E507 in-use.json: {what}; write {{"ru": ["NAME"], "en": ["NAME"]}}'


def test_model_in_use_that_lacks_the_language_is_refused(root, tmp_path, monkeypatch):
    shelf.put_in_use(tmp_path, "ru", [_copy(root, tmp_path).name])
    monkeypatch.setenv("REVIEWER_MODELS", str(tmp_path))
    with pytest.raises(ModelError, match="E503"):
        estimate.estimate(analyse("Ваш курьер признал, что ваза разбита.", "ru"))


def test_evaluate_writes_figures_baselines_and_plots(root, table, tmp_path):
    shown = []
    for sector in ("telecom", "travel"):
        shown.append((CORPORA / f"en-{sector}.jsonl").read_text("utf-8"))
    (tmp_path / "other.jsonl").write_text("".join(shown), "utf-8")
    report = evaluate(root / "first", tmp_path / "other.jsonl", plots_dir=tmp_path / "plots")
    assert [row["slice"] for row in report.slices] == ["en", "en telecom", "en travel"]
    assert report.slices[0]["figures"]["auc"][0] > 0.5
    assert 0.5 <= report.baselines["en"]["majority right"] < 0.6
    assert sorted(path.name for path in report.plots) == ["reliability-en.svg", "said-and-found.svg", "slices.svg"]
    assert all(path.is_file() for path in report.plots)
    lines = report.as_text().splitlines()
    head, first = lines[0].split(), next(line for line in lines if line.startswith("en "))
    assert head[:3] == ["cases", "ROC", "AUC"]
    assert first.split()[1] == str(report.slices[0]["n_cases"])
    assert max(map(len, lines)) <= 130
    assert f"en: minimal pairs in the right order {report.pairs['en'][0]:.2f} of {report.pairs['en'][1]}" in lines


def test_evaluate_never_measures_what_was_learnt(root, table, tmp_path):
    learnt = {key for key, is_learnt in read_seen(root / "first").items() if is_learnt}
    grown = tmp_path / "grown.jsonl"
    new = (CORPORA / "en-travel.jsonl").read_text("utf-8").splitlines()
    grown.write_text("\n".join([*table.read_text("utf-8").splitlines()[::2], *new]), "utf-8")
    n_new = sum(text_key(case) not in read_seen(root / "first") for case in read_cases(grown).cases)
    assert n_new == len(new)
    report = evaluate(root / "first", grown)
    assert "were in the training table" in report.remarks[0]
    assert {row["slice"] for row in report.slices} >= {"en", "en travel"}
    assert report.slices[0]["n_cases"] < n_new + len(learnt)
    only = tmp_path / "only.jsonl"
    rows = [case for case in read_cases(table).cases if text_key(case) in learnt][:5]
    only.write_text("\n".join(json.dumps({"complaint": one.complaint, "label": one.label}) for one in rows), "utf-8")
    with pytest.raises(InputError, match=r"E327 first: the model has learnt every case of the table"):
        evaluate(root / "first", only)


def test_evaluate_on_the_training_table_uses_the_hold_out(root, table):
    report = evaluate(root / "first", table)
    assert "frozen hold-out" in report.remarks[0]
    assert 5 < report.slices[0]["n_cases"] < 50


def test_evaluate_says_that_complaints_are_invented(root):
    report = evaluate(root / "first", CORPORA / "en-travel.jsonl")
    assert any("complaints measured are invented" in remark for remark in report.remarks)


def test_train_names_where_the_cases_come_from(root, tmp_path):
    manifest = artifact.read_manifest(root / "first")
    n_cases = sum(manifest.languages["en"].n_cases.values())
    assert (manifest.origins, manifest.sources, manifest.origin) == ({"own": n_cases}, {"cases.jsonl": n_cases}, "own")
    card = (root / "first" / "card.md").read_text("utf-8")
    assert f"Cases: cases.jsonl ({n_cases})." in card
    assert "invented" not in card
    [case] = [one for one in read_cases(CORPORA / "en-bank.jsonl").cases if one.case_id == "en-bank-c001"]
    assert case.origin == "invented"


def test_promote_and_rollback(root, table, monkeypatch):
    monkeypatch.setattr("reviewer.classifier.promote.LEAST_CASES", 5)
    [first] = promote(root / "first", models_root_dir=root)
    assert (first.promoted, first.champion) == (True, None)
    [second] = promote(root / "second", cases_path=table, models_root_dir=root)
    assert second.champion == "first"
    if second.promoted:
        assert rollback(language="en", models_root_dir=root) == "first"
    else:
        assert "80% are needed" in second.reason
    [forced] = promote(root / "second", cases_path=table, models_root_dir=root, reason="a trial week")
    assert forced.promoted
    assert shelf.in_use(root) == {"en": ["first", "second"]}
    assert rollback(language="en", models_root_dir=root) == "first"
    with pytest.raises(ModelError, match="E510"):
        rollback(language="en", models_root_dir=root)


def test_promote_refuses_too_small_a_hold_out(root, table, monkeypatch):
    monkeypatch.setattr("reviewer.classifier.promote.LEAST_CASES", 1000)
    shelf.put_in_use(root, "en", ["first"])
    with pytest.raises(ModelError, match="E509"):
        promote(root / "second", cases_path=table, models_root_dir=root)


def test_promote_refuses_a_model_from_elsewhere(root, tmp_path):
    with pytest.raises(ModelError, match="E508"):
        promote(root / "first", models_root_dir=tmp_path)


def test_compare_prefers_the_better_one():
    truth = np.array([0, 1] * 40)
    rng = np.random.default_rng(0)
    chance, knowing = rng.uniform(0.3, 0.7, 80), np.where(truth == 1, 0.8, 0.2)
    figures, confidence = compare(truth, chance, knowing, np.arange(80))
    assert confidence == 1.0
    assert figures["auc gain"][1] > 0
    assert compare(truth, knowing, knowing, np.arange(80))[1] == 0.0


def test_estimate_uses_the_model_in_use(root, monkeypatch):
    shelf.put_in_use(root, "en", ["first"])
    monkeypatch.setenv("REVIEWER_MODELS", str(root))
    found = estimate.estimate(analyse("Your driver admitted that the vase arrived broken.", "en"))
    assert 0 < found.probability < 1
    assert found.model_id.split("-")[0] == "first"
    unknown = estimate.estimate(analyse("Ваш курьер признал, что ваза разбита.", "ru"))
    assert (unknown.label, unknown.probability, unknown.model_id) == ("unclear", None, None)


def test_estimate_of_no_words_is_unclear():
    found = estimate.estimate(analyse("!!! 123", "ru"))
    assert (found.label, found.probability) == ("unclear", None)


def test_cases_to_label_asks_for_the_least_known_and_not_twice_the_same(toy_cases):
    readings = [read_text(case.complaint, "en") for case in toy_cases[:4]]
    readings.append(readings[0])
    doubts = np.array([0.0, 0.4, 0.1, 0.4, 0.01])
    assert cases_to_label(doubts, readings, n_cases=2)[0] == 0
    assert 4 not in cases_to_label(doubts, readings, n_cases=5)


def test_cases_to_label_asks_in_every_sector(toy_cases):
    readings = [read_text(case.complaint, "en") for case in toy_cases[::12][:6]]
    doubts = np.array([0.0, 0.01, 0.02, 0.03, 0.3, 0.4])
    chosen = cases_to_label(doubts, readings, n_cases=4, sectors=["bank"] * 4 + ["goods"] * 2)
    assert chosen == [0, 1, 4, 5]
    assert cases_to_label(doubts, readings, n_cases=5, sectors=["bank"] * 4 + ["goods"] * 2) == [0, 1, 2, 4, 5]


def test_choose_cases_passes_over_labelled_ones_and_repeats(root, toy_cases):
    pool = [replace(case, label="") for case in toy_cases[:20:4]]
    pool += [pool[0], replace(toy_cases[1]), LabelledCase("ru-1", "Чайник сломан.", "", "ru")]
    sample = choose_cases(pool, n_cases=3, model_dir=root / "first")
    assert {one.case.case_id for one in sample.chosen} <= {case.case_id for case in pool[:5]}
    assert len(sample.chosen) == 3
    assert all(0 < one.probability < 1 for one in sample.chosen)
    assert sample.remarks == (
        "2 passed over: labelled already, or the same text again",
        "1 passed over: there is no model for 'ru'",
    )
    with pytest.raises(ModelError, match="E511"):
        choose_cases(pool[-1:], n_cases=3, model_dir=root / "first")


def test_read_cfpb_takes_the_outcome_as_a_proxy_and_the_company_as_group(tmp_path):
    path = tmp_path / "cfpb.csv"
    head = "Consumer complaint narrative,Company response to consumer,Company,Product,Complaint ID\n"
    rows = (
        "A fee was taken twice.,Closed with monetary relief,One Bank,Mortgage,1\n"
        "They called me.,Closed with explanation,Other Bank,Debt collection,2\n"
        "Wrong entry.,Closed with explanation,Bureau,Credit reporting or other,3\n"
        "Still open.,In progress,One Bank,Mortgage,4\n"
    )
    path.write_text(head + rows, "utf-8")
    found = [(case.case_id, case.label, case.group) for case in read_cfpb(path, with_credit_reporting=False)]
    assert found == [("1", "substantiated", "One Bank"), ("2", "unsubstantiated", "Other Bank")]


def test_read_cfpb_refuses_another_table(tmp_path):
    path = tmp_path / "cfpb.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(InputError, match="E322"):
        list(read_cfpb(path))


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [
        (
            "Вы списали плату дважды, оператор это признал и записал, а деньги не вернули до сих пор.",
            "ru",
            "substantiated",
        ),
        (
            "Я сама уронила телефон в воду, в инструкции меня об этом предупредили. Верните деньги.",
            "ru",
            "unsubstantiated",
        ),
        (
            "You told me in writing the room was ours, then gave it to someone else and kept the money.",
            "en",
            "substantiated",
        ),
        (
            "I changed my mind, it works fine, and I signed that there would be no refund. Refund me and add a bit.",
            "en",
            "unsubstantiated",
        ),
    ],
)
def test_estimate_of_the_shipped_model_on_plain_cases(text, language, label):
    found = estimate.estimate(analyse(text, language))
    assert found.label == label
    assert found.model_id
    for cue in found.cues:
        assert text[cue.start : cue.end] == cue.quote
        assert -1 <= cue.weight <= 1
