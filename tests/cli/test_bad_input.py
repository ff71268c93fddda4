"""Bad input gets a clear sentence and the right exit code, and loses nothing."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from typing import Any, NoReturn

import pytest

import advisor.output
from advisor.wording import visible
from tests.cli.conftest import Call
from tests.cli.guides import DAY, ROOT, change, copy_bundled, write
from tests.cli.test_commands import sets

ESCAPE = "\x1b[31mred\x07"
SHOWN = visible(ESCAPE)


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["rnu"], 2, 'did you mean "run"'),
        (["birds"], 2, "advisor ask birds"),
        (["run", "brids"], 2, 'did you mean "birds"'),
        (["run", "zzz"], 2, "possible are: birds, pots"),
        (["ask", "brids", "--plain"], 2, 'did you mean "birds"'),
        (["batch", "brids", "-"], 2, 'did you mean "birds"'),
        (["card", "let-it-dri"], 2, 'did you mean "let-it-dry"'),
        (["phrase", "ask-nurseri"], 2, 'did you mean "ask-nursery"'),
        (["phrase", "ask-nursery", "--blank", "plnt=x"], 2, 'did you mean "plant"'),
        (["phrase", "ask-nursery", "--blank", "member=12"], 2, "Four digits"),
        (["run", "birds", "--set", "nett=yes"], 2, 'did you mean "net"'),
        (["run", "birds", "--set", "net=yess"], 4, '"yes"'),
        (["run", "birds", "--set", "net"], 2, "--set question=answer"),
        (["run", "birds", "--set", "=yes"], 2, "KEY=VALUE"),
        (["run", "birds", "--set"], 2, "--set"),
        (["run", "birds", "--set", "net=yes", "--set", "net=yes"], 2, "twice"),
        (["run", "birds", "--blank", "plant=a", "--blank", "plant=b"], 2, "twice"),
        (["run", "birds", "--format", "jsn"], 2, "'json'"),
        (["run", "birds", "--as-of", "2026-02-30"], 2, "2027-03-01"),
        (["run", "birds", "--as-of", "tomorrow"], 2, "2027-03-01"),
        (["run", "birds", "more"], 2, "more"),
        (["run", "birds", "--sett", "net=yes"], 2, "--sett"),
        (["run"], 2, "TREE"),
        (["batch", "birds"], 2, "FILE"),
        (["batch", "birds", "none.jsonl"], 2, "none.jsonl"),
        (["batch", "birds", "."], 2, "cannot be read"),
        (["run", "birds", "--answers", "none.yaml"], 2, "none.yaml"),
        (["run", "birds", "--answers", "."], 2, "cannot be read"),
        (["ask", "--answers", "-", "--plain"], 2, "run --answers -"),
        (["ask", "--plain", "--set", "net=yes"], 2, "advisor ask TREE"),
        (["check", "--format", "xml"], 2, "'json'"),
        (["run", "birds", "--answers", "a\0b"], 2, "there is no file"),
        (["batch", "birds", "a\0b"], 2, "there is no file"),
        (["run", "bi\0rds"], 2, "there is no tree"),
        (["run", "birds", "--output", "a\0b"], 2, "cannot have this name"),
    ],
)
def test_wrong_usage_is_told_with_what_was_meant(
    call: Call, garden: Path, args: list[str], code: int, said: str
) -> None:
    ran = call("--guide", str(garden), *args)
    assert ran.code == code
    assert said in ran.err
    assert "Traceback" not in ran.err
    if code == 2:
        assert ran.out == ""
        assert ran.err.startswith("advisor: error: ")


def test_a_guide_that_is_not_there(call: Call, away: Path) -> None:
    for args in (["--guide", "none", "list"], ["list", "--guide", str(away)]):
        ran = call(*args)
        assert ran.code == 2
        assert "content/guide.yaml" in ran.err


def test_an_option_value_may_begin_with_a_dash(call: Call, garden: Path) -> None:
    ran = call("run", "birds", "--guide", str(garden), "--set", "net=-x")
    assert ran.code == 4
    assert '"-x"' in ran.err
    ran = call("phrase", "ask-nursery", "--guide", str(garden), "--blank", "plant=--mint")
    assert "My --mint looks ill" in ran.out


def test_without_a_terminal_the_ways_on_are_named(call: Call) -> None:
    for args in ([], ["ask"], ["ask", "offer"]):
        ran = call(*args)
        assert (ran.code, ran.out) == (2, "")
        for way in ("--plain", "--answers", "run"):
            assert way in ran.err


# --- what a terminal would obey -------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        [ESCAPE],
        [f"--{ESCAPE}"],
        ["run", ESCAPE],
        ["run", "birds", "--set", ESCAPE],
        ["run", "birds", "--set", f"{ESCAPE}=1"],
        ["run", "birds", "--set", f"net={ESCAPE}"],
        ["run", "birds", "--format", "markdown", "--set", f"net={ESCAPE}"],
        ["run", "birds", "--format", "html", "--set", f"net={ESCAPE}"],
        ["run", "birds", "--format", "json", "--set", f"net={ESCAPE}"],
        ["run", "birds", "--as-of", ESCAPE],
        ["run", "birds", "--format", ESCAPE],
        ["run", "birds", "--answers", ESCAPE],
        ["run", "birds", "--output", f"{ESCAPE}/x"],
        ["batch", "birds", ESCAPE],
        ["card", ESCAPE],
        ["phrase", ESCAPE],
        ["check", ESCAPE],
        ["explain", ESCAPE],
        ["test", ESCAPE],
        ["schema", ESCAPE],
        ["completion", ESCAPE],
    ],
)
def test_control_characters_are_shown_and_not_obeyed(call: Call, garden: Path, args: list[str]) -> None:
    ran = call("--guide", str(garden), *args)
    assert ran.code in (0, 2, 4)
    for text in (ran.out, ran.err):
        assert "\x1b" not in text
        assert "\x07" not in text
    both = ran.out + ran.err
    assert SHOWN in both or "\\x1b[31m" in both or "\\u001b[31m" in both


def test_a_blank_takes_no_control_characters(call: Call, garden: Path) -> None:
    ran = call("phrase", "ask-nursery", "--guide", str(garden), "--blank", f"plant={ESCAPE}")
    assert (ran.code, ran.out) == (2, "")
    assert "plain text" in ran.err
    assert "\x1b" not in ran.err


def test_control_characters_in_answers_from_a_file(call: Call, garden: Path) -> None:
    answers = {"where": "inside", "signs": "spots", "waterings": 3, "planted": "not_known"}
    answers["kind"] = ESCAPE + "‮gnp"
    text = json.dumps({"answers": answers}).encode()
    for form in ("text", "markdown", "html"):
        ran = call("run", "pots", "--guide", str(garden), "--answers", "-", "--format", form, given=text)
        assert ran.code == 0
        assert "\x1b" not in ran.out
        assert "‮" not in ran.out
        assert SHOWN[0] in ran.out
    lines = b"1\n2\n3\nnot_known\n" + ESCAPE.encode() + b"\nquit\n"
    ran = call("ask", "pots", "--plain", "--guide", str(garden), given=lines)
    assert ran.code == 0
    assert "\x1b" not in ran.out


# --- answers files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (b"answers:\n  net: yes\n  net: no\n", "3:3", "twice"),
        (b'{"answers": {"net": "yes",\n "net": "no"}}', "2:2", "twice"),
        (b"answers:\n  net: [yes\n", None, ""),
        (b'{"answers": {"net" "yes"}}', "1:20", "JSON"),
        (b'{"answers": {"net": "yes"}} x', "1:29", "JSON"),
        (b"anwers:\n  net: yes\n", "1:1", 'did you mean "answers"'),
        (b'{"answers": {},\n "anwers": {}}', "2:2", 'did you mean "answers"'),
        (b"answers: net\n", "1:10", "mapping"),
        (b"answers:\n  - net\n", "2:3", "mapping"),
        (b"just a text", "1:1", "mapping"),
        (b"[1, 2]", "1:1", "mapping"),
        (b"tree: birds\nanswers:\n  net: \0\n", "3:8", "invisible"),
        (b"answers:\n  net: \xff\n", "2:8", "UTF-8"),
        (b"answers:\n\tnet: yes\n", "2:1", ""),
        (b"answers: &a\n  net: *a\n", "1:10", ""),
        (b"blanks:\n  plant: [a]\n", "2:10", "text"),
        (b"{" * 100_000, None, ""),
        (b'{"answers": ' + b"[" * 100_000, None, "deep"),
    ],
    ids=[str(number) for number in range(18)],
)
def test_a_malformed_answers_file_is_told_with_its_place(
    call: Call, garden: Path, away: Path, text: bytes, place: str | None, said: str
) -> None:
    (away / "case.txt").write_bytes(text)
    common = ["run", "birds", "--guide", str(garden), "--answers"]
    from_file = call(*common, "case.txt")
    from_input = call(*common, "-", given=text)
    for ran, name in ((from_file, "case.txt"), (from_input, "standard input")):
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
        assert f"{name}:{place}: " in ran.err if place else f"{name}:" in ran.err


def test_answers_for_another_tree(call: Call, garden: Path) -> None:
    ran = call("run", "birds", "--guide", str(garden), "--answers", "-", given=b"tree: pots\n")
    assert ran.code == 2
    assert '"pots"' in ran.err


def test_an_empty_answers_file_answers_nothing(call: Call, garden: Path) -> None:
    for text in (b"", b"\n", b"# nothing\n", b"{}", b"answers:\n"):
        ran = call("run", "birds", "--guide", str(garden), "--answers", "-", given=text)
        assert ran.code == 3, text


@pytest.mark.parametrize(
    "value",
    [
        "[]",
        "{}",
        "null",
        "true",
        "1.5",
        "1e400",
        "-1",
        "9" * 4000,
        '[["inside"]]',
        '[{"a": [1]}]',
        '"' + "x" * 1_000_000 + '"',
        '"\\ud800"',
    ],
    ids=lambda value: value[:12],
)
def test_answers_of_any_shape_are_refused_or_missing(call: Call, garden: Path, value: str) -> None:
    questions = ("where", "signs", "waterings", "planted", "kind")
    good = {
        "where": "inside",
        "signs": "spots",
        "waterings": 3,
        "planted": "not_known",
        "kind": "x",
    }
    for question in questions:
        answers = json.dumps({key: good[key] for key in good if key != question})
        text = f'{{"answers": {{{answers[1:-1]}, "{question}": {value}}}}}'.encode()
        for form in ("json", "text"):
            common = ["run", "pots", "--guide", str(garden), "--as-of", DAY, "--format", form]
            ran = call(*common, "--answers", "-", given=text)
            assert ran.code in ((0,) if question == "kind" and "ud800" in value else (3, 4))
            assert len(ran.err) < 3000
        line = f'{{"id": 1, "answers": {{"{question}": {value}}}}}'.encode()
        assert call("batch", "pots", "-", "--guide", str(garden), given=line).code in (0, 1)


def test_a_file_that_is_too_large(call: Call, garden: Path) -> None:
    text = b"answers:\n  net: yes\n" + b"# padding\n" * 2_000_000
    ran = call("run", "birds", "--guide", str(garden), "--answers", "-", given=text)
    assert ran.code == 2
    assert "16 MB" in ran.err


def test_a_very_long_name_is_cut_in_the_sentence(call: Call, garden: Path) -> None:
    ran = call("run", "birds", "--guide", str(garden), "--set", f"{'n' * 50_000}=1")
    assert ran.code == 2
    assert len(ran.err) < 3000


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"\xff",
        b"\0",
        b'{"id": NaN}',
        b'{"id": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"id": 1, "answers": {"net": ' + b"9" * 5000 + b"}}",
        b'{"answers": []}',
        b'{"answers": {"net": 1}, "blanks": {"plant": 1}}',
        b'{"id": "' + b"x" * 2**20 + b'"}',
    ],
    ids=lambda line: repr(line[:12]),
)
def test_a_bad_line_of_a_batch_costs_only_itself(call: Call, garden: Path, line: bytes) -> None:
    lines = b'{"id": 1}\n' + line + b'\n{"id": 2}\n'
    ran = call("batch", "birds", "-", "--guide", str(garden), given=lines)
    found = [json.loads(text, parse_constant=pytest.fail) for text in ran.out.splitlines()]
    assert [one["id"] for one in (found[0], found[-1])] == [1, 2]
    assert ran.code == (1 if line else 0)
    if line:
        assert found[1]["line"] == 2
        assert found[1]["status"] == "error"
        assert len(found[1]["message"]) < 300


# --- output ---------------------------------------------------------------------------------------


def test_output_that_cannot_be_written_leaves_the_old_file(call: Call, garden: Path, away: Path) -> None:
    run = ["run", "birds", "--guide", str(garden), "--set", "net=yes", "--output"]
    (away / "folder").mkdir()
    (away / "old").write_text("old", encoding="utf-8")
    for name in ("folder", "none/x", "old/x", "x" * 300):
        ran = call(*run, name)
        assert ran.code == 2
        assert "cannot write" in ran.err
        assert "hint" in ran.err
        ran = call("batch", "birds", "-", "--guide", str(garden), "--output", name, given=b"{}")
        assert ran.code == 2
        assert "cannot write" in ran.err
    assert sorted(file.name for file in away.iterdir()) == ["folder", "old"]
    assert (away / "old").read_text(encoding="utf-8") == "old"


def test_a_protected_file_stays(call: Call, garden: Path, away: Path) -> None:
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (away / "old").write_text("old", encoding="utf-8")
    (away / "old").chmod(0o444)
    run = ["run", "birds", "--guide", str(garden), "--set", "net=yes", "--output"]
    assert call(*run, "old").code == 2
    assert (away / "old").read_text(encoding="utf-8") == "old"


def test_nothing_is_written_where_the_call_fails(call: Call, garden: Path, away: Path) -> None:
    (away / "old").write_text("old", encoding="utf-8")
    change(garden, "content/cards/let-it-dry.md", "risk: moderate", "risk: some")
    ran = call("run", "birds", "--guide", str(garden), "--set", "net=yes", "--output", "old")
    assert ran.code == 5
    assert (away / "old").read_text(encoding="utf-8") == "old"


# --- a guide with errors --------------------------------------------------------------------------


def test_a_broken_tree_says_where_and_the_others_run(call: Call, garden: Path) -> None:
    change(garden, "trees/pots.yaml", "start: where", "start: wher")
    broken = call("run", "pots", "--guide", str(garden))
    assert (broken.code, broken.out) == (5, "")
    assert "trees/pots.yaml:4:8: " in broken.err
    assert 'did you mean "where"' in broken.err or "advisor check" in broken.err
    for args in (["ask", "pots", "--plain"], ["batch", "pots", "-"]):
        assert call(*args, "--guide", str(garden)).code == 5
    assert call("run", "birds", "--guide", str(garden), "--set", "net=yes").code == 0
    assert call("card", "let-it-dry", "--guide", str(garden)).code == 0
    assert call("check", "--as-of", "2026-11-22", "--guide", str(garden)).code == 1


def test_a_tree_that_is_no_yaml_is_left_out_of_the_list(call: Call, garden: Path) -> None:
    write(garden, "trees/pots.yaml", "title: [\n")
    ran = call("list", "--guide", str(garden), "--format", "json")
    assert ran.code == 0
    assert [tree["id"] for tree in ran.json["trees"]] == ["birds"]
    assert "pots" in ran.err
    assert "advisor check" in ran.err
    ran = call("ask", "--plain", "--guide", str(garden), given=b"quit\n")
    assert ran.code == 0
    assert '"pots"' in ran.out


def test_a_tree_that_goes_on_to_a_broken_one(call: Call, garden: Path) -> None:
    change(garden, "trees/birds.yaml", "no: card:bring-inside", "no: tree:pots")
    assert call("run", "birds", "--guide", str(garden), "--set", "net=yes").code == 0
    change(garden, "trees/pots.yaml", "start: where", "start: wher")
    ran = call("run", "birds", "--guide", str(garden), "--set", "net=yes")
    assert ran.code == 5
    assert "trees/pots.yaml:4:8" in ran.err


def test_a_broken_card_matters_only_where_it_is_shown(call: Call, garden: Path) -> None:
    change(garden, "content/cards/bring-inside.md", "risk: low", "risk: lowest")
    run = ["run", "birds", "--guide", str(garden), "--format", "json"]
    assert call(*run, "--set", "net=yes").code == 0
    shown = call(*run, "--set", "net=no")
    assert (shown.code, shown.out) == (5, "")
    assert "content/cards/bring-inside.md:3:7" in shown.err
    assert call("card", "bring-inside", "--guide", str(garden)).code == 5
    assert call("card", "let-it-dry", "--guide", str(garden)).code == 0


def test_broken_blanks_matter_only_where_words_are_shown(call: Call, garden: Path) -> None:
    write(garden, "content/blanks.yaml", "plant: [\n")
    assert call("run", "birds", "--guide", str(garden), "--set", "net=no").code == 0
    ran = call("ask", "birds", "--plain", "--guide", str(garden), given=b"no\nquit\n")
    assert ran.code == 0
    assert "blanks.yaml" not in ran.out + ran.err
    shown = call("run", "birds", "--guide", str(garden), "--set", "net=yes")
    assert (shown.code, shown.out) == (5, "")
    assert "content/blanks.yaml:1:" in shown.err


def test_a_gap_in_the_routing_is_an_error_of_the_guide(call: Call, garden: Path) -> None:
    change(
        garden,
        "trees/pots.yaml",
        "      - to: card:bring-inside\n",
        "      - when:\n          where: outside\n        to: card:bring-inside\n",
    )
    ran = call("run", "pots", "--guide", str(garden))
    assert ran.code == 5
    assert "trees/pots.yaml:" in ran.err
    finding = call("check", "--as-of", "2026-11-22", "--guide", str(garden), "--format", "json").json["findings"][0]
    assert finding["code"] == "R401"
    assert finding["witness"]["answers"]["where"] == "both"


def test_files_that_are_missing_or_no_files(call: Call, garden: Path) -> None:
    (garden / "content/season.yaml").unlink()
    ran = call("run", "birds", "--guide", str(garden))
    assert ran.code == 5
    assert "content/season.yaml" in ran.err
    (garden / "content/season.yaml").mkdir()
    assert call("run", "birds", "--guide", str(garden)).code == 5
    assert call("check", "--as-of", "2026-11-22", "--guide", str(garden)).code == 1


def test_a_broken_manifest(call: Call, garden: Path) -> None:
    write(garden, "content/guide.yaml", "format: 1\n")
    for command in (["list"], ["run", "birds"], ["card", "let-it-dry"], ["where"]):
        ran = call(*command, "--guide", str(garden))
        assert ran.code == 5, command
        assert "content/guide.yaml" in ran.err


def test_the_bundled_guide_with_one_broken_tree(call: Call, tmp_path: Path) -> None:
    root = copy_bundled(tmp_path / "copy")
    change(root, "trees/update.yaml", "\nstart: ", "\nstrat: ")
    assert call("run", "offer", "--guide", str(root), "--set", "what_offered=hint").code == 0
    ran = call("run", "update", "--guide", str(root))
    assert ran.code == 5
    assert "trees/update.yaml:" in ran.err
    assert '"strat"' in ran.err


# --- a folder that is gone, a home that cannot be written -----------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps the working directory")
def test_a_working_directory_that_is_gone(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert call("run", "offer", "--set", "what_offered=hint").code == 0
    assert call("list").code == 0
    assert call("where").code == 0
    assert call("check", "--as-of", "2026-11-22").code == 0
    assert call("--version").code == 0
    ran = call("run", "offer", "--output", "x")
    assert ran.code == 2
    assert "cannot write" in ran.err
    assert call("run", "offer", "--answers", "x").code == 2
    monkeypatch.chdir(tmp_path)


# --- bugs of ours ---------------------------------------------------------------------------------

SECRETS = ("what_offered", "hint", "Asha Menon", "12345678", "Lakeside")
WITH_SECRETS = [
    "run",
    "offer",
    *sets("what_offered=hint"),
    "--blank",
    "my_name=Asha Menon",
    "--blank",
    "aamc_id=12345678",
    "--blank",
    "program=Lakeside",
]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering raises, with all that it was given in the message."""

    def fail(interview: Any, *_args: Any, **_more: Any) -> NoReturn:
        raise LookupError(f"{dict(interview.answers)} {dict(interview.blanks)}")

    monkeypatch.setattr(advisor.output, "render", fail)


