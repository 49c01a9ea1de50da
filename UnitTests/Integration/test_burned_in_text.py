# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture that shows or may show a name does not leave as it is."""
import shutil
import subprocess

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFont

from dicom_objects import blob_picture, picture_object, to_bytes
from model_server import Answer, ModelServer, finding, reply_with
from test_leaks import is_zoom

NAME = "ZORBLAXX QUENTILDA"
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
TOP, LEFT, SIZE = 16, 20, 22
SECONDARY_CAPTURE = {"SOPClassUID": "1.2.840.10008.5.1.4.1.1.7", "ConversionType": "WSD"}


def written_picture(colour=False):
    picture = Image.fromarray(blob_picture(300, 400))
    font = ImageFont.truetype(FONT, SIZE)
    ImageDraw.Draw(picture).text((LEFT, TOP), NAME, fill=250, font=font)
    return numpy.asarray(picture.convert("RGB" if colour else "L"))


def clean_picture():
    return blob_picture(300, 400)


PICTURES = {  # what shows a name
    "ultrasound": lambda: picture_object("US", written_picture()),
    "secondary capture": lambda: picture_object("OT", written_picture(True), **SECONDARY_CAPTURE),
    "tag says NO": lambda: picture_object("DX", written_picture(), BurnedInAnnotation="NO"),
    "no tag": lambda: picture_object("DX", written_picture()),
}


@pytest.fixture
def start(fresh_orthanc):
    servers = []

    def make(policy=None, **model):
        servers.append(ModelServer(Answer(reply_with(finding()))))
        known = {
            "Type": "OpenAI",
            "Model": "m",
            "Url": f"{servers[-1].url}/v1",
            "ImageFormat": "Png",
        }
        vlm = {"AnalyzeOnStore": False, "Models": {"vlm": {**known, "Calls": 3, **model}}}
        vlm["Rules"] = [{"Level": "Series", "MaxImages": 8}]
        if policy:
            vlm["Egress"] = {"BurnedInAnnotation": policy}
        return fresh_orthanc(vlm), servers[-1]

    yield make
    for server in servers:
        server.close()


def report_of(orthanc, ds):
    instance = orthanc.post_instance(to_bytes(ds))["ID"]
    answer = orthanc.analyze_now("instances", instance, Model="vlm")
    stored = orthanc.get(f"/instances/{instance}/vlm/report")
    return stored.json() if stored.status_code == 200 else answer.json()


def test_by_default_no_text_leaves(start):
    orthanc, server = start()
    yes = picture_object("DX", clean_picture(), BurnedInAnnotation="YES")
    for ds in [make() for make in PICTURES.values()] + [yes]:
        report = report_of(orthanc, ds)
        assert report["Status"] == "Abstained", report
        assert '"Mask"' in report["Reason"] and '"Allow"' in report["Reason"]
        assert report["NoAbnormality"] is False and report["Findings"] == []
    assert server.asked() == []
    assert all(entry["AnalysisId"] == "" for entry in orthanc.json("/vlm/egress")["Entries"])


def test_pictures_without_text_leave(start):
    orthanc, server = start()
    colour = numpy.stack([clean_picture()] * 3, axis=-1)
    for ds in (
        picture_object("US", clean_picture()),
        picture_object("OT", colour, **SECONDARY_CAPTURE),
    ):
        assert report_of(orthanc, ds)["Status"] == "Completed"
    assert len(server.asked()) == 6


def area_of_name(picture, is_mirrored):
    """The part of a full view where the name was."""
    font = ImageFont.truetype(FONT, SIZE)
    left, top, right, bottom = font.getbbox(NAME)
    part = numpy.asarray(picture.convert("L"))
    part = part[:, ::-1] if is_mirrored else part
    return part[TOP + top : TOP + bottom, LEFT + left : LEFT + right]


