# SPDX-License-Identifier: GPL-3.0-or-later
"""Our Secondary Capture in Orthanc's own web viewer, which knows nothing of us."""
import base64
import io
import pathlib

import numpy
import pytest
from PIL import Image

from orthanc_server import OrthancServer, plugin_path, poll

WEB_VIEWER = pathlib.Path("/usr/share/orthanc/plugins/libOrthancWebViewer.so")
CANVAS = "return [...document.querySelectorAll('canvas')].map((one) => one.toDataURL())"


@pytest.fixture(scope="module")
def captures(required_plugin, tmp_path_factory, samples):
    """A server with the viewer, and the series of captures that an analysis brought."""
    assert WEB_VIEWER.exists(), "apt-get install orthanc-webviewer"
    folder = tmp_path_factory.mktemp("viewer")
    server = OrthancServer(folder, plugins=[plugin_path(), WEB_VIEWER]).start()
    instance = server.store_file(samples["MR"][0])
    study = server.json(f"/instances/{instance}/study")["ID"]
    server.wait_analyses("studies", study)

    def found():
        query = {"Level": "Series", "Query": {"Manufacturer": "Orthanc VLM"}, "Expand": True}
        series = server.post("/tools/find", query).json()
        return next((one["ID"] for one in series if one["MainDicomTags"]["Modality"] != "SR"), None)

    yield server, poll(found, 30, "the captures")
    server.kill()


def pictures(browser):
    urls = [url for url in browser.run(CANVAS) if url.startswith("data:image/png")]
    decoded = [Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))) for url in urls]
    return [numpy.asarray(one.convert("RGB")).astype(int) for one in decoded]


def test_a_viewer_shows_the_capture_in_colour(browser, captures):
    server, series = captures
    browser.resize(1000, 900)
    browser.open(f"{server.url}/web-viewer/app/viewer.html?series={series}")

    def coloured():
        spreads = [(one.max(axis=2) - one.min(axis=2)) for one in pictures(browser) if one.size]
        return any((spread > 60).sum() > 100 for spread in spreads)

    browser.until(coloured, "the overlay's colours on the canvas", 30)
    browser.screenshot("web-viewer-capture")
