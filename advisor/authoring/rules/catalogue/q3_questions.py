"""Q3: questions that can be answered, and answers that can be told apart."""

from __future__ import annotations

from advisor.authoring.rules.catalogue._rule import DAYS, KIND, Rule, rule, tree

_DESK = "    next: card:ask-at-the-desk\n"
_PARTS = """\
  parts:
    ask: Which parts are broken?
    why: Some parts are kept at the desk.
    type: several
"""


def _kind(before: str, after: str) -> tuple[str, str]:
    """A choice, before and after something in it was mended."""
    return KIND.replace(after, before) + _DESK, KIND + _DESK


def _cargo(before: str, after: str) -> tuple[str, str]:
    """A choice whose second answer is written out."""
    start = KIND.replace("cargo: A cargo bicycle", "cargo:\n        text: A cargo bicycle\n        sounds_like:")
    return (f"{start}          - {before}\n{_DESK}", f"{start}          - {after}\n{_DESK}")


def _parts(answers: str, last: str = "") -> str:
    return KIND + "    next: parts\n" + _PARTS + "    answers:\n" + answers + last + _DESK


RULES: tuple[Rule, ...] = (
    rule(
        "Q301",
        "A question does not say in `why` what depends on its answer.",
        "People answer with care, and without fear, when they see what a question is for.",
        *tree(*_kind("", "    why: Each kind has its own rules.\n")),
    ),
    rule(
        "Q302",
        "A question for a number has no `max`.",
        "Somebody who types 77 for 7 is not asked again, and gets the advice for 77.",
        *tree(
            KIND + "    next: days\n" + DAYS.replace("    max: 7\n", "") + _DESK,
            KIND + "    next: days\n" + DAYS + _DESK,
        ),
    ),
    rule(
        "Q303",
        "A question to choose from has one answer only.",
        "The reader has to press a key for nothing, or wonders what is missing.",
        *tree(*_kind("", "      cargo: A cargo bicycle\n")),
    ),
    rule(
        "Q304",
        "Two answers of a question have the same text.",
        "The reader cannot know which of the two to pick, and they may lead to different advice.",
        *tree(*_kind("      cargo: A city bicycle\n", "      cargo: A cargo bicycle\n")),
    ),
    rule(
        "Q305",
        "Words under `sounds_like` stand for two answers of a question, or are what people type for the other one.",
        "Who types these words is asked which of the two was meant; they help nobody.",
        *tree(*_cargo("a city bicycle", "a big one")),
    ),
    rule(
        "Q306",
        "Every answer of a question with several answers has `exclusive: true`.",
        "The reader is told to pick as many as fit, and each pick takes the last one away.",
        *tree(
            _parts("      bell: {text: The bell, exclusive: true}\n      none: {text: None, exclusive: true}\n"),
            _parts("      bell: The bell\n      none: {text: None, exclusive: true}\n"),
        ),
    ),
    rule(
        "Q307",
        "Two questions of a tree have the same words.",
        "The reader thinks that the first answer was not taken, or gives up.",
        *tree(
            KIND + "    next: days\n" + DAYS.replace("For how many days?", "Which kind?") + _DESK,
            KIND + "    next: days\n" + DAYS + _DESK,
        ),
    ),
    rule(
        "Q308",
        "An answer is called like a key that its question lacks: most likely that key, indented too far.",
        "The reader is offered a sentence as an answer that was never meant as one.",
        *tree(KIND + "      help: Look at the sign.\n" + _DESK, KIND + "    help: Look at the sign.\n" + _DESK),
    ),
)
