// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReportWords.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace vlm
{
namespace
{

// In the order of the enumerations.
constexpr std::array<std::string_view, 5> Sides = {"", "Left", "Right", "Bilateral", "Midline"};
constexpr std::array<std::string_view, 4> Verifications = {"Verified", "Adjusted", "Unverified",
                                                           "Rejected"};
constexpr std::array<std::string_view, 3> Statuses = {"Completed", "Abstained", "Failed"};
constexpr std::array<std::string_view, 3> Sources = {"PixelSpacing", "ImagerPixelSpacing",
                                                     "UltrasoundRegion"};
constexpr std::array<std::string_view, 2> Sections = {"Findings", "Impression"};
constexpr std::array<std::string_view, 3> Origins = {"Model", "Structured", "Reviewer"};

template <typename Enumeration, std::size_t N>
Enumeration Find(const std::array<std::string_view, N>& words, const std::string& word,
                 Enumeration otherwise)
{
  for (std::size_t i = 0; i < N; ++i)
  {
    if (words[i] == word)
    {
      return static_cast<Enumeration>(i);
    }
  }
  return otherwise;
}

template <typename Enumeration, std::size_t N>
std::string Word(const std::array<std::string_view, N>& words, Enumeration value)
{
  return std::string(words.at(static_cast<std::size_t>(value)));
}

}  // namespace

std::string WordOf(Laterality side)
{
  return Word(Sides, side);
}

std::string WordOf(VerificationStatus status)
{
  return Word(Verifications, status);
}

std::string WordOf(ReportStatus status)
{
  return Word(Statuses, status);
}

std::string WordOf(PixelSpacing::Source source)
{
  return Word(Sources, source);
}

std::string WordOf(NarrativeSentence::Section section)
{
  return Word(Sections, section);
}

std::string WordOf(NarrativeSentence::Origin origin)
{
  return Word(Origins, origin);
}

Laterality LateralityOf(const std::string& word)
{
  return Find(Sides, word, Laterality::Unknown);
}

VerificationStatus VerificationStatusOf(const std::string& word)
{
  return Find(Verifications, word, VerificationStatus::Unverified);
}

NarrativeSentence::Section SectionOf(const std::string& word)
{
  return Find(Sections, word, NarrativeSentence::Section::Findings);
}

NarrativeSentence::Origin OriginOf(const std::string& word)
{
  return Find(Origins, word, NarrativeSentence::Origin::Model);
}

}  // namespace vlm
