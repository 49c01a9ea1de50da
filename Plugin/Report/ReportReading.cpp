// SPDX-License-Identifier: GPL-3.0-or-later
// The reading half of JsonReport.h.
#include <exception>

#include "Findings/SchemaCheck.h"
#include "Report/FindingJson.h"
#include "Report/JsonReport.h"
#include "Report/ReportSchemas.h"
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

Result<void> CheckReport(const Json::Value& report)
{
  // Before the schema looks at each item.
  for (const char* list :
       {"Images", "Findings", "Rejected", "Warnings", "Parts", "Volumes", "Reviews"})
  {
    if (ListOf(report, list).size() > MaximumListItems)
    {
      return Refuse(std::string(list) + " has more than 10000 items.");
    }
  }
  if (ListOf(MemberOf(report, "Narrative"), "Sentences").size() > MaximumListItems)
  {
    return Refuse("Narrative has more than 10000 sentences.");
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

using Findings = std::vector<ModelledFinding>;

// Of a report that keeps to its schema.
Result<Findings> ReadImage(const Json::Value& report, Json::ArrayIndex imageIndex)
{
  const Json::ArrayIndex images = report["Images"].size();
  Findings findings;
  for (const Json::Value& json : report["Findings"])
  {
    if (ImageOf(json, images) != imageIndex)
    {
      continue;
    }
    Result<ModelledFinding> finding = FindingFromJson(json);
    if (!finding.HasValue())
    {
      return finding.Failure();
    }
    findings.push_back(std::move(finding).Value());
  }
  return findings;
}

Result<Findings> Read(const Json::Value& report, int imageIndex)
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
  return ReadImage(report, static_cast<Json::ArrayIndex>(imageIndex));
}

Result<std::vector<Findings>> ReadAll(const Json::Value& report)
{
  const Result<void> check = CheckReport(report);
  if (!check.HasValue())
  {
    return check.Failure();
  }
  std::vector<Findings> all;
  for (Json::ArrayIndex i = 0; i < report["Images"].size(); ++i)
  {
    auto findings = ReadImage(report, i);
    if (!findings.HasValue())
    {
      return findings.Failure();
    }
    all.push_back(std::move(findings).Value());
  }
  return all;
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

Result<std::vector<std::vector<ModelledFinding>>> FindingsByImage(const Json::Value& report)
{
  try
  {
    return ReadAll(report);
  }
  catch (const std::exception& problem)  // as above
  {
    return Refuse(problem.what());
  }
}

}  // namespace vlm
