# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the panel do on its pages, and the report with which they provoke it."""

JPEG_BASELINE = "1.2.840.10008.1.2.4.50"
DISCLAIMER = "Machine-made, unverified; research use only, not for diagnostic use."

# The picture of the panel that is on screen, once it is loaded: {src, alt, width, layer}.
SHOWN_PICTURE = """
const picture = [...document.querySelectorAll('.vlm-picture')].find((one) => one.offsetParent);
const done = picture?.complete && picture.getAttribute('aria-busy') === 'false';
const {src, alt, naturalWidth: width} = picture ?? {};
return done ? {src, alt, width, layer: picture.dataset.layer} : null;
"""

# Mounts the panel over an API that answers from the test: no server decides what it shows.
MOUNT = """
const [answers, done] = arguments;
window.calls = {analyses: 0, retried: [], analyzed: []};
const api = {
  analysesNow: async () => (window.calls.analyses += 1, {list: answers.analyses, tag: null}),
  report: async () => ({report: answers.report}),
  models: async () => [{Name: 'offline', Type: 'Offline'}, {Name: 'other', Type: 'OpenAI'}],
  analyze: async (resource, body) => { window.calls.analyzed.push(body); },
  retry: async (id) => { window.calls.retried.push(id); },
  layerUrl: () => 'absent.png',
  layer: async () => { throw new Error('the pixels are broken'); },
  reportUrl: () => 'about:blank',
  pageUrl: () => 'about:blank',
};
const place = document.createElement('div');
document.body.replaceChildren(place);
import('/vlm/app/Panel/panel.js').then(({mountPanel}) => {
  const resource = {level: 'instances', id: 'x'};
  window.panel = mountPanel(place, resource, {api});
  done();
});
"""


def analysed(orthanc, contents):
    """A series that was analysed: identifiers by the name of Orthanc Explorer's page."""
    instances = [orthanc.post_instance(content)["ID"] for content in contents]
    series = orthanc.json(f"/instances/{instances[0]}/series")["ID"]
    study = orthanc.json(f"/instances/{instances[0]}/study")["ID"]
    report = orthanc.wait_report("series", series)
    orthanc.wait_analyses("studies", study)  # none is left that would change what is shown
    assert report["Status"] == "Completed", report.get("Reason")
    assert report["Findings"], "the sample is chosen to have findings"
    shown = report["Images"][report["Findings"][0]["Image"]]["OrthancId"]
    return {"instance": shown, "series": series, "study": study}


LEVELS = {"instance": "instances", "series": "series", "study": "studies"}


def explorer(browser, orthanc, page, identifier):
    browser.open(f"{orthanc.url}/app/explorer.html#{page}?uuid={identifier}")
    return browser.one(f"#{page} .vlm-panel")


def state(browser):
    return browser.one(".vlm-state .vlm-badge").text


def wait_state(browser, wanted):
    browser.until(lambda: state(browser) == wanted, f"the state {wanted}", 60)


def picture(browser, other_than=None):
    """The picture on screen once it is loaded, and is another one than `other_than`."""

    def loaded():
        shown = browser.run(SHOWN_PICTURE)
        return shown if shown and shown["src"] != (other_than or {}).get("src") else None

    return browser.until(loaded, "the picture")


def mount(browser, orthanc, analyses, report):
    browser.open(f"{orthanc.url}/vlm/app/index.html")  # for its Content-Security-Policy
    browser.run_async(MOUNT, {"analyses": analyses, "report": report})
    browser.one(".vlm-state .vlm-badge")


def shown_texts(browser, selector):
    return [element.text for element in browser.all(selector) if element.is_displayed()]


HOSTILE = "<img src=x onerror='window.pwned=1'><script>window.pwned=1</script>"


def hostile_report():
    finding = {
        "Label": HOSTILE,
        "Anatomy": HOSTILE,
        "Description": HOSTILE,
        "Severity": HOSTILE,
        "Laterality": HOSTILE,
        "ModelScore": 0.825,
        "Image": 0,
        "Measurements": {"LongAxisMm": 23.4, "ShortAxisMm": 13.7},
        "Verification": {
            "Status": HOSTILE,
            "Checks": [{"Name": HOSTILE, "Passed": True, "Detail": HOSTILE}],
        },
    }
    return {
        "AnalysisId": HOSTILE,
        "Status": "Completed",
        "Model": {"Name": HOSTILE, "Type": HOSTILE, "Served": HOSTILE},
        "Images": [],
        "Findings": [finding],
        "Rejected": [{"Label": HOSTILE}],
        "ImageQuality": {"Adequate": False, "Reason": HOSTILE},
        "Narrative": {
            "Impression": HOSTILE,
            "Recommendations": [HOSTILE],
            "Limitations": [HOSTILE],
            "Language": HOSTILE,
        },
        "Warnings": [HOSTILE],
        "Disclaimer": HOSTILE,
    }


def plain_report():
    return {
        "AnalysisId": "a1",
        "Status": "Completed",
        "Model": {"Name": "offline", "Type": "Offline", "Served": "offline-1"},
        "Images": [],
        "Findings": [{"Label": "Nodule", "ModelScore": 0.7, "Image": 0}],
        "Narrative": {"Impression": "One nodule.", "Language": "en"},
        "Timing": {"CompletedAt": "2026-11-24T05:38:00.000Z", "ModelMs": 900, "PipelineMs": 100},
        "Disclaimer": DISCLAIMER,
    }
