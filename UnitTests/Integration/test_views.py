# SPDX-License-Identifier: GPL-3.0-or-later
"""What a model is shown: several images, full views, mirrored and magnified ones, CT windows."""
import numpy
import pytest
from PIL import Image

from dicom_objects import picture_object
from model_server import Answer, finding, reply_with
from model_world import (
    SQUARE,
    Backend,
    ModelWorld,
    assert_on_square,
    edges_of_square,
    see_square,
    square_object,
)

PNG = {"ImageFormat": "Png"}  # exact, so that pictures can be compared
HOUNSFIELD = [-1024, -135, 0, 20, 40, 60, 80, 215, 600]  # of vertical stripes
STRIPE = 24


def see_last_image(request):
    """A finding on the last of the images."""
    images = request.images()
    box = [round(edge * 1000) for edge in edges_of_square(images[-1])]
    return Answer(reply_with(finding("Bright square", box, image=len(images) - 1)))


BACKENDS = {
    **{f"calls-{calls}": Backend(see_square, {"Calls": calls, **PNG}) for calls in (1, 3, 6, 7)},
    "normal": Backend(Answer(reply_with()), {"Calls": 6}),
    "series": Backend(see_last_image, PNG),
    "small": Backend(see_square, {"MaxImageSize": 100, **PNG}),
    "padded": Backend(see_square, {"PadToSquare": True, **PNG}),
    "jpeg": Backend(see_square),
    "windows": Backend(Answer(reply_with()), {"CtWindow": "Presets", "Calls": 3, **PNG}),
    "as-stored": Backend(Answer(reply_with()), {"CtWindow": "AsStored", **PNG}),
    "rgb": Backend(Answer(reply_with()), {"CtWindow": "ThreeWindowsRgb", **PNG}),
}


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    made = ModelWorld(tmp_path_factory.mktemp("views"), BACKENDS).start()
    yield made
    made.close()


def grey(picture):
    return numpy.asarray(picture.convert("L")).astype(float)


# Full views, and the closer looks that the rest of the budget is spent on, until three readings
# agree so well that the place is known.
@pytest.mark.parametrize("calls, full, zooms", [(1, 1, 0), (3, 1, 2), (6, 2, 1), (7, 2, 1)])
def test_the_budget_of_calls_is_spent_on_full_views_and_zooms(world, calls, full, zooms):
    outcome = world.analyze(f"calls-{calls}")
    assert len(outcome.requests) == outcome.report["Usage"]["Requests"] == full + zooms
    assert outcome.report["Model"]["Readings"] == full + zooms <= calls
    names = [reading["View"] for reading in outcome.readings["Readings"]]
    assert [name.split(",")[0] for name in names] == ["full view"] * full + ["zoom"] * zooms
    for reading in outcome.readings["Readings"]:
        assert_on_square(reading["Findings"][0]["Box"], tolerance=1.0)
    (lesion,) = outcome.report["Findings"]
    assert_on_square(lesion["Box"], tolerance=2.0)
    assert lesion["Verification"]["Status"] == ("Unverified" if calls == 1 else "Verified")


def test_where_nothing_is_suspected_nothing_is_magnified(world):
    outcome = world.analyze("normal")
    assert len(outcome.requests) == 2 and outcome.report["NoAbnormality"] is True


def test_the_second_view_is_mirrored_and_its_boxes_are_not(world):
    requests = world.analyze("calls-6").requests[:2]
    first, second = (grey(request.images()[0]) for request in requests[:2])
    unmirrored = numpy.fliplr(second)
    # Brightness may differ between views, order of brightness may not.
    assert numpy.corrcoef(first.ravel(), unmirrored.ravel())[0, 1] > 0.99
    assert numpy.corrcoef(first.ravel(), second.ravel())[0, 1] < 0.5
    _, left, _, right = edges_of_square(requests[1].images()[0])
    assert (left, right) == pytest.approx((1 - SQUARE[3] / 200, 1 - SQUARE[1] / 200), abs=0.005)
    assert not any(
        "mirror" in text.lower() for text in requests[1].texts
    )  # an unbiased second look


