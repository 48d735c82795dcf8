"""A review as SARIF 2.1.0, for editors and code-review tools.

References
----------
OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, 27 March 2020.
"""

from __future__ import annotations

import json
from typing import Any

from reviewer.case import Case
from reviewer.findings import Finding, Review
from reviewer.rules.load import RulePack, load_pack

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# SARIF knows no level above "error"; the product's own severity stands in ``properties``.
_LEVELS = {"note": "note", "warning": "warning", "error": "error", "blocker": "error"}


def render(
    review: Review,
    *,
    case: Case | None = None,
    pack: RulePack | None = None,
    language: str | None = None,
    uri: str = "reply.txt",
) -> str:
    """Return the findings as one SARIF run.

    Parameters
    ----------
    review : Review
    case : Case, optional
        With the text of the reply, regions carry lines and columns beside the character offsets.
    pack : RulePack, optional
        The rules the review was made with.
    language : {"ru", "en"}, optional
        Has no effect: messages are in the language of the review.
    uri : str
        Where the reply was read from.
    """
    rules = pack or load_pack(review.language)
    codes = sorted({one.code for one in review.findings})
    reply = case.reply if case else None
    run = {
        "tool": {
            "driver": {
                "name": "reply-reviewer",
                "version": review.version,
                "semanticVersion": review.version,
                "language": review.language,
                "rules": [_rule(code, rules) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes.index(one.code), uri, reply) for one in review.findings],
        "properties": {
            "verdict": review.verdict,
            "scores": review.scores.model_dump(),
            "caseId": review.case_id,
            "packId": review.pack_id,
        },
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, rules: RulePack) -> dict[str, Any]:
    loaded = rules[code]
    return {
        "id": code,
        "name": loaded.code.name,
        "shortDescription": {"text": loaded.rule.title},
        "fullDescription": {"text": loaded.rule.why},
        "help": {"text": loaded.rule.fix},
        "defaultConfiguration": {"level": _LEVELS[loaded.code.severity]},
        "properties": {"kind": loaded.kind, "weight": loaded.code.weight, "status": loaded.code.status},
    }


def _result(finding: Finding, index: int, uri: str, reply: str | None) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    region = _region(finding, reply)
    if region:
        place["region"] = region
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.fix}"},
        "locations": [{"physicalLocation": place}],
        "properties": {
            "kind": finding.kind,
            "aspect": finding.aspect,
            "severity": finding.severity,
            "principle": finding.principle,
            "source": finding.source,
        },
    }
    if region and finding.replacement is not None:
        change = {"deletedRegion": region, "insertedContent": {"text": finding.replacement}}
        result["fixes"] = [
            {
                "description": {"text": finding.fix},
                "artifactChanges": [{"artifactLocation": {"uri": uri}, "replacements": [change]}],
            }
        ]
    return result


def _region(finding: Finding, reply: str | None) -> dict[str, Any]:
    if finding.start is None or finding.end is None:
        return {}
    region: dict[str, Any] = {
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
        "snippet": {"text": finding.quote or ""},
    }
    if reply is not None:
        line, column = _line_and_column(reply, finding.start)
        end_line, end_column = _line_and_column(reply, finding.end)
        region |= {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    return region


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
