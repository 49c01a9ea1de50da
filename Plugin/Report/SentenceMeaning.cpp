// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/SentenceMeaning.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

namespace vlm
{
namespace
{

// How far a claim stands from a name; a comma or "and" between them counts as some words.
int Distance(const SentenceWords& words, std::size_t one, std::size_t other)
{
  constexpr int jointWords = 4;
  const int apart = static_cast<int>(one > other ? one - other : other - one);
  return apart + jointWords * std::abs(words.part[one] - words.part[other]);
}

bool Holds(const std::vector<std::size_t>& lesions, std::size_t lesion)
{
  return std::find(lesions.begin(), lesions.end(), lesion) != lesions.end();
}

}  // namespace

// `refersBack`: with an unnamed finding in front, for that of the sentence before.
std::vector<SentenceReader::Said> SentenceReader::SaidIn(const SentenceWords& words,
                                                         bool refersBack) const
{
  std::vector<Said> all;
  if (refersBack)
  {
    all.push_back({{0, "", Polarity::Stated, false}, {}, {}});
  }
  for (const SaidFinding& finding : words.findings)
  {
    if (!refersBack || !finding.isGeneric)
    {
      all.push_back({finding, {}, {}});
    }
  }
  for (SaidFinding& phrase : names_.PhrasesIn(words))
  {
    all.push_back({std::move(phrase), {}, {}});
  }
  AssignClaims(words, all);
  return all;
}

// Each side, place and size to the name that stands nearest; of two as near, to the first.
void SentenceReader::AssignClaims(const SentenceWords& words, std::vector<Said>& all)
{
  if (all.empty())
  {
    return;
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Said& one, const Said& other)
                   { return one.finding.at < other.finding.at; });
  const auto nearest = [&](std::size_t at) -> Said&
  {
    return *std::min_element(
        all.begin(), all.end(),
        [&](const Said& one, const Said& other)
        { return Distance(words, one.finding.at, at) < Distance(words, other.finding.at, at); });
  };
  for (const SaidSide& side : words.sides)
  {
    nearest(side.at).claim.sides.push_back(side.side);
  }
  for (const SaidPlace& place : words.places)
  {
    nearest(place.at).places.push_back(place.anatomy);
  }
  for (const SaidSize& size : words.sizes)
  {
    nearest(size.at).claim.sizes.push_back(size);
  }
}

int SentenceReader::Fit(std::size_t lesion, const Said& said) const
{
  int fit = 0;
  const Laterality stated = lesions_[lesion].Main().statement.laterality;
  const Laterality side = stated == Laterality::Unknown ? SideOf(lesions_[lesion]).side : stated;
  const std::vector<Laterality>& sides = said.claim.sides;
  if (side != Laterality::Unknown && !sides.empty())
  {
    const bool isSame = std::find(sides.begin(), sides.end(), side) != sides.end();
    fit += isSame ? 2 : AgreesWithSide(sides, side) ? 0 : -2;
  }
  const std::vector<std::string>& places = names_.PlacesOf(lesion);
  if (!places.empty() && !said.places.empty())
  {
    const bool isThere =
        std::any_of(said.places.begin(), said.places.end(),
                    [&places](const std::string& place)
                    { return std::find(places.begin(), places.end(), place) != places.end(); });
    fit += isThere ? 2 : -1;
  }
  const std::vector<SaidSize>& sizes = said.claim.sizes;
  fit += !sizes.empty() && AgreesWithSize(sizes.front(), lesions_[lesion]) ? 1 : 0;
  return fit;
}

std::vector<std::size_t> SentenceReader::Narrow(const std::vector<std::size_t>& candidates,
                                                const Said& said, bool isPlural) const
{
  std::vector<int> fits;
  fits.reserve(candidates.size());
  for (const std::size_t lesion : candidates)
  {
    fits.push_back(Fit(lesion, said));
  }
  const int best = fits.empty() ? 0 : *std::max_element(fits.begin(), fits.end());
  std::vector<std::size_t> narrowed;
  for (std::size_t i = 0; i < candidates.size(); ++i)
  {
    if (fits[i] == best || (isPlural && fits[i] >= 0))
    {
      narrowed.push_back(candidates[i]);
    }
  }
  const bool isUnclear = narrowed.size() > 1 && !isPlural;
  return said.finding.isGeneric && (isUnclear || best < 0) ? std::vector<std::size_t>() : narrowed;
}

void SentenceReader::ReadNumbers(const SentenceWords& words, SentenceMeaning& meaning) const
{
  std::vector<std::size_t> unnamed;
  for (const int number : words.numbers)
  {
    const auto lesion = names_.Numbered(number);
    const auto claim =
        std::find_if(meaning.claims.begin(), meaning.claims.end(),
                     [&lesion](const Claim& one) { return lesion && Holds(one.lesions, *lesion); });
    if (claim != meaning.claims.end())
    {
      claim->lesions = {*lesion};
    }
    else if (lesion && !Holds(unnamed, *lesion) && unnamed.size() < MostOfAName)
    {
      unnamed.push_back(*lesion);
    }
  }
  // A name counts more than a number: a model may have counted differently.
  if (meaning.claims.empty() && !unnamed.empty())
  {
    Claim claim{std::move(unnamed), {}, words.sizes};
    std::transform(words.sides.begin(), words.sides.end(), std::back_inserter(claim.sides),
                   [](const SaidSide& said) { return said.side; });
    meaning.claims.push_back(std::move(claim));
  }
}

SentenceMeaning SentenceReader::Read(const SentenceWords& words,
                                     const std::vector<std::size_t>& before) const
{
  SentenceMeaning meaning;
  if (words.isAside)
  {
    return meaning;
  }
  for (Said& said : SaidIn(words, words.refersBack && !before.empty()))
  {
    if (said.finding.polarity != Polarity::Stated)
    {
      continue;
    }
    const bool isBefore = said.finding.name.empty();
    said.claim.lesions =
        isBefore ? before : Narrow(names_.Called(said.finding), said, words.isPlural);
    meaning.statesUnknown = meaning.statesUnknown || said.claim.lesions.empty();
    if (!said.claim.lesions.empty())
    {
      meaning.claims.push_back(std::move(said.claim));
    }
  }
  ReadNumbers(words, meaning);
  return meaning;
}

}  // namespace vlm
