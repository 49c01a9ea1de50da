# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel in Orthanc Explorer, looked at with a real browser; more in UnitTests/Browser."""

import pytest
import requests
from dicom_objects import compressed, picture_object, to_bytes
from http_errors import assert_error
from panel_page import (
    DISCLAIMER,
    HOSTILE,
    JPEG_BASELINE,
    LEVELS,
    analysed,
    explorer,
    hostile_report,
    mount,
    picture,
    plain_report,
    shown_texts,
    state,
    wait_state,
)
from pydicom import dcmread
from pydicom.uid import generate_uid


@pytest.fixture(scope="module")
def brain(shared_orthanc, samples):
    """A series of one MR image."""
    return analysed(shared_orthanc, [samples["MR"][0].read_bytes()])


@pytest.fixture(scope="module")
def slices(shared_orthanc, samples):
    """The sample MR images as if they were slices of one series."""
    study, series = generate_uid(), generate_uid()
    contents = []
    for index, path in enumerate(samples["MR"]):
        ds = dcmread(path)
        ds.PatientID, ds.StudyInstanceUID, ds.SeriesInstanceUID = "SLICES", study, series
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        ds.InstanceNumber, ds.ImagePositionPatient = index + 1, [0, 0, 5 * index]
        contents.append(to_bytes(ds))
    return analysed(shared_orthanc, contents)


@pytest.mark.parametrize("page", ["instance", "series", "study"])
def test_every_explorer_page_shows_state_findings_and_picture(browser, orthanc, slices, page):
    report = orthanc.json(f"/{LEVELS[page]}/{slices[page]}/vlm/report")
    explorer(browser, orthanc, page, slices[page])
    wait_state(browser, "Completed")
    shown = picture(browser)
    labels = sorted(shown_texts(browser, f"#{page} .vlm-label"))
    assert labels == sorted(finding["Label"] for finding in report["Findings"])
    assert shown["width"] == 1024
    assert shown["layer"] == "annotated" and "finding" in shown["alt"]
    assert browser.one(f"#{page} .vlm-disclaimer").text == DISCLAIMER
    assert "not a vision-language model" in browser.one(f"#{page} .vlm-footer").text
    browser.screenshot(f"explorer-{page}")
    assert browser.errors() == []


def test_the_overlay_is_switched_by_checkbox_key_and_buttons(browser, orthanc, brain):
    explorer(browser, orthanc, "instance", brain["instance"])
    annotated = picture(browser)
    browser.one(".vlm-overlay-switch").click()
    plain = picture(browser, other_than=annotated)
    assert plain["layer"] == "original" and plain["width"] > 0
    browser.one("body").send_keys("o")
    assert picture(browser, other_than=plain) == annotated
    browser.one("[data-layer=heatmap]").click()
    heatmap = picture(browser, other_than=annotated)
    assert heatmap["layer"] == "heatmap" and heatmap["width"] > 0
    browser.screenshot("explorer-heatmap")
    browser.one("[data-layer=original]").click()
    assert picture(browser, other_than=heatmap) == plain
    assert not browser.one(".vlm-overlay-switch").is_selected()
    browser.one("body").send_keys("o")
    assert picture(browser, other_than=plain) == heatmap
    assert browser.errors() == []


def test_a_finding_is_shown_alone_and_with_the_others_again(browser, orthanc, brain):
    explorer(browser, orthanc, "instance", brain["instance"])
    together = picture(browser)
    browser.one("#instance .vlm-number").click()
    alone = picture(browser, other_than=together)
    assert "finding 1 alone" in alone["alt"] and alone["width"] > 0
    assert browser.one("#instance .vlm-number").get_attribute("aria-pressed") == "true"
    browser.one("#instance .vlm-number").click()
    assert picture(browser, other_than=alone) == together
    assert browser.errors() == []


