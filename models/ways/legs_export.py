"""The legs of a search as GeoJSON (RFC 7946) for the map and as GPX 1.1 for a chart plotter."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from models.base.clock import iso
from models.ways.patterns import SearchLegs

GPX = "http://www.topografix.com/GPX/1/1"
DECIMALS = 6  # of a degree: 0.1 m


def legs_geojson(legs: SearchLegs, name: str) -> dict[str, Any]:
    """One line for each leg, with its number, course, length and times."""
    return {"type": "FeatureCollection", "features": [_feature(legs, name, at) for at in range(len(legs.course_deg))]}


def legs_gpx(legs: SearchLegs, name: str) -> str:
    """One route whose points are the ends of the legs, each with its time."""
    gpx = ElementTree.Element("gpx", {"version": "1.1", "creator": "Wanghai", "xmlns": GPX})
    route = ElementTree.SubElement(gpx, "rte")
    ElementTree.SubElement(route, "name").text = f"{name} {legs.kind}"
    for at, t_s in enumerate(legs.t_s.tolist()):
        lon, lat = _place(legs, at)
        point = ElementTree.SubElement(route, "rtept", {"lat": f"{lat:.6f}", "lon": f"{lon:.6f}"})
        ElementTree.SubElement(point, "time").text = iso(t_s)
        ElementTree.SubElement(point, "name").text = f"{legs.kind}{at:02d}"
    ElementTree.indent(gpx)
    return ElementTree.tostring(gpx, encoding="unicode", xml_declaration=True) + "\n"


def _feature(legs: SearchLegs, name: str, at: int) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [_place(legs, at), _place(legs, at + 1)]},
        "properties": {
            "name": name,
            "pattern": legs.kind,
            "leg": at + 1,
            "course_deg": round(float(legs.course_deg[at]), 1),
            "length_nm": round(float(legs.length_nm[at]), 2),
            "from": iso(float(legs.t_s[at])),
            "to": iso(float(legs.t_s[at + 1])),
        },
    }


def _place(legs: SearchLegs, at: int) -> list[float]:
    return [round(float(legs.lon_deg[at]), DECIMALS), round(float(legs.lat_deg[at]), DECIMALS)]
