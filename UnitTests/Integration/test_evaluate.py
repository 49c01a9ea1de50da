# SPDX-License-Identifier: GPL-3.0-or-later
"""The command-line tool vlm-evaluate: simulated, offline and configured models, and wrong input."""
import csv
import json
import math
import os
import pathlib
import subprocess

import numpy
import pytest
from PIL import Image

from dicom_objects import picture_object, to_bytes
from model_server import Answer, ModelServer, finding, reply_with
from orthanc_server import ROOT, free_port, plugin_path

SHARED = ROOT.parent / "shared" / "data" / "truth.json"
FIXED_KEYS = (
    "Images Normals Findings MeanErrorPx512 MedianErrorPx512 PointingAccuracy MeanIoU Coverage95 "
    "TrueKept HallucinationsKept FalsePerNormal CallsPerImage MsPerImage"
).split()
SIDE, RADIUS = 256, 16


def tool():
    if os.environ.get("VLM_EVALUATE"):
        return pathlib.Path(os.environ["VLM_EVALUATE"])
    plugin = plugin_path()
    return plugin.parent / "Evaluation" / "vlm-evaluate" if plugin else None


@pytest.fixture(scope="module")
def evaluate():
    binary = tool()
    if binary is None or not binary.exists():
        pytest.fail("vlm-evaluate is not built: cmake --preset dev && cmake --build --preset dev")

    def run(*arguments, status=0, **environment):
        done = subprocess.run(
            [str(binary), *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, **environment},
        )
        assert done.returncode == status, done.stderr
        return done

    return run


def disc_picture(column, row):
    rows, columns = numpy.mgrid[0:SIDE, 0:SIDE]
    noise = numpy.random.default_rng(5).integers(60, 80, (SIDE, SIDE))
    is_disc = (columns - column) ** 2 + (rows - row) ** 2 <= RADIUS**2
    return numpy.where(is_disc, 200, noise).astype(numpy.uint8)


def disc_finding(column, row):
    return {"cx": column, "cy": row, "rx": RADIUS, "ry": RADIUS}


@pytest.fixture
def truth(tmp_path):
    """Twelve bright discs of two sources, one of them as DICOM, and three pictures without any."""
    entries = []
    for i in range(12):
        column, row = 60 + 12 * i, 190 - 11 * i
        name = f"{'one' if i % 2 else 'two'}_{i}.png"
        Image.fromarray(disc_picture(column, row)).save(tmp_path / name)
        entries.append(
            {"file": name, "modality": "MR", "width": SIDE, "height": SIDE,
             "findings": [disc_finding(column, row)]}
        )
    dicom = picture_object("MR", disc_picture(100, 90), PixelSpacing=[0.5, 0.5])
    (tmp_path / "one_dicom.dcm").write_bytes(to_bytes(dicom))
    entries.append({"file": "one_dicom.dcm", "findings": [disc_finding(100, 90)]})
    for i in range(3):
        Image.fromarray(disc_picture(-100, -100)).save(tmp_path / f"clean_{i}.png")
        entries.append({"file": f"clean_{i}.png", "modality": "MR", "normal": True})
    path = tmp_path / "truth.json"
    path.write_text(json.dumps(entries))
    return path


def figures(path):
    return json.loads(path.read_text())


def test_an_exact_model_is_measured_as_exact(evaluate, truth, tmp_path):
    out = tmp_path / "out.json"
    done = evaluate("--truth", truth, "--simulate", "--error-px", 0, "--json", out)
    everything = figures(out)["All"]
    assert everything["Images"] == 16 and everything["Normals"] == 3
    assert everything["Findings"] == 13
    assert everything["MeanErrorPx512"] < 3
    assert everything["RawMeanErrorPx512"] < 0.5
    assert everything["PointingAccuracy"] == 1
    assert everything["FalsePerNormal"] == 0
    assert "| all " in done.stdout and "| clean " in done.stdout


def test_the_json_has_the_fixed_keys_everywhere(evaluate, truth, tmp_path):
    out = tmp_path / "out.json"
    evaluate("--truth", truth, "--simulate", "--calls=2", "--seed", 3, "--json", out)
    found = figures(out)
    assert set(found["BySource"]) == {"one", "two", "clean"}
    groups = [found["All"], *found["BySource"].values()]
    for baseline in (found["Baselines"]["CentreBox"], found["Baselines"]["RandomBox"]):
        groups += [baseline, baseline["All"], *baseline["BySource"].values()]
    for group in groups:
        assert set(FIXED_KEYS) <= set(group)
    low, high = found["All"]["CI"]["MeanErrorPx512"]
    assert low < found["All"]["MeanErrorPx512"] < high
    assert found["BySource"]["one"]["MeanErrorMm"] > 0  # the DICOM file knows its spacing
    assert found["BySource"]["two"]["MeanErrorMm"] is None


