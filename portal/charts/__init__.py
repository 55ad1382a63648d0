"""Charts as SVG, drawn here: bars, grouped and stacked bars, a line with comparators.

The title is the finding. Each chart comes twice: `svg` for the web (classes, larger text) and `svg_print` for
WeasyPrint, where page styles do not reach inside an SVG and its <title> becomes the alternative text. Colours and
sizes are presentation attributes: a strict Content-Security-Policy allows them, and style sheets may override them.
The numbers stand in a table beside (`columns`, `rows`).
"""

from portal.charts.chart import OTHER, OWN, Bar, Chart, Series, plain
from portal.charts.kinds import bars, grouped, line, stacked

__all__ = ["OTHER", "OWN", "Bar", "Chart", "Series", "bars", "grouped", "line", "plain", "stacked"]
