# SPDX-License-Identifier: GPL-3.0-or-later
"""What a signed review brings: DICOM objects and FHIR, as other people's programs judge them."""

import numpy
import pydicom
import pytest

from dicom_validators import dciodvfy_errors, dcmtk_errors, drawn_by_cornerstone, pixelmed_errors
from dicom_validators import run
from fhir_bundles import INSTALLED, bundle_of, of_type, schema_errors
from model_server import Answer, finding, reply_with
from model_world import Backend, ModelWorld
from orthanc_server import poll
from result_objects import (
    OUTPUTS,
    PDF,
    PM,
    PR,
    SC,
    SR,
    placed,
    uids_by_class,
    wait_delivered,
)
from reviews import post_review

BOXES = [(100, 100, 200, 220), (100, 600, 220, 700), (500, 500, 620, 640), (700, 100, 800, 200)]
SEEN = Answer(
    reply_with(
        *[finding(f"Nodule {i}", box, anatomy="left lung") for i, box in enumerate(BOXES)],
        impression="Four nodules.",
    )
)
ELLIPSE = {"Mean": [40, 44], "SemiAxesPx": [12, 7], "AngleDegrees": 30}


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reviewed")
    made = ModelWorld(folder, {"four": Backend(SEEN)}, Outputs=OUTPUTS).start()
    yield made
    made.close()


def body_of(report, revision=0, name="Smith^Jane^^Dr."):
    """Accepts, edits, rejects, adds, and signs."""
    decisions = [{"Id": one["Id"], "Disposition": "Accepted"} for one in report["Findings"]]
    decisions[1].update(
        Disposition="Edited", Label="Cyst", Laterality="Right", Ellipse=ELLIPSE, Reason="Clear."
    )
    decisions[2].update(Disposition="Rejected", Reason="A vessel.")
    return {
        "Revision": revision,
        "Findings": decisions,
        "Added": [
            {
                "Image": 0,
                "Label": "Haemorrhage",
                "Laterality": "Left",
                "Ellipse": {"Mean": [70, 20], "SemiAxesPx": [6, 4], "AngleDegrees": 0},
            }
        ],
        "Impression": "Three lesions.",
        "SignOff": {"Name": name},
    }


