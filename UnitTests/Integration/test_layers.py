# SPDX-License-Identifier: GPL-3.0-or-later
"""GET /instances/{id}/vlm/layers/{name}: PNGs that another library can read."""
import io

import numpy as np
import pytest
from PIL import Image

from dicom_objects import blob_picture, lesion_picture, picture_object, series_of, to_bytes
from http_errors import assert_error

PICTURES = ["original", "annotated", "heatmap"]
SHEETS = ["comparison", "statistics", "illustration"]
LAYERS = PICTURES + SHEETS


def layer(server, instance, name, query=""):
    answer = server.get(f"/instances/{instance}/vlm/layers/{name}{query}")
    assert answer.status_code == 200, f"{answer.status_code}: {answer.text[:300]}"
    assert answer.headers["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.format == "PNG"
    picture.load()
    return picture


@pytest.fixture(scope="module")
def analysed(shared_orthanc):
    """A picture of 96 rows and 120 columns with one lesion, analysed."""
    pixels = lesion_picture(96, 120)
    instance = shared_orthanc.post_instance(to_bytes(picture_object("US", pixels)))["ID"]
    report = shared_orthanc.wait_report("instances", instance)
    assert report["Findings"]
    return instance, report, pixels


def test_the_original_is_the_stored_picture(orthanc, analysed):
    picture = layer(orthanc, analysed[0], "original")
    assert picture.size == (120, 96)
    difference = np.abs(np.asarray(picture.convert("L")).astype(int) - analysed[2])
    assert difference.max() <= 1  # 8 bits without a window: see test_pixels for the window


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("width", [16, 100, 512, 1000])
def test_a_picture_has_the_width_asked_for_and_the_pictures_aspect(orthanc, analysed, name, width):
    picture = layer(orthanc, analysed[0], name, f"?width={width}")
    assert picture.size[0] == width
    assert picture.size[1] == pytest.approx(width * 96 / 120, abs=1)


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("width", [16, 300, 1000])
def test_a_sheet_has_the_width_asked_for(orthanc, analysed, name, width):
    assert layer(orthanc, analysed[0], name, f"?width={width}").size[0] == width
    assert layer(orthanc, analysed[0], name).size[0] == 1600


@pytest.mark.parametrize("name", SHEETS + ["annotated", "heatmap"])
def test_themes_and_languages_look_different(orthanc, analysed, name):
    dark = layer(orthanc, analysed[0], name, "?theme=dark")
    assert dark == layer(orthanc, analysed[0], name)
    assert dark != layer(orthanc, analysed[0], name, "?theme=light")
    assert dark != layer(orthanc, analysed[0], name, "?language=zh-CN")
    assert dark == layer(orthanc, analysed[0], name, "?language=de"), "de reads English"


@pytest.mark.parametrize("name", SHEETS)
def test_a_light_sheet_is_white_paper_and_a_dark_one_is_not(orthanc, analysed, name):
    light = layer(orthanc, analysed[0], name, "?theme=light").convert("RGB")
    assert light.getpixel((2, 2)) == (255, 255, 255)
    assert max(layer(orthanc, analysed[0], name).convert("RGB").getpixel((2, 2))) < 40


@pytest.mark.parametrize("name", ["annotated", "heatmap"])
def test_drawn_layers_differ_from_the_original(orthanc, analysed, name):
    original = layer(orthanc, analysed[0], "original", "?width=512").convert("RGB")
    drawn = layer(orthanc, analysed[0], name, "?width=512").convert("RGB")
    assert np.any(np.asarray(original) != np.asarray(drawn))
    assert drawn.size[0] >= 512


def test_the_annotation_is_where_the_finding_is(orthanc, analysed):
    """Most coloured pixels (grey pictures have none) lie near the finding or in its caption."""
    _, report, _ = analysed
    drawn = np.asarray(
        layer(orthanc, analysed[0], "annotated", "?width=960&finding=0").convert("RGB")
    )
    colourful = drawn.max(axis=2).astype(int) - drawn.min(axis=2) > 40
    column, row = (8 * (c + 0.5) for c in report["Findings"][0]["Gaussian"]["Mean"])
    box = report["Findings"][0]["Box"]
    reach = 8 * max(box["Width"], box["Height"]) * 1.5 + 40
    rows, columns = np.nonzero(colourful)
    near = (np.abs(rows - row) < reach) & (np.abs(columns - column) < reach)
    assert len(rows) and near.any()


def test_one_finding_can_be_drawn_alone(orthanc, analysed):
    layer(orthanc, analysed[0], "annotated", "?finding=0")
    body = assert_error(
        orthanc.get(f"/instances/{analysed[0]}/vlm/layers/annotated?finding=99"), 400
    )
    assert "finding" in body["Message"].lower() and "99" in body["Message"]


@pytest.mark.parametrize(
    "query",
    [
        "width=0",
        "width=15",
        "width=8193",
        "width=-5",
        "width=abc",
        "width=1e3",
        "width=",
        "width=99999999999999999999",
        "frame=-1",
        "frame=1",
        "frame=abc",
        "frame=99999999999",
        "finding=-1",
        "finding=abc",
        "theme=red",
        "language=a_b",
        "color=red",
    ],
)
@pytest.mark.parametrize("name", LAYERS)
def test_wrong_parameters_are_refused(orthanc, analysed, name, query):
    answer = orthanc.get(f"/instances/{analysed[0]}/vlm/layers/{name}?{query}")
    # A frame that could exist but was not analysed has no drawing.
    body = assert_error(answer, 400, *([404] if query == "frame=1" else []))
    assert query.split("=")[0].lower() in body["Message"].lower()


@pytest.mark.parametrize("name", ["nonsense", "Original", "original.png", "original%20", "a" * 300])
def test_an_unknown_layer_is_not_found(orthanc, analysed, name):
    assert_error(orthanc.get(f"/instances/{analysed[0]}/vlm/layers/{name}"), 404)


def test_an_unknown_instance_has_no_layers(orthanc):
    for name in LAYERS:
        path = f"/instances/11111111-22222222-33333333-44444444-55555555/vlm/layers/{name}"
        assert_error(orthanc.get(path), 404)


def test_before_any_analysis_there_is_an_original_only(orthanc):
    stored = orthanc.post_instance(to_bytes(picture_object("OT")))
    layer(orthanc, stored["ID"], "original")
    for name in LAYERS[1:]:
        assert_error(orthanc.get(f"/instances/{stored['ID']}/vlm/layers/{name}"), 404)


def test_each_frame_has_its_own_picture(orthanc):
    frames = np.stack([np.full((40, 50), 40 * index + 20, np.uint8) for index in range(4)])
    frames[:, :2, :2], frames[:, 2:4, :2] = 0, 255
    ds = picture_object("US multi-frame", frames)
    stored = orthanc.post_instance(to_bytes(ds))
    for index in range(4):
        picture = np.asarray(
            layer(orthanc, stored["ID"], "original", f"?frame={index}").convert("L")
        )
        assert abs(int(picture[20, 25]) - (40 * index + 20)) <= 1
    assert_error(orthanc.get(f"/instances/{stored['ID']}/vlm/layers/original?frame=4"), 400)


def test_slices_of_an_analysed_series_have_layers(orthanc):
    stored = [orthanc.post_instance(to_bytes(ds)) for ds in series_of("MR", 2)]
    orthanc.wait_report("series", stored[0]["ParentSeries"])
    for name in LAYERS:
        assert layer(orthanc, stored[1]["ID"], name).size[0] >= 48


def test_pixels_that_are_not_square_are_drawn_in_their_true_shape(orthanc):
    ds = picture_object("US", blob_picture(100, 100), PixelSpacing=[2, 1])
    stored = orthanc.post_instance(to_bytes(ds))
    orthanc.wait_report("instances", stored["ID"])
    width, height = layer(orthanc, stored["ID"], "annotated", "?width=512").size
    assert height == pytest.approx(2 * width, rel=0.02)


def test_the_samples_have_all_layers(orthanc, samples):
    for paths in samples.values():
        stored = orthanc.post_instance(paths[len(paths) // 2].read_bytes())
        assert orthanc.analyze_now("instances", stored["ID"]).status_code == 200
        for name in LAYERS:
            assert layer(orthanc, stored["ID"], name).size[0] >= 256


@pytest.mark.parametrize("name", LAYERS)
def test_who_has_the_picture_is_not_sent_it_again(orthanc, analysed, name):
    path = f"/instances/{analysed[0]}/vlm/layers/{name}"
    tag = orthanc.get(path).headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = orthanc.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == tag
    assert orthanc.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert orthanc.get(path + "?width=400").headers["ETag"] != tag
    assert orthanc.get(path + "?theme=light").headers["ETag"] != tag


def test_a_new_report_changes_the_tag(orthanc):
    stored = orthanc.post_instance(to_bytes(picture_object("US", lesion_picture())))
    path = f"/instances/{stored['ID']}/vlm/layers/annotated"
    orthanc.wait_report("instances", stored["ID"])
    tag = orthanc.get(path).headers["ETag"]
    assert orthanc.analyze_now("instances", stored["ID"], Force=True).status_code == 200
    assert orthanc.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_series_has_a_plate_of_its_key_images(orthanc, samples):
    stored = [orthanc.post_instance(path.read_bytes()) for path in samples["CT"]]
    series = stored[0]["ParentSeries"]
    orthanc.wait_report("series", series)
    path = f"/series/{series}/vlm/layers/illustration"
    answer = orthanc.get(path + "?width=1200")
    assert answer.status_code == 200, answer.text[:300]
    assert Image.open(io.BytesIO(answer.content)).size[0] == 1200
    tag = answer.headers["ETag"]
    assert orthanc.get(path + "?width=1200", headers={"If-None-Match": tag}).status_code == 304
    assert_error(orthanc.get(f"/series/{series}/vlm/layers/annotated"), 404)
    assert_error(orthanc.get(path + "?finding=0"), 400)


def test_a_series_that_was_not_analysed_has_no_plate(fresh_orthanc):
    server = fresh_orthanc(vlm={"AnalyzeOnStore": False})
    stored = server.post_instance(to_bytes(picture_object("MR")))
    assert_error(server.get(f"/series/{stored['ParentSeries']}/vlm/layers/illustration"), 404)
