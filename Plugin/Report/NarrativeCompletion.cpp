// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/NarrativeCompletion.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "Foundation/Phrasebook.h"
#include "Report/ModelSentences.h"
#include "Report/NarrativeFrame.h"
#include "Report/NarrativeSentences.h"
#include "Report/StructuredSentences.h"

namespace vlm
{
namespace
{

using Section = NarrativeSentence::Section;
using Origin = NarrativeSentence::Origin;
using Sentences = std::vector<NarrativeSentence>;

constexpr std::size_t MostOfOurs = 100;    // sentences of ours in one section
constexpr std::size_t MostSummarized = 3;  // lesions in an impression of ours
constexpr std::size_t MostNumbers = 64;    // in one sentence

class NarrativeWriter
{
public:
  // All are kept by reference. `model` reads the report's texts.
  NarrativeWriter(const AnalysisReport& report, const std::vector<ReportedLesion>& lesions,
                  const Phrasebook& words, ModelSentences& model)
      : report_(report), words_(words), lesions_(lesions), model_(model)
  {
  }

  Sentences Findings();
  Sentences Impression();
  std::string Technique() const;
  std::vector<std::string> Limitations() const;

private:
  NarrativeSentence Ours(Section section, const ReportedLesion& lesion, std::string text) const;
  NarrativeSentence OfNoFinding(Section section) const;

  const AnalysisReport& report_;
  const Phrasebook& words_;
  const std::vector<ReportedLesion>& lesions_;
  ModelSentences& model_;
};

// Findings in their order; sentences of none last.
void SortByFinding(Sentences& sentences)
{
  const auto first = [](const NarrativeSentence& sentence) {
    return sentence.findings.empty() ? std::numeric_limits<int>::max() : sentence.findings.front();
  };
  std::stable_sort(sentences.begin(), sentences.end(),
                   [&first](const NarrativeSentence& one, const NarrativeSentence& other)
                   { return first(one) < first(other); });
}

NarrativeSentence NarrativeWriter::Ours(Section section, const ReportedLesion& lesion,
                                        std::string text) const
{
  return {section,
          Origin::Structured,
          std::move(text),
          {lesion.number},
          StatedSideNote(lesion, words_)};
}

NarrativeSentence NarrativeWriter::OfNoFinding(Section section) const
{
  const bool isOffline = report_.model.type == "Offline";
  const char* const key = !report_.noAbnormality ? "narrative.noFinding"
                          : isOffline            ? "narrative.noAbnormality.offline"
                                                 : "narrative.noAbnormality";
  return {section, Origin::Structured, words_.Say(key), {}, ""};
}

Sentences NarrativeWriter::Findings()
{
  Sentences sentences = model_.Read(report_.narrative.findings, Section::Findings);
  std::set<int> spoken;
  for (const NarrativeSentence& sentence : sentences)
  {
    spoken.insert(sentence.findings.begin(), sentence.findings.end());
  }
  std::size_t ours = 0;
  std::size_t further = 0;
  for (const ReportedLesion& lesion : lesions_)
  {
    if (spoken.count(lesion.number) > 0)
    {
      continue;
    }
    if (ours == MostOfOurs)
    {
      ++further;
      continue;
    }
    ++ours;
    sentences.push_back(Ours(Section::Findings, lesion, DescribeLesion(lesion, report_, words_)));
  }
  SortByFinding(sentences);
  if (further > 0)
  {
    sentences.push_back({Section::Findings,
                         Origin::Structured,
                         words_.Say("narrative.further", {{"count", std::to_string(further)}}),
                         {},
                         ""});
  }
  if (sentences.empty())
  {
    sentences.push_back(OfNoFinding(Section::Findings));
  }
  return sentences;
}

// The gravest, if the model concluded nothing.
Sentences NarrativeWriter::Impression()
{
  Sentences sentences = model_.Read(report_.narrative.impression, Section::Impression);
  SortByFinding(sentences);
  if (!sentences.empty())
  {
    return sentences;
  }
  const std::size_t told = std::min(lesions_.size(), MostSummarized);
  for (std::size_t i = 0; i < told; ++i)
  {
    sentences.push_back(
        Ours(Section::Impression, lesions_[i], SummarizeLesion(lesions_[i], report_, words_)));
  }
  if (lesions_.size() > told)
  {
    NarrativeSentence others{Section::Impression,
                             Origin::Structured,
                             words_.Say("narrative.furtherFindings",
                                        {{"count", std::to_string(lesions_.size() - told)}}),
                             {},
                             ""};
    for (std::size_t i = told; i < std::min(lesions_.size(), told + MostNumbers); ++i)
    {
      others.findings.push_back(lesions_[i].number);
    }
    sentences.push_back(std::move(others));
  }
  if (sentences.empty())
  {
    sentences.push_back(OfNoFinding(Section::Impression));
  }
  return sentences;
}

std::string NarrativeWriter::Technique() const
{
  const std::string& said = report_.narrative.technique;
  return said.empty() ? TechniqueOf(report_, words_) : said;
}

std::vector<std::string> NarrativeWriter::Limitations() const
{
  std::vector<std::string> limitations = report_.narrative.limitations;
  std::vector<std::string> ours = LimitationsOf(report_, words_);
  if (!model_.AreAllRead())
  {
    ours.push_back(words_.Say("narrative.limitation.unread"));
  }
  for (std::string& one : ours)
  {
    if (std::find(limitations.begin(), limitations.end(), one) == limitations.end())
    {
      limitations.push_back(std::move(one));
    }
  }
  return limitations;
}

}  // namespace

void CompleteNarrative(AnalysisReport& report)
{
  if (report.status != ReportStatus::Completed)
  {
    return;
  }
  const Phrasebook& words = Phrasebook::Of(report.narrative.language);
  const std::vector<ReportedLesion> lesions = LesionsOf(report);
  ModelSentences model(report, lesions, words);
  NarrativeWriter writer(report, lesions, words, model);
  Sentences sentences = writer.Findings();
  Sentences impression = writer.Impression();
  std::move(impression.begin(), impression.end(), std::back_inserter(sentences));
  std::string technique = writer.Technique();
  std::vector<std::string> limitations = writer.Limitations();
  const std::vector<std::string> warnings = model.Warnings();
  report.sentences = std::move(sentences);
  report.narrative.technique = std::move(technique);
  report.narrative.limitations = std::move(limitations);
  report.narrative.findings = TextOf(report.sentences, Section::Findings);
  report.narrative.impression = TextOf(report.sentences, Section::Impression);
  report.warnings.insert(report.warnings.end(), warnings.begin(), warnings.end());
}

}  // namespace vlm
