# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports as FHIR R4, judged by HL7's own schema."""
import base64
import copy
import json

import numpy
import pytest

from dicom_objects import picture_object, to_bytes
from fhir_bundles import INSTALLED, assert_sound, bundle_of, component, of_type, schema_errors
from http_errors import assert_error
from model_server import Answer, finding, refused, reply_with
from model_world import Backend, ModelWorld, edges_of_square, square_object

HOSTILE = "</div><script>alert(1)</script>&\"'\u0001\u202e\u3000\u00a0"
NAME = "Müller^Jörg"


def see(label, **more):
    def answer(request):
        box = [round(1000 * edge) for edge in edges_of_square(request.images()[0])]
        return Answer(reply_with(finding(label, box, **more), impression=f"{label} is seen."))

    return answer


BACKENDS = {
    "mass": Backend(see("Mass", anatomy="left frontal lobe", laterality="left")),
    "hostile": Backend(see(HOSTILE, anatomy=HOSTILE, description=HOSTILE, evidence="\u3000")),
    "hedging": Backend(see("Suspected glioma", category="mass")),
    "nothing": Backend(Answer(reply_with())),
    "broken": Backend(refused(400), {"MaxRetries": 0}),
}


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    made = ModelWorld(tmp_path_factory.mktemp("fhir"), BACKENDS).start()
    yield made
    made.close()


@pytest.fixture(scope="module")
def validate(tmp_path_factory):
    """Errors of each resource by HL7's schema, in words; empty: it is valid."""
    if not INSTALLED.exists():
        pytest.fail("HL7's schema is not installed: npm ci --prefix UnitTests/Conformance")
    return lambda *resources: schema_errors(tmp_path_factory.mktemp("bundles"), resources)


def analysed(world, model, **attributes):
    dataset = square_object(
        PatientName=NAME,
        PatientID="ID-4711",
        StudyDate="20250131",
        AccessionNumber="ACC-1",
        SpecificCharacterSet="ISO_IR 192",
        PixelSpacing=[0.5, 0.5],
        **attributes,
    )
    instance = world.store(dataset)
    world.orthanc.analyze_now("instances", instance, Model=model)
    return instance, dataset


def test_an_analysed_image_is_a_valid_bundle(world, validate):
    instance, _ = analysed(world, "mass")
    bundle = bundle_of(world.orthanc, instance)
    assert_sound(bundle, validate)
    (report,) = of_type(bundle, "DiagnosticReport")
    assert report["status"] == "preliminary" and report["conclusion"].startswith("Mass is seen.")
    assert report["subject"]["identifier"]["value"] == "ID-4711"
    assert report["effectiveDateTime"] == "2025-01-31"
    (seen,) = of_type(bundle, "Observation")
    told = world.orthanc.json(f"/instances/{instance}/vlm/report")
    assert seen["id"] == told["Findings"][0]["Id"]
    assert seen["code"]["coding"][0]["code"] == told["Findings"][0]["Code"]["Value"] == "4147007"
    assert seen["bodySite"]["coding"][0]["code"] == "83251001"  # frontal lobe
    size = component(seen, "Long axis")["valueQuantity"]
    assert size["code"] == "mm"
    assert size["value"] == pytest.approx(told["Findings"][0]["Measurements"]["LongAxisMm"])
    assert component(seen, "Bounding box, Left")["valueQuantity"]["value"] == pytest.approx(
        told["Findings"][0]["Box"]["Left"]
    )


def test_the_study_is_told_as_orthanc_knows_it(world):
    instance, dataset = analysed(world, "mass")
    (study,) = of_type(bundle_of(world.orthanc, instance), "ImagingStudy")
    uid, accession = study["identifier"]
    assert uid["value"] == f"urn:oid:{dataset.StudyInstanceUID}"
    assert accession["value"] == "ACC-1"
    (series,) = study["series"]
    assert series["uid"] == dataset.SeriesInstanceUID and series["modality"]["code"] == "MR"
    (image,) = series["instance"]
    assert image["uid"] == dataset.SOPInstanceUID
    assert image["sopClass"]["code"] == f"urn:oid:{dataset.SOPClassUID}"


