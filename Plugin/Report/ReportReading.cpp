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
  for (const char* list : {"Images", "Findings", "Rejected", "Warnings", "Parts", "Volumes"})
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
    Result<ModelledFinding> finding = FindingFromJson(json);
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
