// SPDX-License-Identifier: GPL-3.0-or-later
// The collecting half of ReportViews.h.
#include <algorithm>

#include "Foundation/Uuid.h"
#include "Report/AnalysisReport.h"
#include "Report/FindingNumbers.h"
#include "Report/NarrativeCollection.h"
#include "Report/ReportDocument.h"
#include "Report/ReportViews.h"
#include "Report/ReportWords.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"
#include "Report/UsageCollection.h"

namespace vlm
{
namespace
{

// The different texts at `key` in their order, e.g. "CT, MR".
std::string DistinctTexts(const Parts& parts, const char* object, const char* key)
{
  std::vector<std::string> seen;
  std::string joined;
  for (const Json::Value& part : parts)
  {
    const std::string text = TextOf(object ? MemberOf(part, object) : part, key);
    if (!text.empty() && std::find(seen.begin(), seen.end(), text) == seen.end())
    {
      joined += (joined.empty() ? "" : ", ") + text;
      seen.push_back(text);
    }
  }
  return joined;
}

// A UID that all parts share, else empty: two joined would be none.
std::string SharedText(const Parts& parts, const char* key)
{
  const std::string first = TextOf(parts.front(), key);
  const bool isShared =
      std::all_of(parts.begin(), parts.end(),
                  [&](const Json::Value& part) { return TextOf(part, key) == first; });
  return isShared ? first : "";
}

bool HasStatus(const Json::Value& part, ReportStatus status)
{
  return TextOf(part, "Status") == WordOf(status);
}

ReportStatus StatusOfAll(const Parts& parts)
{
  for (const ReportStatus status : {ReportStatus::Completed, ReportStatus::Abstained})
  {
    if (std::any_of(parts.begin(), parts.end(),
                    [&](const Json::Value& part) { return HasStatus(part, status); }))
    {
      return status;
    }
  }
  return ReportStatus::Failed;
}

void AppendFindings(const Json::Value& part, const char* key, Json::ArrayIndex offset,
                    Json::Value& findings)
{
  const Json::ArrayIndex images = ListOf(part, "Images").size();
  for (const Json::Value& finding : ListOf(part, key))
  {
    const auto image = ImageOf(finding, images);
    if (image)
    {
      Json::Value renumbered = finding;
      renumbered["Image"] = static_cast<int>(*image + offset);
      renumbered["AnalysisId"] = TextOf(part, "AnalysisId");
      findings.append(renumbered);
    }
  }
}

void AppendAll(const Json::Value& part, const char* key, Json::Value& report)
{
  for (const Json::Value& item : ListOf(part, key))
  {
    report[key].append(item);
  }
}

void JoinImages(const Parts& parts, Json::Value& report)
{
  report["Images"] = report["Findings"] = report["Rejected"] = report["Volumes"] = Json::arrayValue;
  for (const Json::Value& part : parts)
  {
    const Json::ArrayIndex offset = report["Images"].size();
    AppendFindings(part, "Findings", offset, report["Findings"]);
    AppendFindings(part, "Rejected", offset, report["Rejected"]);
    AppendAll(part, "Images", report);
    AppendAll(part, "Volumes", report);
  }
}

void JoinIdentity(const Parts& parts, Json::Value& report)
{
  std::string analyses;
  for (const Json::Value& part : parts)
  {
    analyses += TextOf(part, "AnalysisId") + "\n";
  }
  report["AnalysisId"] = DerivedUuid(TextOf(report, "OrthancId"), analyses);
  report["StudyInstanceUID"] = SharedText(parts, "StudyInstanceUID");
  report["SeriesInstanceUID"] = SharedText(parts, "SeriesInstanceUID");
  report["Modality"] = DistinctTexts(parts, nullptr, "Modality");
  report["BodyPart"] = DistinctTexts(parts, nullptr, "BodyPart");
  for (const char* key : {"Name", "Type", "Requested", "Served", "PromptVersion"})
  {
    report["Model"][key] = DistinctTexts(parts, "Model", key);
  }
  report["Model"]["Readings"] = SumOf(parts, "Model", "Readings");
}

// Pictures suffice if no part that was read says otherwise.
void JoinQuality(Parts parts, Json::Value& report)
{
  for (Json::Value& part : parts)
  {
    if (part.isObject() && !HasStatus(part, ReportStatus::Completed))
    {
      part.removeMember("ImageQuality");
    }
  }
  report["ImageQuality"]["Adequate"] = std::none_of(
      parts.begin(), parts.end(),
      [](const Json::Value& part) { return IsFalse(MemberOf(part, "ImageQuality"), "Adequate"); });
  report["ImageQuality"]["Reason"] = TitledTexts(parts, "ImageQuality", "Reason");
}

// Nothing abnormal is said only if it holds of every part.
void JoinJudgements(const Parts& parts, Json::Value& report)
{
  report["NoAbnormality"] = std::all_of(
      parts.begin(), parts.end(),
      [](const Json::Value& part)
      { return HasStatus(part, ReportStatus::Completed) && IsTrue(part, "NoAbnormality"); });
  JoinQuality(parts, report);
}

// A part that nobody judged must not vanish behind one that was.
void JoinStatus(const Parts& parts, Json::Value& report)
{
  std::string reasons;
  report["Warnings"] = Json::arrayValue;
  for (std::size_t i = 0; i < parts.size(); ++i)
  {
    AppendDistinct(report["Warnings"], TextsOf(parts[i], "Warnings"));
    if (!HasStatus(parts[i], ReportStatus::Completed))
    {
      const std::string reason =
          TitleOf(parts, i) + TextOf(parts[i], "Status") + ": " + TextOf(parts[i], "Reason");
      AppendDistinct(report["Warnings"], {reason});
      reasons += (reasons.empty() ? "" : "\n") + reason;
    }
  }
  const ReportStatus status = StatusOfAll(parts);
  report["Status"] = WordOf(status);
  report["Reason"] = status == ReportStatus::Completed ? "" : reasons;
}

Json::Value SummaryOf(const Json::Value& part)
{
  Json::Value summary;
  for (const char* key : {"AnalysisId", "Level", "OrthancId", "Modality", "Status"})
  {
    summary[key] = TextOf(part, key);
  }
  summary["Impression"] = TextOf(MemberOf(part, "Narrative"), "Impression");
  summary["Review"] = MemberOf(part, "Review");
  return summary;
}

// Each part is reviewed by itself; the whole is what its only part is.
void JoinReviews(const Parts& parts, Json::Value& report)
{
  const bool isOne = parts.size() == 1;
  report["Review"] = isOne ? MemberOf(parts.front(), "Review") : Json::Value();
  report["Reviews"] = isOne ? ListOf(parts.front(), "Reviews") : Json::Value(Json::arrayValue);
  report["Disclaimer"] = isOne && IsSignedOff(parts.front()) ? TextOf(parts.front(), "Disclaimer")
                                                             : std::string(DisclaimerText);
}

}  // namespace

Json::Value CollectReports(const std::vector<Json::Value>& separate, const std::string& level,
                           const std::string& orthancId)
{
  if (separate.empty())
  {
    return {};
  }
  const Json::Value& first = separate.front();
  if (separate.size() == 1 && TextOf(first, "Level") == level &&
      TextOf(first, "OrthancId") == orthancId)
  {
    return first;
  }
  const Parts parts = NumberThroughParts(separate);
  Json::Value report;
  report["SchemaVersion"] = 1;
  report["Level"] = level;
  report["OrthancId"] = orthancId;
  JoinReviews(parts, report);
  JoinIdentity(parts, report);
  JoinStatus(parts, report);
  JoinImages(parts, report);
  JoinJudgements(parts, report);
  JoinNarratives(parts, report);
  JoinUsage(parts, report);
  report["Parts"] = Json::arrayValue;
  for (const Json::Value& part : parts)
  {
    report["Parts"].append(SummaryOf(part));
  }
  return report;
}

}  // namespace vlm