def test_device_and_provenance_tell_who_made_it(world):
    instance, _ = analysed(world, "mass")
    bundle = bundle_of(world.orthanc, instance)
    (device,) = of_type(bundle, "Device")
    (provenance,) = of_type(bundle, "Provenance")
    names = {one["type"]: one["name"] for one in device["deviceName"]}
    assert names == {"user-friendly-name": "mass", "model-name": "some-model"}
    versions = [one["value"] for one in device["version"]]
    assert world.orthanc.json("/vlm/status")["Version"] in versions
    told = world.orthanc.json(f"/instances/{instance}/vlm/report")
    assert provenance["recorded"] == told["Timing"]["CompletedAt"]
    assert len(provenance["target"]) == 2


def test_a_transaction_replaces_its_resources(world, validate):
    instance, _ = analysed(world, "mass")
    bundle = bundle_of(world.orthanc, instance, bundle="transaction")
    assert_sound(bundle, validate)
    assert bundle["type"] == "transaction"
    for entry in bundle["entry"]:
        resource = entry["resource"]
        assert entry["request"] == {
            "method": "PUT",
            "url": f"{resource['resourceType']}/{resource['id']}",
        }


def test_the_presented_form_is_the_pdf(world, validate):
    instance, _ = analysed(world, "mass")
    bundle = bundle_of(world.orthanc, instance, presentedForm="pdf")
    assert validate(bundle) == [""]
    (form,) = of_type(bundle, "DiagnosticReport")[0]["presentedForm"]
    assert form["contentType"] == "application/pdf"
    pdf = world.orthanc.get(f"/instances/{instance}/vlm/report?format=pdf")
    assert base64.b64decode(form["data"], validate=True) == pdf.content


def test_nothing_found_is_an_observation(world, validate):
    instance, _ = analysed(world, "nothing")
    bundle = bundle_of(world.orthanc, instance)
    assert_sound(bundle, validate)
    (none,) = of_type(bundle, "Observation")
    (coding,) = none["valueCodeableConcept"]["coding"]
    assert coding["code"] == "111286" and coding["display"] == "No abnormality"


def test_a_failed_analysis_is_a_cancelled_report_with_the_reason(world, validate):
    instance, _ = analysed(world, "broken")
    bundle = bundle_of(world.orthanc, instance)
    assert_sound(bundle, validate)
    (report,) = of_type(bundle, "DiagnosticReport")
    told = world.orthanc.json(f"/instances/{instance}/vlm/report")
    assert told["Status"] == "Failed"
    assert report["status"] == "cancelled" and told["Reason"] in report["conclusion"]
    assert not of_type(bundle, "Observation")


def test_an_abstained_analysis_is_a_cancelled_report(fresh_orthanc, validate):
    server = fresh_orthanc()
    flat = numpy.full((96, 96), 90, numpy.uint8)
    stored = server.post_instance(to_bytes(picture_object("US", flat)))
    assert server.wait_report("instances", stored["ID"])["Status"] == "Abstained"
    bundle = bundle_of(server, stored["ID"])
    assert_sound(bundle, validate)
    assert of_type(bundle, "DiagnosticReport")[0]["status"] == "cancelled"


def test_hostile_words_are_words(world, validate):
    instance, _ = analysed(world, "hostile")
    bundle = bundle_of(world.orthanc, instance)
    assert_sound(bundle, validate)
    (seen,) = of_type(bundle, "Observation")
    assert "<script>" in seen["code"]["text"] and "coding" not in seen["code"]
    assert "\u202e" not in json.dumps(bundle, ensure_ascii=False)


def test_a_code_does_not_drop_a_doubt(world):
    instance, _ = analysed(world, "hedging")
    (seen,) = of_type(bundle_of(world.orthanc, instance), "Observation")
    assert seen["code"] == {"text": "Suspected glioma"}
    assert world.orthanc.json(f"/instances/{instance}/vlm/report")["Findings"][0]["Code"] is None


