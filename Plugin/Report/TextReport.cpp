// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/TextReport.h"

#include <map>
#include <vector>

#include "Report/AnalysisReport.h"
#include "Report/FindingText.h"
#include "Report/StoredJson.h"
#include "Report/TextPage.h"

namespace vlm
{
namespace
{

void AddModel(const Json::Value& report, TextPage& page)
{
  const Json::Value& model = MemberOf(report, "Model");
  std::string line = "Model: " + TextOf(model, "Name") + " (" + TextOf(model, "Type") + ", " +
                     TextOf(model, "Requested");
  const std::string served = TextOf(model, "Served");
  if (!served.empty() && served != TextOf(model, "Requested"))
  {
    line += ", served by " + served;
  }
  page.Add(line + ")");
  page.Add("Prompt or rules version " + TextOf(model, "PromptVersion") +
           ", readings: " + std::to_string(CountOf(model, "Readings").value_or(0)));
  if (TextOf(model, "Type").find("Offline") != std::string::npos)
  {
    page.Add("The embedded detector is a heuristic baseline, not a vision-language model (VLM).");
  }
}

void AddHeader(const Json::Value& report, TextPage& page)
{
  page.Add("Report on " + TextOf(report, "Level") + " " + TextOf(report, "OrthancId"));
  page.AddTitled("Modality", TextOf(report, "Modality"));
  page.AddTitled("Body part", TextOf(report, "BodyPart"));
  AddModel(report, page);
  page.AddTitled("Completed at", TextOf(MemberOf(report, "Timing"), "CompletedAt"));
  page.Add("Analysis: " + TextOf(report, "AnalysisId"));
  page.Skip();
}

// True if a model looked.
bool AddStatus(const Json::Value& report, TextPage& page)
{
  const std::string status = TextOf(report, "Status");
  if (status == "Completed")
  {
    return true;
  }
  const bool abstained = status == "Abstained";
  page.Add(abstained ? "ABSTAINED. No model judged these pictures."
                     : "FAILED. No model could judge these pictures.");
  const std::string reason = TextOf(report, "Reason");
  page.Add("Reason: " + (reason.empty() ? std::string("not stated") : reason));
  page.Add("This is not a negative result: nothing is known about these pictures.");
  page.Skip();
  return false;
}

std::string NatureOfNone(const Json::Value& report)
{
  if (IsTrue(report, "NoAbnormality"))
  {
    return ". Nothing stood out to the model.";
  }
  return ListOf(report, "Rejected").empty() ? " in these images."
                                            : " with a location that can be used.";
}

void AddVolumes(const Json::Value& report, TextPage& page)
{
  std::map<std::string, Json::ArrayIndex> numbers;
  const Json::Value& findings = ListOf(report, "Findings");
  for (Json::ArrayIndex i = 0; i < findings.size(); ++i)
  {
    numbers.emplace(TextOf(findings[i], "Id"), i + 1);
  }
  for (const Json::Value& volume : ListOf(report, "Volumes"))
  {
    std::string members;
    int count = 0;
    for (const std::string& id : TextsOf(volume, "Findings"))
    {
      const auto number = numbers.find(id);
      if (number != numbers.end())
      {
        members += (members.empty() ? "" : ", ") + std::to_string(number->second);
        ++count;
      }
    }
    if (count > 1)
    {
      page.Add("Findings " + members + " overlap from slice to slice: taken as one lesion.");
    }
  }
}

void AddFindings(const Json::Value& report, TextPage& page)
{
  const Json::Value& findings = ListOf(report, "Findings");
  if (findings.empty())
  {
    page.Add("Findings: none" + NatureOfNone(report));
  }
  else
  {
    page.Add("Findings:");
  }
  for (Json::ArrayIndex i = 0; i < findings.size(); ++i)
  {
    AddFinding(report, findings[i], i + 1, page);
  }
  AddVolumes(report, page);
  const Json::ArrayIndex rejected = ListOf(report, "Rejected").size();
  if (rejected > 0)
  {
    page.Add("Rejected because of their location: " + std::to_string(rejected));
  }
  page.Skip();
}

void AddJudgement(const Json::Value& report, TextPage& page)
{
  const Json::Value& narrative = MemberOf(report, "Narrative");
  const std::string impression = TextOf(narrative, "Impression");
  page.Add("Impression: " + (impression.empty() ? std::string("none stated") : impression));
  const Json::Value& quality = MemberOf(report, "ImageQuality");
  if (!IsTrue(quality, "Adequate"))
  {
    page.Add("The model finds the picture quality inadequate. " + TextOf(quality, "Reason"));
  }
  page.Skip();
  AddFindings(report, page);
  page.AddTitled("Technique", TextOf(narrative, "Technique"));
  page.AddTitled("Description", TextOf(narrative, "Findings"));
  page.AddList("Recommendations", TextsOf(narrative, "Recommendations"));
  page.AddList("Limitations", TextsOf(narrative, "Limitations"));
}

}  // namespace

std::string ReportToText(const Json::Value& report)
{
  const std::string disclaimer(DisclaimerText);
  TextPage page;
  page.Add(disclaimer);
  page.Skip();
  AddHeader(report, page);
  if (AddStatus(report, page))
  {
    AddJudgement(report, page);
  }
  page.AddList("Warnings", TextsOf(report, "Warnings"));
  page.Skip();
  page.Add(disclaimer);
  return page.Text();
}

}  // namespace vlm
