"""Base of panels: `root` is shown, `source` holds the values as columns, `update(picture)` runs once per tick."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, TypeVar

from bokeh.models import ColumnDataSource, Div

from dashboard.cases.case_desk import CaseDesk
from dashboard.common.english_names import Names, officer
from dashboard.common.markup import Html
from dashboard.common.memo import Memo
from dashboard.common.memory import PictureMemory
from dashboard.common.sea_areas import OUTSIDE, area_of, short_name
from dashboard.common.theme import Palette
from dashboard.words import say
from models.base.paths import ASSETS
from models.casework.case import Book
from models.messages.picture import AlertView, Picture
from models.site.site import Site

STYLE = (ASSETS / "css" / "panels.css").read_text(encoding="utf-8")

Columns = dict[str, list[Any]]


@dataclass(frozen=True)
class Context:
    """What a panel may use besides the picture. `memo` is shared by all pages of the process; `book` gives the newest
    book of the ledger, `names` gives the English names of officers."""

    lang: str
    palette: Palette
    site: Site
    memory: PictureMemory
    memo: Memo
    book: Callable[[], Book] = Book
    casework: CaseDesk = field(default_factory=CaseDesk)
    names: Callable[[], Names] = dict

    def officer(self, name: str) -> str:
        """Return the name of an officer in the page's language."""
        return officer(name, self.lang, self.names())

    def say(self, key: str, **values: object) -> str:
        """Return a text in the page's language."""
        return say(self.lang, key, **values)

    def named(self, thing: Any) -> str:
        """Return the name of a place, zone, area or unit in the page's language."""
        return str(thing.name_zh if self.lang == "zh" else thing.name_en)

    def area(self, lon_deg: float, lat_deg: float) -> str:
        """Return the name of the sea area of a position."""
        return self._area_name(int(area_of(self.site, lon_deg, lat_deg)[0]))

    def areas(self, picture: Picture) -> dict[str, str]:
        """Return the name of the sea area of every alert, by alert id; computed once per tick for all pages."""
        return self.memo.once(("areas", self.lang), stamp(picture), lambda: self._areas(picture.alerts))

    def _areas(self, alerts: Sequence[AlertView]) -> dict[str, str]:
        found = area_of(self.site, [each.lon for each in alerts], [each.lat for each in alerts]).tolist()
        return {each.alert_id: self._area_name(at) for each, at in zip(alerts, found, strict=True)}

    def _area_name(self, at: int) -> str:
        return self.say("area_none") if at == OUTSIDE else short_name(self.named(self.site.areas[at]))


class Panel(Protocol):
    """A panel of a page."""

    root: Any
    source: ColumnDataSource

    def __init__(self, context: Context) -> None: ...

    def update(self, picture: Picture) -> None:
        """Update `root` and `source` from a picture."""


PANELS: dict[str, type[Panel]] = {}
AnyPanel = TypeVar("AnyPanel", bound=type[Any])


def panel(name: str) -> Callable[[AnyPanel], AnyPanel]:
    """Register a panel under a name. Raises ValueError for a name used twice."""

    def enter(made: AnyPanel) -> AnyPanel:
        if name in PANELS:
            raise ValueError(f"two panels are named {name}: {PANELS[name].__module__} and {made.__module__}")
        PANELS[name] = made
        made.name = name
        return made

    return enter


def html_model() -> Div:
    """Return a Bokeh model that shows markup; updating it sends only the text."""
    return Div(text="", stylesheets=[STYLE], margin=0, sizing_mode="stretch_width", disable_math=True)


def stamp(picture: Picture) -> Hashable:
    """Return a key that is unique to a picture."""
    return picture.core_id, picture.tick, picture.t_s, picture.pace, picture.speed


class HtmlPanel:
    """A panel of text: `compose` returns columns and markup, once per tick for all pages with the same variant."""

    name: ClassVar[str] = ""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.source = ColumnDataSource()
        self.root = html_model()

    def update(self, picture: Picture) -> None:
        """Update `root` and `source` from a picture."""
        key = (self.name, self.context.lang, self.variant())
        columns, html = self.context.memo.once(key, stamp(picture), lambda: self.compose(picture))
        self.source.data = columns
        if html != self.root.text:
            self.root.text = html

    def variant(self) -> Hashable:
        """Return what makes this panel differ from that of another page in the same language."""
        return None

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """Return the content as columns and as markup."""
        raise NotImplementedError
