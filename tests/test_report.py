"""What a clerk reads: order, words, honesty; and that a letter's text is never markup."""

import json
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from reviewer import Case, review
from reviewer.case import LANGUAGES
from reviewer.classifier.figures import Trust
from reviewer.demo import demo_cases
from reviewer.findings import (
    Cue,
    Deadlines,
    Finding,
    Place,
    Point,
    Promise,
    Review,
    Scores,
    Substantiation,
)
from reviewer.language.messages import messages
from reviewer.report import json as json_report
from reviewer.report import markdown, sarif, text
from reviewer.report.checklist import checklist
from reviewer.report.draft import corrected
from reviewer.report.outline import reply_lines

REPLY = "Добрый день!\n\nЭто наша вина. Ответим скоро."
CASE = Case(case_id="A-1", complaint="Чайник сломан, верните 2 300 рублей. Где мастер?", reply=REPLY)
TODAY = date(2026, 3, 9)


def finding(code, kind, aspect, severity, quote=None, replacement=None, **more):
    start = REPLY.index(quote) if quote else None
    return Finding(
        code=code,
        kind=kind,
        aspect=aspect,
        severity=severity,
        start=start,
        end=None if start is None else start + len(quote),
        quote=quote,
        message=f"{kind}: что не так.",
        fix=f"{kind}: как лучше.",
        replacement=replacement,
        principle="P9",
        source="law: ст. 18",
        **more,
    )


FOUND = Review(
    case_id="A-1",
    language="ru",
    jurisdiction="ru",
    sector="goods",
    decision="refuse",
    substantiation=Substantiation(
        label="unclear",
        probability=0.436,
        origin="classifier",
        model_id="complaints-1-ru",
        cues=(
            Cue(start=0, end=13, quote="Чайник сломан", weight=0.4, why="недостаток назван"),
            Cue(start=37, end=48, quote="Где мастер?", weight=-0.1, why="нет фактов"),
        ),
    ),
    points=(
        Point(start=0, end=13, quote="Чайник сломан", covered=True, covered_by=Place(start=14, end=27)),
        Point(start=37, end=48, quote="Где мастер?", covered=False),
    ),
    present=("greeting",),
    deadlines=Deadlines(
        reply_due_on=date(2026, 3, 12),
        act="Закон о защите прав потребителей",
        article="ст. 22",
        days=10,
        unit="calendar",
        promised=(Promise(start=29, end=43, quote="Ответим скоро", on=None, for_="reply"),),
    ),
    findings=(
        finding("TON172", "officialese", "tone", "warning", "Ответим скоро", ""),
        finding("ADM101", "fault_admission", "admissions", "blocker", "Это наша вина", "Мы проверяем, что произошло"),
        finding("EVD131", "no_escalation_route", "evidence", "error"),
        finding("TON182", "no_empathy", "tone", "note"),
    ),
    scores=Scores(tone=80, admissions=30, deadlines=100, evidence=60, overall=40),
    verdict="block",
    legal_review=("court",),
    pack_id="0123456789ab",
    version="0.1.0",
)


class FakeCode:
    """A row of meanings for the arithmetic."""

    def __init__(self, weight):
        self.weight = weight


class FakeRule:
    """A rule of which reports only ask the weight."""

    def __init__(self, weight):
        self.code = FakeCode(weight)


class FakePack:
    """Rules with weights known to this test."""

    def __init__(self):
        self.rules = {"TON172": FakeRule(10), "ADM101": FakeRule(40), "EVD131": FakeRule(20), "TON182": FakeRule(5)}
        self.problems = ()


def lines(**options):
    return text.render(FOUND, case=CASE, pack=FakePack(), **options).splitlines()


def section(title, shown):
    start = shown.index(title)
    rest = shown[start + 2 :]
    end = next((number for number, line in enumerate(rest) if line.startswith("---")), len(rest) + 1)
    return [line for line in rest[: end - 1] if line]


def test_report_says_the_verdict_first():
    assert lines()[:4] == [
        "Проверка ответа на жалобу. Обращение A-1",
        "",
        "НЕЛЬЗЯ ОТПРАВЛЯТЬ",
        "Есть слова, с которыми письмо не должно уйти.",
    ]


def test_report_shows_overall_mean_minimum_and_each_aspect():
    shown = lines()
    assert "Оценка: 40 из 100 (среднее 76, наименьшее 30)" in shown
    assert "Тон: 94 · Признания: 30 · Сроки: 100 · Доказательства: 80" in shown
    assert "Признания: не больше 30, пока не исправлено ADM101." in shown