def test_a_series_is_browsed_by_its_images(browser, orthanc, slices):
    report = orthanc.json(f"/series/{slices['series']}/vlm/report")
    explorer(browser, orthanc, "series", slices["series"])
    first = picture(browser)
    thumbnails = browser.all("#series .vlm-thumbnail")
    assert len(thumbnails) == len(report["Images"]) > 1
    other = next(one for one in thumbnails if one.get_attribute("aria-current") == "false")
    other.click()
    assert picture(browser, other_than=first)["width"] == 1024
    assert other.get_attribute("aria-current") == "true"
    assert browser.errors() == []


def test_moving_on_in_explorer_moves_the_panel_on(browser, orthanc, brain):
    explorer(browser, orthanc, "series", brain["series"])
    picture(browser)
    browser.one("#list-instances a").click()
    browser.one("#instance .vlm-panel")
    wait_state(browser, "Completed")
    picture(browser)
    assert not browser.one("#instance .vlm-panel").find_elements("css selector", ".vlm-panel")
    browser.driver.back()
    browser.one("#series .vlm-panel")
    picture(browser)
    assert len(browser.all("#series .vlm-panel")) == 1
    assert browser.errors() == []


def test_the_analyze_button_leads_to_a_new_analysis(browser, orthanc, brain):
    before = orthanc.wait_analyses("series", brain["series"])
    explorer(browser, orthanc, "series", brain["series"])
    old = picture(browser)
    browser.one("#series .vlm-analyze").click()
    after = orthanc.wait_analyses("series", brain["series"], len(before) + 1)
    assert after[0]["AnalysisId"] not in [one["AnalysisId"] for one in before]
    picture(browser, other_than=old)  # the panel notices by itself
    wait_state(browser, "Completed")
    assert browser.errors() == []


def test_a_failed_analysis_shows_its_reason_and_no_finding(browser, orthanc):
    garbage = compressed(picture_object("US"), JPEG_BASELINE, [b"\xff\xd8 not a JPEG at all."])
    instance = orthanc.post_instance(to_bytes(garbage))["ID"]
    analysis = orthanc.wait_analyses("instances", instance)[0]
    assert analysis["Status"] == "Failed" and analysis["Reason"]
    explorer(browser, orthanc, "instance", instance)
    wait_state(browser, "Failed")
    assert analysis["Reason"] in browser.one("#instance .vlm-state").text
    assert browser.one("#instance .vlm-retry").is_enabled()
    assert shown_texts(browser, ".vlm-finding") == []
    assert browser.one("#instance .vlm-disclaimer").text == DISCLAIMER
    browser.screenshot("explorer-failed")


def test_hostile_text_is_shown_literally(browser, orthanc):
    mount(browser, orthanc, [], hostile_report())
    assert browser.one(".vlm-label").text == HOSTILE
    assert browser.one(".vlm-impression").text == HOSTILE
    assert browser.one(".vlm-description").text == HOSTILE
    assert HOSTILE in browser.one(".vlm-model").text
    assert browser.run("return document.querySelectorAll('body img, body script').length") == 0
    assert browser.run("return window.pwned === undefined")
    assert browser.one(".vlm-score").text in ("model's own score 0.82", "model's own score 0.83")
    assert browser.one(".vlm-size").text == "23 × 14 mm"
    assert browser.one(".vlm-finding .vlm-badge").text == "Unverified"
    assert browser.errors() == []


def test_a_picture_that_cannot_be_drawn_says_why(browser, orthanc):
    report = dict(hostile_report(), Images=[{"OrthancId": "x", "Frame": 0}])
    mount(browser, orthanc, [], report)
    message = browser.one(".vlm-picture-message")
    browser.until(lambda: "the pixels are broken" in message.text, "the reason")
    assert browser.one(".vlm-label").text == HOSTILE  # the words do not depend on the picture


