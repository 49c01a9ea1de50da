// SPDX-License-Identifier: GPL-3.0-or-later
// The words of Resources/Terminology/prose-terms.json, looked up by whole phrases.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace vlm
{

enum class TermKind
{
  Word,  // none of the below
  Finding,
  Anatomy,
  Side,
  Measure,  // "2.3 cm", "15 x 12 mm"
  NegationBefore,
  NegationAfter,
  NotNegation,  // "no change in": negates the change, not what changed
  EndOfNegation,
  Normal,
  NormalInPart,    // "no acute abnormality"
  NormalAsAWhole,  // "nothing abnormal"
  Abnormal,
  Certainty,
  Severity,
  Size,
  Verb,
  Article,
  Conjunction,
  Alternative,
  Definite,
  Hypothetical,
  Recommendation,
  Refusal,
  Disclaimer,
  Limiting,   // "acute", "other": makes a statement about all one about some
  Attribute,  // of a part of the body: "size"
  Region,     // what a study is of: "chest"
  Study,      // what was looked at: "radiograph", "everything"
  Neutral,    // states nothing
  Quality,
  Good,
  Poor,         // "limited": of a study or its quality
  PoorQuality,  // "non-diagnostic"
  Comma,
  Colon
};

// A phrase found in a sentence.
struct Term
{
  TermKind kind = TermKind::Word;
  std::string name;       // of Finding and Side the canonical one, else the words themselves
  std::size_t words = 1;  // how many tokens it takes
};

class ProseLexicon
{
public:
  // The embedded one, read once. Thread-safe.
  static const ProseLexicon& Embedded();

  // Errors leave lists empty: the file is ours, and tests see it.
  explicit ProseLexicon(std::string_view json);

  // The longest phrase that begins at tokens[first]; a Word if there is none.
  Term Find(const std::vector<std::string>& tokens, std::size_t first) const;

  // Findings that may stand for one that was named before: "the lesion".
  bool IsGeneric(std::string_view finding) const;
  // "image": of several images, which?
  bool IsOfOneImage(std::string_view study) const;
  std::size_t FindingPhrases() const { return findingPhrases_; }

private:
  struct Phrase
  {
    std::vector<std::string> words;
    TermKind kind;
    std::string name;
  };
  void Add(const std::string& phrase, TermKind kind, const std::string& name);
  void AddWithPlural(const std::string& phrase, TermKind kind, const std::string& name);

  std::unordered_map<std::string, std::vector<Phrase>> phrases_;  // by first word
  std::vector<std::string> generic_;
  std::vector<std::string> ofOneImage_;
  std::size_t findingPhrases_ = 0;
};

}  // namespace vlm
