"""Where this installation keeps its code, its sites and its caches.

The cache folder holds only what can be worked out again; deleting it costs a slower next start.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITES = ROOT / "sites"
ASSETS = ROOT / "dashboard" / "assets"
CACHE = ROOT / "var" / "cache"
