"""What is around the program: pipes, disks, signals, encodings, terminals."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import PROGRAM, Call
from tests.cli.guides import DAY

HINT = ("run", "offer", "--set", "what_offered=hint", "--as-of", DAY)
LINES = b'{"id": 1, "answers": {"what_offered": "hint"}}\n' * 20_000

posix = pytest.mark.skipif(os.name != "posix", reason="a matter of POSIX systems")
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


@full
@pytest.mark.parametrize(
    "args",
    [HINT, (*HINT, "--format", "json"), ("batch", "offer", "-"), ("list",), ("--help",)],
    ids=["text", "json", "batch", "list", "help"],
)
def test_a_full_disk_behind_standard_output(args: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as disk:  # noqa: PTH123
        done = subprocess.run([*PROGRAM, *args], input=LINES, stdout=disk, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith(b"advisor: error: the output cannot be written: ")
    assert done.stderr.count(b"\n") == 1


@posix
@pytest.mark.parametrize("args", [HINT, ("batch", "offer", "-")], ids=["run", "batch"])
def test_a_full_disk_behind_output_leaves_the_old_file(away: Path, args: tuple[str, ...]) -> None:
    import resource

    (away / "old").write_text("old", encoding="utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    command = [*PROGRAM, *args, "--output", "old"]
    done = subprocess.run(command, input=LINES, capture_output=True, timeout=60, preexec_fn=limit)
    assert done.returncode == 2
    assert b'cannot write "old"' in done.stderr
    assert b"Traceback" not in done.stderr
    assert (away / "old").read_text(encoding="utf-8") == "old"
    assert [file.name for file in away.iterdir()] == ["old"]


@posix
@pytest.mark.parametrize(
    ("args", "given"),
    [(("batch", "offer", "-"), LINES), (("ask", "offer", "--plain"), b"why\n" * 50_000)],
    ids=["batch", "ask"],
)
def test_a_reader_that_goes_away(away: Path, args: tuple[str, ...], given: bytes) -> None:
    """As in `advisor batch ... | head -c1`."""
    (away / "given").write_bytes(given)
    with (
        (away / "given").open("rb") as lines,
        subprocess.Popen([*PROGRAM, *args], stdin=lines, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process,
    ):
        output, said = process.stdout, process.stderr
        assert output is not None
        assert said is not None
        assert len(os.read(output.fileno(), 1)) == 1
        output.close()
        text = said.read()
        assert process.wait(60) == 2
    assert b"Traceback" not in text
    assert b"Exception" not in text
    assert text.startswith(b"advisor: error: ")
    assert text.count(b"\n") == 1


@posix
def test_streams_that_are_closed(spawn: Call) -> None:
    def without(*streams: int) -> None:
        for stream in streams:
            os.close(stream)

    calls: list[tuple[str, ...]] = [HINT, (*HINT, "--format", "json"), ("list",)]
    for args in (*calls, ("batch", "offer", "-")):
        ran = spawn(*args, preexec_fn=lambda: without(1))
        assert ran.code == 2
        assert "standard output is closed" in ran.err
        assert "Traceback" not in ran.err
    ran = spawn(*HINT, preexec_fn=lambda: without(1, 2))
    assert ran.code == 2
    ran = spawn("run", "offer", preexec_fn=lambda: without(2))
    assert ran.code == 3
    assert "advisor:" not in ran.out
    calls = [("run", "offer", "--answers", "-"), ("batch", "offer", "-")]
    for args in calls:
        ran = spawn(*args, preexec_fn=lambda: without(0))
        assert ran.code == 2
        assert "standard input is closed" in ran.err
    assert spawn("ask", "offer", "--plain", preexec_fn=lambda: without(0)).code == 3
    assert spawn("ask", "offer", preexec_fn=lambda: without(0)).code == 2


@posix
def test_ctrl_c_in_plain_mode() -> None:
    with subprocess.Popen(
        [*PROGRAM, "ask", "offer", "--plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell lets what it runs in the background ignore the signal, and it is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        output, said = process.stdout, process.stderr
        assert output is not None
        assert said is not None
        seen = b""
        while not seen.endswith(b"> "):
            piece = os.read(output.fileno(), 4096)
            assert piece, said.read()
            seen += piece
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        text = said.read()
    assert b"interrupted" in text
    assert b"Traceback" not in text


@pytest.mark.parametrize(
    ("env", "encoding"),
    [
        ({"PYTHONIOENCODING": "ascii"}, "ascii"),
        ({"PYTHONIOENCODING": "cp1252"}, "cp1252"),
        ({"LANG": "C", "LC_ALL": "C"}, "utf-8"),
        ({"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "ascii"),
    ],
    ids=["ascii", "cp1252", "C", "C-without-utf8"],
)
def test_consoles_that_do_not_know_every_letter(spawn: Call, garden: Path, env: dict[str, str], encoding: str) -> None:
    answers = "answers:\n  net: yes\nblanks:\n  plant: Žluťásek 木\n".encode()
    run = ("run", "birds", "--guide", str(garden), "--answers", "-", "--as-of", DAY)
    text = spawn(*run, given=answers, env=env, encoding=encoding)
    assert (text.code, text.err) == (0, "")
    assert "looks ill" in text.out
    document = spawn(*run, "--format", "json", given=answers, env=env)
    assert "Žluťásek 木" in document.json["phrases"][0]["subject"]
    lines = "Žluť\n1\nquit\n".encode()
    asked = spawn("ask", "birds", "--plain", "--guide", str(garden), given=lines, env=env, encoding=encoding)
    assert (asked.code, asked.err) == (0, "")
    assert "Stop watering" in asked.out
    wrong = spawn("run", "Žluť", "--guide", str(garden), env=env, encoding=encoding)
    assert wrong.code == 2
    assert "there is no tree" in wrong.err


@posix
def test_words_in_no_known_encoding(spawn: Call, garden: Path) -> None:
    run = ["run", "birds", "--guide", str(garden)]
    word = os.fsdecode(b"\xff")
    for args in (
        [*run, "--set", f"net={word}"],
        [*run, "--set", f"net={word}", "--format", "json"],
    ):
        ran = spawn(*args)
        assert ran.code == 4
        assert "Traceback" not in ran.err
    assert spawn("run", word).code == 2
    assert spawn(*run, "--answers", word).code == 2


def test_colour_and_width_change_no_byte(spawn: Call) -> None:
    plain = spawn(*HINT)
    assert plain.code == 0
    assert "\x1b" not in plain.out
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"COLUMNS": "40", "LINES": "10"}):
        assert spawn(*HINT, env=env) == plain


def test_plain_fits_a_narrow_console(spawn: Call) -> None:
    env = {"COLUMNS": "40", "LINES": "10"}
    ran = spawn("ask", "offer", "--plain", given=b"3\nquit\n", env=env)
    assert ran.code == 0
    long = [line for line in ran.out.splitlines() if len(line) > 40 and not re.search(r"\S{36,}", line)]
    assert long == []


@posix
def test_a_home_that_cannot_be_written(spawn: Call, tmp_path: Path) -> None:
    for home in ("/dev/null", str(tmp_path / "none"), ""):
        ran = spawn(*HINT, env={"HOME": home})
        assert ran.code == 0
        ran = spawn("where", env={"HOME": home})
        assert ran.code == 0


def test_batch_needs_no_memory_for_what_has_passed(spawn: Call) -> None:
    """A line of any length, and an endless one, cost no more than the limit of a line."""
    # The peak of the process alone; the usual measure, ru_maxrss, begins with that of its parent.
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("there is no such measure")
    code = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from advisor.cli import main\n"
        "code = main(sys.argv[1:])\n"
        f"peak = re.search(r'VmHWM:\\s+(\\d+)', Path({str(status)!r}).read_text())[1]\n"
        "sys.stderr.write(peak)\n"
        "sys.exit(code)\n"
    )
    peaks = []
    for given in (LINES[:1000], LINES * 10, b'{"id": "' + b"x" * 60_000_000 + b'"}'):
        done = subprocess.run(
            [sys.executable, "-c", code, "batch", "offer", "-"],
            input=given,
            capture_output=True,
            timeout=60,
        )
        assert done.returncode in (0, 1)
        json.loads(done.stdout.splitlines()[0])
        peaks.append(int(done.stderr.splitlines()[-1]))
    assert max(peaks) - peaks[0] < 10_000, peaks
