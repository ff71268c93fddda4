"""C5: what cards and phrases say, on what authority, and whether anybody comes to see them."""

from __future__ import annotations

from advisor.authoring.rules.catalogue._rule import (
    BODY,
    CARD,
    HEAD,
    HOUSE_RULES,
    KIND,
    PHRASE,
    SEASON,
    SOURCES,
    TREE,
    UNSURE,
    Files,
    Rule,
    card,
    glossary,
    phrase,
    phrase_with,
    rule,
    tree,
)

_SECOND = "content/cards/look-in-the-shed.md"
_SECOND_PHRASE = "content/phrases/ask-for-a-bell.md"
_DRAFT = "trees/swap.yaml"
_WORDS = "Hello,\n\nmay I have a bell for my bicycle?\n"
_NOBODY = "It takes time to keep up, and no reader ever sees it."
_PRINTED = "The reader would see the signs in the middle of the text."
_SENT = "The reader would send it as it stands."
_LOOK = """\
Look in the shed, behind the ladder.

## Do
- Take the key from the hook.

## Avoid
- Do not move the ladder.

## Why
Most bicycles that are missed stand there.
"""
_COMMUNITY = (
    HOUSE_RULES
    + """\
desk_forum:
  title: What riders say
  publisher: The forum of the riders
  url: https://example.org/forum
  kind: community
  checked: 2026-05-01
"""
)


def _to(target: str) -> str:
    return KIND + f"    next: {target}\n"


def _end(*lines: str) -> str:
    return _to("lent") + "outcomes:\n  lent:\n" + "".join(f"    {line}\n" for line in lines)


def _plan(*lines: str) -> str:
    return _end("title: Your visits", "layout: timeline", "cards:", "  - card: ask-at-the-desk", *lines)


def _second(front: str = "", body: str = _LOOK, **changed: str) -> str:
    return card(front, body, **({"title": "Look in the shed"} | changed))


def _rent(rest: str) -> str:
    return HEAD + rest


def _both(second: str) -> Files:
    """Two cards, both shown."""
    return {_SECOND: second, TREE: _rent(_end("cards: [ask-at-the-desk, look-in-the-shed]"))}


def _apart(front: str) -> Files:
    """Two cards that are never shown together, said by the second, and by the first with some front matter."""
    second = _second("conflicts_with: [ask-at-the-desk]\n")
    return {CARD: card(front), _SECOND: second, TREE: _rent(_end("cards: [look-in-the-shed]"))}


def _draft(draft: str) -> Files:
    words = _rent(_to("card:ask-at-the-desk")).replace("kind", "swap_kind").replace("rent", "swap")
    return {_DRAFT: words.replace("start:", f"{draft}start:"), TREE: _rent(_to("tree:swap"))}


