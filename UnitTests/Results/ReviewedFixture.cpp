// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/ReviewedFixture.h"

#include <gtest/gtest.h>

#include "Findings/SchemaCheck.h"
#include "Foundation/Json.h"
#include "Report/ReportSchemas.h"
#include "Report/ReviewReading.h"
#include "Report/ReviewedReport.h"

namespace vlm
{

std::vector<std::string> CtSeries()
{
  return {SampleFile("ct-head-phantom-05"), SampleFile("ct-head-phantom-06"),
          SampleFile("ct-head-phantom-07")};
}

Json::Value WithReview(Json::Value stored, const std::string& body, const std::string& at)
{
  const auto parsed = ParseJson(body);
  EXPECT_TRUE(parsed.HasValue()) << body;
  auto review = ReadReview(parsed.HasValue() ? parsed.Value() : Json::Value(), stored);
  EXPECT_TRUE(review.HasValue()) << (review.HasValue() ? "" : review.Failure().message);
  Json::Value entry = review.HasValue() ? review.Value() : Json::Value();
  entry["Revision"] = RevisionOf(stored) + 1;
  entry["At"] = at;
  entry["User"] = "alice";
  stored["Reviews"].append(entry);
  return stored;
}

std::string SignedBody(const Json::Value& stored, int revision)
{
  Json::Value body;
  body["Revision"] = revision;
  for (const Json::Value& finding : stored["Findings"])
  {
    Json::Value decision;
    decision["Id"] = finding["Id"];
    decision["Disposition"] = "Accepted";
    body["Findings"].append(decision);
  }
  body["Findings"][1]["Disposition"] = "Edited";
  body["Findings"][1]["Label"] = "Cyst";
  body["Findings"][1]["Laterality"] = "Right";
  body["Findings"][1]["Severity"] = "Mild";
  body["Findings"][1]["Description"] = "Smooth.";
  body["Findings"][1]["Ellipse"] =
      ParseJson(R"({"Mean": [60, 70], "SemiAxesPx": [12, 6], "AngleDegrees": 30})").Value();
  body["Findings"][2]["Disposition"] = "Rejected";
  body["Findings"][2]["Reason"] = "A vessel.";
  body["Added"] = ParseJson(R"([{"Image": 0, "Label": "Haemorrhage", "Anatomy": "left thalamus",
      "Laterality": "Left", "Severity": "Severe", "Description": "Missed.",
      "Ellipse": {"Mean": [150, 160], "SemiAxesPx": [9, 5], "AngleDegrees": 0}}])")
                      .Value();
  body["Impression"] = "A small haemorrhage.";
  body["SignOff"]["Name"] = "Smith^Jane^^Dr.";
  return WriteJson(body);
}

ResultFixture ReviewedSeries(int findings)
{
  ResultFixture fixture = FixtureOf(CtSeries(), findings);
  fixture.report = ApplyReview(WithReview(fixture.report, SignedBody(fixture.report)));
  const auto check = SchemaCheck(vlm_report_Files().Find("Schemas/report.schema.json").value())
                         .Check(fixture.report);
  EXPECT_TRUE(check.HasValue()) << (check.HasValue() ? "" : check.Failure().message);
  return fixture;
}

}  // namespace vlm
