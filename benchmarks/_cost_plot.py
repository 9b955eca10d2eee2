"""Draw what a computation costs against the size of its input, as a small SVG. Pure."""

from math import log
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 480, 280
LEFT, RIGHT, TOP, BOTTOM = 56, 28, 40, 48
STYLE = """
text { font: 12px sans-serif; fill: #333 } .axis { stroke: #888; fill: none }
.line { stroke: #0b6e99; fill: none; stroke-width: 2 } .dot { fill: #0b6e99 }
.even { stroke: #888; stroke-dasharray: 4 4 }
@media (prefers-color-scheme: dark) {
  text { fill: #ddd } .line { stroke: #6cc4e8 } .dot { fill: #6cc4e8 }
}
"""


def slope(points):
    """Return the exponent that fits `points` (size, cost) best: 1 is linear, 2 quadratic.

    The least squares line through the logarithms.
    """
    logs = [(log(size), log(cost)) for size, cost in points]
    mean_x, mean_y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread


def draw(points, title, x_label, y_label):
    """Return an SVG (str) of `points` (size, cost), and dashed what a linear cost would be."""
    (last_x, last_y), top = points[-1], max(cost for _, cost in points)

    def place(size, cost):
        x = LEFT + (WIDTH - LEFT - RIGHT) * size / last_x
        return f"{x:.1f},{HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * cost / top:.1f}"

    origin, corner = place(0, 0), place(last_x, 0)
    line = " ".join([origin, *(place(*point) for point in points)])
    parts = [
        f'<polyline class="axis" points="{place(0, top)} {origin} {corner}"/>',
        f'<polyline class="axis even" points="{origin} {place(last_x, last_y)}"/>',
        f'<polyline class="line" points="{line}"/>',
        *(_dot(place(*point)) for point in points),
        _text(LEFT, 20, title),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x_label, "middle"),
        _text(LEFT - 6, TOP - 6, y_label, "end"),
        _text(LEFT - 6, TOP + 6, f"{top:.2f}", "end"),
        *(_text(place(x, 0).split(",")[0], HEIGHT - 28, f"{x:,}", "middle") for x, _ in points[1:]),
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    name = f"<title>{escape(title)}</title>\n<style>{STYLE}</style>"
    return "\n".join([head, name, *parts, "</svg>\n"])


def _dot(place):
    x, y = place.split(",")
    return f'<circle class="dot" cx="{x}" cy="{y}" r="3"/>'


def _text(x, y, text, anchor="start"):
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
