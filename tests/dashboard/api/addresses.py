"""Every address of the server, with an example and the row of the table of rights that it needs.

"" is open to all; `!` needs the row without masks.
"""

from __future__ import annotations

CASE = "/api/cases/ZS-20260101-0001"
PAGES = {"/wall": "sea", "/desk": "cases", "/exercise": "exercise"}
READ: dict[str, tuple[str, str]] = {
    r"/": ("/", ""),
    r"/alive": ("/alive", ""),
    r"/healthz": ("/healthz", ""),
    r"/login": ("/login", ""),
    r"/oidc/start": ("/oidc/start", ""),
    r"/oidc/back": ("/oidc/back", ""),
    r"/api/oidc": ("/api/oidc", ""),
    r"/api/me": ("/api/me", ""),
    r"/assets/(.*\.(?:css|js|woff2))": ("/assets/css/login.css", ""),
    r"/api(?:/.*)?": ("/api/none", ""),
    r"/metrics": ("/metrics", "sea"),
    r"/raster/([a-z]+\d*)\.png": ("/raster/risk.png", "sea"),
    r"/tiles/(\d+)/(\d+)/(\d+)": ("/tiles/1/1/1", "sea"),
    r"/api/feeds": ("/api/feeds", "sea"),
    r"/api/alerts": ("/api/alerts", "sea"),
    r"/api/texts": ("/api/texts", "sea"),
    r"/api/picture\.geojson": ("/api/picture.geojson", "sea"),
    r"/api/tracks/([^/]+)": ("/api/tracks/T1", "sea"),
    r"/api/tracks/([^/]+)/trail": ("/api/tracks/T1/trail", "sea"),
    r"/api/tracks/([^/]+)/(stops|encounters|zones)": ("/api/tracks/T1/stops", "sea"),
    r"/api/book": ("/api/book", "cases"),
    r"/api/history/who": ("/api/history/who", "cases"),
    r"/api/sentences": ("/api/sentences", "cases"),
    r"/api/cases": ("/api/cases", "cases"),
    r"/api/cases/([^/]+)": (CASE, "cases"),
    r"/api/cases/([^/]+)/timeline": (f"{CASE}/timeline", "cases"),
    r"/api/cases/([^/]+)/search": (f"{CASE}/search", "cases"),
    r"/api/cases/([^/]+)/search\.gpx": (f"{CASE}/search.gpx", "cases"),
    r"/api/dispatch": ("/api/dispatch", "cases"),
    r"/api/uploads/([0-9a-f]{64})": (f"/api/uploads/{'0' * 64}", "cases!"),
    r"/api/clues": ("/api/clues", "cases"),
    r"/api/clues/([^/]+/.+)": ("/api/clues/hotline/1", "clue"),
    r"/desk/handover": ("/desk/handover", "cases"),
    r"/cases": ("/cases", "cases"),
    r"/cases/list": ("/cases/list", "cases"),
    r"/api/exercise/timeline": ("/api/exercise/timeline", "exercise"),
    r"/api/exercise/choices": ("/api/exercise/choices", "exercise"),
}
NOTE = b'{"kind": "note", "subject": "mmsi:412000009", "body": {"text": "x"}}'
WRONG = b'{"x": 1}'  # passes the gate, and is refused by what comes after it
# What changes something: an example, its body, and the row.
POSTED: dict[str, tuple[str, bytes, str]] = {
    r"/api/clues": ("/api/clues", WRONG, "clue"),
    r"/api/session": ("/api/session", WRONG, ""),
    r"/api/login": ("/api/login", WRONG, ""),
    r"/api/password": ("/api/password", WRONG, ""),
    r"/api/commands": ("/api/commands", NOTE, "note"),
    r"/api/alerts/([^/]+)/mark": ("/api/alerts/drift-T1/mark", b'{"mark": "acknowledge"}', "mark"),
    r"/api/exercise/control": ("/api/exercise/control", WRONG, "exercise"),
    r"/api/exercise/inject": ("/api/exercise/inject", WRONG, "exercise"),
    r"/api/exercise/runs": ("/api/exercise/runs", WRONG, "exercise"),
    r"/api/logout": ("/api/logout", WRONG, ""),  # the last, because it ends the session
}
