// SPDX-License-Identifier: GPL-3.0-or-later
// Codes and rules are those of https://hl7.org/fhir/R4; test_fhir.py checks the same with HL7's
// schema.
#include "Results/FhirBundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Report/JsonReport.h"
#include "Report/ReportViews.h"
#include "Report/SampleReport.h"
#include "Results/FhirBundles.h"

namespace vlm
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> TypesOf(const Json::Value& bundle)
{
  std::vector<std::string> types;
  for (const Json::Value& entry : bundle["entry"])
  {
    types.push_back(entry["resource"]["resourceType"].asString());
  }
  return types;
}

Json::Value WithoutFindings(const char* status = "Completed")
{
  Json::Value report = SampleJson();
  report["Findings"] = report["Rejected"] = Json::arrayValue;
  report["Status"] = status;
  return report;
}

TEST(FhirBundle, HoldsAResourceForEachFactOfTheReport)
{
  const Json::Value bundle = BundleOf(SampleJson());
  EXPECT_EQ(bundle["resourceType"], "Bundle");
  EXPECT_EQ(bundle["type"], "collection");
  EXPECT_EQ(bundle["timestamp"], "2026-11-24T05:38:00.000Z");
  EXPECT_THAT(TypesOf(bundle), ElementsAre("DiagnosticReport", "Observation", "Observation",
                                           "ImagingStudy", "Device", "Provenance"));
}

TEST(FhirBundle, IsTheSameForTheSameReport)
{
  EXPECT_EQ(BundleOf(SampleJson()), BundleOf(SampleJson()));
}

TEST(FhirBundle, HasOtherReportsButTheSameObservationsForAnInstanceOfTheSeries)
{
  const Json::Value series = BundleOf(SampleJson());
  const Json::Value instance = BundleOf(ReduceToInstance(SampleJson(), "instance-1"));
  EXPECT_NE(ResourceOf(series, "DiagnosticReport")["id"],
            ResourceOf(instance, "DiagnosticReport")["id"]);
  EXPECT_EQ(ResourcesOf(series, "Observation").front()["id"],
            ResourceOf(instance, "Observation")["id"]);
  EXPECT_EQ(ResourceOf(series, "Device")["id"], ResourceOf(instance, "Device")["id"]);
}

TEST(FhirBundle, PutsItsResourcesIfItIsATransaction)
{
  FhirOptions options;
  options.type = FhirBundleType::Transaction;
  const Json::Value bundle = FhirBundleOf(SampleJson(), SampleStudy(), options);
  ExpectFit(bundle);
  EXPECT_EQ(bundle["type"], "transaction");
  for (const Json::Value& entry : bundle["entry"])
  {
    EXPECT_EQ(entry["request"]["method"], "PUT");
    EXPECT_EQ(entry["request"]["url"].asString(), entry["resource"]["resourceType"].asString() +
                                                      "/" + entry["resource"]["id"].asString());
  }
  EXPECT_FALSE(BundleOf(SampleJson())["entry"][0].isMember("request"));
}

TEST(FhirReport, IsPreliminaryWithTheImpressionAsItsConclusion)
{
  const Json::Value report = ResourceOf(BundleOf(SampleJson()), "DiagnosticReport");
  EXPECT_EQ(report["status"], "preliminary");
  EXPECT_EQ(report["conclusion"], "Suspicious nodule.");
  EXPECT_EQ(report["category"][0]["coding"][0]["code"], "RAD");
  EXPECT_EQ(report["code"]["coding"][0]["code"], "18748-4");
  EXPECT_EQ(report["effectiveDateTime"], "2026-11-24");
  EXPECT_EQ(report["issued"], "2026-11-24T05:38:00.000Z");
  EXPECT_EQ(report["identifier"][0]["value"], "urn:uuid:8ba7b812-9dad-11d1-80b4-00c04fd430c8");
  EXPECT_EQ(report["result"].size(), 2U);
  EXPECT_FALSE(report.isMember("presentedForm"));
}

TEST(FhirReport, IsCancelledWithTheReasonWhereNoModelJudgedTheImages)
{
  for (const char* status : {"Failed", "Abstained", "Something else"})
  {
    Json::Value failed = WithoutFindings(status);
    failed["Reason"] = "The server was <down>.";
    const Json::Value bundle = BundleOf(failed);
    const Json::Value report = ResourceOf(bundle, "DiagnosticReport");
    EXPECT_EQ(report["status"], "cancelled");
    EXPECT_THAT(report["conclusion"].asString(), HasSubstr("The server was <down>."));
    EXPECT_THAT(report["text"]["div"].asString(), HasSubstr("not a negative result"));
    EXPECT_TRUE(ResourcesOf(bundle, "Observation").empty());
  }
}

TEST(FhirReport, TellsDisclaimerAndRejectedFindingsInWords)
{
  const Json::Value report = ResourceOf(BundleOf(SampleJson()), "DiagnosticReport");
  const std::string text = report["text"]["div"].asString();
  EXPECT_THAT(text, HasSubstr("<div xmlns=\"http://www.w3.org/1999/xhtml\""));
  EXPECT_THAT(text, HasSubstr(std::string(DisclaimerText)));
  EXPECT_THAT(text, HasSubstr("Rejected because of their location: 1"));
  EXPECT_THAT(text, HasSubstr("1. Nodule, Upper lobe"));
  EXPECT_EQ(report["text"]["status"], "generated");
}

