# SPDX-License-Identifier: GPL-3.0-or-later
"""What a model writes, well or badly, and what report, queue, status and readings then say."""
import json
import re

import pytest

from model_server import Answer, finding, reply_with
from model_world import Backend, ModelWorld, assert_on_square, square_object

BOX = (300, 600, 600, 800)  # the square of the picture, in thousandths
GOOD = reply_with(finding("Bright square", BOX))
TEXT = json.dumps(GOOD)


def one_finding(box=BOX, label="Bright square", **more):
    return Answer(reply_with(finding(label, box, **more)))


def gemini_body(text):
    part = {"content": {"role": "model", "parts": [{"text": text}]}, "finishReason": "STOP"}
    return json.dumps({"candidates": [part], "modelVersion": "some-model"}).encode()


# What can be read in spite of its dress.
READABLE = {
    "plain": Answer(TEXT),
    "fenced": Answer("```json\n" + TEXT + "\n```"),
    "chatty": Answer("Sure! Here is my reading:\n" + TEXT + "\nTell me if you need more."),
    "thought-first": Answer(TEXT, thought='Perhaps {"findings": []}, but look again.'),
    "byte-order-mark": Answer("\ufeff" + TEXT),
}

# Answer, requests sent (the second asks to mend the first), words of the reason, how replies ended.
UNUSABLE = {
    "truncated": (Answer(TEXT[: len(TEXT) // 2]), 2, "was cut off", "Complete"),
    "truncated-fence": (Answer("```json\n" + TEXT[:-40] + "\n```"), 2, "was cut off", "Complete"),
    "max-tokens-no-text": (Answer(finish="MAX_TOKENS"), 2, "token limit (MAX_TOKENS)", "Truncated"),
    "max-tokens-text": (Answer(TEXT, finish="MAX_TOKENS"), 2, "token limit", "Truncated"),
    "blocked": (
        Answer(blocked=True),
        1,
        "declined to answer about this picture (SAFETY)",
        "Refused",
    ),
    "safety": (
        Answer(finish="SAFETY"),
        1,
        "declined to answer about this picture (SAFETY)",
        "Refused",
    ),
    "no-text": (Answer(""), 2, "empty", "Empty"),
    "no-candidates": (Answer(body=b'{"candidates": [], "usageMetadata": {}}'), 2, "empty", "Empty"),
    "thought-only": (Answer(thought="Well."), 2, "reasoned but gave no answer", "ThoughtOnly"),
    "nan": (Answer(TEXT.replace("300", "NaN")), 2, "NaN, which is no number in JSON", "Complete"),
    "schema": (Answer({"findings": "none"}), 2, "breaks the schema", "Complete"),
    "two-objects": (Answer(TEXT + "\n" + TEXT.replace("300", "301")), 2, "ambiguous", "Complete"),
}

# Boxes that say nothing about where: the finding is told as rejected, with the check it failed.
MISPLACED = {
    "inverted": (one_finding((600, 800, 300, 600)), "Ordered"),
    "outside": (one_finding((1200, 1300, 1500, 1600)), "InsideImage"),
    "far-outside": (one_finding((1e300, 1e300, 1.1e300, 1.1e300)), None),
    "negative": (one_finding((-900, -900, -500, -500)), "InsideImage"),
    "whole-image": (one_finding((0, 0, 1000, 1000)), "NotWholeImage"),
}

# What is odd is said, in these words; how many findings remain.
ODD = {
    "duplicates": (
        Answer(reply_with(finding("Mass", BOX), finding("mass", (301, 600, 600, 800)))),
        "repeats another one at the same place",
        1,
    ),
    "normal-but-findings": (
        Answer(reply_with(finding("Mass", BOX), no_abnormality=True)),
        "no abnormality together with findings",
        1,
    ),
    "abnormal-without-findings": (
        Answer(reply_with(no_abnormality=False)),
        "states an abnormality but lists no finding",
        0,
    ),
    "side-of-text": (
        one_finding(laterality="left", description="A mass on the right side."),
        "is stated left, but its description says right",
        1,
    ),
    "other-image": (one_finding(image=7), "left out", 0),
    "text-for-a-box": (
        Answer(TEXT.replace(json.dumps(list(BOX)), '"somewhere"')),
        "the finding is kept without a box",
        1,
    ),
    "many": (
        Answer(
            reply_with(
                *[
                    finding(f"Lesion {i}", (3 * i, 3 * i, 3 * i + 40, 3 * i + 40))
                    for i in range(300)
                ]
            )
        ),
        "more than 100 findings",
        100,
    ),
}

BACKENDS = {
    **{name: Backend(answer) for name, answer in READABLE.items()},
    **{
        name: Backend(row[0]) for table in (UNUSABLE, MISPLACED, ODD) for name, row in table.items()
    },
    "prose": Backend(Answer("There is a nodule in the left upper lobe. No pleural effusion.")),
    "prose-of-nothing": Backend(Answer("I like trains.")),
    "mended": Backend([Answer(TEXT[:-30]), Answer(TEXT)]),
    "wrong-side": Backend(one_finding(laterality="right")),
    "hostile": Backend(
        one_finding(label="<script>alert(1)</script>", description="Obey:\x1b[31m\x00 stop")
    ),
    "openai-cut": Backend(Answer(TEXT[:-50], finish="length"), {"BoxFormat": "Gemini"}, "OpenAI"),
    "openai-stop": Backend(Answer(TEXT[:-50], finish="stop"), {"BoxFormat": "Gemini"}, "OpenAI"),
    "openai-filter": Backend(
        Answer("", finish="content_filter"), {"BoxFormat": "Gemini"}, "OpenAI"
    ),
    "openai-think": Backend(Answer(TEXT, thought="{}"), {"BoxFormat": "Gemini"}, "OpenAI"),
    "swapped": Backend(Answer(GOOD, served="another-model-2")),
    "envelope": Backend(Answer(body=gemini_body("X").replace(b"X", b"\xff\xfe"))),
    "html": Backend(Answer(body=b"<html>Log in</html>", headers={"Content-Type": "text/html"})),
}


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    made = ModelWorld(tmp_path_factory.mktemp("replies"), BACKENDS).start()
    yield made
    made.close()


def assert_failed(outcome, words, requests):
    assert outcome.analysis["Status"] == outcome.report["Status"] == "Failed"
    assert words in outcome.analysis["Reason"]
    assert outcome.report["Reason"] == outcome.analysis["Reason"]
    assert outcome.report["Findings"] == [] and outcome.report["NoAbnormality"] is False
    assert len(outcome.requests) == requests
    assert outcome.model["State"] == "Open"  # one bad answer pauses nothing


@pytest.mark.parametrize("name", READABLE)
def test_an_answer_in_whatever_dress_is_read(world, name):
    outcome = world.analyze(name)
    assert outcome.analysis["Status"] == "Completed" and outcome.report["Warnings"] == []
    assert_on_square(outcome.report["Findings"][0]["RawBox"])
    assert len(outcome.requests) == 1
    assert outcome.replies[0]["Text"].lstrip("\ufeff") == READABLE[name].text.lstrip("\ufeff")


@pytest.mark.parametrize("name", UNUSABLE)
def test_an_answer_that_cannot_be_used_fails_with_its_reason_and_is_kept(world, name):
    answer, requests, words, end = UNUSABLE[name]
    outcome = world.analyze(name)
    assert_failed(outcome, words, requests)
    written = answer.text if isinstance(answer.text, str) else json.dumps(answer.text)
    assert [reply["Text"] for reply in outcome.replies] == [
        written if answer.text else ""
    ] * requests
    assert {reply["End"] for reply in outcome.replies} == {end}
    assert [reading["Used"] for reading in outcome.readings["Readings"]] == [False]


@pytest.mark.parametrize(
    "name, words",
    [
        ("openai-cut", "token limit (length)"),
        ("openai-stop", "was cut off"),
        ("openai-filter", "declined"),
    ],
)
def test_chat_completions_that_end_badly_fail_too(world, name, words):
    assert_failed(world.analyze(name), words, 1 if name == "openai-filter" else 2)


def test_reasoning_of_a_chat_completion_is_skipped(world):
    outcome = world.analyze("openai-think")
    assert outcome.report["Status"] == "Completed"
    assert_on_square(outcome.report["Findings"][0]["RawBox"])


def test_a_cut_answer_is_asked_for_once_more_with_what_was_wrong(world):
    outcome = world.analyze("mended")
    assert outcome.report["Status"] == "Completed" and outcome.warns("asked once more", "cut off")
    assert [reply["Text"] for reply in outcome.replies] == [TEXT[:-30], TEXT]
    assert any("cut off" in text for text in outcome.requests[1].texts)
    assert outcome.report["Usage"]["Requests"] == 2


def test_prose_becomes_findings_without_a_place(world):
    outcome = world.analyze("prose")
    (nodule,) = outcome.report["Findings"]
    assert (nodule["Label"].lower(), nodule["Laterality"], nodule["Box"]) == (
        "nodule",
        "Left",
        None,
    )
    assert outcome.warns("prose")
    assert outcome.replies[0]["Text"] == BACKENDS["prose"].answer.text


def test_prose_about_nothing_fails(world):
    assert_failed(world.analyze("prose-of-nothing"), "prose", 2)


@pytest.mark.parametrize("name", MISPLACED)
def test_a_box_that_tells_no_place_is_rejected_and_shown(world, name):
    outcome = world.analyze(name)
    assert outcome.report["Findings"] == [] and outcome.report["NoAbnormality"] is False
    (rejected,) = outcome.report["Rejected"]
    failed = [check["Name"] for check in rejected["Verification"]["Checks"] if not check["Passed"]]
    assert MISPLACED[name][1] is None or MISPLACED[name][1] in failed
    assert failed and rejected["Verification"]["Status"] == "Rejected"


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_becomes_a_warning(world, name):
    _, words, count = ODD[name]
    outcome = world.analyze(name)
    assert outcome.report["Status"] == "Completed" and outcome.warns(words)
    assert len(outcome.report["Findings"]) == count
    assert outcome.report["NoAbnormality"] is False


def test_a_box_on_the_other_side_than_stated_is_told(world):
    # Columns run to the patient's left (PS3.3 C.7.6.2.1.1), and the square is right of the middle.
    axial = square_object(
        ImageOrientationPatient=[1, 0, 0, 0, 1, 0], ImagePositionPatient=[-100, -60, 0]
    )
    outcome = world.analyze("wrong-side", world.store(axial))
    assert outcome.warns("is stated right", "its box lies on the patient's left")


def test_a_hostile_label_stays_text(world):
    identifier = world.store()
    outcome = world.analyze("hostile", identifier)
    stated = outcome.report["Findings"][0]
    assert stated["Label"] == "<script>alert(1)</script>"
    assert not any(ord(letter) < 32 for letter in stated["Label"] + stated["Description"])
    shown = world.orthanc.get(f"/instances/{identifier}/vlm/report?format=text")
    assert shown.headers["Content-Type"].startswith("text/plain")
    assert "\x1b" not in shown.text and "\x00" not in shown.text


def test_another_model_than_asked_is_told_everywhere(world):
    outcome = world.analyze("swapped")
    assert outcome.report["Model"]["Requested"] == "some-model"
    assert outcome.report["Model"]["Served"] == "another-model-2"
    assert outcome.warns("some-model", "another-model-2")
    assert outcome.model["ServedDiffers"] is True and outcome.model["Served"] == "another-model-2"
    metrics = world.orthanc.get("/tools/metrics-prometheus").text
    assert re.search(r"vlm_model_swapped_served_differs 1\b", metrics)
    assert re.search(r"vlm_model_plain_served_differs 0\b", metrics)


@pytest.mark.parametrize("name, words", [("envelope", "not UTF-8"), ("html", "text/html")])
def test_a_reply_that_is_not_of_the_api_fails(world, name, words):
    assert_failed(world.analyze(name), words, 1)


@pytest.mark.parametrize("name", ["envelope", "html"])
def test_a_reply_that_is_not_of_the_api_is_kept(world, name):
    assert world.analyze(name).replies


@pytest.mark.parametrize("name", ["max-tokens-no-text", "blocked", "html"])
def test_unusable_replies_are_counted_as_failures(world, name):
    assert sum(world.analyze(name).model["Failures"].values()) > 0


def test_the_report_of_a_failure_tells_what_it_cost(world):
    assert world.analyze("truncated").report["Usage"]["Requests"] == 2
