"""The program's front door: `advisor` and `python -m advisor`.

What stands here is about starting fast: a person waits for it, and a script calls it a thousand times.
"""

import gc
import os
import sys

# Starting makes a hundred thousand objects that all stay, and the collector would walk through
# them again and again. Commands that last longer switch it on (`cli.collect_from_here`).
gc.disable()

# Plugins that other packages bring for pydantic have no business with a person's answers, and
# looking for them means reading the metadata of everything that is installed.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


from advisor.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
