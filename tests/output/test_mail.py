"""An email as an address: nothing that a person typed becomes more than text of it."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote

import pytest

from advisor.interview.phrasing import PhraseShown
from advisor.output.mail import mailto, recipient


def phrase(
    to: str = "The office", subject: str | None = "A question", text: str = "Dear office,\n\nwhen?"
) -> PhraseShown:
    return PhraseShown("ask", "Ask", "email", to, subject, text, 3, 250, (), ())


def fields(address: str) -> dict[str, str]:
    return dict(parse_qsl(address.partition("?")[2], strict_parsing=True))


@pytest.mark.parametrize(
    ("to", "found"),
    [
        ("office@example.org", "office@example.org"),
        ("The office, office@example.org", "office@example.org"),
        ("a@example.org or b@example.org", None),
        ("The office", None),
        ("", None),
        ("@example.org", None),
        ("office@example.org?bcc=me@example.net", None),
    ],
)
def test_only_one_whole_address_is_taken(to: str, found: str | None) -> None:
    assert recipient(to) == found


def test_an_email_has_its_subject_and_its_words() -> None:
    address = mailto(phrase(to="office@example.org"))
    assert address.startswith("mailto:office@example.org?subject=A%20question&body=")
    assert fields(address) == {"subject": "A question", "body": "Dear office,\r\n\r\nwhen?"}
    assert fields(mailto(phrase(), words=False)) == {"subject": "A question"}
    assert mailto(phrase(subject=None), words=False) == "mailto:"


@pytest.mark.parametrize(
    "bad",
    [
        "x&bcc=me@example.net&body=other",
        "50% off? #1 + 2 = 3",
        'say "now" \\ `id` $(id) ; rm',
        "one\r\nBcc: me@example.net",
        "\u05e9\u05dc\u05d5\u05dd \U0001f600 e\u0301",
        "\x1b[2J\u202eevil",
        "\ud800",
    ],
)
def test_hostile_words_stay_words(bad: str) -> None:
    address = mailto(phrase(subject=bad, text=bad))
    assert address.isascii()
    assert not set(address) & set('"\\`$;<>\r\n ')
    found = fields(address)
    assert set(found) == {"subject", "body"}
    assert "\n" not in found["subject"]
    assert "\x1b" not in unquote(address)
    assert "\u202e" not in unquote(address)