@pytest.mark.usefixtures("broken")
def test_a_bug_is_one_paragraph_and_a_log_without_answers(call: Call, tmp_path: Path) -> None:
    ran = call(*WITH_SECRETS)
    assert (ran.code, ran.out) == (70, "")
    assert "bug" in ran.err
    assert "LookupError" in ran.err
    assert "--traceback" in ran.err
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") == 1
    [log] = (tmp_path / "home").rglob("bug.log")
    assert str(log) in ran.err
    text = log.read_text(encoding="utf-8")
    assert "LookupError" in text
    assert "advisor/cli/interview.py:" in text
    for secret in SECRETS:
        assert secret not in ran.err
        assert secret not in text
    if platform.system() != "Windows":
        assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("broken")
def test_traceback_shows_where(call: Call) -> None:
    for args in ([*WITH_SECRETS, "--traceback"], ["--traceback", *WITH_SECRETS]):
        ran = call(*args)
        assert ran.code == 70
        assert "Traceback" in ran.err


@pytest.mark.usefixtures("broken")
def test_a_bug_where_the_home_cannot_be_written(call: Call, tmp_path: Path) -> None:
    (tmp_path / "home").rmdir()
    (tmp_path / "home").write_text("no folder", encoding="utf-8")
    ran = call(*WITH_SECRETS)
    assert ran.code == 70
    assert "LookupError" in ran.err
    assert "bug.log" not in ran.err