def test_a_zoom_is_a_magnified_part_of_the_picture(world):
    top, left, bottom, right = 100, 300, 120, 330
    large = numpy.tile(numpy.linspace(20, 90, 500), (300, 1))
    large[top:bottom, left:right] = 230
    window = {"WindowCenter": "128", "WindowWidth": "256"}
    large = picture_object("MR", large.astype(numpy.uint8), **window)
    outcome = world.analyze("calls-3", world.store(large))
    readings = outcome.readings["Readings"]
    requests = outcome.requests[-len(readings) :]
    whole = requests[0].images()[0].convert("L")
    sides = []
    for reading, request in list(zip(readings, requests))[1:]:
        region = reading["Region"]
        first = region["Left"] + 0.5, region["Top"] + 0.5
        box = [*map(round, (*first, first[0] + region["Width"], first[1] + region["Height"]))]
        sent = request.images()[0].convert("L")
        assert max(sent.size) >= 512
        expected = whole.crop(box).resize(sent.size, Image.BICUBIC)
        is_mirrored = "mirrored" in reading["View"]
        shown = numpy.fliplr(grey(sent)) if is_mirrored else grey(sent)
        assert numpy.abs(grey(expected) - shown).mean() < 2
        sides.append(box[2] - box[0])
        assert box[0] < left < right < box[2] and box[1] < top < bottom < box[3]
    assert sides[1] <= sides[0] <= 250  # coarse to fine
    assert [("mirrored" in reading["View"]) for reading in readings] == [False, False, True]


@pytest.mark.parametrize(
    "name, size", [("small", (100, 60)), ("padded", (200, 200)), ("jpeg", (200, 120))]
)
def test_the_size_and_shape_of_what_is_sent_do_not_move_boxes(world, name, size):
    outcome = world.analyze(name)
    (picture,) = outcome.requests[0].images()
    assert picture.size == size and picture.format == ("JPEG" if name == "jpeg" else "PNG")
    assert_on_square(outcome.report["Findings"][0]["RawBox"], tolerance=1.0)


def test_the_images_of_a_series_are_one_request(world):
    first = square_object()
    objects = []
    for index in range(3):
        square = (10 + 20 * index, 20 + 40 * index, 40 + 20 * index, 60 + 40 * index)
        position = [0, 0, 5.0 * index]
        one = square_object("MR", square, InstanceNumber=str(index), ImagePositionPatient=position)
        one.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
        one.PatientID, one.StudyInstanceUID = first.PatientID, first.StudyInstanceUID
        one.SeriesInstanceUID = first.SeriesInstanceUID
        objects.append(one)
    instance = world.store(*objects)
    series = world.orthanc.json(f"/instances/{instance}/series")["ID"]
    outcome = world.analyze("series", series, "series")
    (request,) = outcome.requests
    tops = [edges_of_square(image)[0] * 120 for image in request.images()]
    assert tops == pytest.approx([10, 30, 50], abs=1)  # in the order of the slices
    (lesion,) = outcome.report["Findings"]
    assert lesion["Image"] == 2 and len(outcome.report["Images"]) == 3
    assert outcome.report["Images"][2]["SOPInstanceUID"] == objects[2].SOPInstanceUID
    assert_on_square(lesion["RawBox"], square)
    assert outcome.readings["Readings"][0]["Images"] == [0, 1, 2]


def head_ct():
    """Vertical stripes of known density; stored as HU + 1024, with a window of its own."""
    row = numpy.repeat(HOUNSFIELD, STRIPE) + 1024
    values = numpy.tile(row, (120, 1)).astype(numpy.uint16)
    window = {"WindowCenter": "300", "WindowWidth": "2000"}
    return picture_object(
        "CT", values, BodyPartExamined="HEAD", RescaleIntercept="-1024", RescaleSlope="1", **window
    )


def shown(hounsfield, centre, width):
    """PS3.3 C.11.2.1.2.1, to 0..255."""
    value = ((hounsfield - (centre - 0.5)) / (width - 1) + 0.5) * 255
    return min(max(value, 0), 255)


def assert_window(channel, centre, width):
    middles = [int(channel[60, STRIPE * index + STRIPE // 2]) for index in range(len(HOUNSFIELD))]
    assert middles == pytest.approx([shown(one, centre, width) for one in HOUNSFIELD], abs=3.3)


def test_ct_is_shown_in_windows_of_its_body_part(world):
    outcome = world.analyze("windows", world.store(head_ct()))
    pictures = [numpy.asarray(request.images()[0].convert("L")) for request in outcome.requests]
    assert_window(pictures[0], 40, 80)  # brain
    assert_window(numpy.fliplr(pictures[1]), 75, 215)  # subdural
    names = [reading["View"] for reading in outcome.readings["Readings"]]
    assert "brain" in names[0] and "subdural" in names[1]


def test_ct_may_be_shown_as_stored(world):
    outcome = world.analyze("as-stored", world.store(head_ct()))
    assert_window(numpy.asarray(outcome.requests[0].images()[0].convert("L")), 300, 2000)


def test_ct_may_be_shown_as_three_windows_in_colour(world):
    outcome = world.analyze("rgb", world.store(head_ct()))
    colours = numpy.asarray(outcome.requests[0].images()[0].convert("RGB"))
    # MedGemma's: wide -1024..1024, soft tissue -135..215, brain 0..80.
    for channel, (low, high) in enumerate([(-1024, 1024), (-135, 215), (0, 80)]):
        assert_window(colours[..., channel], (low + high) / 2, high - low)
