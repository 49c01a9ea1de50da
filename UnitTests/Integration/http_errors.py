# SPDX-License-Identifier: GPL-3.0-or-later
"""What every error answer of the plugin looks like."""


def assert_error(answer, *statuses):
    """`answer` has one of the statuses and a JSON body that explains it (DESIGN.md section 4)."""
    assert answer.status_code in statuses, f"{answer.status_code}: {answer.text[:500]}"
    assert answer.headers["Content-Type"].startswith("application/json"), answer.headers
    body = answer.json()
    assert body["HttpStatus"] == answer.status_code
    assert isinstance(body["Error"], str) and body["Error"]
    assert isinstance(body["Message"], str) and len(body["Message"]) > 5
    assert "Details" in body
    return body