RULES: tuple[Rule, ...] = (
    rule(
        "C501",
        "No tree ends at this card or shows it, and no card that is shown points to it.",
        _NOBODY,
        {_SECOND: _second()},
        _both(_second()),
    ),
    rule(
        "C502",
        "No card and no outcome offers this phrase, or only a card whose outcomes have `phrases` of their own.",
        "The words that were written for the reader never come up.",
        {_SECOND_PHRASE: phrase(_WORDS, title="Ask for a bell")},
        {
            _SECOND_PHRASE: phrase(_WORDS, title="Ask for a bell"),
            TREE: _rent(_end("cards: [ask-at-the-desk]", "phrases: [ask-for-a-bell]")),
        },
    ),
    rule(
        "C503",
        "The basis of the card is a rule, and all its sources are of the kind `community`: what people say.",
        "The reader is told that they must, and it may be hearsay.",
        {SOURCES: _COMMUNITY, CARD: card(sources="[desk_forum]")},
        {SOURCES: _COMMUNITY, CARD: card(sources="[desk_forum, house_rules]")},
    ),
    rule(
        "C504",
        "`review_by` is not after `reviewed`.",
        "The card would tell its readers from the first day on that it is out of date.",
        {CARD: card(review_by="2026-04-01")},
        {CARD: card(review_by="2027-04-01")},
    ),
    rule(
        "C505",
        "The day `review_by` is over, and nobody has read the card through since.",
        "Readers are told that the card is overdue, and what it says may no longer hold.",
        {CARD: card(review_by="2026-05-20")},
        {CARD: card(reviewed="2026-05-20", review_by="2026-11-20")},
    ),
    rule(
        "C506",
        "Two cards name each other under `conflicts_with`. One side is enough.",
        "When one of the two lists is changed, the other one is forgotten.",
        _apart("conflicts_with: [look-in-the-shed]\n"),
        _apart(""),
    ),
    rule(
        "C507",
        "A `duty` in a plan stands for something the reader must do, so its card needs the basis `rule`.",
        "The reader would take a custom for a rule.",
        {CARD: card(basis="custom"), TREE: _rent(_plan("    kind: duty"))},
        {CARD: card(basis="custom"), TREE: _rent(_plan("    kind: option"))},
    ),
    rule(
        "C508",
        "A window ends before it begins: `until` before `from`, or `latest` before `until`.",
        "The plan would show the entry as over before its time has come.",
        *tree(
            _plan("    window: {from: season:closing, until: season:closing - 1 week}"),
            _plan("    window: {from: season:closing - 1 week, until: season:closing}"),
        ),
    ),
    rule(
        "C509",
        "A card names itself under `see_also` or `conflicts_with`.",
        "The reader is sent on to where they are.",
        {CARD: card('see_also: ["card:ask-at-the-desk"]\n')},
        {CARD: card('see_also: ["tree:mend"]\n')},
    ),
    rule(
        "C510",
        "A list has the same name or text twice.",
        "One of them was meant to be another name, and that one is missing.",
        {CARD: card(sources="[house_rules, house_rules]")},
        {CARD: card(sources="[house_rules]")},
    ),
    rule(
        "C511",
        "Two cards have the same title, or two phrases that are offered together.",
        "The reader cannot tell which of the two to open.",
        _both(_second(title="Ask at the desk")),
        _both(_second()),
    ),
    rule(
        "C512",
        "Two cards say the same in four of five points or more, or two phrases have the same words.",
        "When one of them is corrected, the other one goes on telling the old story.",
        {CARD: card(), **_both(_second(body=BODY))},
        {CARD: card(), **_both(_second())},
    ),
    rule(
        "C513",
        "With every blank filled by its example, the phrase has more words than `max_words`, or 250 without one.",
        "Long messages are not read to their end.",
        {PHRASE: phrase_with("my_name", max_words="7")},
        {PHRASE: phrase_with("my_name", max_words="20")},
    ),
    rule(
        "C514",
        "A subject is longer than a line of a mail, 78 letters, with its blanks filled by their examples.",
        "Inboxes cut it off, and what it is about stands at its end.",
        {
            PHRASE: phrase(
                subject="My bicycle makes a noise whenever I brake, and I would like to ask whether I may bring it"
            )
        },
        {PHRASE: phrase(subject="May I bring my bicycle? It makes a noise")},
    ),
    rule(
        "C515",
        "A title, a subject or an address has a line break in it.",
        "It is shown, sent and stored as one line, and would be cut.",
        {PHRASE: phrase(subject="|\n  A bicycle\n  that needs help")},
        {PHRASE: phrase(subject=">-\n  A bicycle\n  that needs help")},
    ),
    rule(
        "C516",
        "A phrase or a note prints an answer that has no words to print: several answers, a free text, a named "
        "condition, or a choice of which no answer has an `in_text`.",
        "The reader would see the name of the question in brackets, and send it.",
        {PHRASE: phrase_with("member")},
        {PHRASE: phrase_with("my_name")},
    ),
    rule(
        "C517",
        "A phrase has the date of an event that is only expected.",
        "The reader would tell others a date that somebody has guessed.",
        {SEASON: UNSURE, PHRASE: phrase("Hello,\n\nmay I come until {season:closing}?\n")},
        {SEASON: UNSURE, PHRASE: phrase("Hello,\n\nmay I come in {season:title}?\n")},
    ),
    rule(
        "C518",
        "A message has a gap in brackets or dashes that is no blank, or a blank without its braces or with two.",
        "Nobody asks the reader to fill it in, so it is sent as it stands.",
        {PHRASE: phrase("Dear [your name],\n\nmay I bring my bicycle?\n")},
        {PHRASE: phrase("Dear {my_name},\n\nmay I bring my bicycle?\n")},
    ),
    rule(
        "C519",
        "A text for readers has a note of its author in it, like TODO.",
        "The reader sees an unfinished text and trusts the rest less.",
        *glossary("saddle:\n  means: The seat. TODO which one?\n", "saddle:\n  means: The seat.\n"),
    ),
    rule(
        "C520",
        "A text in a YAML file or a phrase has Markdown in it, like `**bold**` or a link. Only cards are Markdown.",
        _PRINTED,
        *glossary("saddle:\n  means: The **seat**.\n", "saddle:\n  means: The seat.\n"),
    ),
    rule(
        "C521",
        "A mark in a card is not complete: of a source, written `[^source]`, of bold text, or of a point of a list.",
        _PRINTED,
        {CARD: card(body=BODY.replace("the desk.", "the desk[house_rules].", 1))},
        {CARD: card(body=BODY.replace("the desk.", "the desk[^house_rules].", 1))},
    ),
    rule(
        "C522",
        "A brace stands alone: `{` without `}`, or the other way round; or both are missing around an event.",
        _SENT,
        {PHRASE: phrase("Hello,\n\nmay I bring my bicycle?\n\n{my_name\n")},
        {PHRASE: phrase("Hello,\n\nmay I bring my bicycle?\n\n{my_name}\n")},
    ),
    rule(
        "C523",
        "A finished tree or a card leads to a tree that is still a draft.",
        "Drafts are not offered to readers, and this brings them into one.",
        _draft("draft: true\n"),
        _draft(""),
    ),
    rule(
        "C524",
        "A card has the same point twice, or a text the same line twice, one below the other.",
        "The reader looks for the difference; and one of the two was meant to say something else.",
        {PHRASE: phrase("Hello,\n\nmay I bring my bicycle?\nmay I bring my bicycle?\n")},
        {PHRASE: phrase("Hello,\n\nmay I bring my bicycle?\n")},
    ),
)