TEST(FhirReport, IsInTheLanguageAskedFor)
{
  FhirOptions options;
  options.language = "zh-CN";
  const Json::Value bundle = FhirBundleOf(SampleJson(), SampleStudy(), options);
  const Json::Value report = ResourceOf(bundle, "DiagnosticReport");
  EXPECT_EQ(report["language"], "zh");
  EXPECT_THAT(report["text"]["div"].asString(), Not(HasSubstr(std::string(DisclaimerText))));
}

// Oracle: RFC 4648, section 10.
TEST(FhirReport, HoldsThePdfIfThereIsOne)
{
  FhirOptions options;
  options.pdf = "foobar";
  const Json::Value bundle = FhirBundleOf(SampleJson(), SampleStudy(), options);
  const Json::Value form = ResourceOf(bundle, "DiagnosticReport")["presentedForm"][0];
  EXPECT_EQ(form["data"], "Zm9vYmFy");
  EXPECT_EQ(form["contentType"], "application/pdf");
}

TEST(FhirReport, NamesThePatientByIdentifierOnly)
{
  const Json::Value bundle = BundleOf(SampleJson());
  EXPECT_TRUE(ResourcesOf(bundle, "Patient").empty());
  for (const char* type : {"DiagnosticReport", "ImagingStudy"})
  {
    const Json::Value subject = ResourceOf(bundle, type)["subject"];
    EXPECT_EQ(subject["identifier"]["value"], "ID-4711");
    EXPECT_EQ(subject["identifier"]["assigner"]["display"], "Hospital");
    EXPECT_FALSE(subject.isMember("reference"));
  }
}

TEST(FhirReport, SaysWhereThePatientIsNotKnown)
{
  const Json::Value bundle = FhirBundleOf(SampleJson(), {}, {});
  ExpectFit(bundle);
  EXPECT_FALSE(ResourceOf(bundle, "DiagnosticReport").isMember("subject"));
  EXPECT_EQ(ResourceOf(bundle, "ImagingStudy")["subject"]["extension"][0]["valueCode"], "unknown");
}

TEST(FhirReport, IsOfTheTimeOfTheAnalysisIfTheStudyHasNone)
{
  FhirStudy study = SampleStudy();
  study.started = "2026-02-30";
  const Json::Value bundle = FhirBundleOf(SampleJson(), study, {});
  EXPECT_EQ(ResourceOf(bundle, "DiagnosticReport")["effectiveDateTime"],
            "2026-11-24T05:38:00.000Z");
  EXPECT_FALSE(ResourceOf(bundle, "ImagingStudy").isMember("started"));
}

TEST(FhirDevice, IsTheModelAsThisPluginUsesIt)
{
  FhirOptions options;
  options.software = "0.1.0";
  const Json::Value device =
      ResourceOf(FhirBundleOf(SampleJson(), SampleStudy(), options), "Device");
  EXPECT_EQ(device["deviceName"][0]["name"], "gemini");
  EXPECT_EQ(device["deviceName"][1]["name"], "gemini-2.5-flash-001");
  EXPECT_EQ(device["deviceName"][1]["type"], "model-name");
  EXPECT_EQ(device["modelNumber"], "gemini-2.5-flash");
  EXPECT_EQ(device["version"][0]["value"], "gemini-2.5-flash-001");
  EXPECT_EQ(device["version"][1]["value"], "prompt-7");
  EXPECT_EQ(device["version"][2]["value"], "0.1.0");
  EXPECT_THAT(device["type"]["text"].asString(), HasSubstr("Gemini"));
}

TEST(FhirProvenance, SaysWhichDeviceMadeWhatFromWhatAndWhen)
{
  const Json::Value bundle = BundleOf(SampleJson());
  const Json::Value provenance = ResourceOf(bundle, "Provenance");
  EXPECT_EQ(provenance["target"].size(), 3U);
  EXPECT_EQ(provenance["recorded"], "2026-11-24T05:38:00.000Z");
  EXPECT_EQ(provenance["occurredPeriod"]["start"], "2026-11-24T05:37:59.000Z");
  EXPECT_EQ(provenance["agent"][0]["who"]["reference"].asString(),
            "urn:uuid:" + ResourceOf(bundle, "Device")["id"].asString());
  EXPECT_EQ(provenance["entity"][0]["what"]["reference"].asString(),
            "urn:uuid:" + ResourceOf(bundle, "ImagingStudy")["id"].asString());
}

TEST(FhirProvenance, IsMissingWhereNobodyKnowsWhen)
{
  Json::Value report = SampleJson();
  report["Timing"]["CompletedAt"] = "yesterday";
  const Json::Value bundle = BundleOf(report);
  EXPECT_TRUE(ResourcesOf(bundle, "Provenance").empty());
  EXPECT_FALSE(bundle.isMember("timestamp"));
}

TEST(FhirBundle, IsMadeOfCollectedReportsToo)
{
  const Json::Value study =
      CollectReports({SampleJson(), WithoutFindings("Failed")}, "Study", "study-1");
  const Json::Value bundle = BundleOf(study);
  EXPECT_EQ(ResourcesOf(bundle, "Observation").size(), 2U);
  EXPECT_EQ(ResourceOf(bundle, "DiagnosticReport")["status"], "preliminary");
}

}  // namespace
}  // namespace vlm
