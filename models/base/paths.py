"""Folders of this installation: code, sites, caches.

The cache folder holds only what can be computed again; deleting it only slows the next start.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITES = ROOT / "sites"
ASSETS = ROOT / "dashboard" / "assets"
CACHE = ROOT / "var" / "cache"