class Case:
    """One image, analysed, with its objects before any review."""

    def __init__(self, world):
        self.server = world.orthanc
        self.image = placed(
            InstitutionName="Sankt Märien", SpecificCharacterSet="ISO_IR 192"
        )
        self.instance = world.store(self.image)
        self.uuid = world.ask("four", self.instance)
        self.server.wait_analysis(self.uuid)
        wait_delivered(self.server, self.uuid, ["Objects"])
        self.before = uids_by_class(self.server, self.uuid)
        self.original = self.report()

    def report(self, query=""):
        return self.server.json(f"/instances/{self.instance}/vlm/report{query}")

    def review(self, body):
        """Signed; waits until the objects are those of the review."""
        answer = post_review(self.server, "instances", self.instance, body)
        assert answer.status_code == 200, answer.text
        known = set(uids_by_class(self.server, self.uuid)[SR])

        def made():
            analysis = wait_delivered(self.server, self.uuid, ["Objects"])
            return analysis if set(uids_by_class(self.server, self.uuid)[SR]) - known else None

        poll(made, 30, "the objects of the review")
        return answer.json()

    def objects(self, folder):
        """Paths of its objects by SOP class."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = {}
        for one in self.server.json(f"/vlm/analyses/{self.uuid}")["Objects"]:
            assert one["OrthancId"], f"{one} is noted but gone"
            path = folder / f"{one['OrthancId']}.dcm"
            path.write_bytes(self.server.get(f"/instances/{one['OrthancId']}/file").content)
            kind = pydicom.dcmread(path, stop_before_pixels=True).SOPClassUID
            paths.setdefault(kind, []).append(path)
        return paths


@pytest.fixture(scope="module")
def case(world):
    made = Case(world)
    assert len(made.original["Findings"]) == 4
    made.reviewed = made.review(body_of(made.original))
    return made


@pytest.fixture(scope="module")
def objects(case, tmp_path_factory):
    return case.objects(tmp_path_factory.mktemp("objects"))


def verified(paths):
    (path,) = [one for one in paths if pydicom.dcmread(one).VerificationFlag == "VERIFIED"]
    return path


def test_objects_are_replaced_but_for_the_sr(case, objects):
    after = uids_by_class(case.server, case.uuid)
    assert set(case.before[SR]) < set(after[SR]) and len(after[SR]) == 2
    for kind in (SC, PDF, PR, PM):
        assert after[kind] and not set(after[kind]) & set(case.before[kind])
    own = [one for kind in objects.values() for one in kind]
    assert len(own) == sum(len(kind) for kind in after.values())


def test_the_sr_is_a_verified_document(case, objects):
    made = pydicom.dcmread(verified(objects[SR]))
    assert made.PreliminaryFlag == "FINAL" and made.CompletionFlag == "COMPLETE"
    (verifier,) = made.VerifyingObserverSequence
    assert verifier.VerifyingObserverName == "Smith^Jane^^Dr."
    assert verifier.VerifyingOrganization == "Sankt Märien"
    assert str(verifier.VerificationDateTime)[:8] == made.ContentDate
    (study,) = made.PredecessorDocumentsSequence
    (series,) = study.ReferencedSeriesSequence
    assert [one.ReferencedSOPInstanceUID for one in series.ReferencedSOPSequence] == case.before[SR]
    assert study.StudyInstanceUID == case.image.StudyInstanceUID
    assert made.SeriesDescription.startswith("AI findings (reviewed by a human)")


def test_dsrdump_shows_what_the_human_decided(objects):
    shown = run("dsrdump", "+Pl", verified(objects[SR])).stdout
    for words in (
        '"Person Observer Name")="Smith^Jane^^Dr."',
        "(Accepted,99ORTHANCVLM",
        "(Edited,99ORTHANCVLM",
        "(Added,99ORTHANCVLM",
        '"Finding in the reviewer\'s words")="Cyst"',
        '"Finding in the model\'s words")="Nodule 1"',
        '"Finding rejected by the reviewer")="Finding 3: Nodule 2"',
        '"Reason of the decision")="A vessel."',
        "Machine-made, reviewed by",
    ):
        assert words in shown, words


def test_validators_find_no_error(objects):
    paths = [path for kind in objects.values() for path in kind]
    assert {path: dciodvfy_errors(path) for path in paths if dciodvfy_errors(path)} == {}
    for path in paths:
        programs = ["dcmdump"] + (["dsrdump"] if path in objects[SR] else [])
        assert dcmtk_errors(path, *programs) == [], path
        pydicom.dcmread(path).to_json_dict()


@pytest.mark.slow
def test_pixelmed_finds_no_error_in_either_sr(objects):
    found = pixelmed_errors(objects[SR])
    assert {path: errors for path, errors in found.items() if errors} == {}


def test_cornerstone_draws_what_the_human_left(case, objects, tmp_path):
    source = tmp_path / "image.dcm"
    source.write_bytes(case.server.get(f"/instances/{case.instance}/file").content)
    drawn = drawn_by_cornerstone([(verified(objects[SR]), [source])], tmp_path)[0]
    left = {f"2.25.{int(one['Id'].replace('-', ''), 16)}" for one in case.report()["Findings"]}
    assert len(left) == 4
    assert {one["trackingUid"] for one in drawn} == left
    edited = case.original["Findings"][1]["Id"]
    uid = f"2.25.{int(edited.replace('-', ''), 16)}"
    (shape,) = [one for one in drawn if one["trackingUid"] == uid]
    points = numpy.array(shape["points"])
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    assert numpy.abs(middle - ELLIPSE["Mean"]).max() <= 1.0


def test_the_pdf_is_verified_and_names_the_reviewer(objects, tmp_path):
    (path,) = objects[PDF]
    made = pydicom.dcmread(path)
    assert made.VerificationFlag == "VERIFIED"
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(made.EncapsulatedDocument)
    text = run("pdftotext", "-layout", pdf, "-").stdout
    assert "Smith" in text and "Cyst" in text


def test_fhir_is_final_with_the_reviewer(case, tmp_path):
    if not INSTALLED.exists():
        pytest.fail("HL7's schema is not installed: npm ci --prefix UnitTests/Conformance")
    bundle = bundle_of(case.server, case.instance)
    assert schema_errors(tmp_path, [bundle]) == [""]
    (report,) = of_type(bundle, "DiagnosticReport")
    assert report["status"] == "final" and report["conclusion"] == "Three lesions."
    assert report["resultsInterpreter"][0]["reference"] == "#reviewer"
    (human,) = report["contained"]
    assert human["name"][0]["family"] == "Smith" and human["name"][0]["given"] == ["Jane"]
    seen = of_type(bundle, "Observation")
    assert len(seen) == 4 and {one["status"] for one in seen} == {"final"}
    rejected = case.original["Findings"][2]["Id"]
    assert rejected not in {one["id"] for one in seen}
    untouched = bundle_of(case.server, case.instance, reviewed="false")
    assert of_type(untouched, "DiagnosticReport")[0]["status"] == "preliminary"


def test_a_draft_changes_no_object(world):
    case = Case(world)
    draft = {"Revision": 0, "Impression": "Well."}
    answer = post_review(case.server, "instances", case.instance, draft)
    assert answer.status_code == 200, answer.text
    wait_delivered(case.server, case.uuid, ["Objects"])
    assert uids_by_class(case.server, case.uuid) == case.before


def test_an_amendment_refers_to_the_review_before(world, tmp_path):
    case = Case(world)
    case.review(body_of(case.original))
    first = verified(case.objects(tmp_path / "first")[SR])
    case.review(body_of(case.original, 1, "Li^Na"))
    paths = case.objects(tmp_path / "second")[SR]
    assert len(paths) == 3
    uid = pydicom.dcmread(first).SOPInstanceUID
    (last,) = [
        made
        for made in map(pydicom.dcmread, paths)
        if made.VerificationFlag == "VERIFIED" and made.SOPInstanceUID != uid
    ]
    reference = last.PredecessorDocumentsSequence[0].ReferencedSeriesSequence[0]
    assert reference.ReferencedSOPSequence[0].ReferencedSOPInstanceUID == uid
    (report,) = of_type(bundle_of(case.server, case.instance), "DiagnosticReport")
    assert report["status"] == "corrected"


def test_everything_goes_with_the_analysis(world):
    case = Case(world)
    case.review(body_of(case.original))
    study = case.server.json(f"/instances/{case.instance}/study")["ID"]
    assert case.server.delete(f"/vlm/analyses/{case.uuid}").status_code == 200

    def gone():
        # Orthanc itself answers 404 while one of those that it lists is being deleted.
        answer = case.server.get(f"/studies/{study}/instances")
        return answer.status_code == 200 and len(answer.json()) == 1

    poll(gone, 30, "the removal of every SR")
