"""The columns of the regional tables of a picture: regional risk, enforcement pressure, force and reach.

They are described as in models/base/schema.py and filled in models/risk; the pressure index is computed in
models/risk/regional/pressure_index.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.base.schema import NAN, Column

# A cell is identified by its number in Picture.grid, an area and a unit by their index in the site's files, a patrol
# craft by its row in FORCE, which has the order of the site's force.
NO_AREA, NO_UNIT, NO_CRAFT = 65535, 255, 65535
NO_MINUTES = 255  # more than 254 minutes, or land

# One row per cell that is shown, worst first.
CELL = (
    Column("cell", "i4", -1, "", "number of the cell in the grid"),
    Column("lat_deg", "f8", NAN, "deg", "its centre"),
    Column("lon_deg", "f8", NAN, "deg", "its centre"),
    Column("index", "f4", 0.0, "", "regional risk RI in [0, 1]: how dangerous"),
    Column("unusual", "f4", 0.0, "", "z, deviations from the usual value of this cell and hour; 0 until learned"),
    Column("load", "f4", 0.0, "", "risk present, smoothed over 15 minutes and neighbours"),
    Column("slow_load", "f4", 0.0, "", "the same over 24 hours"),
    Column("level", "u1", 0, "", "colour, index into COLOURS"),
    Column("area", "u2", NO_AREA, "", "area that holds most of it, index in the site's areas; NO_AREA"),
)

# One row per area of the site, in the site's order.
AREA = (
    Column("area", "u2", NO_AREA, "", "index in the site's areas"),
    Column("unit", "u1", NO_UNIT, "", "unit that owns it, index in the site's units"),
    Column("index", "f4", 0.0, "", "RI of its worst cell; this one gives the colour"),
    Column("mean_index", "f4", 0.0, "", "RI averaged over its water: how widespread"),
    Column("unusual", "f4", 0.0, "", "z of the whole area; 0 until a baseline is learned"),
    Column("load", "f4", 0.0, "", "smoothed load of all its cells"),
    Column("worst_cell", "i4", -1, "", "number of its worst cell; -1 if there is no risk"),
    Column("level", "u1", 0, "", "colour, index into COLOURS"),
    Column("craft", "u4", 0, "", "vessels in it now"),
    Column("alerts", "u2", 0, "", "standing alerts in it"),
)

# One row per unit of the site in the site's order, then one with unit NO_UNIT for all together (sums, never averages).
PRESSURE = (
    Column("unit", "u1", NO_UNIT, "", "index in the site's units; NO_UNIT: all together"),
    Column("work", "u2", 0, "", "open pieces of work"),
    Column("overdue", "u2", 0, "", "of these past their due time"),
    Column("arrivals_per_h", "f4", 0.0, "1/h", "boat jobs arriving per hour"),
    Column("service_h", "f4", 0.0, "h", "boat hours of one job with the way there and back"),
    Column("backlog_h", "f4", 0.0, "h", "boat hours that the open work needs"),
    Column("offered", "f4", 0.0, "erlang", "offered load A: boats that the work would keep busy"),
    Column("capacity", "f4", 0.0, "erlang", "boats that can work, less short crews, weather and reserve"),
    Column("utilisation", "f4", 0.0, "", "offered over capacity; 99 at most"),
    Column("wait", "f4", 0.0, "", "Erlang C: probability that a new job finds no boat"),
    Column("late", "f4", 0.0, "", "probability that a red job waits longer than allowed"),
    Column("overdue_share", "f4", 0.0, "", "overdue over work"),
    Column("part_load", "f4", 0.0, "", "part of the pressure due to load, 0 to 0.8"),
    Column("part_wait", "f4", 0.0, "", "part due to waiting, 0 to 0.5"),
    Column("part_overdue", "f4", 0.0, "", "part due to overdue work, 0 to 0.5"),
    Column("pressure", "f4", 0.0, "", "EP in [0, 1] = 1 - product of (1 - part)"),
    Column("urgency", "f4", 0.0, "", "open work weighted by colour (1, 2, 4) and age"),
    Column("level", "u1", 0, "", "colour, index into COLOURS"),
    Column("boats", "u2", 0, "", "craft of the unit in service"),
    Column("boats_ready", "u2", 0, "", "of these not at work on something"),
    Column("boats_out", "u2", 0, "", "of these away from their base"),
    Column("uncovered_red", "u2", 0, "", "red work that no free boat of any unit reaches in time"),
    Column("uncovered_orange", "u2", 0, "", "the same for orange"),
    Column("within_30", "f4", NAN, "", "share of the unit's water that a ready boat of any unit reaches in 30 minutes"),
    Column("within_60", "f4", NAN, "", "the same in 60 minutes"),
)

# One row per patrol craft, in the order of the site's force.
FORCE = (
    Column("unit", "u1", NO_UNIT, "", "index in the site's units"),
    Column("track_id", "u4", 0, "", "its track; 0 if it is not received and assumed at its base"),
    Column("lat_deg", "f8", NAN, "deg", "its latitude"),
    Column("lon_deg", "f8", NAN, "deg", "its longitude"),
    Column("speed_kn", "f4", NAN, "kn", "speed to plan with: a share of its best, less in weather"),
    Column(
        "strength",
        "f4",
        1.0,
        "",
        "share of a full boat: crew over crew required, 1 at most, less in weather; 0: out of service",
    ),
    Column("ready", "?", False, "", "neither at work on something nor out of service"),
    Column("out", "?", False, "", "away from its base"),
)

# One row per open piece of work (standing orange and red alerts, cases), worst first.
REACH = (
    Column("work", "S64", b"", "", "id of the alert or of the case"),
    Column("unit", "u1", NO_UNIT, "", "index in the site's units"),
    Column("level", "u1", 0, "", "colour, index into COLOURS"),
    Column("lat_deg", "f8", NAN, "deg", "its latitude"),
    Column("lon_deg", "f8", NAN, "deg", "its longitude"),
    Column("since_s", "f8", NAN, "s", "open since"),
    Column("due_s", "f8", NAN, "s", "due time"),
    Column("boats", "u1", 1, "", "boats it needs; 0: a call by radio is enough"),
    Column("hours_h", "f4", NAN, "h", "hours on the spot"),
    Column("covered", "?", False, "", "a boat arrives in time; each boat covers one piece of work"),
    Column("craft", "u2", NO_CRAFT, "", "row in FORCE of the assigned boat, else of the nearest one; NO_CRAFT"),
    Column("track_id", "u4", 0, "", "track of that boat; 0 if it is not received"),
    Column("minutes", "f4", NAN, "min", "its way there over water"),
)

# Minutes over water from each patrol craft to each row of REACH: FORCE rows x REACH rows, row by row; see NO_MINUTES.
TRAVEL = (Column("minutes", "u1", NO_MINUTES, "min", "way from the craft to the work"),)
# Minutes over water from the nearest ready patrol craft to each cell of the grid; see NO_MINUTES.
REACH_RASTER = (Column("minutes", "u1", NO_MINUTES, "min", "until the first boat can arrive"),)


@dataclass(frozen=True)
class Grid:
    """Square cells in degrees over the site's box: number = row * columns + column, counted from the south-west."""

    west_deg: float
    south_deg: float
    step_deg: float
    columns: int
    rows: int
