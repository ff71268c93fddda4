"""A rule about web addresses (G6)."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from advisor.authoring.report import Pathway, Report
from advisor.guide.source import Source

_HOST = re.compile(r"(?:[\w](?:[\w-]{0,61}[\w])?\.)+[\w-]{2,}\Z")


def check_address(report: Report, source: Source, where: Pathway, url: str) -> None:
    """An address that no browser would open as it was meant."""
    fault = _fault(url)
    if fault is not None:
        report.add("G608", source, where, f'"{url}" {fault}', "copy it again from the browser")


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
    if url[-1] in ".,;:\"'>" or (url.endswith(")") and "(" not in url) or re.search(r'[<>"\\^`{|}]', url):
        return "has a sign in it that belongs to no address"
    return None
