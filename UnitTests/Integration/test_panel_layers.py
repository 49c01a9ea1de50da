# SPDX-License-Identifier: GPL-3.0-or-later
"""Sheets and documents in the panel, in a real browser."""
import pytest

from panel_page import analysed, explorer, picture


@pytest.fixture(scope="module")
def brain(shared_orthanc, samples):
    """A series of one MR image."""
    return analysed(shared_orthanc, [samples["MR"][0].read_bytes()])


@pytest.mark.parametrize("layer", ["comparison", "statistics", "illustration"])
def test_sheets_are_shown_in_full_width(browser, orthanc, brain, layer):
    explorer(browser, orthanc, "instance", brain["instance"])
    annotated = picture(browser)
    browser.one(f"[data-layer={layer}]").click()
    sheet = picture(browser, other_than=annotated)
    assert sheet["layer"] == layer and sheet["width"] == 1600
    large = browser.one(".vlm-large").get_attribute("href")
    answer = orthanc.get(large[large.index("/instances/") :])
    assert answer.headers["Content-Type"] == "image/png"
    browser.screenshot(f"explorer-{layer}")
    assert browser.errors() == []


def test_the_report_is_offered_as_documents(browser, orthanc, brain):
    explorer(browser, orthanc, "instance", brain["instance"])
    picture(browser)
    for form, kind in (("html", "text/html"), ("pdf", "application/pdf"), ("text", "text/plain")):
        link = browser.one(f"a[href*='format={form}']").get_attribute("href")
        answer = orthanc.get(link[link.index("/instances/") :])
        assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(kind)
