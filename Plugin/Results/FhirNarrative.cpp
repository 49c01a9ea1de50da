// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/FhirNarrative.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "Report/AnalysisReport.h"
#include "Report/Disclaimer.h"
#include "Report/FindingReview.h"
#include "Report/FindingWords.h"
#include "Report/HtmlText.h"
#include "Report/Lesions.h"
#include "Report/ReportWords.h"
#include "Report/StoredJson.h"
#include "Report/VerificationWords.h"
#include "Results/FhirPieces.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostItems = 100;

class Xhtml
{
public:
  explicit Xhtml(const FhirSubject& subject) : words_(subject.words)
  {
    AddParagraph(DisclaimerTextOf(subject.report, words_));
  }

  void AddParagraph(const std::string& text)
  {
    body_ += text.empty() ? "" : "<p>" + Escaped(text) + "</p>";
  }
  // "Title: text"; nothing for an empty text.
  void AddTitled(const char* phrase, const std::string& text)
  {
    if (!text.empty())
    {
      body_ += "<p><b>" + Escaped(words_.Say(phrase)) + "</b>" +
               Escaped(words_.Say("document.colon") + text) + "</p>";
    }
  }
  void AddList(const char* phrase, const std::vector<std::string>& texts)
  {
    if (texts.empty())
    {
      return;
    }
    body_ += "<p><b>" + Escaped(words_.Say(phrase)) + "</b></p><ul>";
    for (std::size_t i = 0; i < texts.size() && i < MostItems; ++i)
    {
      body_ += "<li>" + Escaped(texts[i]) + "</li>";
    }
    const std::size_t more = texts.size() > MostItems ? texts.size() - MostItems : 0;
    body_ += more == 0
                 ? ""
                 : "<li>" +
                       Escaped(words_.Say("document.more", {{"count", std::to_string(more)}})) +
                       "</li>";
    body_ += "</ul>";
  }

  Json::Value Narrative() const
  {
    const std::string language = EscapeHtml(words_.Language());
    Json::Value narrative;
    narrative["status"] = "generated";
    narrative["div"] = "<div xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"" + language +
                       "\" xml:lang=\"" + language + "\">" + body_ + "</div>";
    return narrative;
  }

private:
  static std::string Escaped(const std::string& text) { return EscapeHtml(FhirText(text)); }

  const Phrasebook& words_;
  std::string body_;
};

std::string LineOf(const FhirSubject& subject, const Json::Value& finding, std::int64_t number)
{
  const Phrasebook& words = subject.words;
  std::string line = std::to_string(number) + ". " + NameOf(finding, words);
  for (const std::string& fact :
       {PositionOf(finding, words), SizeOf(ImageOfFinding(subject.report, finding), finding, words),
        VerificationOf(finding, words)})
  {
    line += fact.empty() ? "" : words.Say("document.semicolon") + fact;
  }
  return line;
}

std::vector<std::string> LesionLines(const FhirSubject& subject)
{
  std::vector<std::string> lines;
  for (const Lesion& lesion : LesionsOf(subject.report))
  {
    lines.push_back(LineOf(subject, ListOf(subject.report, "Findings")[lesion.key], lesion.number));
  }
  return lines;
}

}  // namespace

Json::Value FhirNarrativeOfReport(const FhirSubject& subject)
{
  const Json::Value& report = subject.report;
  const Json::Value& narrative = MemberOf(report, "Narrative");
  Xhtml text(subject);
  if (subject.IsJudged())
  {
    text.AddTitled("document.impression", TextOf(narrative, "Impression"));
    text.AddTitled("document.findings", ListOf(report, "Findings").empty()
                                            ? FhirPhraseForNone(subject)
                                            : TextOf(narrative, "Findings"));
  }
  else
  {
    text.AddParagraph(FhirReason(subject));
    text.AddParagraph(subject.words.Say("document.notNegative"));
  }
  text.AddList("document.findings", LesionLines(subject));
  text.AddParagraph(FhirRejectedCount(subject));
  text.AddList("document.recommendations", TextsOf(narrative, "Recommendations"));
  text.AddList("document.limitations", TextsOf(narrative, "Limitations"));
  text.AddList("document.warnings", TextsOf(report, "Warnings"));
  return text.Narrative();
}

Json::Value FhirNarrativeOfFinding(const FhirSubject& subject, const Json::Value& finding,
                                   std::int64_t number)
{
  Xhtml text(subject);
  text.AddParagraph(LineOf(subject, finding, number));
  return text.Narrative();
}

Json::Value FhirNarrativeOfText(const FhirSubject& subject, const std::string& said)
{
  Xhtml text(subject);
  text.AddParagraph(said);
  return text.Narrative();
}

std::string FhirPhraseForNone(const FhirSubject& subject)
{
  if (IsTrue(subject.report, "NoAbnormality"))
  {
    return subject.words.Say("document.findings.nothing");
  }
  const Json::Value& rejected = ListOf(subject.report, "Rejected");
  const bool hasHumanDecided =
      std::any_of(rejected.begin(), rejected.end(),
                  [](const Json::Value& finding) { return !DispositionOf(finding).empty(); });
  if (hasHumanDecided)
  {
    return subject.words.Say("sr.noneLeft");
  }
  return subject.words.Say(rejected.empty() ? "document.findings.none"
                                            : "document.findings.noneUsable");
}

std::string FhirRejectedCount(const FhirSubject& subject)
{
  const Json::Value& all = ListOf(subject.report, "Rejected");
  const auto rejected =
      std::count_if(all.begin(), all.end(),
                    [](const Json::Value& finding) { return DispositionOf(finding).empty(); });
  return rejected == 0
             ? ""
             : subject.words.Say("document.rejected", {{"count", std::to_string(rejected)}});
}

std::string FhirReason(const FhirSubject& subject)
{
  const bool isAbstained = TextOf(subject.report, "Status") == WordOf(ReportStatus::Abstained);
  const std::string reason = FhirTextOf(subject.report, "Reason");
  return subject.words.Say(isAbstained ? "document.abstained" : "document.failed") + " " +
         subject.words.Say("document.reason") +
         (reason.empty() ? subject.words.Say("document.reason.none") : reason);
}

}  // namespace vlm
