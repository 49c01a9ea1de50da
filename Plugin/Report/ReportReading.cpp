// SPDX-License-Identifier: GPL-3.0-or-later
// The reading half of JsonReport.h.
#include <array>
#include <cmath>
#include <exception>

#include "Findings/SchemaCheck.h"
#include "Foundation/CleanText.h"
#include "Report/JsonReport.h"
#include "Report/ReportSchemas.h"
#include "Report/ReportWords.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr Json::ArrayIndex MaximumListItems = 10000;

Error Refuse(const std::string& why)
{
  return Error{ErrorKind::BadInput, "This is not a report of schema version 1: " + why};
}

std::optional<BoundingBox> BoxOf(const Json::Value& finding, const char* key)
{
  const Json::Value& box = MemberOf(finding, key);
  if (!box.isObject())
  {
    return std::nullopt;
  }
  return BoundingBox{box["Left"].asDouble(), box["Top"].asDouble(), box["Width"].asDouble(),
                     box["Height"].asDouble()};
}

std::array<double, 2> PairOf(const Json::Value& pair)
{
  return {pair[0].asDouble(), pair[1].asDouble()};
}

CandidateFinding StatementOf(const Json::Value& json)
{
  CandidateFinding statement;
  statement.label = CleanText(TextOf(json, "Label"), 200, LineBreaks::ReplaceBySpaces);
  statement.category = TextOf(json, "Category");
  statement.anatomy = TextOf(json, "Anatomy");
  statement.laterality = LateralityOf(TextOf(json, "Laterality"));
  statement.description = TextOf(json, "Description");
  statement.severity = TextOf(json, "Severity");
  statement.evidence = TextOf(json, "Evidence");
  statement.differential = TextsOf(json, "Differential");
  statement.modelScore = NumberOf(json, "ModelScore");
  statement.image = static_cast<int>(CountOf(json, "Image").value_or(0));
  return statement;
}

Verification VerificationOf(const Json::Value& json)
{
  Verification verification;
  verification.status = VerificationStatusOf(TextOf(json, "Status"));
  verification.shiftPx = NumberOf(json, "ShiftPx").value_or(0.0);
  verification.shiftMm = NumberOf(json, "ShiftMm");
  for (const Json::Value& check : ListOf(json, "Checks"))
  {
    verification.checks.push_back(
        {TextOf(check, "Name"), IsTrue(check, "Passed"), TextOf(check, "Detail")});
  }
  return verification;
}

Measurements MeasurementsOf(const Json::Value& json)
{
  return {NumberOf(json, "LongAxisMm"), NumberOf(json, "ShortAxisMm"),
          NumberOf(json, "AreaMm2"),    NumberOf(json, "MeanInside"),
          NumberOf(json, "MeanAround"), NumberOf(json, "ContrastToNoise")};
}

Result<Gaussian2D> GaussianOf(const Json::Value& json)
{
  const auto mean = PairOf(json["Mean"]);
  const auto columnRow = PairOf(json["Covariance"][0]);
  const auto rowRow = PairOf(json["Covariance"][1]);
  Eigen::Matrix2d covariance;
  covariance << columnRow[0], columnRow[1], rowRow[0], rowRow[1];
  return Gaussian2D::Create({mean[0], mean[1]}, covariance);
}

std::vector<CredibleEllipse> EllipsesOf(const Json::Value& finding)
{
  std::vector<CredibleEllipse> ellipses;
  for (const Json::Value& json : ListOf(finding, "CredibleEllipses"))
  {
    CredibleEllipse ellipse;
    ellipse.mass = json["Mass"].asDouble();
    ellipse.semiAxesPx = PairOf(json["SemiAxesPx"]);
    ellipse.angleDegrees = json["AngleDegrees"].asDouble();
    if (json["SemiAxesMm"].isArray())
    {
      ellipse.semiAxesMm = PairOf(json["SemiAxesMm"]);
    }
    ellipse.areaMm2 = NumberOf(json, "AreaMm2");
    ellipses.push_back(ellipse);
  }
  return ellipses;
}

// `json` keeps to the schema.
Result<ModelledFinding> FindingOf(const Json::Value& json)
{
  ModelledFinding modelled;
  Finding& finding = modelled.finding;
  finding.id = TextOf(json, "Id");
  finding.statement = StatementOf(json);
  finding.box = BoxOf(json, "Box");
  finding.rawBox = BoxOf(json, "RawBox");
  finding.verification = VerificationOf(json["Verification"]);
  finding.measurements = MeasurementsOf(json["Measurements"]);
  const Json::Value& code = json["Code"];
  if (code.isObject())
  {
    finding.code =
        CodedConcept{TextOf(code, "Scheme"), TextOf(code, "Value"), TextOf(code, "Meaning")};
  }
  if (json["Gaussian"].isObject())
  {
    const Result<Gaussian2D> extent = GaussianOf(json["Gaussian"]);
    if (!extent.HasValue())
    {
      return Refuse(extent.Failure().message);
    }
    modelled.extent = extent.Value();
    modelled.weight = json["Gaussian"]["Weight"].asDouble();
  }
  modelled.ellipses = EllipsesOf(json);
  return modelled;
}

Result<void> CheckReport(const Json::Value& report)
{
  // Before the schema looks at each item.
  for (const char* list : {"Images", "Findings", "Rejected", "Warnings", "Parts"})
  {
    if (ListOf(report, list).size() > MaximumListItems)
    {
      return Refuse(std::string(list) + " has more than 10000 items.");
    }
  }
  static const SchemaCheck schema(
      vlm_report_Files().Find("Schemas/report.schema.json").value_or(""));
  Result<void> check = schema.Check(report);
  if (check.HasValue() || check.Failure().kind == ErrorKind::Internal)
  {
    return check;
  }
  return Refuse(check.Failure().message);
}

Result<std::vector<ModelledFinding>> Read(const Json::Value& report, int imageIndex)
{
  const Result<void> check = CheckReport(report);
  if (!check.HasValue())
  {
    return check.Failure();
  }
  const Json::ArrayIndex images = report["Images"].size();
  if (imageIndex < 0 || static_cast<Json::ArrayIndex>(imageIndex) >= images)
  {
    return Error{ErrorKind::BadInput, "The image asked for is " + std::to_string(imageIndex) +
                                          "; the report has " + std::to_string(images) + "."};
  }
  std::vector<ModelledFinding> findings;
  for (const Json::Value& json : report["Findings"])
  {
    if (ImageOf(json, images) != static_cast<Json::ArrayIndex>(imageIndex))
    {
      continue;
    }
    Result<ModelledFinding> finding = FindingOf(json);
    if (!finding.HasValue())
    {
      return finding.Failure();
    }
    findings.push_back(std::move(finding).Value());
  }
  return findings;
}

}  // namespace

Result<std::vector<ModelledFinding>> FindingsFromJson(const Json::Value& report, int imageIndex)
{
  try
  {
    return Read(report, imageIndex);
  }
  catch (const std::exception& problem)  // jsoncpp throws on a type the schema should have refused
  {
    return Refuse(problem.what());
  }
}

}  // namespace vlm
