# SPDX-License-Identifier: GPL-3.0-or-later
"""Reviews of reports, as a client writes them."""
from dicom_objects import picture_object, to_bytes

SIGNED = {"SignOff": {"Name": "Smith^John"}}


def analysed_picture(server, **attributes):
    """Identifiers of a stored picture, and its report, which has a finding."""
    stored = server.post_instance(to_bytes(picture_object("US", **attributes)))
    report = server.wait_report("instances", stored["ID"])
    assert report["Findings"], "the test picture's lesion should be found"
    return stored, report


def review_of(report, disposition="Accepted", **members):
    """A review that says the same of every finding of a report."""
    findings = [
        {"Id": one["Id"], "Disposition": disposition, "Reason": "as a test"}
        for one in report["Findings"]
    ]
    revision = report["Review"]["Revision"] if report.get("Review") else 0
    return dict({"Revision": revision, "Findings": findings}, **members)


def added_finding(label="cyst", column=20.0, row=30.0):
    return {
        "Image": 0,
        "Label": label,
        "Ellipse": {"Mean": [column, row], "SemiAxesPx": [8.0, 4.0], "AngleDegrees": 30.0},
    }


def post_review(server, level, identifier, review, **options):
    return server.post(f"/{level}/{identifier}/vlm/review", review, **options)


def reviewed(server, level, identifier, review):
    """The reviewed report."""
    answer = post_review(server, level, identifier, review)
    assert answer.status_code == 200, f"{answer.status_code} {answer.text[:800]}"
    return answer.json()
