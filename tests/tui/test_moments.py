"""Pictures of named moments; after a change that is meant, look at them and write them anew: `make snapshots`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tui.moments import MOMENTS, Moment
from tests.tui.support import make_guide


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_a_moment(snap_compare: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: Moment) -> None:
    if moment.colour:
        monkeypatch.delenv("NO_COLOR", raising=False)
    else:
        monkeypatch.setenv("NO_COLOR", "1")
    # Where a guide lies is shown, so it lies at the same place each time.
    monkeypatch.chdir(tmp_path)
    app = moment.app(make_guide(Path("garden")))
    assert snap_compare(app, terminal_size=moment.size, run_before=moment.steps())