def test_patients_without_identifiers_and_dates_are_told_so(world, validate):
    bare = square_object(PatientID="", StudyDate="", AccessionNumber="")
    instance = world.store(bare)
    world.orthanc.analyze_now("instances", instance, Model="mass")
    bundle = bundle_of(world.orthanc, instance)
    assert_sound(bundle, validate)
    assert "subject" not in of_type(bundle, "DiagnosticReport")[0]


def test_series_and_studies_are_valid_bundles(orthanc, samples, validate):
    stored = [orthanc.post_instance(path.read_bytes()) for path in samples["CT"]]
    series, study = stored[0]["ParentSeries"], stored[0]["ParentStudy"]
    told = orthanc.wait_report("series", series)
    bundles = [
        bundle_of(orthanc, series, "series"),
        bundle_of(orthanc, study, "studies"),
        bundle_of(orthanc, stored[6]["ID"]),
    ]
    for bundle in bundles:
        assert_sound(bundle, validate)
    assert len({of_type(bundle, "DiagnosticReport")[0]["id"] for bundle in bundles}) == 3
    seen = of_type(bundles[0], "Observation")
    assert [one["id"] for one in seen] == [one["Id"] for one in told["Findings"]]
    numbers = [component(one, "Finding number")["valueInteger"] for one in seen]
    assert numbers == [one["Number"] for one in told["Findings"]]
    instances = of_type(bundles[0], "ImagingStudy")[0]["series"][0]["instance"]
    assert len(instances) == len(told["Images"])
    assert all("code" in one["sopClass"] for one in instances)


def test_chinese_reports_are_valid(world, validate):
    instance, _ = analysed(world, "mass")
    bundle = bundle_of(world.orthanc, instance, language="zh")
    assert validate(bundle) == [""]
    assert 'lang="zh"' in of_type(bundle, "DiagnosticReport")[0]["text"]["div"]


@pytest.mark.parametrize("query", ["", "&presentedForm=pdf", "&bundle=transaction"])
def test_what_the_caller_has_is_not_sent_again(world, query):
    instance, _ = analysed(world, "mass")
    path = f"/instances/{instance}/vlm/report?format=fhir{query}"
    first = world.orthanc.get(path)
    known = {"If-None-Match": first.headers["ETag"]}
    again = world.orthanc.get(path, headers=known)
    assert again.status_code == 304 and again.content == b""
    other = world.orthanc.get(path + "&language=zh", headers=known)
    assert other.status_code == 200
    assert world.orthanc.get(path).content == first.content


@pytest.mark.parametrize(
    "query, allowed",
    [
        ("format=xml", "fhir"),
        ("format=fhir&bundle=batch", "collection, transaction"),
        ("format=fhir&presentedForm=html", "pdf"),
    ],
)
def test_wrong_parameters_are_refused_with_what_is_allowed(world, query, allowed):
    instance = world.store()
    body = assert_error(world.orthanc.get(f"/instances/{instance}/vlm/report?{query}"), 400)
    assert allowed in body["Message"]


def test_the_validator_refuses_broken_bundles(world, validate):
    """Else the tests above would prove nothing."""
    instance, _ = analysed(world, "mass")
    bundle = bundle_of(world.orthanc, instance)

    def broken(change):
        other = copy.deepcopy(bundle)
        change({one["resource"]["resourceType"]: one["resource"] for one in other["entry"]}, other)
        return other

    changes = (
        lambda of, _: of["Observation"].update(confidence=1),
        lambda of, _: of["DiagnosticReport"].pop("code"),
        lambda of, _: of["DiagnosticReport"].update(status="drafted"),
        lambda of, _: of["Observation"]["code"].update(text=""),
        lambda of, _: of["Observation"].update(subject=[]),
        lambda of, _: of["Provenance"].update(recorded="2025-01-31"),
        lambda of, _: of["ImagingStudy"]["series"][0].update(colour="red"),
        lambda of, _: of["Device"].update(id="x" * 65),
        lambda _, whole: whole["entry"][0].update(resource={"resourceType": "Finding"}),
        lambda _, whole: whole.update(type="heap"),
    )
    errors = validate(bundle, *[broken(change) for change in changes])
    assert errors[0] == "" and all(errors[1:])
    assert "additional properties" in errors[1]
