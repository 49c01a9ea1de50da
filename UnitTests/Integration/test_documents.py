# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports as HTML and PDF: read by other programs (html.parser, poppler, qpdf)."""
import html.parser
import re
import subprocess

import numpy
import pytest

from dicom_objects import picture_object, to_bytes
from http_errors import assert_error
from model_server import Answer, finding, reply_with
from model_world import Backend, ModelWorld, edges_of_square, square_object

HOSTILE = '<script>alert(1)</script><img src="http://evil.example/x"> "mass" & co'
NAME = "Müller^Jörg"


def see_hostile(request):
    box = [round(edge * 1000) for edge in edges_of_square(request.images()[0])]
    return Answer(reply_with(finding(HOSTILE, box, anatomy="left frontal lobe")))


def contradict(request):
    """The words tell another side, and a far larger size, than the box."""
    box = [round(edge * 1000) for edge in edges_of_square(request.images()[0])]
    return Answer(
        reply_with(
            finding("Mass", box),
            findings_text="A mass of 30 cm is seen. There is no oedema.",
            impression="Mass on the right.",
        )
    )


BACKENDS = {
    "hostile": Backend(see_hostile, {"Calls": 4}),
    "wordy": Backend(contradict, {"Calls": 4}),
}


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    made = ModelWorld(tmp_path_factory.mktemp("documents"), BACKENDS).start()
    yield made
    made.close()


@pytest.fixture(scope="module")
def hostile(world):
    """An instance whose report holds hostile texts."""
    return analysed(world, "hostile")


def analysed(world, model):
    dataset = square_object(
        PatientName=NAME,
        PatientID="ID-4711",
        SpecificCharacterSet="ISO_IR 192",
        PixelSpacing=[0.5, 0.5],
        ImageOrientationPatient=[1, 0, 0, 0, 1, 0],
        ImagePositionPatient=[-50, -30, 42.5],
    )
    instance = world.store(dataset)
    answer = world.orthanc.analyze_now("instances", instance, Model=model)
    assert answer.status_code == 200, answer.text
    return instance


def document(world, instance, form, **query):
    parameters = "".join(f"&{key}={value}" for key, value in query.items())
    answer = world.orthanc.get(f"/instances/{instance}/vlm/report?format={form}{parameters}")
    assert answer.status_code == 200, answer.text[:300]
    return answer


def report_of(world, instance):
    return document(world, instance, "json").json()


class Page(html.parser.HTMLParser):
    """All elements with their attributes, and the text that is shown."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.text, self.open = [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data + " "

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def pdf_text(folder, content, *options):
    path = folder / "report.pdf"
    path.write_bytes(content)
    ran = subprocess.run(["pdftotext", *options, path, "-"], check=True, capture_output=True)
    return ran.stdout.decode()


def pdf_info(folder, content):
    path = folder / "report.pdf"
    path.write_bytes(content)
    ran = subprocess.run(["pdfinfo", path], check=True, capture_output=True)
    return dict(re.split(r":\s*", line, maxsplit=1) for line in ran.stdout.decode().splitlines())


def test_html_is_one_file_that_loads_and_runs_nothing(world, hostile):
    answer = document(world, hostile, "html")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    page = Page(answer.text)
    assert not page.all("script") and not page.all("link") and not page.all("iframe")
    assert page.all("img"), "it shows pictures"
    for picture in page.all("img"):
        assert picture["src"].startswith("data:image/png;base64,")
        assert len(picture["alt"]) > 10
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]


def test_html_shows_hostile_words_as_words(world, hostile):
    page = Page(document(world, hostile, "html").text)
    assert "<script>alert(1)</script>" in page.text
    assert "left frontal lobe" in page.text


def test_html_and_pdf_name_the_patient_but_text_and_json_do_not(world, hostile, tmp_path):
    for text in (
        Page(document(world, hostile, "html").text).text,
        pdf_text(tmp_path, document(world, hostile, "pdf").content),
    ):
        assert "Müller, Jörg" in text and "ID-4711" in text
    for form in ("text", "json"):
        text = document(world, hostile, form).content.decode()
        assert "Müller" not in text and "ID-4711" not in text


@pytest.mark.parametrize("language, disclaimer", [("en", "research use"), ("zh", "研究")])
def test_documents_speak_the_language_asked_for(world, hostile, language, disclaimer, tmp_path):
    answer = document(world, hostile, "html", language=language)
    page = Page(answer.text)
    assert page.all("html")[0]["lang"].split("-")[0] == language
    assert disclaimer in page.text
    assert disclaimer in document(world, hostile, "text", language=language).text.replace("\n", "")
    pdf = document(world, hostile, "pdf", language=language).content
    assert disclaimer in re.sub(r"\s+(?=[\u4e00-\u9fff])", "", pdf_text(tmp_path, pdf))
    assert f"/Lang ({language}" in pdf_objects(tmp_path)


def pdf_objects(folder):
    """The PDF's objects as text, uncompressed by qpdf."""
    ran = subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", folder / "report.pdf", "-"],
        check=True,
        capture_output=True,
    )
    return ran.stdout.decode("latin-1")


