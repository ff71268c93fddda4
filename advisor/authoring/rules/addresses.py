"""A rule about addresses, on the web and of mail (G6)."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from advisor.authoring.report import Report
from advisor.diagnostics import Span

_HOST = re.compile(r"(?:\w(?:[\w-]{0,61}\w)?\.)+[\w-]{2,}\Z")
_MAIL = re.compile(r"[\w.+'-]+@(?P<host>.*)\Z")


def check_address(report: Report, at: Callable[[], Span], url: str) -> None:
    """A web address that no browser would open as it was meant."""
    fault = _fault(url)
    if fault is not None:
        report.add_at("G608", at(), f'"{url}" {fault}', "copy it again from the browser")


def check_mail(report: Report, at: Callable[[], Span], text: str) -> None:
    """A mail address, where a text is meant as one: a message to it must not come back."""
    if "@" in text and not re.search(r"[\s{]", text):
        mail = _MAIL.match(text)
        if mail is None or not _HOST.match(mail["host"]):
            report.add_at("G608", at(), f'"{text}" is no mail address', "write one like name@example.org")


def split(url: str) -> SplitResult | None:
    """The parts of an address; None where it has no such parts."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _fault(url: str) -> str | None:
    parts = split(url)
    if parts is None:
        return "is no address"
    if not parts.hostname or not _HOST.match(parts.hostname):
        return "has no name of a site, like example.org"
    if "@" in parts.netloc:
        return "has a name and an @ before the site"
    if (
        url[-1] in ".,;:\"'>\u201c\u201d\u2018\u2019\u00bb"
        or (url.endswith(")") and "(" not in url)
        or re.search(r'[<>"\\^`{|}]', url)
    ):
        return "has a sign in it that belongs to no address"
    return None
