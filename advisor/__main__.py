"""The program's front door: `advisor` and `python -m advisor`."""

import gc
import sys

# Starting makes a hundred thousand objects that all stay, and the collector would walk through them again and again: a
# fifth of the time of a short command. Commands that last longer switch it on (`cli.collect_from_here`).
gc.disable()

from advisor.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
