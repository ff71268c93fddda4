"""Every command and option of the contract, with its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor import __version__
from advisor.guide.cards import split
from advisor.guide.source import read, read_text
from tests.cli.conftest import Call
from tests.cli.guides import DAY, INSIDE, ROOT, change, write

RUN_KEYS = [
    "schema",
    "tree",
    "status",
    "as_of",
    "edition",
    "notice",
    "steps",
    "outcome",
    "title",
    "notes",
    "risk",
    "cards",
    "timeline",
    "phrases",
    "would_change",
    "see_also",
    "unused",
    "next",
    "remaining",
    "possible",
    "guide",
]
NEXT_KEYS = [
    "tree",
    "question",
    "ask",
    "why",
    "because",
    "help",
    "type",
    "answers",
    "min",
    "max",
    "suggested",
    "reason",
]
CARD_KEYS = [
    "id",
    "title",
    "risk",
    "basis",
    "bottom_line",
    "reviewed",
    "stale",
    "markdown",
    "sections",
    "sources",
]
PHRASE_KEYS = ["id", "medium", "to", "subject", "text", "words", "missing_blanks"]


COMMANDS = (
    "ask",
    "run",
    "batch",
    "find",
    "list",
    "card",
    "phrase",
    "check",
    "explain",
    "test",
    "paths",
    "schema",
    "where",
    "completion",
)


def sets(*pairs: str) -> list[str]:
    """`--set` before each."""
    return [word for pair in pairs for word in ("--set", pair)]


@pytest.fixture
def valid(call: Call) -> Any:
    """Check a document against the schema that the program publishes."""

    def check(name: str, document: Any) -> Any:
        schema = call("schema", name).json
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(document)
        return document

    return check


# --- run ------------------------------------------------------------------------------------------


def test_run_reaches_an_outcome(call: Call, garden: Path, valid: Any) -> None:
    ran = call("run", "pots", "--guide", str(garden), "--as-of", DAY, "--format", "json", *sets(*INSIDE))
    assert (ran.code, ran.err) == (0, "")
    found = valid("run", ran.json)
    assert set(RUN_KEYS) <= set(found)
    assert found["schema"] == 1
    assert found["status"] == "outcome"
    assert found["outcome"] == "pots/dry_out"
    assert found["as_of"] == DAY
    assert found["risk"] == "moderate"
    assert found["next"] is None
    assert found["possible"] == []
    assert found["remaining"] == {"min": 0, "max": 0, "exact": True}
    assert found["guide"].startswith("sha256:")
    assert [step["answer"] for step in found["steps"]] == [
        "inside",
        ["yellow", "spots"],
        3,
        "2026-05-01",
        "Basil",
    ]
    [card] = found["cards"]
    assert set(CARD_KEYS) <= set(card)
    assert card["sections"]["Do"] == ["Wait."]
    assert [source["id"] for source in card["sources"]] == ["book"]
    [phrase] = found["phrases"]
    assert set(PHRASE_KEYS) <= set(phrase)
    assert phrase["missing_blanks"] == ["plant", "member", "my_name"]
    assert {"question": "where", "answer": "outside"} in [
        {key: change[key] for key in ("question", "answer")} for change in found["would_change"]
    ]


def test_run_without_answers_says_what_to_answer(call: Call, valid: Any) -> None:
    ran = call("run", "offer", "--format", "json", "--as-of", DAY)
    assert ran.code == 3
    found = valid("run", ran.json)
    assert set(RUN_KEYS) <= set(found)
    assert found["status"] == "needs-answer"
    assert set(NEXT_KEYS) <= set(found["next"])
    assert found["next"]["question"] in ran.err
    assert f"--set {found['next']['question']}=" in ran.err
    assert len(found["next"]["answers"]) > 1
    assert len(found["possible"]) > 1
    assert found["outcome"] is None
    assert found["cards"] == []


def test_run_refuses_an_answer(call: Call, garden: Path, valid: Any) -> None:
    ran = call(
        "run",
        "pots",
        "--guide",
        str(garden),
        "--format",
        "json",
        "--as-of",
        DAY,
        *sets("where=insid"),
    )
    assert ran.code == 4
    found = valid("run", ran.json)
    assert found["status"] == "refused"
    assert found["next"]["question"] == "where"
    assert "insid" in found["next"]["reason"]
    assert '"inside"' in found["next"]["reason"]
    assert found["next"]["reason"] in ran.err


@pytest.mark.parametrize(
    ("answers", "question", "words"),
    [
        (["where=inside", "signs=yelow"], "signs", '"yellow"'),
        (["where=inside", "signs=yellow,nothing"], "signs", "stands alone"),
        (["where=inside", "signs=yellow,spots,drooping"], "signs", "at most 2"),
        (["where=inside", "signs="], "signs", "at least 1"),
        ([*INSIDE[:2], "waterings=15"], "waterings", "from 0 to 14"),
        ([*INSIDE[:2], "waterings=-1"], "waterings", "from 0 to 14"),
        ([*INSIDE[:2], "waterings=3.5"], "waterings", "whole number"),
        ([*INSIDE[:2], "waterings=many"], "waterings", "no_idea"),
        ([*INSIDE[:3], "planted=2019-12-31"], "planted", "2020-01-01"),
        ([*INSIDE[:3], "planted=2026-11-23"], "planted", "2026-11-22"),
        ([*INSIDE[:3], "planted=2026-02-30"], "planted", "2026-02-30"),
        ([*INSIDE[:3], "planted=May"], "planted", "not_known"),
        ([*INSIDE[:4], "kind="], "kind", "text"),
    ],
)
def test_each_kind_of_question_refuses_with_a_reason(
    call: Call, garden: Path, answers: list[str], question: str, words: str
) -> None:
    ran = call("run", "pots", "--guide", str(garden), "--as-of", DAY, "--format", "json", *sets(*answers))
    assert ran.code == 4
    assert ran.json["next"]["question"] == question
    assert words in ran.json["next"]["reason"]
    assert words in ran.err


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        (
            ["where=outside", "signs=nothing", "waterings=no_idea", "planted=not_known", "kind=x"],
            "card:bring-inside",
        ),
        (["where=not_covered"], "not_covered"),
        (["where=inside", "signs=not_covered"], "not_covered"),
    ],
)
def test_word_answers_and_not_covered(call: Call, garden: Path, answers: list[str], outcome: str) -> None:
    ran = call("run", "pots", "--guide", str(garden), "--as-of", DAY, "--format", "json", *sets(*answers))
    assert ran.code == 0
    assert ran.json["outcome"] == outcome


def test_answers_come_from_a_file_and_from_standard_input(call: Call, garden: Path, away: Path) -> None:
    answers = {
        "where": "inside",
        "signs": ["yellow", "spots"],
        "waterings": 3,
        "planted": "2026-05-01",
        "kind": "Basil",
    }
    text = json.dumps({"tree": "pots", "answers": answers, "blanks": {"plant": "Basil"}})
    (away / "case.json").write_text(text, encoding="utf-8")
    yaml = "tree: pots\r\nanswers:\r\n  where: inside\r\n  signs:\r\n    - spots\r\n    - yellow\r\n"
    yaml += "  waterings: 3\r\n  planted: 2026-05-01\r\n  kind: Basil\r\nblanks:\r\n  plant: Basil\r\n"
    (away / "case.yaml").write_bytes(b"\xef\xbb\xbf" + yaml.encode())
    common = ["run", "pots", "--guide", str(garden), "--as-of", DAY, "--format", "json"]
    by_hand = call(*common, *sets(*INSIDE), "--blank", "plant=Basil")
    for ran in (
        call(*common, "--answers", "case.json"),
        call(*common, "--answers", "case.yaml"),
        call(*common, "--answers", "-", given=text.encode()),
    ):
        assert ran.code == 0
        assert ran.out == by_hand.out
    changed = call(*common, "--answers", "case.json", "--set", "where=outside")
    assert changed.json["outcome"] == "card:bring-inside"


def test_unused_answers_are_listed_and_strict_makes_them_errors(call: Call, garden: Path) -> None:
    common = [
        "run",
        "birds",
        "--guide",
        str(garden),
        "--as-of",
        DAY,
        *sets("net=no", "where=inside"),
    ]
    ran = call(*common, "--format", "json")
    assert (ran.code, ran.json["unused"]) == (0, ["where"])
    strict = call(*common, "--strict")
    assert strict.code == 2
    assert "where" in strict.err


def test_strict_names_the_missing_blanks(call: Call, garden: Path) -> None:
    common = [
        "run",
        "birds",
        "--guide",
        str(garden),
        "--as-of",
        DAY,
        "--set",
        "net=yes",
        "--strict",
    ]
    ran = call(*common, "--blank", "plant=Basil")
    assert ran.code == 2
    assert "member" in ran.err
    assert "my_name" in ran.err
    assert "plant," not in ran.err
    blanks = ["--blank", "plant=Basil", "--blank", "member=1234", "--blank", "my_name=Ada Brook"]
    assert call(*common, *blanks).code == 0


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_format_goes_to_standard_output_or_to_a_file(call: Call, garden: Path, away: Path, form: str) -> None:
    common = ["run", "birds", "--guide", str(garden), "--as-of", DAY, "--set", "net=yes"]
    ran = call(*common, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert "Let the soil dry" in ran.out
    assert "2026-11-22" in ran.out or "22 November 2026" in ran.out
    assert "Information, not a promise." in ran.out
    written = call(*common, "--format", form, "--output", "result")
    assert (written.code, written.out) == (0, "")
    assert (away / "result").read_text(encoding="utf-8") == ran.out
    assert call(*common, "--format", form, "--output", "-").out == ran.out


def test_text_is_the_default_format(call: Call) -> None:
    assert call("run", "offer").out == call("run", "offer", "--format", "text").out


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_the_same_input_gives_the_same_bytes(call: Call, form: str) -> None:
    common = ["run", "offer", "--format", form, "--as-of", DAY, "--set", "what_offered=hint"]
    first = call(*common)
    assert first.code == 0
    assert first.out == call(*common).out
    assert first.out != call(*common[:-3], "2027-02-01", *common[-2:]).out


# --- batch ----------------------------------------------------------------------------------------


def test_batch_runs_line_by_line_and_goes_on_after_a_bad_one(call: Call, garden: Path, away: Path, valid: Any) -> None:
    lines = [
        {"id": "a", "answers": {"net": "yes"}},
        {"id": {"any": [1]}, "answers": {}},
        {"answers": {"net": "ye"}},
        {"id": 4, "answers": {"nett": "yes"}},
        {"id": 5, "blanks": {"member": "12"}},
        {"id": 6, "wrong": 1},
        [1],
    ]
    text = "\n\n".join(map(json.dumps, lines)) + "\nnot json"
    (away / "cases.jsonl").write_text(text, encoding="utf-8")
    ran = call("batch", "birds", "cases.jsonl", "--guide", str(garden), "--as-of", DAY)
    assert ran.code == 1
    found = [valid("batch-out", json.loads(line)) for line in ran.out.splitlines()]
    assert found[0] == {
        "id": "a",
        "status": "outcome",
        "outcome": "card:let-it-dry",
        "cards": ["let-it-dry"],
        "phrases": ["ask-nursery"],
        "next": None,
    }
    assert found[1] == {
        "id": {"any": [1]},
        "status": "needs-answer",
        "outcome": None,
        "cards": [],
        "phrases": [],
        "next": {"tree": "birds", "question": "net", "type": "choice"},
    }
    assert found[2]["status"] == "refused"
    assert '"yes"' in found[2]["reason"]
    assert [(line["line"], line["status"]) for line in found[3:]] == [
        (7, "error"),
        (9, "error"),
        (11, "error"),
        (13, "error"),
        (14, "error"),
    ]
    assert 'did you mean "net"' in found[3]["message"]
    assert "Four digits" in found[4]["message"]
    assert "5 of 8" in ran.err
    schema = call("schema", "batch-in").json
    assert [Draft202012Validator(schema).is_valid(line) for line in lines] == [
        *[True] * 5,
        False,
        False,
    ]


def test_batch_reads_standard_input_and_writes_a_file(call: Call, garden: Path, away: Path) -> None:
    lines = b'\xef\xbb\xbf{"id": 1, "answers": {"net": "no"}}\r\n{"id": 2}\r\n'
    common = ["batch", "birds", "-", "--guide", str(garden), "--as-of", DAY]
    ran = call(*common, given=lines)
    assert ran.code == 0
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == [1, 2]
    written = call(*common, "--output", "out.jsonl", given=lines)
    assert (written.code, written.out) == (0, "")
    assert (away / "out.jsonl").read_text(encoding="utf-8") == ran.out


def test_batch_can_replace_the_file_it_reads(call: Call, garden: Path, away: Path) -> None:
    (away / "cases.jsonl").write_text('{"id": 1}\n' * 3, encoding="utf-8")
    ran = call("batch", "birds", "cases.jsonl", "--output", "cases.jsonl", "--guide", str(garden))
    assert ran.code == 0
    assert (away / "cases.jsonl").read_text(encoding="utf-8").count('"needs-answer"') == 3


# --- list, card, phrase ---------------------------------------------------------------------------


def test_list_names_everything(call: Call, garden: Path, valid: Any) -> None:
    found = valid("list", call("list", "--guide", str(garden), "--format", "json").json)
    assert found["guide"]["id"] == "garden"
    assert [tree["id"] for tree in found["trees"]] == ["birds", "pots"]
    assert found["trees"][1]["questions"] == 5
    assert found["trees"][1]["outcomes"] == 1
    assert {card["id"] for card in found["cards"]} == {"bring-inside", "let-it-dry"}
    assert found["phrases"] == [{"id": "ask-nursery", "title": "Ask the nursery", "medium": "email"}]
    text = call("list", "--guide", str(garden))
    assert text.code == 0
    for name in ("birds", "pots", "let-it-dry", "ask-nursery", "Information, not a promise."):
        assert name in text.out


def test_the_bundled_documents_are_valid(call: Call, valid: Any) -> None:
    valid("list", call("list", "--format", "json").json)
    check = call("check", "--as-of", "2026-11-22", "--format", "json")
    assert check.code == 0
    valid("check", check.json)
    played = call("test", "--format", "json")
    assert played.code == 0
    assert valid("test", played.json)["failed"] == 0
    ran = call("run", "offer", "--set", "what_offered=hint", "--format", "json")
    assert ran.code == 0
    valid("run", ran.json)


def test_card_and_phrase(call: Call, garden: Path) -> None:
    card = call("card", "let-it-dry", "--guide", str(garden), "--as-of", DAY)
    assert card.code == 0
    assert "Stop watering" in card.out
    assert "20 April 2027" in card.out
    assert "https://example.org/pots" in card.out
    phrase = call("phrase", "ask-nursery", "--guide", str(garden), "--blank", "plant=Mint")
    assert phrase.code == 0
    assert "My Mint looks ill." in phrase.out
    assert "[Your name]" in phrase.out


def test_a_stale_card_and_a_season_that_is_over_are_said(call: Call, garden: Path) -> None:
    common = ["--guide", str(garden), "--as-of"]
    assert "due for review" not in call("card", "bring-inside", *common, "2027-06-30").out
    assert "due for review" in call("card", "bring-inside", *common, "2027-07-01").out
    run = ["run", "birds", "--set", "net=no", *common]
    stale = call(*run, "2027-07-01", "--format", "json")
    assert stale.code == 0
    assert [card["stale"] for card in stale.json["cards"]] == [True]
    for form in ("text", "markdown", "html"):
        on_time = call(*run, "2027-05-31", "--format", form).out
        late = call(*run, "2027-07-01", "--format", form).out
        assert "season is over" not in on_time
        assert "season is over" in late
        assert "due for review" in late
        assert late.index("due for review") < late.index("Give it shelter")


def test_the_bundled_guide_after_its_season(call: Call) -> None:
    run = ["run", "offer", "--set", "what_offered=hint", "--as-of"]
    over = call(*run, "2027-06-01")
    assert over.code == 0
    assert "season is over" in over.out
    stale = call(*run, "2027-09-02")
    assert stale.code == 0
    assert "due for review" in stale.out
    assert "season is over" not in call(*run, "2027-05-31").out


# --- check, explain, test -------------------------------------------------------------------------


def test_check_finds_what_is_wrong(call: Call, garden: Path, valid: Any) -> None:
    assert call("check", "--as-of", "2026-11-22", "--guide", str(garden)).code == 0
    change(garden, "trees/birds.yaml", "yes: card:let-it-dry", "yes: card:let-it-dri")
    ran = call("check", "--as-of", "2026-11-22", "--guide", str(garden))
    assert ran.code == 1
    line = 1 + (garden / "trees/birds.yaml").read_text().split("\n").index("      yes: card:let-it-dri")
    assert f"trees/birds.yaml:{line}:12: error N204" in ran.out
    assert 'did you mean "let-it-dry"?' in ran.out
    assert "1 error" in ran.err
    found = valid("check", call("check", "--as-of", "2026-11-22", "--guide", str(garden), "--format", "json").json)
    [finding] = [one for one in found["findings"] if one["severity"] == "error"]
    assert set(finding) >= {
        "code",
        "name",
        "severity",
        "message",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "hint",
        "related",
        "witness",
    }
    assert (finding["path"], finding["line"], finding["column"]) == ("trees/birds.yaml", line, 12)
    assert finding["end_column"] == 12 + len("card:let-it-dri")


def test_check_takes_paths_select_ignore_and_strict(call: Call, garden: Path, away: Path) -> None:
    change(garden, "trees/birds.yaml", "yes: card:let-it-dry", "yes: card:let-it-dri")
    common = ["check", "--as-of", "2026-11-22", "--guide", str(garden)]
    assert call(*common, "trees/pots.yaml").code == 0
    assert call(*common, "trees/pots.yaml", "content").code == 0
    assert call(*common, "trees/birds.yaml").code == 1
    assert call(*common, str(garden / "trees")).code == 1
    assert call(*common, "--select", "Y,R4").code == 0
    assert call(*common, "--select", "n204").code == 1
    assert call(*common, "--ignore", "N2").code == 0
    outside = call(*common, str(away))
    assert outside.code == 2
    assert "not in the guide" in outside.err
    missing = call(*common, "trees/none.yaml")
    assert missing.code == 2
    assert "trees/none.yaml" in missing.err


def test_a_warning_counts_only_with_strict(call: Call, garden: Path) -> None:
    card = "content/cards/bring-inside.md"
    change(garden, card, "\n## Avoid\n- Frost, and wet loam.\n", "")
    ran = call("check", "--as-of", "2026-11-22", "--guide", str(garden))
    assert ran.code == 0
    assert "2 warnings" in ran.err
    assert call("check", "--as-of", "2026-11-22", "--guide", str(garden), "--strict").code == 1


def test_explain(call: Call) -> None:
    ran = call("explain", "R401")
    assert ran.code == 0
    assert "R401" in ran.out
    assert len(ran.out) > 200
    unknown = call("explain", "R499")
    assert unknown.code == 2
    assert "R499" in unknown.err
    assert "hint" in unknown.err


def test_scenarios(call: Call, garden: Path, away: Path, valid: Any) -> None:
    ran = call("test", "--guide", str(garden))
    assert ran.code == 0
    assert "1 passed, 0 failed" in ran.err
    scenario = (garden / "tests/scenarios/birds.yaml").read_text()
    wrong = scenario.replace("let-it-dry", "bring-inside")
    write(garden, "tests/scenarios/birds.yaml", wrong)
    ran = call("test", "--guide", str(garden))
    assert ran.code == 1
    assert ran.out.startswith("tests/scenarios/birds.yaml:4: With a net\n")
    assert "card:let-it-dry" in ran.out
    assert "0 passed, 1 failed" in ran.err
    found = valid("test", call("test", "--guide", str(garden), "--format", "json").json)
    assert (found["passed"], found["failed"]) == (0, 1)
    assert found["scenarios"][0]["passed"] is False
    named = call("test", "--guide", str(garden), str(garden / "tests/scenarios/birds.yaml"))
    assert named.code == 1
    assert call("test", "--guide", str(garden), "nothing.yaml").code == 2
    write(garden, "tests/scenarios/birds.yaml", scenario)
    measured = call("test", "--guide", str(garden), "--coverage", "--mutate", "--format", "json")
    document = valid("test", measured.json)
    assert measured.code == 1
    assert document["coverage"]["trees"]["birds"]["outcomes"]["covered"] == 1
    assert document["mutation"]["noticed"] > 0
    annotated = call("test", "--guide", str(garden), "--coverage", "--format", "github")
    assert annotated.code == 1
    assert all(line.startswith("::warning file=") for line in annotated.out.splitlines())


def test_paths_suggests_scenarios(call: Call, garden: Path) -> None:
    ran = call("paths", "birds", "--suggest", "--guide", str(garden))
    assert ran.code == 0
    assert "  - name: " in ran.out
    assert call("paths", "bird", "--suggest", "--guide", str(garden)).code == 2


# --- schema, where, completion --------------------------------------------------------------------


def test_schema_lists_its_names_and_prints_each(call: Call) -> None:
    listing = call("schema")
    assert listing.code == 0
    names = [line.split()[0] for line in listing.out.splitlines()]
    assert {"run", "list", "check", "test", "batch-in", "batch-out", "tree", "answers"} <= set(names)
    for name in names:
        found = call("schema", name)
        assert found.code == 0
        Draft202012Validator.check_schema(found.json)
    unknown = call("schema", "tre")
    assert unknown.code == 2
    assert '"tree"' in unknown.err


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("guide", ["content/guide.yaml"]),
        ("tree", ["trees/offer.yaml", "trees/update.yaml"]),
        ("shared", ["trees/_shared.yaml"]),
        ("season", ["content/season.yaml"]),
        ("blanks", ["content/blanks.yaml"]),
        ("sources", ["content/sources.yaml"]),
        ("glossary", ["content/glossary.yaml"]),
        ("elsewhere", ["content/elsewhere.yaml"]),
        ("scenarios", ["tests/scenarios/offer.yaml"]),
        (
            "card",
            [f"content/cards/{file.name}" for file in sorted(ROOT.glob("content/cards/*.md"))],
        ),
        (
            "phrase",
            [f"content/phrases/{file.name}" for file in sorted(ROOT.glob("content/phrases/*.md"))],
        ),
    ],
)
def test_the_schemas_take_the_shipped_files(call: Call, name: str, paths: list[str]) -> None:
    validator = Draft202012Validator(call("schema", name).json)
    for path in paths:
        if path.endswith(".md"):
            data = split(read_text(ROOT / path, path))[0].data
        else:
            data = read(ROOT / path, path).data
        validator.validate(data)
        assert not validator.is_valid({**data, "titel": 1}), path


def test_where(call: Call, garden: Path) -> None:
    bundled = call("where")
    assert bundled.code == 0
    assert __version__ in bundled.out
    assert "bundled" in bundled.out
    own = call("where", "--guide", str(garden))
    assert str(garden) in own.out
    assert "your guide" in own.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(call: Call, shell: str) -> None:
    ran = call("completion", shell)
    assert ran.code == 0
    assert "_ADVISOR_COMPLETE" in ran.out
    assert "advisor" in ran.out


def test_completion_of_an_unknown_shell(call: Call) -> None:
    ran = call("completion", "tcl")
    assert ran.code == 2
    assert "bash" in ran.err


def test_completion_offers_commands_and_trees(spawn: Call, garden: Path) -> None:
    def complete(words: str, position: int) -> list[str]:
        env = {
            "_ADVISOR_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(position),
        }
        code = "import sys; from advisor.cli import main; sys.argv[0] = 'advisor'; sys.exit(main())"
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **env, "ADVISOR_GUIDE": str(garden)},
            capture_output=True,
            check=False,
            timeout=60,
            text=True,
        )
        assert "Traceback" not in done.stderr
        return [line.partition(",")[2] for line in done.stdout.split()]

    assert "run" in complete("advisor r", 1)
    assert complete("advisor run po", 2) == ["pots"]


# --- version, help, which guide -------------------------------------------------------------------


def test_version_and_help(call: Call) -> None:
    for option in ("--version", "-V"):
        assert call(option).out == f"advisor {__version__}\n"
    for option in ("--help", "-h"):
        ran = call(option)
        assert ran.code == 0
        for command in COMMANDS:
            assert f"  {command} " in ran.out
    for command in COMMANDS:
        ran = call(command, "--help")
        assert ran.code == 0
        assert ran.out.startswith(f"Usage: advisor {command}")
        assert "--guide DIR" in ran.out


def test_python_m_advisor_is_the_same_program(spawn: Call, call: Call) -> None:
    assert spawn("--version").out == f"advisor {__version__}\n"
    ran = spawn("run", "offer", "--format", "json", "--as-of", DAY)
    assert ran.code == 3
    assert ran.out == call("run", "offer", "--format", "json", "--as-of", DAY).out


def test_the_guide_is_named_before_or_after_the_command(call: Call, garden: Path) -> None:
    after = call("list", "--guide", str(garden))
    assert "The garden guide" in after.out
    assert call("--guide", str(garden), "list").out == after.out
    assert call(f"--guide={garden}", "list").out == after.out
    assert call("list", f"--guide={garden}").out == after.out


def test_the_variable_names_the_guide(call: Call, garden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_GUIDE", str(garden))
    assert "The garden guide" in call("list").out
    assert "The garden guide" not in call("list", "--guide", str(ROOT)).out
    monkeypatch.setenv("ADVISOR_GUIDE", str(garden / "content"))
    ran = call("list")
    assert ran.code == 2
    assert "ADVISOR_GUIDE" in ran.err


def test_the_nearest_folder_around_is_the_guide(call: Call, garden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(garden / "content" / "cards")
    assert "The garden guide" in call("list").out
    assert call("check", "--as-of", "2026-11-22").code == 0
    monkeypatch.chdir(garden.parent)
    assert "The garden guide" not in call("list").out


def test_without_a_command_it_asks(call: Call, garden: Path) -> None:
    ran = call("--guide", str(garden), "--plain", given=b"quit\n")
    assert ran.code == 0
    assert "Birds eat my seeds" in ran.out
    assert call("--plain", "--guide", str(garden), given=b"quit\n").out == ran.out


# --- ask, line by line ----------------------------------------------------------------------------


def test_ask_plain_reaches_the_outcome_that_run_reaches(call: Call, garden: Path) -> None:
    lines = b"1\n1, 2\n3\n1 May 2026\nBasil\nquit\n"
    ran = call("ask", "pots", "--plain", "--guide", str(garden), "--as-of", DAY, given=lines)
    assert (ran.code, ran.err) == (0, "")
    run = call("run", "pots", "--guide", str(garden), "--as-of", DAY, *sets(*INSIDE))
    for words in (
        "Let it dry",
        "Stop watering until the soil is dry",
        "Information, not a promise.",
    ):
        assert words in ran.out
        assert words in run.out


def test_ask_takes_answers_beforehand(call: Call, garden: Path, away: Path) -> None:
    (away / "case.yaml").write_text("tree: pots\nanswers:\n  where: inside\n", encoding="utf-8")
    common = ["ask", "--plain", "--guide", str(garden), "--as-of", DAY]
    given = b"2\n3\n1 May 2026\nBasil\nquit\n"
    for more in (["--answers", "case.yaml"], ["pots", "--set", "where=inside"]):
        ran = call(*common, *more, given=given)
        assert ran.code == 0
        assert "Let it dry" in ran.out


def test_ask_without_a_terminal_reads_lines_where_answers_are_given(call: Call, garden: Path, away: Path) -> None:
    (away / "case.yaml").write_text("answers:\n  net: yes\n", encoding="utf-8")
    ran = call("ask", "birds", "--answers", "case.yaml", "--guide", str(garden), given=b"quit\n")
    assert ran.code == 0
    assert "Stop watering" in ran.out


def test_input_that_ends_early(call: Call, garden: Path) -> None:
    ran = call("ask", "pots", "--plain", "--guide", str(garden), given=b"1\n")
    assert ran.code == 3
    assert "ended" in ran.err
    ran = call("ask", "--plain", "--guide", str(garden))
    assert ran.code == 3
