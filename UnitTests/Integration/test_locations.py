# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says of a place: raw and fused box, ledger of checks, sightings, two Gaussians."""
import math

import pytest

from model_server import Answer, finding, reply_with
from model_world import (
    COLUMNS,
    ROWS,
    SQUARE,
    Backend,
    ModelWorld,
    assert_on_square,
    edges_of_square,
    see_square,
)

ELSEWHERE = [100, 80, 300, 220]  # a dark corner, in thousandths
CENTRE = ((SQUARE[1] + SQUARE[3] - 1) / 2, (SQUARE[0] + SQUARE[2] - 1) / 2)  # column, row


def is_zoom(request):
    return any("magnified part" in text for text in request.texts)


def err_at_first(request):
    """The full view is read 30 px too far to the left, the magnified parts are read exactly."""
    if is_zoom(request):
        return see_square(request)
    top, left, bottom, right = (1000 * edge for edge in edges_of_square(request.images()[0]))
    box = [top, left - 150, bottom, right - 150]
    return Answer(reply_with(finding("Bright square", [round(edge) for edge in box])))


def invent(request):
    """Something in a dark corner, which nobody sees again."""
    top, left, bottom, right = (1000 * edge for edge in edges_of_square(request.images()[0]))
    square = finding("Bright square", [round(edge) for edge in (top, left, bottom, right)])
    if is_zoom(request) or invent.asked:
        return Answer(reply_with(square))
    invent.asked = True
    return Answer(reply_with(square, finding("Bright square", ELSEWHERE)))


invent.asked = False

BACKENDS = {
    "exact": Backend(see_square, {"Calls": 4}),
    "erring": Backend(err_at_first, {"Calls": 4}),
    "inventing": Backend(invent, {"Calls": 4}),
    "once": Backend(see_square, {"Calls": 1}),
    "measured": Backend(err_at_first, {"Calls": 1, "LocationErrorPx512": 2}),
}


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    made = ModelWorld(tmp_path_factory.mktemp("locations"), BACKENDS).start()
    yield made
    made.close()


def check_of(lesion, name):
    (found,) = [one for one in lesion["Verification"]["Checks"] if one["Name"] == name]
    return found


def holds(gaussian, mass, point):
    """Whether the point lies in the ellipse of that mass: chi-square(2) is exponential."""
    (cc, cr), (_, rr) = gaussian["Covariance"]
    column, row = (there - mean for there, mean in zip(point, gaussian["Mean"]))
    squared = (rr * column**2 - 2 * cr * column * row + cc * row**2) / (cc * rr - cr**2)
    return squared <= -2 * math.log(1 - mass)


def test_an_exact_model_stays_exact_and_is_verified(world):
    (lesion,) = world.analyze("exact").report["Findings"]
    assert lesion["Verification"]["Status"] == "Verified"
    assert lesion["Location"]["Mean"] == pytest.approx(CENTRE, abs=1)
    assert_on_square(lesion["RawBox"])
    assert_on_square(lesion["Box"], tolerance=2)
    assert len(lesion["Verification"]["Sightings"]) == lesion["Verification"]["Looks"] == 3


def test_a_place_that_was_read_wrong_is_moved_and_says_so(world):
    outcome = world.analyze("erring")
    (lesion,) = outcome.report["Findings"]
    verification = lesion["Verification"]
    assert verification["Status"] == "Adjusted", verification
    assert lesion["RawBox"]["Left"] == pytest.approx(SQUARE[1] - 0.5 - 30, abs=1)
    assert lesion["Location"]["Mean"] == pytest.approx(CENTRE, abs=3)
    assert verification["ShiftPx"] == pytest.approx(30, abs=3)
    readings = outcome.readings["Readings"]
    for sighting in verification["Sightings"]:
        stated = readings[sighting["Reading"]]["Findings"][0]["Box"]
        assert sighting["Box"] == pytest.approx(stated)
    assert all(one["Detail"].endswith(".") for one in verification["Checks"])


def test_the_location_ellipses_hold_the_truth_and_grow_with_their_mass(world):
    for name in ("exact", "erring"):
        (lesion,) = world.analyze(name).report["Findings"]
        location = lesion["Location"]
        assert holds(location, 0.95, CENTRE)
        ellipses = location["CredibleEllipses"]
        assert [one["Mass"] for one in ellipses] == [0.5, 0.9, 0.95]
        axes = [one["SemiAxesPx"][0] for one in ellipses]
        assert axes == sorted(axes)
        # The lesion is 40 x 36 px; how well its centre is known is another thing.
        assert lesion["CredibleEllipses"][2]["SemiAxesPx"][0] > 3 * axes[2]


def test_what_no_further_look_sees_is_not_trusted(world):
    report = world.analyze("inventing").report
    (trusted,) = report["Findings"][:1]
    assert trusted["Verification"]["Status"] == "Verified"
    others = report["Findings"][1:] + report["Rejected"]
    (invented,) = others
    assert invented["Verification"]["Status"] in ("Unverified", "Rejected")
    assert not check_of(invented, "ReadingsAgree")["Passed"]
    total = sum(one["Gaussian"]["Weight"] for one in report["Findings"])
    assert total + report["Images"][0]["BackgroundWeight"] == pytest.approx(1)


def test_one_reading_is_unverified_and_its_uncertainty_wide(world):
    (lesion,) = world.analyze("once").report["Findings"]
    assert lesion["Verification"]["Status"] == "Unverified"
    assert "one reading only" in check_of(lesion, "ReadingsAgree")["Detail"]
    assert min(lesion["Location"]["CredibleEllipses"][2]["SemiAxesPx"]) > 5


def test_a_model_whose_error_was_measured_small_is_believed(world):
    (lesion,) = world.analyze("measured").report["Findings"]
    assert lesion["Location"]["Mean"][0] == pytest.approx(CENTRE[0] - 30, abs=1)
    diagonal = math.hypot(COLUMNS, ROWS)
    widest = lesion["Location"]["CredibleEllipses"][2]["SemiAxesPx"][0]
    told = 2 / 724 * diagonal / 1.2533  # a Rayleigh mean is 1.2533 deviations
    ambiguity = 0.02 * 36  # of the shorter side: what the centre of a lesion is
    assert widest == pytest.approx(2.4477 * math.hypot(told, ambiguity), rel=0.1)


def test_the_text_says_how_well_the_place_is_known(world):
    outcome = world.analyze("erring")
    identifier = outcome.report["OrthancId"]
    text = world.orthanc.get(f"/instances/{identifier}/vlm/report?format=text").text
    assert "Adjusted" in text and "95 %" in text
