# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports as attachments under Orthanc's own settings for attachments."""

NAMES = {
    "VlmReport": [4901, "application/json"],
    "VlmReportText": [4902, "text/plain"],
    "VlmReportHistory": [4903, "application/json"],
}


def test_reports_are_replaced_and_deleted_where_orthanc_checks_revisions(fresh_orthanc, samples):
    orthanc = fresh_orthanc(options={"CheckRevisions": True, "UserContentType": NAMES})
    instance = orthanc.store_file(samples["US"][0])
    first = orthanc.wait_report("instances", instance)
    second = orthanc.analyze_now("instances", instance, Force=True).json()
    assert second["AnalysisId"] != first["AnalysisId"]
    attachments = orthanc.json(f"/instances/{instance}/attachments")
    assert set(NAMES) <= set(attachments)
    stored = orthanc.json(f"/instances/{instance}/attachments/VlmReport/data")
    assert stored["AnalysisId"] == second["AnalysisId"]

    orthanc.delete(f"/vlm/analyses/{second['AnalysisId']}").raise_for_status()
    assert orthanc.wait_report("instances", instance)["AnalysisId"] == first["AnalysisId"]
    orthanc.delete(f"/vlm/analyses/{first['AnalysisId']}").raise_for_status()
    assert not set(NAMES) & set(orthanc.json(f"/instances/{instance}/attachments"))
    assert orthanc.get(f"/instances/{instance}/vlm/report").status_code == 404
