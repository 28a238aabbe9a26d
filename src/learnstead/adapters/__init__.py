"""One package for each outside system: the only place that imports a vendor's SDK."""

import sys

# httpx would load its own command line, and with it rich and pygments: a third of a second whenever a process starts.
# It does without when that cannot be imported, and nobody asks for it here.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
