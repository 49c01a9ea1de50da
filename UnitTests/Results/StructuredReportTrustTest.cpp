// SPDX-License-Identifier: GPL-3.0-or-later
// What a Structured Report that others wrote, or wrote anew, may claim.
#include <gtest/gtest.h>

#include "Report/JsonReport.h"
#include "Results/ResultFixture.h"
#include "Results/StructuredReport.h"

namespace vlm
{
namespace
{

ResultFixture OneFinding()
{
  return FixtureOf({SampleFile("ct-head-phantom-07")}, 1);
}

Json::Value ReadBack(
    const ResultFixture& fixture, const Change& change = [](DcmDataset&) {})
{
  const std::string dicom = StructuredReportOf(fixture.Context()).Value().dicom;
  const auto read = ReadStructuredReport(Changed(dicom, change));
  EXPECT_TRUE(read.HasValue()) << (read.HasValue() ? "" : read.Failure().message);
  return read.HasValue() ? read.Value() : Json::Value();
}

}  // namespace

// CID 244 has no code for the middle, so that it cannot be a Laterality.
TEST(StructuredReportTrust, KeepsTheMiddleWithoutCallingItALaterality)
{
  ResultFixture fixture = OneFinding();
  fixture.report["Findings"][0]["Laterality"] = "Midline";
  const std::string dicom = StructuredReportOf(fixture.Context()).Value().dicom;
  EXPECT_EQ(dicom.find("272741003"), std::string::npos);
  EXPECT_EQ(ReadBack(fixture)["Findings"][0]["Laterality"], "Midline");
}

TEST(StructuredReportTrust, BelievesNoAbsurdNumbers)
{
  ResultFixture fixture = OneFinding();
  fixture.report["Images"][0]["PixelSpacingMm"][0] = 1e300;
  Json::Value& finding = fixture.report["Findings"][0];
  finding["Measurements"]["LongAxisMm"] = -5.0;
  const Json::Value box = finding["Box"];
  for (const auto& [key, value] : {std::pair{"Width", -5.0}, {"Width", 1e300}, {"Left", -1e300}})
  {
    finding["Box"] = box;
    finding["Box"][key] = value;
    const Json::Value read = ReadBack(fixture);
    EXPECT_TRUE(read["Images"][0]["PixelSpacingMm"].isNull());
    EXPECT_TRUE(read["Findings"][0]["Measurements"]["LongAxisMm"].isNull());
    const Json::Value& place = read["Findings"][0]["Box"];
    EXPECT_TRUE(place.isNull() ||
                (place["Left"].asDouble() >= -1.0 && place["Width"].asDouble() > 0.0 &&
                 place["Width"].asDouble() < 1000.0))
        << key << " " << place.toStyledString();
  }
}

TEST(StructuredReportTrust, ReadsWhatAnArchiveWroteAnewInItsOwnCharacterSet)
{
  ResultFixture fixture = OneFinding();
  fixture.report["Findings"][0]["Label"] = "D\u00e9j\u00e0 vu";
  const Json::Value read = ReadBack(
      fixture, [](DcmDataset& dataset)
      { EXPECT_TRUE(dataset.convertCharacterSet("ISO_IR 192", "ISO_IR 100", 0, OFTrue).good()); });
  EXPECT_EQ(read["Findings"][0]["Label"], "D\u00e9j\u00e0 vu");
}

}  // namespace vlm
