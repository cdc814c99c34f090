"""Figures are drawn without a network, carry their data, and show every economy."""

import base64
import json
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from deals.kit.errors import InputError, UnknownNameError
from deals.page.chart import MIME, SCHEMA, Chart
from deals.page.shapes import outlines, places
from deals.page.shares import BARRED, HOME
from deals.proposal import Proposal
from deals.proposal.figures.accessible import REGIONS, access_map
from deals.proposal.figures.exchange import gives_and_gains
from deals.proposal.figures.signing import calendar
from tests.proposal.small import HOSTILE, only, repeated
from tests.wide import WIDEST, width_of

DRAWN = {"gives and gains": gives_and_gains, "access map": access_map, "calendar": calendar}
MOST_ACROSS = 900
"""Pixels, with names as long as they are shown."""
MISSING = {"BHR", "HKG", "MAC", "MLT", "SGP"}
"""Places that matter here and have no outline at this scale."""


@pytest.fixture(scope="session")
def charts(proposal: Proposal) -> dict[str, Chart]:
    return {name: draw(proposal) for name, draw in DRAWN.items()}


@pytest.fixture(params=DRAWN)
def chart(request: pytest.FixtureRequest, charts: dict[str, Chart]) -> Chart:
    return charts[request.param]


@pytest.fixture
def world(charts: dict[str, Chart]) -> Chart:
    return charts["access map"]


def decoded(png: bytes) -> tuple[int, int, int]:
    """Width and height of a PNG and the number of bytes of its pixels, from the chunks themselves."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    place, pixels = 8, b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + body)
        pixels += body if kind == b"IDAT" else b""
        place += 12 + length
    return width, height, len(zlib.decompress(pixels))


def texts(spec: Any) -> list[str]:
    """Every string in a specification."""
    if isinstance(spec, dict):
        return [text for value in spec.values() for text in texts(value)]
    if isinstance(spec, list):
        return [text for value in spec for text in texts(value)]
    return [spec] if isinstance(spec, str) else []


def test_a_notebook_gets_vega_lite_5_and_a_picture(chart: Chart) -> None:
    """Offline JupyterLab draws the first; exported and untrusted notebooks show the second."""
    bundle = chart._repr_mimebundle_()
    assert {MIME, "image/png"} <= set(bundle)
    assert bundle[MIME]["$schema"] == SCHEMA
    width, height, size = decoded(base64.b64decode(bundle["image/png"]))
    assert MOST_ACROSS > width > 500
    assert height > 150
    assert size >= height * width / 2, "one index a pixel, in four bits at least"
    json.dumps(bundle[MIME], allow_nan=False)


def test_nothing_is_fetched(chart: Chart) -> None:
    """The name of the language is an identifier; besides it no address stands in a chart, and all data are inside."""
    spec = {key: value for key, value in chart.spec.items() if key != "$schema"}
    assert not [text for text in texts(spec) if re.search(r"(https?:)?//|\burl\(", text)]
    assert '"url"' not in json.dumps(spec)


def test_the_same_chart_has_a_light_and_a_dark_face(chart: Chart) -> None:
    assert chart.svg() != chart.svg(dark=True)
    assert "#333" in chart.svg(dark=True)


def test_a_hostile_name_is_text_in_a_drawing(chart: Chart) -> None:
    assert "<img" not in chart.svg()


@pytest.mark.parametrize("ending", ["png", "svg", "pdf", "json"])
def test_a_chart_is_saved_as_its_name_says(charts: dict[str, Chart], tmp_path: Path, ending: str) -> None:
    starts = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF", "json": b"{"}
    path = charts["calendar"].save(tmp_path / f"calendar.{ending}")
    assert path.read_bytes().startswith(starts[ending])


def test_an_unknown_format_is_refused(proposal: Proposal, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.json, \.pdf, \.png, \.svg"):
        calendar(proposal).save(tmp_path / "calendar.gif")
    assert not list(tmp_path.iterdir())


def test_bars_of_a_partner_add_up_to_its_net_gain(proposal: Proposal) -> None:
    data = gives_and_gains(proposal).data
    for side, column in (("United States", "us_gain"), ("Partner", "partner_gain")):
        sums = data[data["side"] == side].groupby("partner")["worth"].sum()
        assert sums.to_dict() == pytest.approx(proposal.summary[column].to_dict(), abs=1e-9)


def test_a_dollar_is_as_long_to_the_left_as_to_the_right(proposal: Proposal) -> None:
    lengths = []
    for panel in gives_and_gains(proposal).spec["hconcat"]:
        low, high = panel["layer"][0]["encoding"]["x"]["scale"]["domain"]
        lengths.append(panel["width"] / (high - low))
    assert lengths[0] == pytest.approx(lengths[1])


def test_partners_beyond_the_first_are_summed_and_none_is_lost(proposal: Proposal) -> None:
    many = repeated(proposal, "SAU", 30)
    data = gives_and_gains(many).data
    assert set(data["partner"]) == {*(f"X{i:02}" for i in range(20)), "other"}
    assert "10 other partners" in set(data["name"])
    kept = data.loc[data["side"] == "United States", "worth"].sum()
    assert kept == pytest.approx(many.summary["us_gain"].sum())


@pytest.mark.parametrize("name", DRAWN)
def test_a_plan_without_deals_can_be_drawn(proposal: Proposal, name: str) -> None:
    """Where nobody signs, the answer is an empty figure and not a failure."""
    assert DRAWN[name](only(proposal, ())).svg().startswith("<svg")


def test_the_map_covers_every_economy(world: Chart) -> None:
    """Each of the 199 has an outline or a point, and stands in the chart's data once."""
    from deals.world.load import data_folder

    known = {line.split(",")[0] for line in (data_folder() / "countries.csv").read_text().splitlines()[1:]}
    outlined = {feature["properties"]["iso3"] for feature in outlines()["objects"]["countries"]["geometries"]}
    table = places()
    assert set(table.index) == known
    assert len(known) == 199
    assert set(table.index[table["drawn_as"] == "outline"]) == outlined & known
    assert set(table.index[table["drawn_as"] == "point"]) >= MISSING
    assert {"XKX", "TWN", "PSE"} <= outlined
    data = world.data
    assert sorted(data["iso3"]) == sorted(known)
    assert data["longitude"].notna().all()