def test_nothing_is_left_in_the_home(call: Call, tmp_path: Path) -> None:
    assert call("run", "offer", "--set", "what_offered=hint").code == 0
    assert call("ask", "offer", "--plain", "--no-save", given=b"hint\nquit\n").code == 0
    assert list((tmp_path / "home").rglob("*")) == []
    assert list((tmp_path / "work").rglob("*")) == []


def test_ctrl_c_ends_with_130(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_args: Any, **_more: Any) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(advisor.output, "render", interrupt)
    ran = call("run", "offer")
    assert (ran.code, ran.out) == (130, "")
    assert "interrupted" in ran.err


# --- private blanks -------------------------------------------------------------------------------


def test_private_blanks_are_in_the_text_and_nowhere_else(call: Call, garden: Path) -> None:
    blanks = ["--blank", "my_name=Ada Brook", "--blank", "member=4321"]
    run = ["run", "birds", "--guide", str(garden), "--set", "net=yes", "--format", "json"]
    found = call(*run, *blanks).json
    text = found["phrases"][0].pop("text")
    assert "Ada Brook" in text
    assert "4321" in text
    rest = json.dumps(found)
    for word in ("Ada Brook", "4321", "my_name", '"member"'):
        assert word not in rest
    values = {"my_name": "Ada Brook", "member": "4321"}
    line = json.dumps({"id": 1, "answers": {"net": "yes"}, "blanks": values}).encode()
    ran = call("batch", "birds", "-", "--guide", str(garden), given=line)
    assert ran.code == 0
    for word in ("Ada Brook", "4321", "my_name", "member"):
        assert word not in ran.out + ran.err
    wrong = call(*run, "--blank", "member=99")
    assert wrong.code == 2
    assert "99" not in wrong.err


def test_the_root_of_the_project_is_what_these_tests_think() -> None:
    assert (ROOT / "content/guide.yaml").is_file()
