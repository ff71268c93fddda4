"""N2: names that must exist, and names that may exist only once."""

from __future__ import annotations

from advisor.authoring.rules.catalogue._rule import (
    BLANKS,
    BODY,
    CARD,
    DAYS,
    HEAD,
    KIND,
    MY_NAME,
    PHRASE,
    SHARED,
    TREE,
    Files,
    Rule,
    card,
    phrase,
    phrase_with,
    rule,
    tree,
)

_NOWHERE = "The interview would break off there, in front of the reader."
_DESK = "    next: card:ask-at-the-desk\n"


def _to(target: str) -> str:
    return KIND + f"    next: {target}\n"


def _when(test: str) -> str:
    return (
        KIND
        + f"    next:\n      - when:\n          {test}\n        to: days\n"
        + "      - to: card:ask-at-the-desk\n"
        + DAYS
        + _DESK
    )


def _end(entry: str) -> str:
    return KIND + f"    next: lent\noutcomes:\n  lent:\n    cards: [ask-at-the-desk]\n    {entry}\n"


def _filled(name: str, blank: str) -> Files:
    """A blank more, and a phrase that has it."""
    return {BLANKS: MY_NAME + blank, PHRASE: phrase_with(name)}


def _facts(second: str) -> str:
    return (
        _to("lent")
        + "outcomes:\n  lent:\n    cards:\n      - ask-at-the-desk\n"
        + "    notes:\n      - text: Bring a strong friend.\n        when: {heavy: yes}\n"
        + "facts:\n  heavy:\n    - when: {large: yes}\n      is: yes\n    - is: no\n"
        + f"  large:\n    - when: {second}\n      is: yes\n    - is: no\n"
    )


_CITED = BODY.replace("the desk.", "the desk[^house_rules].", 1)

_MEMBER = """\
questions:
  member:
    belongs_to: me
    ask: Are you a member?
    why: Members pay nothing.
    answers:
      yes: Yes
      no: No
"""
_AGE = """\
    ask: How old are you?
    why: Children do not pay.
    type: number
    max: 120
"""
_TO_DESK = _to("card:ask-at-the-desk")


def _condition(name: str, read: str | None = None) -> str:
    """A tree with a named condition, and a note that reads it or something else."""
    return (
        _to("lent")
        + "outcomes:\n  lent:\n    cards:\n      - ask-at-the-desk\n"
        + f"    notes:\n      - text: Bring a strong friend.\n        when: {{{read or f'{name}: yes'}}}\n"
        + f"facts:\n  {name}:\n    - when: {{kind: cargo}}\n      is: yes\n    - is: no\n"
    )