def test_points_lie_where_their_economies_are() -> None:
    table = places()
    for code, (longitude, latitude) in {"SGP": (103.8, 1.4), "BHR": (50.5, 26.0), "FJI": (178, -17.8)}.items():
        assert table.loc[code, "longitude"] == pytest.approx(longitude, abs=0.2)
        assert table.loc[code, "latitude"] == pytest.approx(latitude, abs=0.2)


def test_status_comes_before_share_on_the_map(world: Chart) -> None:
    shades = world.data.set_index("iso3")["shade"]
    assert shades["USA"] == HOME
    assert shades["CHN"] == shades["KHM"] == BARRED
    assert shades["EGY"].endswith("%")


def test_a_signed_deal_without_chips_is_on_the_map(world: Chart) -> None:
    """Cambodia may have no chips, and yet signs: it has a ring on its barred outline."""
    data = world.data.set_index("iso3")
    assert data.loc["KHM", "signed"]
    assert data.loc["KHM", "shade"] == BARRED


def test_the_caption_takes_no_position_on_borders(world: Chart) -> None:
    caption = " ".join(world.spec["title"]["subtitle"])
    assert "imply no position" in caption
    assert "Natural Earth" in caption


@pytest.mark.parametrize("region", sorted(set(REGIONS) - {"world"}))
def test_regions_name_their_disks(proposal: Proposal, region: str) -> None:
    drawn = access_map(proposal, region)
    assert "United Arab Emirates" in drawn.svg() if region == "Gulf" else region in drawn.svg()


@pytest.mark.parametrize("region", REGIONS)
def test_maps_fit_a_notebook_with_a_short_title_and_say_what_the_totals_are_of(proposal: Proposal, region: str) -> None:
    """The title of the largest part went over the edge of the map, and totals of the world seemed those of the part."""
    drawn = access_map(proposal, region)
    assert width_of(drawn) < WIDEST
    assert drawn.spec["title"]["text"].startswith("Access to chips")
    assert len(drawn.spec["title"]["text"]) < 50
    assert drawn.spec["title"]["subtitle"][0].startswith("In the whole world: ") == (region != "world")


def test_an_unknown_region_is_refused(proposal: Proposal) -> None:
    with pytest.raises(UnknownNameError, match="Gulf"):
        proposal.access_map("gulf")


@pytest.mark.parametrize("question", ["gives_and_gains", "access_map", "calendar"])
def test_a_proposal_answers_with_a_table_and_a_figure(proposal: Proposal, question: str) -> None:
    answer = getattr(proposal, question)()
    assert len(answer.table)
    assert isinstance(answer.chart(), Chart)


def test_the_calendar_adds_up_to_the_deals(proposal: Proposal) -> None:
    data = calendar(proposal).data
    assert data["period"].min() == "2025H2"
    sums = data.groupby("partner")["chips_kh"].sum()
    assert sums.to_dict() == pytest.approx(proposal.summary["chips_kh"].to_dict())
    assert (data[data["state"] == "signing"].groupby("partner").size() == 1).all()
    assert HOSTILE in set(data["name"])
