# SPDX-License-Identifier: GPL-3.0-or-later
"""The DICOM objects of the plugin as other people's programs judge them: every modality, several
character sets, poor headers, with 0, 1 and 50 findings."""
import dataclasses

import numpy
import pydicom
import pytest

from dicom_objects import picture_object, series_of
from dicom_validators import dciodvfy_errors, dcmtk_errors, drawn_by_cornerstone, pixelmed_errors
from model_server import Answer, NOTHING_FOUND, finding, reply_with
from model_world import Backend, ModelWorld, see_square, square_object, square_picture
from orthanc_server import poll
from result_objects import OUTPUTS, placed

SR, SC = "1.2.840.10008.5.1.4.1.1.88.34", "1.2.840.10008.5.1.4.1.1.7"
PDF, GSPS = "1.2.840.10008.5.1.4.1.1.104.1", "1.2.840.10008.5.1.4.1.1.11.1"
MAP = "1.2.840.10008.5.1.4.1.1.30"
CHINESE = {"SpecificCharacterSet": "GB18030", "PatientName": "Wang^XiaoDong=王^小东"}
KOREAN = {
    "SpecificCharacterSet": ["", "ISO 2022 IR 149"],
    "PatientName": "Hong^Gildong=洪^吉洞=홍^길동",
}


def see_many(count):
    boxes = [(40 + 90 * row, 30 + 190 * column) for row in range(10) for column in range(5)]
    return Answer(
        reply_with(
            *[
                finding(f"Nodule {index}", (top, left, top + 60, left + 80), anatomy="left lung")
                for index, (top, left) in enumerate(boxes[:count])
            ]
        )
    )


def see_middle(request):
    return see_square(request, laterality="midline", anatomy="midline of the brain")


BACKENDS = {
    "0": Backend(Answer(NOTHING_FOUND)),
    "1": Backend(see_square),
    "5": Backend(see_many(5)),
    "50": Backend(see_many(50)),
    "middle": Backend(see_middle),
}


