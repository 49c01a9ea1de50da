// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewedSample.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "Foundation/Json.h"
#include "Report/JsonReport.h"
#include "Report/ReviewReading.h"
#include "Report/ReviewedReport.h"
#include "Report/SampleReport.h"

namespace vlm
{

const char* const NoduleId = "6ba7b812-9dad-11d1-80b4-00c04fd430c8";
const char* const EffusionId = "7ba7b812-9dad-11d1-80b4-00c04fd430c8";
const char* const RejectedId = "aba7b812-9dad-11d1-80b4-00c04fd430c8";

Json::Value UnreviewedSample()
{
  Json::Value report = ReportToJson(SampleReport());
  report["Rejected"][0]["Id"] = RejectedId;
  return report;
}

Json::Value Body(std::string text)
{
  std::replace(text.begin(), text.end(), '\'', '"');
  const auto body = ParseJson(text);
  EXPECT_TRUE(body.HasValue()) << text;
  return body.HasValue() ? body.Value() : Json::Value();
}

Json::Value WithReview(Json::Value stored, Json::Value body)
{
  body["Revision"] = RevisionOf(stored);
  const auto read = ReadReview(body, stored);
  EXPECT_TRUE(read.HasValue()) << (read.HasValue() ? "" : read.Failure().message);
  Json::Value review = read.HasValue() ? read.Value() : Json::Value(Json::objectValue);
  review["Revision"] = RevisionOf(stored) + 1;
  review["At"] = "2026-11-24T06:00:00.000Z";
  review["User"] = "alice";
  stored["Reviews"].append(review);
  return stored;
}

Json::Value AcceptedNodule()
{
  Json::Value body = Body("{'Findings': [{'Disposition': 'Accepted'}], 'Revision': 0}");
  body["Findings"][0]["Id"] = NoduleId;
  return body;
}

Json::Value FullReview()
{
  Json::Value body = Body(R"({'Revision': 0,
    'Findings': [
      {'Disposition': 'Edited', 'Label': 'Mass', 'Laterality': 'Right', 'Reason': 'Too large.',
       'Ellipse': {'Mean': [200, 150], 'SemiAxesPx': [20, 10], 'AngleDegrees': 30}},
      {'Disposition': 'Rejected', 'Reason': 'A fold of skin.'},
      {'Disposition': 'Accepted'}],
    'Added': [{'Image': 1, 'Label': 'Cyst', 'Laterality': 'Left', 'Description': 'Thin wall.',
               'Ellipse': {'Mean': [100, 90], 'SemiAxesPx': [8, 8], 'AngleDegrees': 0}}],
    'Impression': 'A mass and a cyst.', 'SignOff': {'Name': 'Smith^John'}})");
  body["Findings"][0]["Id"] = NoduleId;
  body["Findings"][1]["Id"] = EffusionId;
  body["Findings"][2]["Id"] = RejectedId;
  return body;
}

std::string WhyRefused(const Json::Value& body, const Json::Value& stored)
{
  const auto review = ReadReview(body, stored);
  if (review.HasValue())
  {
    return "(taken)";
  }
  EXPECT_EQ(review.Failure().kind, ErrorKind::BadInput) << review.Failure().message;
  return review.Failure().message;
}

}  // namespace vlm
