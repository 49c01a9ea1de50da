// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ExaminationSection.h"

#include <algorithm>
#include <string>

#include "Foundation/JoinedText.h"
#include "Render/Numbers.h"
#include "Report/DocumentPieces.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr Json::ArrayIndex MostParts = 100;

// The phrase of that family for one of the report's words, else the word itself.
std::string Worded(const Phrasebook& words, const char* family, const std::string& word)
{
  const std::string key = family + word;
  return words.Has(key) ? words.Say(key) : Clipped(word, 80);
}

std::string ImagesExamined(const Json::Value& report, const Phrasebook& words)
{
  const Json::Value& images = ListOf(report, "Images");
  const auto examined = std::count_if(images.begin(), images.end(), IsExamined);
  const bool isCompleted = TextOf(report, "Status") == "Completed";
  return words.Say("document.images.examined",
                   {{"examined", std::to_string(isCompleted ? examined : 0)},
                    {"total", std::to_string(images.size())}});
}

// E.g. "gemini (Gemini, gemini-2.5-flash, served by gemini-2.5-flash-001)".
std::string ModelOf(const Json::Value& report, const Phrasebook& words)
{
  const Json::Value& model = MemberOf(report, "Model");
  const std::string requested = TextOf(model, "Requested");
  const std::string served = TextOf(model, "Served");
  std::string origin = Joined({TextOf(model, "Type"), requested}, ", ");
  if (!served.empty() && served != requested)
  {
    origin += words.Say("document.model.served", {{"served", served}});
  }
  return Clipped(TextOf(model, "Name") + (origin.empty() ? "" : " (" + origin + ")"));
}

std::string SubjectOf(const Json::Value& report, const Phrasebook& words)
{
  return Joined({Worded(words, "document.level.", TextOf(report, "Level")),
                 Clipped(TextOf(report, "OrthancId"), 120)},
                " ");
}

void AppendParts(const DocumentSubject& subject, Blocks& blocks)
{
  const Phrasebook& words = subject.words;
  const Json::Value& parts = ListOf(subject.report, "Parts");
  Table table;
  table.caption = words.Say("document.parts");
  table.columns = {{words.Say("document.parts.part"), 0.55},
                   {words.Say("document.modality"), 0.2},
                   {words.Say("document.parts.status"), 0.25}};
  for (Json::ArrayIndex i = 0; i < std::min(parts.size(), MostParts); ++i)
  {
    table.rows.push_back({Ours(std::to_string(i + 1) + ". " + SubjectOf(parts[i], words)),
                          Quoted(Clipped(TextOf(parts[i], "Modality"), 40)),
                          Ours(Worded(words, "document.status.", TextOf(parts[i], "Status")))});
  }
  if (table.rows.empty())
  {
    return;
  }
  blocks.emplace_back(std::move(table));
  if (parts.size() > MostParts)
  {
    blocks.emplace_back(Paragraph{SayMore(parts.size() - MostParts, words)});
  }
}

std::string Seconds(const Json::Value& timing, const char* key)
{
  return FormatDecimals(NumberOf(timing, key).value_or(0.0) / 1000.0, 1);
}

std::string Count(const Json::Value& usage, const char* key)
{
  return std::to_string(CountOf(usage, key).value_or(0));
}

}  // namespace

void AppendPatient(const DocumentSubject& subject, Blocks& blocks)
{
  if (!subject.context.patient)
  {
    return;
  }
  const PatientHeader& patient = *subject.context.patient;
  const Phrasebook& words = subject.words;
  Facts facts(words);
  facts.Add("document.patient.name", Quoted(Clipped(patient.name)));
  facts.Add("document.patient.id", Quoted(Clipped(patient.id)));
  facts.Add("document.patient.birthDate", Quoted(Clipped(patient.birthDate)));
  facts.Add("document.patient.sex",
            Ours(patient.sex.empty() ? "" : Worded(words, "document.patient.sex.", patient.sex)));
  facts.Add("document.patient.studyDate", Quoted(Clipped(patient.studyDate)));
  facts.Add("document.patient.studyDescription", Quoted(Clipped(patient.studyDescription)));
  facts.Add("document.patient.accessionNumber", Quoted(Clipped(patient.accessionNumber)));
  facts.Add("document.patient.institution", Quoted(Clipped(patient.institution)));
  blocks.emplace_back(Heading{2, Ours(words.Say("document.patient"))});
  facts.AppendTo(blocks, words.Say("document.patient"));
}

void AppendExamination(const DocumentSubject& subject, Blocks& blocks)
{
  const Phrasebook& words = subject.words;
  const Json::Value& report = subject.report;
  const Json::Value& model = MemberOf(report, "Model");
  Facts facts(words);
  facts.Add("document.modality", Quoted(Clipped(TextOf(report, "Modality"))));
  facts.Add("document.bodyPart", Quoted(Clipped(TextOf(report, "BodyPart"))));
  facts.Add("document.subject", Ours(SubjectOf(report, words)));
  facts.Add("document.images", Ours(ImagesExamined(report, words)));
  facts.Add("document.completedAt",
            Quoted(Clipped(TextOf(MemberOf(report, "Timing"), "CompletedAt"), 60)));
  facts.Add("document.analysis", Quoted(Clipped(TextOf(report, "AnalysisId"), 120)));
  facts.Add("document.model", Quoted(ModelOf(report, words)));
  facts.Add("document.promptVersion", Quoted(Clipped(TextOf(model, "PromptVersion"), 200)));
  facts.Add("document.readings", Ours(Count(model, "Readings")));
  blocks.emplace_back(Heading{2, Ours(words.Say("document.examination"))});
  facts.AppendTo(blocks, words.Say("document.examination"));
  if (TextOf(model, "Type").find("Offline") != std::string::npos)
  {
    blocks.emplace_back(Paragraph{Ours(words.Say("document.offline")), Paragraph::Kind::Note});
  }
  AppendParts(subject, blocks);
}

void AppendCosts(const DocumentSubject& subject, Blocks& blocks)
{
  const Phrasebook& words = subject.words;
  const Json::Value& usage = MemberOf(subject.report, "Usage");
  const Json::Value& timing = MemberOf(subject.report, "Timing");
  std::string text = words.Say("document.usage", {{"requests", Count(usage, "Requests")},
                                                  {"input", Count(usage, "InputTokens")},
                                                  {"output", Count(usage, "OutputTokens")},
                                                  {"bytes", Count(usage, "BytesSent")},
                                                  {"model", Seconds(timing, "ModelMs")},
                                                  {"pipeline", Seconds(timing, "PipelineMs")}});
  const std::string software = Clipped(subject.context.software, 100);
  if (!software.empty())
  {
    text += " " + words.Say("document.madeBy", {{"software", software}});
  }
  blocks.emplace_back(Heading{2, Ours(words.Say("document.about"))});
  blocks.emplace_back(Paragraph{Ours(std::move(text)), Paragraph::Kind::Small});
}

}  // namespace vlm
