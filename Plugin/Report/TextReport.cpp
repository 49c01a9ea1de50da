// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/TextReport.h"

#include <cstdio>
#include <vector>

#include "Report/AnalysisReport.h"
#include "Report/StoredJson.h"
#include "Report/TextWrapping.h"

namespace vlm
{
namespace
{

std::string Number(double value, int decimals)
{
  char text[400];  // the longest double in this form has 309 digits
  std::snprintf(text, sizeof(text), "%.*f", decimals, value);
  return text;
}

// Lines of the report; `indent` is that of the whole paragraph.
class Page
{
public:
  void Add(const std::string& text, std::size_t indent = 0) { text_ += WrapText(text, indent); }
  void AddTitled(const std::string& title, const std::string& text, std::size_t indent = 0)
  {
    if (!text.empty())
    {
      Add(title + ": " + text, indent);
    }
  }
  void AddList(const std::string& title, const std::vector<std::string>& texts)
  {
    if (!texts.empty())
    {
      Add(title + ":");
    }
    for (const std::string& text : texts)
    {
      Add("- " + text, 2);
    }
  }
  void Skip() { text_ += "\n"; }
  std::string Text() const { return text_; }

private:
  std::string text_;
};

void AddModel(const Json::Value& report, Page& page)
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

void AddHeader(const Json::Value& report, Page& page)
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
bool AddStatus(const Json::Value& report, Page& page)
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

std::string Position(const Json::Value& finding)
{
  const Json::Value& box = MemberOf(finding, "Box");
  const auto left = NumberOf(box, "Left");
  const auto top = NumberOf(box, "Top");
  const auto width = NumberOf(box, "Width");
  const auto height = NumberOf(box, "Height");
  if (!left || !top || !width || !height)
  {
    return "Position: not located";
  }
  return "Position: column " + Number(*left + *width / 2.0, 0) + ", row " +
         Number(*top + *height / 2.0, 0) + " px of image " +
         std::to_string(CountOf(finding, "Image").value_or(0) + 1) + ", extent " +
         Number(*width, 0) + " x " + Number(*height, 0) + " px";
}

// A spacing of the detector overstates sizes by the magnification: say so.
bool IsDetectorPlane(const Json::Value& report, const Json::Value& finding)
{
  const Json::Value& images = ListOf(report, "Images");
  const auto image = ImageOf(finding, images.size());
  return image && TextOf(images[*image], "PixelSpacingSource") == "ImagerPixelSpacing";
}

void AddSize(const Json::Value& report, const Json::Value& finding, Page& page)
{
  const Json::Value& measurements = MemberOf(finding, "Measurements");
  const auto longAxis = NumberOf(measurements, "LongAxisMm");
  const auto shortAxis = NumberOf(measurements, "ShortAxisMm");
  if (longAxis && shortAxis)
  {
    page.Add("Size: " + Number(*longAxis, 1) + " x " + Number(*shortAxis, 1) + " mm" +
                 (IsDetectorPlane(report, finding) ? " in the detector plane" : ""),
             3);
  }
}

void AddVerification(const Json::Value& finding, Page& page)
{
  const Json::Value& verification = MemberOf(finding, "Verification");
  std::string line = "Verification of the location: " + TextOf(verification, "Status");
  std::string failed;
  for (const Json::Value& check : ListOf(verification, "Checks"))
  {
    if (!IsTrue(check, "Passed"))
    {
      failed += (failed.empty() ? "" : ", ") + TextOf(check, "Name");
    }
  }
  page.Add(line + (failed.empty() ? "" : " (checks not passed: " + failed + ")"), 3);
}

void AddFinding(const Json::Value& report, const Json::Value& finding, std::size_t number,
                Page& page)
{
  const std::string label = TextOf(finding, "Label");
  std::string title = std::to_string(number) + ". " + (label.empty() ? "Finding" : label);
  for (const char* key : {"Anatomy", "Laterality", "Severity"})
  {
    const std::string text = TextOf(finding, key);
    title += text.empty() ? "" : ", " + text;
  }
  page.Add(title);
  const auto score = NumberOf(finding, "ModelScore");
  page.Add(score ? "Model's own score: " + Number(*score, 2) + " (not a probability)"
                 : "Model's own score: none",
           3);
  page.Add(Position(finding), 3);
  AddSize(report, finding, page);
  AddVerification(finding, page);
  page.AddTitled("Description", TextOf(finding, "Description"), 3);
  page.AddTitled("Evidence", TextOf(finding, "Evidence"), 3);
  std::string differential;
  for (const std::string& text : TextsOf(finding, "Differential"))
  {
    differential += (differential.empty() ? "" : "; ") + text;
  }
  page.AddTitled("Differential", differential, 3);
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

void AddFindings(const Json::Value& report, Page& page)
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
  const Json::ArrayIndex rejected = ListOf(report, "Rejected").size();
  if (rejected > 0)
  {
    page.Add("Rejected because of their location: " + std::to_string(rejected));
  }
  page.Skip();
}

void AddJudgement(const Json::Value& report, Page& page)
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
  Page page;
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
