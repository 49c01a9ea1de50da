// SPDX-License-Identifier: GPL-3.0-or-later
// A model's text as the narrative's sentences, tied to the lesions and checked against them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "Foundation/Phrasebook.h"
#include "Report/AnalysisReport.h"
#include "Report/ReportedLesions.h"
#include "Report/SentenceMeaning.h"

namespace vlm
{

class ModelSentences
{
public:
  // All are kept by reference.
  ModelSentences(const AnalysisReport& report, const std::vector<ReportedLesion>& lesions,
                 const Phrasebook& words);

  // In the text's order. A sentence that states only what was not located gets a note, too, but not
  // one whose finding is located and merely unverified.
  std::vector<NarrativeSentence> Read(const std::string& text, NarrativeSentence::Section section);

  // Whether all were in a language whose words are known; of another nothing is read.
  bool AreAllRead() const { return unread_ == 0; }
  // About the notes of all that was read.
  std::vector<std::string> Warnings() const;

private:
  NarrativeSentence ReadOne(const std::string& text, std::vector<std::size_t>& before);
  std::string NoteOf(const SentenceMeaning& meaning) const;
  bool IsReadable(const std::string& text) const;
  std::string LabelOf(std::size_t lesion) const;

  const AnalysisReport& report_;
  const std::vector<ReportedLesion>& lesions_;
  const Phrasebook& words_;
  SentenceReader reader_;
  bool isChinese_;                        // asked for
  std::vector<std::string> differences_;  // warnings, one for each sentence
  int unlocated_ = 0;                     // sentences
  int unread_ = 0;                        // sentences
};

}  // namespace vlm
