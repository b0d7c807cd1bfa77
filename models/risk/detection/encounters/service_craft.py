"""Service craft: pilots, launches and tenders, which go alongside ships on purpose, and tugs, which join them.

Known by ship type, by the form of the MMSI (98MIDxxxx is a boat of a ship, ITU-R M.585) and by words in the name, for
the reported type is often wrong or missing. By habit: company.py. Names on the air have only capital letters, so
Chinese words are in pinyin.
"""

from __future__ import annotations

import re

import numpy as np

from models.base.kinds import FORM, form_of
from models.base.schema import among
from models.tracking.table import TrackTable

MOST_LENGTH_M = 60.0  # no boat that goes alongside is longer, whatever its name
ATTENDING_TYPES = among((50, 51, 53, 54, 55, 56, 57, 58))  # pilot, rescue, tender, anti-pollution, law, local, medical
TUG_TYPE = 52
_ATTENDING_WORDS = (
    r"PILOT(S|E|ES|O|OS|I|INA|INE|BOAT)?", r"LOTS(E|EN|ENBOOT|MAN)?", r"L(OO|O)DS(BOOT)?", r"LOS ?\d+", r"LUOTSI",
    r"PRA[CK]?TI[CK]OS?", r"KILAVUZ", r"PLOIGOS", r"DOSEON", r"YIN ?(HANG|SHUI)", r"(PORT|SHIP|CREW)? ?TENDER",
    r"(PORT|PILOT|CREW|PATROL)? ?LAUNCH", r"CREW ?BOAT", r"WATER ?TAXI", r"LINE ?(S?MEN|BOAT|HANDLER)S?",
    r"MOORING( BOAT)?", r"FESTMACHER", r"AMARREURS?", r"AMARRADOR(ES)?", r"JIAO ?TONG( ?TING)?", r"DAI ?LAN",
    r"POLICE|POLIZEI|POLITI|POLIS", r"RESCUE|LIFEBOAT|SAR",
)  # fmt: skip
_TUG_WORDS = (
    r"TUGS?( ?BOAT)?", r"REMOL[CQ]\w*", r"REMORQ\w*", r"REBOCADOR", r"RIMORCH\w*", r"SCHLEPPER", r"SLEE?PBOOT",
    r"BOGSER\w*", r"BUGS(E|IE)R\w*", r"HINAAJA", r"HOLOWNIK", r"BU[KX]SIR\w*", r"ROMORKOR", r"TUO( ?LUN)?( ?\d+)?",
)  # fmt: skip
_ATTENDING = re.compile((r"(?<![A-Z])(" + "|".join(_ATTENDING_WORDS) + r")(?![A-Z])").encode())
_TUG = re.compile((r"(?<![A-Z])(" + "|".join(_TUG_WORDS) + r")(?![A-Z])").encode())


def attending(tracks: TrackTable, rows: np.ndarray) -> np.ndarray:
    """Which of the rows are craft that go alongside ships; mask (m,)."""
    known = ATTENDING_TYPES[tracks["ship_type"][rows]] | _named(_ATTENDING, tracks, rows)
    known |= form_of(tracks["mmsi"][rows]) == FORM["tender"]
    return np.asarray(known & ~(tracks["length_m"][rows] > MOST_LENGTH_M))


def tugs(tracks: TrackTable, rows: np.ndarray) -> np.ndarray:
    """Which of the rows are tugs; mask (m,)."""
    return np.asarray((tracks["ship_type"][rows] == TUG_TYPE) | _named(_TUG, tracks, rows))


def _named(words: re.Pattern[bytes], tracks: TrackTable, rows: np.ndarray) -> np.ndarray:
    names = tracks["name"][rows].tolist()
    return np.fromiter((words.search(name) is not None for name in names), dtype=bool, count=len(names))