def test_baselines_are_those_of_geometry(evaluate, truth, tmp_path):
    out = tmp_path / "out.json"
    evaluate("--truth", truth, "--simulate", "--json", out)
    entries = json.loads(truth.read_text())
    places = [(f["cx"], f["cy"]) for entry in entries for f in entry.get("findings", [])]
    middle = (SIDE - 1) / 2
    by_hand = numpy.mean([math.dist(place, (middle, middle)) for place in places]) * 2
    assert figures(out)["Baselines"]["CentreBox"]["MeanErrorPx512"] == pytest.approx(by_hand)


def test_the_same_seed_gives_the_same_figures(evaluate, truth, tmp_path):
    runs = []
    for i, seed in enumerate((5, 5, 6)):
        out = tmp_path / f"{i}.json"
        options = ("--outliers", 0.2, "--hallucinations", 0.3, "--missing", 0.1)
        evaluate("--truth", truth, "--simulate", *options, "--seed", seed, "--json", out)
        runs.append(figures(out)["All"]["MeanErrorPx512"])
    assert runs[0] == runs[1] != runs[2]


def test_one_blind_reading_errs_as_the_simulation_says(evaluate, tmp_path):
    """Oracle: 80 px on average, in pictures large enough for edges not to matter."""
    picture = numpy.full((SIDE, SIDE), 70, numpy.uint8)
    Image.fromarray(picture).save(tmp_path / "flat.png")
    middle = {"cx": SIDE / 2, "cy": SIDE / 2, "rx": 4, "ry": 4}
    entries = []
    for i in range(400):
        (tmp_path / f"flat_{i}.png").symlink_to(tmp_path / "flat.png")
        entries.append({"file": f"flat_{i}.png", "modality": "MR", "findings": [middle]})
    path, out = tmp_path / "flat.json", tmp_path / "out.json"
    path.write_text(json.dumps(entries))
    evaluate("--truth", path, "--simulate", "--calls", 1, "--pixel-evidence", "off", "--json", out)
    everything = figures(out)["All"]
    assert everything["RawMeanErrorPx512"] == pytest.approx(80, rel=0.08)  # 3 standard errors
    assert everything["CallsPerImage"] == 1


def test_each_finding_has_its_line_and_the_page_stands_alone(evaluate, truth, tmp_path):
    table, page, chart = tmp_path / "f.csv", tmp_path / "p.html", tmp_path / "c.png"
    evaluate("--truth", truth, "--simulate", "--csv", table, "--html", page, "--png", chart)
    with open(table, newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["File"] for row in rows if row["TrueFinding"]} == {
        entry["file"] for entry in json.loads(truth.read_text()) if entry.get("findings")
    }
    assert all(float(row["ErrorPx"]) >= 0 for row in rows if row["ErrorPx"])
    with Image.open(chart) as picture:
        assert picture.size[0] > 800
    html = page.read_text()
    assert "data:image/png;base64," in html and "http" not in html.split("base64,")[0]


def test_the_embedded_detector_needs_no_configuration(evaluate, truth, tmp_path):
    out = tmp_path / "out.json"
    evaluate("--truth", truth, "--model", "offline", "--source", "one", "--limit", 4, "--json", out)
    found = figures(out)
    assert found["All"]["Images"] == 4 and set(found["BySource"]) == {"one"}
    assert found["Settings"]["Model"]["Type"] == "Offline"
    assert found["All"]["PointingAccuracy"] > 0.5  # a bright disc is easy


