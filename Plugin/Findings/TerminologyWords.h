// SPDX-License-Identifier: GPL-3.0-or-later
// Short texts as words, and phrases found in them: what Terminology.h is made of.
#pragma once

#include <json/value.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "Findings/Finding.h"

namespace vlm
{

// Latin words and numbers in lower case, each other character (Chinese has no spaces) on its own,
// "?" and "," for question marks and for whatever separates. "/" is "or".
std::vector<std::string> TerminologyWordsOf(std::string_view text);

// What a phrase of Resources/Terminology/concepts.json does to the text that it stands in.
struct TerminologyPhrase
{
  enum class Role
  {
    Concept,
    Whole,     // a concept only where it is the whole text: "neck", not "aneurysm neck"
    Doubt,     // nothing is named for certain
    Cut,       // what follows is not what the text is about
    Restart,   // what came before is not: "catheter-associated thrombus"
    Other,     // names something else: "mass effect"
    Separator  // a comma
  };
  Role role = Role::Other;
  std::size_t words = 1;
  CodedConcept coded = {};
  std::vector<std::string> bodyParts = {};  // of the images that a Whole counts for; empty: of all
};

class TerminologyLexicon
{
public:
  enum class Subject
  {
    Findings,  // of equally long matches the last wins
    Sites      // the first; and what is beside a site is none
  };
  struct Naming
  {
    const CodedConcept* coded = nullptr;
    bool isDoubtful = false;
  };

  // What is not as expected in the file is left out: it is ours, and tests see it.
  explicit TerminologyLexicon(Subject subject);

  // Linear in the text's length.
  Naming NameOf(std::string_view text) const;
  // Only if the whole text is one phrase. `bodyPart`: of the image; empty if unknown.
  const CodedConcept* NameOfWhole(std::string_view text, std::string_view bodyPart) const;

private:
  using Words = std::vector<std::string>;
  struct Entry
  {
    Words words;
    TerminologyPhrase phrase;
  };
  Words Counting(std::string_view text) const;  // without skipped ones
  void Add(std::string_view text, TerminologyPhrase phrase);
  void AddConcept(const Json::Value& one);
  const TerminologyPhrase* Find(const Words& words, std::size_t first) const;

  std::unordered_map<std::string, std::vector<Entry>> entries_;  // by first word, longest first
  Words skipped_;
  Subject subject_;
};

}  // namespace vlm