def words_in(picture, folder):
    picture.convert("L").resize((picture.width * 2, picture.height * 2)).save(folder / "seen.png")
    command = ["tesseract", str(folder / "seen.png"), "-", "--psm", "11"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.upper()


@pytest.mark.parametrize("kind", PICTURES)
def test_masked_text_is_black_in_every_view(start, tmp_path, kind):
    orthanc, server = start("Mask")
    report = report_of(orthanc, PICTURES[kind]())
    assert report["Status"] == "Completed", report
    full_views = [request for request in server.asked() if not is_zoom(request)]
    assert 1 <= len(full_views) < len(server.asked())
    for number, request in enumerate(full_views):
        is_mirrored = number % 2 == 1
        picture = request.images()[0]
        assert picture.size == (400, 300)
        assert area_of_name(picture, is_mirrored).max() == 0
        # Not everything is covered: the blob is there.
        assert numpy.asarray(picture.convert("L")).max() > 150
    rules = {
        entry["Rule"] for entry in orthanc.json("/vlm/egress")["Entries"] if entry["AnalysisId"]
    }
    assert len(rules) == 1 and "BurnedInAnnotation Mask" in rules.pop()


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
def test_nobody_reads_the_name_in_what_was_sent(start, tmp_path):
    orthanc, server = start("Mask")
    report_of(orthanc, PICTURES["ultrasound"]())
    assert "ZORBLAXX" in words_in(Image.fromarray(written_picture()), tmp_path)
    for request in server.asked():
        picture = request.images()[0]
        mirrored = Image.fromarray(numpy.asarray(picture.convert("L"))[:, ::-1])
        for seen in (words_in(picture, tmp_path), words_in(mirrored, tmp_path)):
            assert "ZORB" not in seen and "QUENT" not in seen, seen


def test_a_zoom_onto_the_name_shows_black(start):
    orthanc, server = start("Mask")
    server.answer = Answer(reply_with(finding(box=(50, 60, 120, 200))))
    assert report_of(orthanc, PICTURES["ultrasound"]())["Status"] == "Completed"
    zoom = next(request for request in server.asked() if is_zoom(request)).images()[0]
    assert zoom.size == (512, 512)  # of half the longer side: 200 columns and rows from the corner
    scale = zoom.width / 200
    left, top, _, bottom = ImageFont.truetype(FONT, SIZE).getbbox(NAME)
    edges = [TOP + top + 1, TOP + bottom - 1, LEFT + left + 1, 198]
    top, bottom, left, right = (round(edge * scale) for edge in edges)
    assert numpy.asarray(zoom.convert("L"))[top:bottom, left:right].max() == 0


def test_the_tag_without_text_is_refused_under_mask(start):
    orthanc, server = start("Mask")
    report = report_of(orthanc, picture_object("DX", clean_picture(), BurnedInAnnotation="YES"))
    assert report["Status"] == "Abstained" and '"Allow"' in report["Reason"]
    assert server.asked() == []


def test_allow_sends_the_picture_as_it_is(start):
    orthanc, server = start("Allow", Calls=1)
    assert report_of(orthanc, PICTURES["ultrasound"]())["Status"] == "Completed"
    sent = numpy.asarray(server.asked()[0].images()[0].convert("L"))
    assert numpy.array_equal(sent, written_picture())


def test_the_others_of_a_series_are_analysed(start):
    orthanc, server = start(Calls=1)
    server.answer = Answer(reply_with())
    first = picture_object("US", clean_picture())
    keywords = ("PatientID", "StudyInstanceUID", "SeriesInstanceUID")
    shared = {keyword: getattr(first, keyword) for keyword in keywords}
    pixels = [clean_picture(), written_picture(), clean_picture()]
    objects = [
        picture_object("US", one, InstanceNumber=str(number + 1), **shared)
        for number, one in enumerate(pixels)
    ]
    stored = [orthanc.post_instance(to_bytes(ds)) for ds in objects]
    answer = orthanc.analyze_now("series", stored[0]["ParentSeries"], Model="vlm")
    report = answer.json()
    assert report["Status"] == "Completed", report
    assert len(server.asked()) == 1
    assert len(server.asked()[0].pictures) == 2, report["Images"]
    reasons = {image["SOPInstanceUID"]: image["Reason"] for image in report["Images"]}
    assert '"Mask"' in reasons[objects[1].SOPInstanceUID]
    assert not reasons[objects[0].SOPInstanceUID] and not reasons[objects[2].SOPInstanceUID]
    assert report["NoAbnormality"] is False