RULES: tuple[Rule, ...] = (
    rule(
        "N201",
        "`next` leads to something that is neither a question nor an outcome of this tree, nor "
        "written as `card:...` or `tree:...`.",
        _NOWHERE,
        *tree(_to("ask-at-the-desk"), _to("card:ask-at-the-desk")),
    ),
    rule(
        "N202",
        "A condition reads a question (or a named condition) that does not exist.",
        "The rule would never hold, and the reader would be sent another way.",
        *tree(_when("knd: city"), _when("kind: city")),
    ),
    rule(
        "N203",
        "A condition names an answer that its question does not have.",
        "The rule would never hold, and the reader would be sent another way.",
        *tree(_when("kind: town"), _when("kind: city")),
    ),
    rule(
        "N204",
        "There is no card of this name.",
        "The reader would come to the end and find no advice there.",
        *tree(_to("card:ask-at-desk"), _to("card:ask-at-the-desk")),
    ),
    rule(
        "N205",
        "There is no phrase of this name.",
        "The reader would be promised words and get none.",
        *tree(_end("phrases: [ask-help]"), _end("phrases: [ask-for-help]")),
    ),
    rule(
        "N206",
        "There is no source of this name in content/sources.yaml.",
        "The reader could not look up what the advice rests on.",
        {CARD: card(sources="[the_rules]")},
        {CARD: card()},
    ),
    rule(
        "N207",
        "The season has no event of this name, or the event has no day of its own.",
        "The reader would see a name in brackets where a date belongs.",
        {CARD: card(title="'Come before {season:close}'")},
        {CARD: card(title="'Come before {season:closing}'")},
    ),
    rule(
        "N208",
        "A word in braces is no blank and no question that can be filled in here.",
        "The reader would send a message with the braces still in it.",
        {PHRASE: phrase("Hello,\n\nmay I bring my bicycle?\n\n{name}\n")},
        {PHRASE: phrase("Hello,\n\nmay I bring my bicycle?\n\n{my_name}\n")},
    ),
    rule(
        "N209",
        "Two trees have a question of the same name without sharing it.",
        "An answer given in one interview would count in the other, where it means something else.",
        *tree(
            KIND + "    next: member\n"
            "  member:\n    ask: Are you a member?\n    why: Members pay nothing.\n"
            "    answers:\n      yes: Yes\n      no: No\n" + _DESK,
            KIND + "    next: member\n  member:\n    use: member\n" + _DESK,
        ),
    ),
    rule(
        "N210",
        "`use` repeats the name of its own question, and that name stands in trees/_shared.yaml.",
        "The question would have no words.",
        *tree(
            KIND + "    next: is_member\n  is_member:\n    use: member\n" + _DESK,
            KIND + "    next: member\n  member:\n    use: member\n" + _DESK,
        ),
    ),
    rule(
        "N211",
        "There is no tree of this name.",
        _NOWHERE,
        *tree(_to("tree:repair"), _to("tree:mend")),
    ),
    rule(
        "N212",
        "A card cites a source in its text that is not in its list of `sources`.",
        "The reader would see a mark and find nothing under it.",
        {CARD: card(body=_CITED.replace("house_rules", "bell_rules"))},
        {CARD: card(body=_CITED)},
    ),
    rule(
        "N213",
        "A blank has the name of a question.",
        "A phrase could not tell whether it should print the answer or what was filled in.",
        _filled("member", "member:\n  label: Member number\n  example: '17'\n"),
        _filled("member_number", "member_number:\n  label: Member number\n  example: '17'\n"),
    ),
    rule(
        "N214",
        "Two things of one tree have the same name, a question and an outcome, say.",
        "Nobody could tell to which of them `next` leads.",
        *tree(
            _to("days") + DAYS + "    next: days\noutcomes:\n  days:\n    cards: [ask-at-the-desk]\n",
            _to("days") + DAYS + "    next: lent\noutcomes:\n  lent:\n    cards: [ask-at-the-desk]\n",
        ),
    ),
    rule(
        "N215",
        "`start` does not name a question of the tree.",
        "The interview could not begin.",
        {TREE: HEAD.replace("start: kind", "start: knd") + _to("card:ask-at-the-desk")},
        {TREE: HEAD + _to("card:ask-at-the-desk")},
    ),
    rule(
        "N216",
        "The tree belongs to a phase that the season does not have, or a question that suggests "
        "today's phase lacks it as an answer.",
        "The tree would stand at the wrong place, or nothing would be suggested.",
        *tree(
            "phase: opened\n" + _to("card:ask-at-the-desk"),
            "phase: open\n" + _to("card:ask-at-the-desk"),
        ),
    ),
    rule(
        "N217",
        "Named conditions read each other in a circle.",
        "None of them could ever be told, so no rule that reads them could be decided.",
        *tree(_facts("{heavy: yes}"), _facts("{kind: cargo}")),
    ),
    rule(
        "N218",
        "A named condition has the name of a question or of another condition in another file.",
        "Where one tree goes on to the other, conditions would read the wrong one of the two.",
        *tree(_condition("member"), _condition("is_large")),
    ),
    rule(
        "N219",
        "Two names that live side by side are told apart by `_` or `-` alone.",
        "Sooner or later somebody writes one for the other, and the reader is sent another way.",
        {BLANKS: MY_NAME + "myname:\n  label: Your nickname\n  example: Rob\n", PHRASE: phrase_with("myname")},
        {BLANKS: MY_NAME + "nickname:\n  label: Your nickname\n  example: Rob\n", PHRASE: phrase_with("nickname")},
    ),
    rule(
        "N220",
        "A question in trees/_shared.yaml is asked by no tree.",
        "Who mends its words later believes that readers see them.",
        {SHARED: _MEMBER + "  age:\n" + _AGE},
        {SHARED: _MEMBER},
    ),
    rule(
        "N221",
        "A named condition is read nowhere.",
        "Who changes it later believes that the advice changes with it.",
        *tree(_condition("is_large", read="kind: cargo"), _condition("is_large")),
    ),
    rule(
        "N222",
        "The same words under `sounds_like`, or the same title, stand for two trees.",
        "Who types these words may be sent to the wrong one.",
        *tree("sounds_like:\n  - it makes a noise\n" + _TO_DESK, "sounds_like:\n  - I need one\n" + _TO_DESK),
    ),
)
