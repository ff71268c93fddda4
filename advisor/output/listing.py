"""The catalogue as text."""

from __future__ import annotations

from advisor.guide.load import Guide
from advisor.guide.season import Season
from advisor.wording import visible


def listing_text(guide: Guide, season: Season) -> str:
    """Situations, cards and phrases with their ids; what cannot be read is left out."""
    manifest = guide.manifest_in_words
    lines = [manifest.title, f"Edition {manifest.edition.isoformat()}. {manifest.notice}", ""]
    lines.append("Situations (advisor ask ID)")
    trees = guide.applicant_trees()
    lines += _rows([(name, season.fill(tree.title) + (" [urgent]" if tree.urgent else "")) for name, tree in trees])
    cards = [part.model for part in map(guide.card_part, guide.card_names) if part.model is not None]
    lines += ["", "Cards (advisor card ID)"]
    lines += _rows([(card.id, f"{season.fill(card.matter.title)} [{card.matter.risk} risk]") for card in cards])
    phrases = [part.model for part in map(guide.phrase_part, guide.phrase_names) if part.model is not None]
    lines += ["", "Phrases (advisor phrase ID)"]
    lines += _rows([(item.id, f"{season.fill(item.matter.title)} [{item.matter.medium}]") for item in phrases])
    return "\n".join(visible(line) for line in lines) + "\n"


def _rows(rows: list[tuple[str, str]]) -> list[str]:
    width = max((len(name) for name, _ in rows), default=0)
    return [f"  {name.ljust(width)}  {text}" for name, text in rows] or ["  (none)"]
