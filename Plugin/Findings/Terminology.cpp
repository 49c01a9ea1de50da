// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/Terminology.h"

#include "Findings/TerminologyWords.h"

namespace vlm
{
namespace
{

std::optional<CodedConcept> Copied(const CodedConcept* coded)
{
  return coded == nullptr ? std::nullopt : std::optional(*coded);
}

}  // namespace

std::optional<CodedConcept> FindingConcept(const std::string& label, const std::string& category)
{
  static const TerminologyLexicon lexicon(TerminologyLexicon::Subject::Findings);
  const auto named = lexicon.NameOf(label);
  const bool isSettled = named.coded != nullptr || named.isDoubtful;
  return Copied((isSettled ? named : lexicon.NameOf(category)).coded);
}

std::optional<CodedConcept> SiteConcept(const std::string& anatomy, const std::string& bodyPart)
{
  static const TerminologyLexicon lexicon(TerminologyLexicon::Subject::Sites);
  for (const CodedConcept* coded :
       {lexicon.NameOf(anatomy).coded, lexicon.NameOfWhole(anatomy, bodyPart)})
  {
    if (coded != nullptr)
    {
      return *coded;
    }
  }
  return Copied(lexicon.NameOfWhole(bodyPart, bodyPart));
}

}  // namespace vlm