def test_retry_asks_for_the_failed_analysis_again(browser, orthanc):
    failed = {"AnalysisId": "a1", "Status": "Failed", "Reason": "the model did not answer"}
    mount(browser, orthanc, [failed], None)
    wait_state(browser, "Failed")
    assert "the model did not answer" in browser.one(".vlm-state").text
    browser.one(".vlm-retry").click()
    browser.until(lambda: browser.run("return window.calls.retried") == ["a1"], "the retry")


def test_a_failure_after_the_report_is_said_beside_it(browser, orthanc):
    reason = f"the disk is full {HOSTILE}"
    failed = {"AnalysisId": "a2", "Status": "Failed", "Reason": reason}
    done = {"AnalysisId": "a1", "Status": "Completed"}
    mount(browser, orthanc, [failed, done], plain_report())
    wait_state(browser, "Completed")
    assert browser.one(".vlm-later-failure").text == f"A later analysis failed: {reason}"
    assert browser.one(".vlm-label").text == "Nodule"
    browser.screenshot("page-later-failure")
    browser.one(".vlm-retry").click()
    browser.until(lambda: browser.run("return window.calls.retried") == ["a2"], "the retry")


def test_an_earlier_failure_is_no_later_one(browser, orthanc):
    failed = {"AnalysisId": "a1", "Status": "Failed", "Reason": "the model did not answer"}
    done = {"AnalysisId": "a2", "Status": "Completed"}
    mount(browser, orthanc, [done, failed], plain_report())
    wait_state(browser, "Completed")
    assert shown_texts(browser, ".vlm-later-failure, .vlm-retry") == []


def test_the_words_of_the_server_explain_an_error(browser, orthanc):
    answer = requests.get(f"{orthanc.url}/instances/absent/vlm/analyses", timeout=10)
    error = assert_error(answer, 404)
    explorer(browser, orthanc, "instance", "absent")
    assert error["Message"] in browser.one(".vlm-problem").text


def test_images_that_were_not_examined_are_not_called_normal(browser, orthanc):
    images = [{"OrthancId": "x", "Frame": 0, "Examined": examined} for examined in (True, False)]
    mount(browser, orthanc, [], dict(plain_report(), Findings=[], Images=images))
    assert "Not examined by the model: 1 of 2 images" in browser.one(".vlm-no-finding").text


def test_analyze_forces_only_when_something_exists(browser, orthanc):
    canceled = {"AnalysisId": "a1", "Status": "Canceled"}
    for analyses, body in (([], {}), ([canceled], {"Force": True})):
        mount(browser, orthanc, analyses, None)
        browser.one(".vlm-analyze").click()
        browser.until(lambda: browser.run("return window.calls.analyzed.length"), "the request")
        assert browser.run("return window.calls.analyzed") == [body]


def test_polling_lasts_while_active_and_ends_when_the_page_is_left(browser, orthanc):
    running = {"AnalysisId": "a1", "Status": "Running", "Attempts": 0}
    mount(browser, orthanc, [running], None)
    wait_state(browser, "Running")
    browser.until(lambda: browser.run("return window.calls.analyses") >= 3, "two more questions")
    assert not browser.one(".vlm-analyze").is_enabled()
    assert browser.one(".vlm-state").get_attribute("aria-live") == "polite"
    seen = browser.run("window.panel.stop(); return window.calls.analyses")
    waited = "setTimeout(() => arguments[0](window.calls.analyses), 2500)"
    assert browser.run_async(waited) == seen


def test_files_of_the_panel_have_their_types_and_nothing_else_is_served(orthanc):
    types = {"index.html": "text/html", "Panel/panel.js": "javascript", "Panel/panel.css": "text/css"}
    for name, kind in types.items():
        answer = requests.get(f"{orthanc.url}/vlm/app/{name}", timeout=10)
        assert answer.status_code == 200 and kind in answer.headers["Content-Type"]
    for name in ("absent.js", "..%5cpanel.js", "folder%2fpanel.js"):
        assert requests.get(f"{orthanc.url}/vlm/app/{name}", timeout=10).status_code == 404