def test_a_configured_model_is_asked_like_by_the_plugin(evaluate, truth, tmp_path):
    def see_disc(request):
        bright = numpy.asarray(request.images()[0].convert("L")) > 140
        rows, columns = numpy.nonzero(bright)
        if rows.size < 20:
            return Answer(reply_with())
        height, width = bright.shape
        box = [rows.min() / height, columns.min() / width,
               (rows.max() + 1) / height, (columns.max() + 1) / width]
        return Answer(reply_with(finding("Disc", [round(1000 * float(edge)) for edge in box])))

    server = ModelServer(see_disc)
    settings = {"Type": "OpenAI", "Url": server.url + "/v1", "Model": "stub", "Calls": 2}
    configuration, out = tmp_path / "orthanc.json", tmp_path / "out.json"
    configuration.write_text(
        "// as Orthanc's\n" + json.dumps({"Name": "x", "Vlm": {"Models": {"stub": settings}}})
    )
    try:
        options = ("--model", "stub", "--config", configuration, "--json", out)
        evaluate("--truth", truth, *options)
        everything = figures(out)["All"]
        assert everything["Images"] == 16
        assert everything["MeanErrorPx512"] < 3
        assert everything["FalsePerNormal"] == 0
        assert len(server.asked()) >= 16
        assert (tmp_path / "vlm-evaluate-egress.db").exists()  # what left is on record
    finally:
        server.close()


def configured(folder, url):
    path = folder / "orthanc.json"
    model = {"Type": "OpenAI", "Url": url, "Model": "m", "MaxRetries": 0}
    path.write_text(json.dumps({"Vlm": {"Models": {"other": model}}}))
    return "--model", "other", "--config", path, "--json", folder / "out.json"


def test_a_forbidden_server_is_never_asked(evaluate, truth, tmp_path):
    options = configured(tmp_path, "https://203.0.113.7/v1")
    done = evaluate("--truth", truth, "--limit", 2, *options, status=1)
    assert done.stderr.count("AllowRemote") >= 2  # of both images


def test_a_server_that_is_not_there_is_not_waited_for(evaluate, truth, tmp_path):
    options = configured(tmp_path, f"http://127.0.0.1:{free_port()}/v1")
    done = evaluate("--truth", truth, *options, status=1)
    assert "16 of 16 images are not evaluated" in done.stderr


def test_images_that_cannot_be_read_are_listed_and_the_others_count(evaluate, truth, tmp_path):
    entries = json.loads(truth.read_text())
    (tmp_path / "one_broken.dcm").write_bytes((tmp_path / "one_dicom.dcm").read_bytes()[:3000])
    (tmp_path / "one_text.png").write_text("no picture")
    for name in ("one_broken.dcm", "one_text.png", "one_gone.png"):
        entries.append({"file": name, "findings": [disc_finding(9, 9)]})
    entries.append({**entries[0], "width": 99})
    truth.write_text(json.dumps(entries))
    out = tmp_path / "out.json"
    done = evaluate("--truth", truth, "--simulate", "--json", out)
    assert figures(out)["All"]["Images"] == 16
    assert len(figures(out)["Failures"]) == 4
    assert "one_gone.png" in done.stderr and "4 of 20 images" in done.stderr


@pytest.mark.parametrize(
    "arguments, words",
    [
        ([], "--truth"),
        (["--truth", "{truth}"], "--simulate or --model"),
        (["--truth", "{truth}", "--simulate", "--error-px", "-3"], "--error-px is '-3'"),
        (["--truth", "{truth}", "--simulate", "--colour"], "--colour is no option"),
        (["--truth", "{truth}", "--model", "unknown", "--config", "{truth}"], "truth.json"),
        (["--truth", "{folder}/none.json", "--simulate"], "none.json"),
        (["--truth", "{folder}", "--simulate"], "not a file"),
        (["--truth", "{truth}", "--simulate", "--source", "none"], "--source is 'none'"),
    ],
)
def test_wrong_options_end_with_a_sentence(evaluate, truth, arguments, words):
    filled = [one.format(truth=truth, folder=truth.parent) for one in arguments]
    done = evaluate(*filled, status=2)
    assert words in done.stderr and len(done.stderr.splitlines()) == 1


def test_no_image_at_all_is_a_failure(evaluate, tmp_path):
    truth = tmp_path / "truth.json"
    truth.write_text(json.dumps([{"file": "gone.png", "normal": True}]))
    evaluate("--truth", truth, "--simulate", "--json", tmp_path / "out.json", status=1)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared pictures are not here")
def test_real_pictures_of_each_modality(evaluate, tmp_path):
    for source in ("bhsd", "brisc26", "busi", "cddcesm", "businorm"):
        out = tmp_path / f"{source}.json"
        evaluate("--truth", SHARED, "--simulate", "--source", source, "--limit", 5, "--json", out)
        everything = figures(out)["All"]
        assert everything["Images"] == 5
        if everything["Findings"]:
            assert everything["MeanErrorPx512"] < everything["RawMeanErrorPx512"]