def colour_square():
    grey = square_picture()
    return numpy.stack([grey, grey // 2 + 20, grey], axis=-1)


def inverted_square():
    """White where the value is small: the square is bright on the screen."""
    return picture_object("DX", 255 - square_picture(), PhotometricInterpretation="MONOCHROME1")


def poor_square():
    """All that a sloppy device leaves out, and what it writes wrongly."""
    return square_object(
        "CR",
        PatientID=None,
        PatientName=None,
        StudyID=None,
        AccessionNumber=None,
        StudyDate=None,
        StudyTime=None,
        SeriesNumber=None,
    )


def awkward_square():
    long = "x" * 90
    return square_object(
        "US",
        SpecificCharacterSet="ISO_IR 999",
        PatientID=f"id {long}"[:64],
        AccessionNumber=long,
        StudyID=long,
        StudyDescription=long,
        StudyDate="yesterday",
        StudyTime="noon",
        PatientSex="female",
    )


# The objects of one series each.
SOURCES = {
    "CT series": lambda: series_of("CT", 3, BodyPartExamined="CHEST"),
    "MR": lambda: [placed(BodyPartExamined="BRAIN")],
    "MG": lambda: [square_object("MG", ImageLaterality="L", ImagerPixelSpacing=[0.1, 0.1])],
    "DX inverted": lambda: [inverted_square()],
    "US colour": lambda: [picture_object("US", colour_square())],
    "US frames": lambda: [picture_object("US multi-frame", numpy.stack([square_picture()] * 3))],
    "US burned in": lambda: [square_object("US", BurnedInAnnotation="YES")],
    "Chinese": lambda: [square_object("MR", **CHINESE)],
    "Korean": lambda: [square_object("MR", **KOREAN)],
    "poor": lambda: [poor_square()],
    "awkward": lambda: [awkward_square()],
}


@dataclasses.dataclass
class Analysed:
    """One analysis: its source files, its report, and the objects made of it."""

    source: str
    model: str
    images: list
    report: dict
    objects: dict  # lists of paths by SOP class

    @property
    def name(self):
        return f"{self.source}, {self.model} findings"

    def located(self):
        return [one for one in self.report["Findings"] if one["Box"]]


def analysed(world, folder, name, model):
    datasets = SOURCES[name]()
    instance = world.store(*datasets)
    series = world.orthanc.json(f"/instances/{instance}/series")["ID"]
    many = len(datasets) > 1
    target = (series, "series") if many else (instance, "instances")
    uuid = world.ask(model, *target)
    world.orthanc.wait_analysis(uuid)
    listed = poll(lambda: delivered(world, uuid), 30, f"the objects of {name} with {model}")
    folder.mkdir(parents=True)
    images = []
    for index, one in enumerate(world.orthanc.json(f"/series/{series}/instances")):
        images.append(fetch(world, one["ID"], folder / f"image-{index}.dcm"))
    objects = {}
    for index, one in enumerate(listed):
        path = fetch(world, one["OrthancId"], folder / f"{one['Kind']}-{index}.dcm")
        objects.setdefault(pydicom.dcmread(path, stop_before_pixels=True).SOPClassUID, []).append(
            path
        )
    report = world.orthanc.json(f"/{target[1]}/{target[0]}/vlm/report")
    return Analysed(name, model, images, report, objects)


def delivered(world, uuid):
    """The objects of an analysis once all are stored."""
    analysis = world.orthanc.json(f"/vlm/analyses/{uuid}")
    states = [one["Status"] for one in analysis["Outputs"] if one["Kind"] == "Objects"]
    assert "Failed" not in states, analysis
    return analysis["Objects"] if states == ["Delivered"] else None


def fetch(world, instance, path):
    path.write_bytes(world.orthanc.get(f"/instances/{instance}/file").content)
    return path


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    made = ModelWorld(tmp_path_factory.mktemp("objects"), BACKENDS, Outputs=OUTPUTS).start()
    yield made
    made.close()


@pytest.fixture(scope="module")
def cases(world, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    shown = [name for name in SOURCES if name != "US burned in"]
    wanted = [(name, model) for name in shown for model in ("0", "1", "50")]
    others = [("CT series", "5"), ("MR", "middle"), ("US burned in", "0")]
    return [
        analysed(world, folder / f"{name}-{model}".replace(" ", "-"), name, model)
        for name, model in [*wanted, *others]
    ]


def all_objects(cases):
    return [(case, path) for case in cases for paths in case.objects.values() for path in paths]


def test_every_switch_brings_its_objects(cases):
    for case in cases:
        assert len(case.objects[SR]) == 1 and len(case.objects[PDF]) == 1, case.name
        is_judged = case.report["Status"] == "Completed"
        assert is_judged or case.source == "US burned in"
        least = (2 if case.located() else 1) if is_judged else 0
        assert len(case.objects.get(SC, [])) >= least, case.name
        is_grey = pydicom.dcmread(case.images[0]).SamplesPerPixel == 1
        assert (GSPS in case.objects) == (is_grey and bool(case.located())), case.name
        assert (MAP in case.objects) == (case.source == "MR" and bool(case.located())), case.name
        assert len(case.located()) == (1 if case.model == "middle" else int(case.model)), case.name


def test_dicom3tools_finds_no_error(cases):
    found = {str(path): dciodvfy_errors(path) for _, path in all_objects(cases)}
    assert {path: errors for path, errors in found.items() if errors} == {}
    assert len(found) > 100


def test_pixelmed_finds_no_error_in_reports(cases):
    """Not with 50 findings: its style sheets then take more than a quarter of an hour."""
    found = pixelmed_errors([case.objects[SR][0] for case in cases if len(case.located()) <= 5])
    assert len(found) > 2 * len(SOURCES)
    assert {path: errors for path, errors in found.items() if errors} == {}


def test_dcmtk_and_pydicom_read_every_object(cases):
    for case, path in all_objects(cases):
        programs = ["dcmdump"] + (["dsrdump"] if path in case.objects[SR] else [])
        assert dcmtk_errors(path, *programs) == [], path
        pydicom.dcmread(path).to_json_dict()  # reads every element


def test_validators_can_find_errors(cases, tmp_path):
    """A report that lost what the standard demands is told from a good one by each of them."""
    broken = pydicom.dcmread(cases[1].objects[SR][0])
    del broken.CompletionFlag
    broken.ContentTemplateSequence[0].TemplateIdentifier = "1501"
    path = tmp_path / "broken.dcm"
    broken.save_as(path)
    assert dciodvfy_errors(path)
    assert pixelmed_errors([path])[str(path)]
    path.write_bytes(path.read_bytes()[:3000])
    assert dcmtk_errors(path, "dcmdump")


def test_objects_join_patient_and_study_of_their_source(cases):
    kept = ("PatientName", "PatientID", "PatientSex", "AccessionNumber", "StudyID", "StudyDate")
    for case, path in all_objects(cases):
        source = pydicom.dcmread(case.images[0], stop_before_pixels=True)
        made = pydicom.dcmread(path, stop_before_pixels=True)
        assert made.StudyInstanceUID == source.StudyInstanceUID, path
        assert made.SeriesInstanceUID != source.SeriesInstanceUID, path
        for keyword in kept if "awkward" not in case.name else ():
            assert str(made.get(keyword, "")) == str(source.get(keyword, "")), (path, keyword)
    assert any("王" in str(pydicom.dcmread(path).PatientName) for _, path in all_objects(cases))


def test_cornerstone_draws_every_region(cases, tmp_path):
    judged = [case for case in cases if case.report["Status"] == "Completed"]
    listed = [(case.objects[SR][0], case.images) for case in judged]
    for case, drawn in zip(judged, drawn_by_cornerstone(listed, tmp_path)):
        identifiers = {f"2.25.{int(one['Id'].replace('-', ''), 16)}": one for one in case.located()}
        assert {one["trackingUid"] for one in drawn} == set(identifiers), case.name
        assert len(drawn) == len(identifiers), case.name
        for one in drawn:
            box = identifiers[one["trackingUid"]]["Box"]
            points = numpy.array(one["points"])
            middle = (points.min(axis=0) + points.max(axis=0)) / 2
            inside = [box["Left"] + box["Width"] / 2, box["Top"] + box["Height"] / 2]
            assert numpy.abs(middle - inside).max() <= max(box["Width"], box["Height"]) / 2, one


def test_captures_are_pictures_of_the_source_in_colour(cases):
    for case in cases:
        source = pydicom.dcmread(case.images[0], stop_before_pixels=True)
        for path in case.objects.get(SC, []):
            made = pydicom.dcmread(path)
            assert made.pixel_array.shape[-1] == 3 and made.pixel_array.std() > 1, path
            assert made.SourceImageSequence[0].ReferencedSOPInstanceUID in {
                pydicom.dcmread(one, stop_before_pixels=True).SOPInstanceUID for one in case.images
            }
            assert made.get("BurnedInAnnotation") == source.get("BurnedInAnnotation"), path


def test_the_pdf_is_the_report(cases):
    for case in cases:
        made = pydicom.dcmread(case.objects[PDF][0])
        assert made.EncapsulatedDocument.startswith(b"%PDF-"), case.name
        assert made.MIMETypeOfEncapsulatedDocument == "application/pdf"