def test_report_says_how_the_reply_was_read_and_by_which_words():
    reply = "Добрый день! Деньги за чайник вернуть не можем: гарантия истекла 3 мая. С уважением, Анна"
    case = Case(complaint="Верните деньги за чайник.", reply=reply)
    shown = text.render(review(case, today=TODAY), case=case)
    assert "Решение в ответе: " in shown
    assert "Деньги за чайник вернуть не можем" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_tells_length_and_ease(language):
    reply = {"ru": "Мама мыла раму. " * 12, "en": "The lamp came back today. " * 8}[language]
    case = Case(reply=reply, language=language)
    lines = reply_lines(review(case, today=TODAY), reply, messages(language))
    assert str(len(reply.split())) in lines[-1]
    assert all("{" not in line for line in lines)
    assert len(reply_lines(review(case, today=TODAY), " ", messages(language))) == 1


def test_short_sentences_of_long_words_are_not_told_to_be_shortened():
    reply = demo_cases("ru")[4].case.reply
    lines = reply_lines(review(demo_cases("ru")[4].case, today=TODAY), reply, messages("ru"))
    assert "Оно прочитано здесь: «Сумма будет перечислена" in lines[0]
    assert "возьмите слова проще" in lines[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_that_can_be_promised_has_a_name(language):
    acts = tomllib.loads(files("reviewer.deadlines").joinpath(f"{language}.toml").read_text("utf-8"))["acts"]
    assert all(f"report.for_.{act}" in messages(language) for act in acts)


def test_report_puts_the_worst_first_with_quote_reason_cure_and_cost():
    change = section("Что исправить", lines())
    assert change[:5] == [
        "1. [нельзя отправлять, признание вины] «Это наша вина»",
        "   fault_admission: что не так.",
        "   Что вместо этого: fault_admission: как лучше.",
        "   Можно написать: «Мы проверяем, что произошло»",
        "   Правило ADM101, принцип P9. Основание: закон: ст. 18. Снято с оценки «Признания»: 40.",
    ]
    assert change[5] == "2. [стоит исправить, канцелярит] «Ответим скоро»"
    assert "   Эти слова можно убрать." in change


@pytest.mark.parametrize(
    ("trace", "line"),
    [
        ({"origin": "model"}, "   Так решила обученная модель, а не правило: взгляните сами."),
        ({"second_reader": {}}, "   Обученная модель сомневается в этом замечании: взгляните сами."),
    ],
    ids=["found", "doubted"],
)
def test_report_says_where_the_learned_reader_speaks(trace, line):
    one = FOUND.findings[1].model_copy(update={"trace": trace})
    shown = text.render(FOUND.model_copy(update={"findings": (one,)}), case=CASE, pack=FakePack())
    assert line in shown.splitlines()


def test_report_lists_what_is_missing_and_what_is_only_a_note():
    shown = lines()
    assert section("Чего не хватает", shown)[0] == "3. [ошибка, не сказано, куда обратиться]"
    assert section("На заметку (можно отправлять и так)", shown)[0] == "4. [на заметку, нет сочувствия]"


def test_report_shows_points_with_their_answers():
    assert section("Вопросы жалобы", lines()) == [
        "[+] «Чайник сломан»: отвечено: «Это наша вина»",
        "[ ] «Где мастер?»: без ответа",
    ]


def test_report_shows_due_date_article_and_promises():
    assert section("Сроки", lines()) == [
        "Ответить не позднее 12 марта 2026: 10 календарных дней (Закон о защите прав потребителей, ст. 22).",
        "Обещано: «Ответим скоро» — ответ, день не назван.",
    ]


def test_report_calls_the_estimate_an_estimate_and_knows_not_what_a_gone_model_learnt():
    shown = " ".join(section("Жалоба", lines()))
    assert "44 %" in shown
    assert "Это оценка, а не доказательство. На чём обучена модель, здесь неизвестно (модель complaints-1-ru)." in shown
    assert "Ошибка оценки неизвестна" in shown
    assert "сначала проверьте факты, не отказывайте наугад" in shown
    assert "Говорит за жалобу: «Чайник сломан» (недостаток назван)" in shown
    assert "Говорит против: «Где мастер?» (нет фактов)" in shown


@pytest.mark.parametrize(
    ("origin", "told"),
    [
        ("own", "на жалобах, которые разметила сама команда"),
        ("proxy", "на исходах"),
        ("invented", "на придуманных жалобах"),
    ],
)
def test_report_tells_what_the_model_in_use_learnt(monkeypatch, origin, told):
    monkeypatch.setattr("reviewer.report.outline.trust_in", lambda model: Trust(0.66, 0.83, 0.8, 0.85, origin))
    assert told in " ".join(section("Жалоба", lines()))


def test_report_tells_how_often_the_model_in_use_is_right(monkeypatch):
    trust = Trust(0.66, 0.83, 0.8, 0.85, origin="invented")
    monkeypatch.setattr("reviewer.report.outline.trust_in", lambda model: trust)
    assert (
        "На новых жалобах того же рода модель решается в 66 случаях из 100 и тогда права в 83 из 100 (от 80 до 85)."
        in " ".join(section("Жалоба", lines()))
    )


def test_report_keeps_the_order_of_the_procedure():
    steps = [line[4:] for line in section("Порядок ответа", lines()) if line.startswith("[")]
    assert steps[0] == "Поздороваться"
    assert steps.index("Назвать, на что жалоба") < steps.index("Рассказать, как проверяли")
    assert steps.index("Рассказать, как проверяли") < steps.index("Сказать, куда обратиться, если ответ не устроит")


def test_checklist_does_not_tick_points_that_are_open():
    steps = {step.name: step.state for step in checklist(FOUND)}
    assert steps["points"] == "not_needed"
    answered = FOUND.model_copy(update={"points": FOUND.points[:1]})
    assert {step.name: step.state for step in checklist(answered)}["points"] == "done"


def test_checklist_leaves_points_open_where_a_note_asks_for_one():
    missed = FOUND.findings[0].model_copy(update={"kind": "point_unaddressed", "severity": "note"})
    steps = {step.name: step.state for step in checklist(FOUND.model_copy(update={"findings": (missed,)}))}
    assert steps["points"] == "open"


def test_report_routes_to_a_lawyer():
    assert "Покажите юристу: упомянут суд." in lines()


def test_report_in_the_other_language():
    shown = lines(language="en")
    assert shown[2] == "MUST NOT GO OUT"
    assert section("What is missing", shown)[0] == "3. [error, no word on where to turn next]"


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_of_a_complaint_alone_gives_no_score(language):
    case = Case(complaint="Чайник сломан." if language == "ru" else "The kettle is dead.", language=language)
    shown = text.render(review(case, today=TODAY), case=case)
    assert {"ru": "Оценки нет", "en": "No score"}[language] in shown
    assert {"ru": "Что исправить", "en": "What to change"}[language] not in shown


def test_text_shows_control_characters_and_does_not_obey_them():
    case = Case(reply="Это наша вина\x1b[31m\x07, ошибка произошла по нашей вине.", language="ru")
    shown = text.render(review(case, today=TODAY), case=case)
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_markdown_escapes_the_letter():
    case = Case(reply="Это наша вина, <script>alert(1)</script> **виноваты мы** | [x](y) @boss &lt;.", language="ru")
    shown = markdown.render(review(case, today=TODAY), case=case)
    assert "<script>" not in shown
    assert "**виноваты" not in shown
    assert " @boss" not in shown
    assert " &lt;" not in shown


def test_json_is_the_contract_and_reads_back():
    shown = json_report.render(FOUND)
    assert Review.model_validate_json(shown) == FOUND
    assert json.loads(shown)["deadlines"]["promised"][0]["for"] == "reply"


def test_sarif_has_rules_levels_and_places():
    case = Case(reply=REPLY, language="ru", decision="refuse", investigation="unsubstantiated")
    (run,) = json.loads(sarif.render(review(case, today=TODAY), case=case, uri="letters/reply.txt"))["runs"]
    codes = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert run["columnKind"] == "unicodeCodePoints"
    admitted = next(one for one in run["results"] if one["properties"]["kind"] == "fault_admission")
    assert codes[admitted["ruleIndex"]] == admitted["ruleId"]
    assert (admitted["level"], admitted["properties"]["severity"]) == ("error", "blocker")
    place = admitted["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "letters/reply.txt"
    start, length = place["region"]["charOffset"], place["region"]["charLength"]
    assert REPLY[start : start + length] == place["region"]["snippet"]["text"] == "Это наша вина"
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (3, 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("renderer", [text, markdown, sarif], ids=["text", "markdown", "sarif"])
def test_every_teaching_case_renders(language, renderer):
    for demo in demo_cases(language):
        shown = renderer.render(review(demo.case, today=TODAY), case=demo.case)
        assert "{" not in shown or renderer is sarif


def test_corrected_puts_replacements_in_and_leaves_the_rest():
    assert corrected(REPLY, FOUND.findings) == "Добрый день!\n\nМы проверяем, что произошло. ."


def test_corrected_keeps_the_more_severe_of_two_that_overlap():
    weak = finding("TON172", "officialese", "tone", "warning", "наша вина. Ответим", "1")
    strong = finding("ADM101", "fault_admission", "admissions", "error", "Это наша вина", "2")
    assert corrected(REPLY, [weak, strong]) == "Добрый день!\n\n2. Ответим скоро."
