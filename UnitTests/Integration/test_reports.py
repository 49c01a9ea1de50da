# SPDX-License-Identifier: GPL-3.0-or-later
"""The report: its JSON schema, its text, and its views by instance, series and study."""
import json
import math

import jsonschema
import numpy as np
import pytest

from dicom_objects import picture_object, series_of, to_bytes
from http_errors import assert_error
from orthanc_server import ROOT, poll

KEYS = {
    "SchemaVersion",
    "AnalysisId",
    "Level",
    "OrthancId",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "Modality",
    "BodyPart",
    "Status",
    "Model",
    "Images",
    "Findings",
    "Rejected",
    "NoAbnormality",
    "ImageQuality",
    "Narrative",
    "Usage",
    "Timing",
    "Warnings",
    "Disclaimer",
}


@pytest.fixture(scope="session")
def schema():
    text = (ROOT / "Resources" / "Schemas" / "report.schema.json").read_text()
    loaded = json.loads(text)
    jsonschema.validators.validator_for(loaded).check_schema(loaded)
    return loaded


@pytest.fixture(scope="module")
def reports(shared_orthanc, samples):
    """The reports of all samples: {Orthanc path of the resource: report}."""
    shared_orthanc.store_scu([path for paths in samples.values() for path in paths])
    found = {}
    for modality, paths in samples.items():
        for path in paths:
            stored = shared_orthanc.post_instance(path.read_bytes())
            pair = (
                ("series", stored["ParentSeries"])
                if modality in ("CT", "MR")
                else ("instances", stored["ID"])
            )
            found.setdefault("/".join(pair), []).append(path)
    # Another test may have stored a part of the CT series before: its report then comes first.
    whole = {
        key: 8 if key.startswith("series") and len(count) > 1 else 1 for key, count in found.items()
    }

    def complete(key):
        report = shared_orthanc.wait_report(*key.split("/"))
        return report if len(report["Images"]) >= whole[key] else None

    return {key: poll(lambda key=key: complete(key), 60, "the whole report") for key in found}


def test_the_samples_give_a_report_of_each_modality(reports, samples):
    assert {report["Modality"] for report in reports.values()} == set(samples)
    assert {report["Status"] for report in reports.values()} == {"Completed"}


def test_reports_follow_the_schema(reports, schema):
    for report in reports.values():
        jsonschema.validate(report, schema)
        assert KEYS <= set(report)
        assert report["SchemaVersion"] == 1
        assert "not for diagnostic use" in report["Disclaimer"]


def test_the_schema_can_refuse(reports, schema):
    for key in ("Findings", "Status", "Model", "Disclaimer"):
        broken = dict(next(iter(reports.values())))
        del broken[key]
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)


def test_reports_say_that_the_offline_model_is_no_vlm(reports):
    for report in reports.values():
        assert report["Model"]["Type"] == "Offline"
        assert "heuristic" in json.dumps(report).lower()
        assert report["Usage"]["BytesSent"] == 0


def test_findings_lie_in_their_image_and_agree_with_themselves(reports):
    findings = [(report, finding) for report in reports.values() for finding in report["Findings"]]
    assert findings
    for report, finding in findings:
        image, box = report["Images"][finding["Image"]], finding["Box"]
        assert -0.5 <= box["Left"] and box["Left"] + box["Width"] <= image["Columns"] - 0.5 + 1e-6
        assert -0.5 <= box["Top"] and box["Top"] + box["Height"] <= image["Rows"] - 0.5 + 1e-6
        (cc, cr), (rc, rr) = finding["Gaussian"]["Covariance"]
        assert cr == pytest.approx(rc) and cc > 0 and rr > 0 and cc * rr > cr * cr
        for ellipse in finding["CredibleEllipses"]:
            a, b = ellipse["SemiAxesPx"]
            # The area of the ellipse that holds `Mass` of a Gaussian: -2 pi ln(1 - Mass) sqrt(det).
            area = -2 * math.pi * math.log(1 - ellipse["Mass"]) * math.sqrt(cc * rr - cr * cr)
            assert math.pi * a * b == pytest.approx(area, rel=1e-3)


def test_the_phantoms_lesions_are_found(reports):
    by_modality = {
        report["Modality"]: report
        for report in reports.values()
        if report["Modality"] in ("CT", "DX")
    }
    for modality, (column, row, tolerance) in {"CT": (86, 118, 15), "DX": (120, 150, 15)}.items():
        means = [finding["Gaussian"]["Mean"] for finding in by_modality[modality]["Findings"]]
        assert any(math.hypot(c - column, r - row) < tolerance for c, r in means), (modality, means)


def test_the_text_says_what_the_json_says(orthanc, reports):
    for path, report in reports.items():
        answer = orthanc.get(f"/{path}/vlm/report?format=text")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/plain")
        text = answer.content.decode("utf-8")
        assert "not for diagnostic use" in text
        assert all(finding["Label"] in text for finding in report["Findings"])
        assert max(len(line) for line in text.splitlines()) <= 100