@pytest.mark.parametrize("paper, size", [("A4", "595"), ("Letter", "612 x 792")])
def test_a_pdf_has_the_paper_asked_for_and_is_tagged(world, hostile, paper, size, tmp_path):
    answer = document(world, hostile, "pdf", paper=paper)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].endswith('.pdf"')
    info = pdf_info(tmp_path, answer.content)
    assert info["Page size"].startswith(size)
    assert info["Tagged"] == "yes"
    assert info["Title"]
    assert int(info["Pages"]) >= 1
    subprocess.run(["qpdf", "--check", tmp_path / "report.pdf"], check=True, capture_output=True)


def test_every_page_of_a_pdf_carries_the_disclaimer(world, hostile, tmp_path):
    content = document(world, hostile, "pdf").content
    pages = int(pdf_info(tmp_path, content)["Pages"])
    for page in range(1, pages + 1):
        text = pdf_text(tmp_path, content, "-f", str(page), "-l", str(page))
        assert "research use" in text and f"{page}" in text


def test_the_same_report_gives_the_same_pdf_and_a_304(world, hostile):
    for form in ("html", "pdf"):
        first = document(world, hostile, form)
        assert document(world, hostile, form).content == first.content
        known = {"If-None-Match": first.headers["ETag"]}
        path = f"/instances/{hostile}/vlm/report?format={form}"
        assert world.orthanc.get(path, headers=known).status_code == 304
        assert world.orthanc.get(path + "&language=zh", headers=known).status_code == 200


def test_words_that_contradict_the_verified_place_are_noted(world):
    """The square lies right of the picture's middle, on the patient's left; 20 x 18 mm."""
    instance = analysed(world, "wordy")
    report = report_of(world, instance)
    (lesion,) = report["Findings"]
    assert lesion["Verification"]["Side"] == "Left" and lesion["Number"] == 1
    sentences = report["Narrative"]["Sentences"]
    (size,) = [one for one in sentences if "30 cm" in one["Text"]]
    (side,) = [one for one in sentences if "on the right" in one["Text"]]
    (negative,) = [one for one in sentences if "oedema" in one["Text"]]
    for told in (size, side):
        assert told["Findings"] == [1] and told["Origin"] == "Model"
        assert any(told["Note"] in warning for warning in report["Warnings"])
    assert " mm" in size["Note"] and "left" in side["Note"]
    assert negative["Findings"] == [] and negative["Note"] == ""
    assert size["Note"] in report["Narrative"]["Findings"]
    assert side["Note"] in report["Narrative"]["Impression"]
    for form in ("text", "html"):
        text = re.sub(r"\s+", " ", Page(document(world, instance, form).text).text)
        assert size["Note"] in text and side["Note"] in text


def test_sentences_and_findings_name_each_other(world, hostile):
    report = report_of(world, hostile)
    numbers = {lesion["Number"] for lesion in report["Findings"]}
    told = {number for one in report["Narrative"]["Sentences"] for number in one["Findings"]}
    assert told == numbers


def test_images_tell_where_along_the_patient_they_lie(world, hostile):
    (image,) = report_of(world, hostile)["Images"]
    assert image["SlicePosition"] == {"Towards": "H", "Mm": 42.5}


@pytest.mark.parametrize(
    "query", ["format=docx", "format=pdf&paper=A3", "format=html&language=a_b"]
)
def test_wrong_parameters_are_refused(world, hostile, query):
    assert_error(world.orthanc.get(f"/instances/{hostile}/vlm/report?{query}"), 400)


def test_a_report_of_an_analysis_that_abstained_prints(fresh_orthanc, tmp_path):
    server = fresh_orthanc()
    flat = numpy.full((96, 96), 90, numpy.uint8)
    stored = server.post_instance(to_bytes(picture_object("US", flat)))
    assert server.wait_report("instances", stored["ID"])["Status"] == "Abstained"
    for form in ("html", "pdf"):
        answer = server.get(f"/instances/{stored['ID']}/vlm/report?format={form}")
        assert answer.status_code == 200


def test_a_picture_that_no_model_looked_at_is_not_drawn_as_without_findings(fresh_orthanc):
    server = fresh_orthanc()
    flat = numpy.full((96, 96), 90, numpy.uint8)
    stored = server.post_instance(to_bytes(picture_object("US", flat)))
    report = server.wait_report("instances", stored["ID"])
    assert report["Status"] == "Abstained"
    for name in ("annotated", "heatmap", "comparison", "statistics", "illustration"):
        body = assert_error(server.get(f"/instances/{stored['ID']}/vlm/layers/{name}"), 404)
        assert "no model looked" in body["Message"] and "contrast" in body["Message"]
    assert server.get(f"/instances/{stored['ID']}/vlm/layers/original").status_code == 200
    plate = server.get(f"/series/{stored['ParentSeries']}/vlm/layers/illustration")
    assert_error(plate, 404)


def test_series_and_studies_print(orthanc, samples, tmp_path):
    stored = [orthanc.post_instance(path.read_bytes()) for path in samples["CT"]]
    orthanc.wait_report("series", stored[0]["ParentSeries"])
    for level, identifier in (
        ("series", stored[0]["ParentSeries"]),
        ("studies", stored[0]["ParentStudy"]),
        ("instances", stored[6]["ID"]),
    ):
        page = orthanc.get(f"/{level}/{identifier}/vlm/report?format=html")
        assert page.status_code == 200 and Page(page.text).all("img"), level
        pdf = orthanc.get(f"/{level}/{identifier}/vlm/report?format=pdf")
        assert pdf.status_code == 200
        assert "PHANTOM" in pdf_text(tmp_path, pdf.content), level
