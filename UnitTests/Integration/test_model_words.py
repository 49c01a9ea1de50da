# SPDX-License-Identifier: GPL-3.0-or-later
"""What a model is told and says, in which language, and box formats that a test finds out."""
import io

import numpy
import pytest
from PIL import Image

from model_server import Answer, finding, reply_with, shapes_in
from model_world import Backend, ModelWorld, assert_on_square, edges_of_square
from orthanc_server import ROOT

CHINESE = {
    "label": "左侧脑实质占位性病变",
    "impression": "左侧大脑半球可见高信号占位，建议增强扫描。",
}
ADDED = "Count every rib twice before you answer."


def box_in(style, edges, size):
    """Edges top, left, bottom, right as fractions in the words of a model."""
    top, left, bottom, right = edges
    width, height = size
    return {
        "yxyx-1000": [round(1000 * edge) for edge in edges],
        "xyxy-1000": [round(1000 * edge) for edge in (left, top, right, bottom)],
        "xyxy-pixels": [
            round(left * width),
            round(top * height),
            round(right * width),
            round(bottom * height),
        ],
        "xyxy-unit": [round(edge, 3) for edge in (left, top, right, bottom)],
    }[style]


def model_that_writes(style, tested=True):
    """A backend of unknown box format; `tested`: whether it passes its self-test."""

    def answer(request):
        picture = request.images()[0]
        return Answer(
            reply_with(finding("Square", box_in(style, edges_of_square(picture), picture.size)))
        )

    def self_test(request):
        reply = shapes_in(request.pictures[0])
        size = Image.open(io.BytesIO(request.pictures[0])).size
        for one in reply["findings"]:
            one["box_2d"] = box_in(style, [edge / 1000 for edge in one["box_2d"]], size)
        return Answer(reply)

    def lost(request):
        boxes = [(5, 5, 60, 60), (900, 5, 950, 40), (5, 900, 90, 950)]
        names = ("circle", "square", "triangle")
        return Answer(reply_with(*[finding(name, box) for name, box in zip(names, boxes)]))

    return Backend(answer, type="OpenAI", self_test=self_test if tested else lost)


def chinese(request):
    box = [round(1000 * edge) for edge in edges_of_square(request.images()[0])]
    told = reply_with(finding(CHINESE["label"], box), impression=CHINESE["impression"])
    return Answer(told)


STYLES = ("yxyx-1000", "xyxy-1000", "xyxy-pixels", "xyxy-unit")
STATED = model_that_writes("xyxy-1000", tested=False)
STATED.settings = {"BoxFormat": "xyxy-1000"}
BACKENDS = {
    "chinese": Backend(chinese),
    **{style: model_that_writes(style) for style in STYLES},
    "lost": model_that_writes("xyxy-1000", tested=False),
    "stated": STATED,
    "untestable": Backend(
        model_that_writes("xyxy-1000").answer,
        type="OpenAI",
        self_test=lambda _: Answer("What a nice picture."),
    ),
}


@pytest.fixture(scope="module")
def prompts(tmp_path_factory):
    """A folder with one prompt of our own."""
    folder = tmp_path_factory.mktemp("prompts")
    (folder / "mr.md").write_text(ADDED + "\n")
    return folder


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory, prompts):
    made = ModelWorld(
        tmp_path_factory.mktemp("words"),
        BACKENDS,
        ReportLanguage="zh-CN",
        PromptDirectory=str(prompts),
    ).start()
    yield made
    made.close()


def test_the_language_of_reports_is_asked_for_and_comes_through(world):
    identifier = world.store()
    outcome = world.analyze("chinese", identifier)
    assert any("Chinese" in text for text in outcome.requests[0].texts)
    assert outcome.report["Narrative"]["Language"] == "zh-CN"
    assert outcome.report["Findings"][0]["Label"] == CHINESE["label"]
    answer = world.orthanc.get(f"/instances/{identifier}/vlm/report?format=text")
    assert CHINESE["label"] in answer.text and CHINESE["impression"] in answer.text


def test_chinese_labels_are_drawn(world):
    identifier = world.store()
    world.analyze("chinese", identifier)

    def layer(name):
        answer = world.orthanc.get(f"/instances/{identifier}/vlm/layers/{name}?width=800")
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/png"
        return numpy.asarray(Image.open(io.BytesIO(answer.content)).convert("RGB"))

    annotated = layer("annotated")
    assert (annotated != layer("original")).any()


def test_a_request_may_ask_for_another_language(world):
    outcome = world.analyze("chinese", Language="de")
    assert any("German" in text for text in outcome.requests[-1].texts)
    assert outcome.report["Narrative"]["Language"] == "de"


def test_prompts_of_a_folder_replace_the_embedded(world, shared_orthanc):
    outcome = world.analyze("chinese")
    assert any(ADDED in text for text in outcome.requests[-1].texts)
    embedded = (ROOT / "Resources" / "Prompts" / "mr.md").read_text().strip()
    assert not any(embedded in text for text in outcome.requests[-1].texts)
    version = outcome.report["Model"]["PromptVersion"]
    assert outcome.readings["Model"]["PromptVersion"] == version
    assert version == world.model("chinese")["PromptVersion"]


def test_other_words_are_another_version(world, fresh_orthanc, prompts):
    section = {"Type": "Gemini", "Url": world.stubs["chinese"].url}
    embedded = fresh_orthanc({"Models": {"m": section}}).json("/vlm/models")
    version = next(one for one in embedded if one["Name"] == "m")["PromptVersion"]
    assert version != world.model("chinese")["PromptVersion"]


@pytest.mark.parametrize("style", STYLES)
def test_the_self_test_finds_out_how_boxes_are_written(world, style):
    outcome = world.analyze(style)
    assert_on_square(outcome.report["Findings"][0]["RawBox"], tolerance=1.0)
    assert outcome.model["BoxFormat"] == outcome.model["SelfTest"]["BoxFormat"] == style
    assert outcome.report["Warnings"] == [] and outcome.replies[0]["BoxFormat"] == style


@pytest.mark.parametrize("name", ["lost", "untestable"])
def test_boxes_of_unknown_format_are_not_used(world, name):
    outcome = world.analyze(name)
    assert outcome.report["Status"] == "Completed" and outcome.warns("self-test")
    (lesion,) = outcome.report["Findings"]
    assert lesion["Box"] is None and lesion["Gaussian"] is None
    assert outcome.model["SelfTest"]["Passed"] is False and outcome.model["BoxFormat"] is None
    told = world.orthanc.post(f"/vlm/models/{name}/test")
    if told.status_code == 200:
        assert told.json()["Passed"] is False and told.json()["Detail"]
    else:
        assert told.status_code == 422 and told.json()["Message"]


def test_a_stated_format_is_kept_although_the_self_test_fails(world):
    world.wait_tested("stated")
    outcome = world.analyze("stated")
    assert_on_square(outcome.report["Findings"][0]["RawBox"], tolerance=1.0)
    assert outcome.warns("self-test", "xyxy-1000") and outcome.model["BoxFormat"] == "xyxy-1000"
    assert outcome.model["SelfTest"]["Passed"] is False