def test_json_is_the_default_format(orthanc, reports):
    path, report = next(iter(reports.items()))
    assert orthanc.json(f"/{path}/vlm/report?format=json") == report
    assert orthanc.get(f"/{path}/vlm/report").headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("query", ["format=docx", "format=", "format=../text", "colour=red"])
def test_an_unknown_format_is_refused(orthanc, reports, query):
    assert_error(orthanc.get(f"/{next(iter(reports))}/vlm/report?{query}"), 400)


def test_a_report_never_asked_for_is_not_found(orthanc):
    stored = orthanc.post_instance(to_bytes(picture_object("OT")))
    for pair in (("instances", "ID"), ("series", "ParentSeries"), ("studies", "ParentStudy")):
        body = assert_error(orthanc.get(f"/{pair[0]}/{stored[pair[1]]}/vlm/report"), 404)
        assert "analy" in body["Message"]


def test_an_instance_answers_with_its_part_of_the_series_report(orthanc, schema):
    stored = [orthanc.post_instance(to_bytes(ds)) for ds in series_of("CT", 3)]
    whole = orthanc.wait_report("series", stored[0]["ParentSeries"])
    for one in stored:
        part = orthanc.json(f"/instances/{one['ID']}/vlm/report")
        jsonschema.validate(part, schema)
        assert (part["Level"], part["OrthancId"]) == ("Instance", one["ID"])
        assert [image["OrthancId"] for image in part["Images"]] == [one["ID"]]
        expected = [
            finding["Id"]
            for finding in whole["Findings"]
            if whole["Images"][finding["Image"]]["OrthancId"] == one["ID"]
        ]
        assert [finding["Id"] for finding in part["Findings"]] == expected
        assert all(finding["Image"] == 0 for finding in part["Findings"])


def test_a_study_answers_with_the_reports_of_its_parts(orthanc, schema):
    slices = series_of("MR", 2)
    series = [orthanc.post_instance(to_bytes(ds)) for ds in slices][0]
    picture = orthanc.post_instance(
        to_bytes(
            picture_object(
                "US", PatientID=slices[0].PatientID, StudyInstanceUID=slices[0].StudyInstanceUID
            )
        )
    )
    assert picture["ParentStudy"] == series["ParentStudy"]
    orthanc.wait_report("series", series["ParentSeries"])
    orthanc.wait_report("instances", picture["ID"])
    report = orthanc.json(f"/studies/{series['ParentStudy']}/vlm/report")
    jsonschema.validate(report, schema)
    assert (report["Level"], report["OrthancId"]) == ("Study", series["ParentStudy"])
    assert {part["OrthancId"] for part in report["Parts"]} == {
        series["ParentSeries"],
        picture["ID"],
    }
    assert len(report["Images"]) == 3


def test_a_failed_analysis_has_a_report_that_says_why(orthanc, schema):
    stored = orthanc.post_instance(to_bytes(picture_object("US", BitsStored=None)))
    assert orthanc.wait_analyses("instances", stored["ID"])[0]["Status"] == "Failed"
    report = orthanc.wait_report("instances", stored["ID"])
    jsonschema.validate(report, schema)
    assert report["Status"] == "Failed" and "BitsStored" in report["Reason"]
    assert report["Findings"] == [] and report["NoAbnormality"] is False


def test_a_constant_picture_has_no_findings_and_says_so(orthanc):
    flat = np.full((128, 128), 90, np.uint8)
    stored = orthanc.post_instance(to_bytes(picture_object("US", flat)))
    report = orthanc.wait_report("instances", stored["ID"])
    assert report["Findings"] == []
    assert report["Status"] == "Abstained" and "no contrast" in report["Reason"]
    assert report["Narrative"]["Impression"] == "", "nobody judged it"


def test_reports_hold_no_patient_data(orthanc):
    stored = orthanc.post_instance(
        to_bytes(
            picture_object(
                "US", PatientName="SECRET^NAME", PatientID="SECRETID", PatientBirthDate="19010203"
            )
        )
    )
    orthanc.wait_report("instances", stored["ID"])
    text = orthanc.get(f"/instances/{stored['ID']}/vlm/report").text
    text += orthanc.get(f"/instances/{stored['ID']}/vlm/report?format=text").text
    for secret in ("SECRET", "SECRETID", "19010203"):
        assert secret not in text


def test_logs_name_the_analysis_but_no_patient(fresh_orthanc):
    server = fresh_orthanc()
    stored = server.post_instance(to_bytes(picture_object("US", PatientName="SECRET^NAME")))
    server.wait_report("instances", stored["ID"])
    poll(lambda: stored["ID"] in server.log(), 10, "the log line of the analysis")
    ours = [line for line in server.log().splitlines() if "vlm" in line.lower()]
    assert ours and not any("SECRET" in line for line in ours)
