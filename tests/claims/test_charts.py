"""Charts as shapes: where each stands, how long it is, and that nothing makes them fall over."""

import pytest

from claims.charts import Item, Series, bars, columns, points, shortened, step

TWO = (Series("one", "good"), Series("other", "bad"))


def spans(drawing):
    return [(box.x, box.width) for box in drawing.boxes]


def words(drawing, css):
    return [one.words for one in drawing.words if one.css == css]


def test_bars_are_as_long_as_their_share_of_the_longest():
    drawing = bars([Item("first", (3, 1), "4"), Item("second", (0, 2), "2")], TWO)

    assert spans(drawing) == [("0.000%", "75.000%"), ("75.000%", "25.000%"), ("0.000%", "50.000%")]
    assert [box.tone for box in drawing.boxes] == ["good", "bad", "bad"]
    assert [box.said for box in drawing.boxes] == [
        "first, one: 3",
        "first, other: 1",
        "second, other: 2",
    ]


def test_each_bar_stands_under_its_label_and_number():
    drawing = bars([Item("first", (1, 0), "1 of 9"), Item("second", (1, 0), "")], TWO)

    assert [(one.x, one.anchor, one.words) for one in drawing.words[:2]] == [
        ("0%", "start", "first"),
        ("100%", "end", "1 of 9"),
    ]
    assert [one.y for one in drawing.words[::2]] == [14, 60]
    assert [box.y for box in drawing.boxes] == [20, 66]
    assert drawing.height == 92


def test_columns_stand_on_the_axis_on_top_of_each_other():
    drawing = columns([Item("a week", (30, 10)), Item("next", (0, 0))], TWO)

    assert [(box.y, box.height) for box in drawing.boxes] == [(69, 135), (24, 45)]
    assert spans(drawing) == [("10.720%", "34.560%")] * 2
    assert words(drawing, "chart-number") == ["40"]
    assert words(drawing, "chart-tick") == ["10", "20", "30", "40"]
    assert words(drawing, "chart-label") == ["a week", "next"]


def test_what_is_little_beside_much_is_still_seen():
    drawing = columns([Item("a week", (10_000, 1))], TWO)

    assert [box.height for box in drawing.boxes] == [120, 1]
    assert words(drawing, "chart-number") == ["10,001"]


@pytest.mark.parametrize("draw", [bars, columns, points])
@pytest.mark.parametrize("values", [(0, 0), (1, 0), (10_000 * 731, 3)])
def test_a_single_item_is_drawn_inside_the_drawing(draw, values):
    drawing = draw([Item("one", values, "said")], TWO)

    down = [shape.y for shape in (*drawing.boxes, *drawing.words, *drawing.dots)]
    assert [y for y in down if not 0 <= y <= drawing.height] == []


@pytest.mark.parametrize("draw", [bars, columns, points])
def test_nothing_at_all_draws_no_shape(draw):
    drawing = draw([], TWO)

    assert (drawing.boxes, drawing.dots) == ((), ())


def test_a_line_breaks_where_nothing_is_known():
    items = [Item(str(n), (value, None)) for n, value in enumerate([2, 4, None, 1])]
    drawing = points(items, TWO, "{:,} hours")

    drawn = [line for line in drawing.lines if line.css == "chart-line good"]
    assert [(line.x1, line.y1, line.x2, line.y2) for line in drawn] == [
        ("16.000%", 114, "40.000%", 24)
    ]
    assert [(dot.x, dot.y) for dot in drawing.dots] == [
        ("16.000%", 114),
        ("40.000%", 24),
        ("88.000%", 159),
    ]
    assert drawing.dots[0].said == "0, one: 2 hours"
    assert words(drawing, "chart-tick") == ["1 hours", "2 hours", "3 hours", "4 hours"]


@pytest.mark.parametrize(
    ("weeks", "width", "labels"), [(1, 46, 1), (26, 1196, 13), (105, 2100, 12)]
)
def test_many_columns_keep_a_width_and_a_few_labels(weeks, width, labels):
    drawing = columns([Item(str(n), (1, 1)) for n in range(weeks)], TWO)

    assert (drawing.width, len(words(drawing, "chart-label"))) == (width, labels)


def test_so_many_columns_that_their_numbers_would_touch_have_none():
    drawing = columns([Item(str(n), (1, 1)) for n in range(27)], TWO)

    assert words(drawing, "chart-number") == []


@pytest.mark.parametrize(
    ("most", "apart"), [(0, 1), (1, 1), (4, 1), (5, 2), (8, 2), (9, 5), (21, 10), (70_000, 20_000)]
)
def test_a_scale_has_four_lines_at_most_of_round_numbers(most, apart):
    assert step(most) == apart


def test_a_long_label_is_cut_to_what_a_phone_shows():
    drawing = bars([Item("x" * 300, (1, 0))], TWO)

    assert words(drawing, "chart-label") == ["x" * 33 + "…"]
    assert shortened("a short one") == "a short one"
