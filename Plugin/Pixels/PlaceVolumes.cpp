// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/PlaceVolumes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace vlm
{
namespace
{

constexpr double SamePlaceMm = 0.05;

// A frame with the number of its place, from 0 on.
struct Member
{
  PlacedFrame frame;
  int place = 0;
  int rank = 0;  // among those of the same place and volume
};

using Volume = std::vector<Member>;

// What may tell images of one place apart: a number, or the place of a text among all texts.
using Facet = std::function<double(const Member&)>;

constexpr double Absent = -std::numeric_limits<double>::infinity();

int NumberPlaces(Volume& members)
{
  int place = 0;
  for (std::size_t i = 0; i < members.size(); ++i)
  {
    const bool isNext = i > 0 && members[i].frame.place - members[i - 1].frame.place > SamePlaceMm;
    place += isNext ? 1 : 0;
    members[i].place = place;
  }
  return place + 1;
}

int PlacesOf(const Volume& volume)
{
  std::set<int> places;
  for (const Member& member : volume)
  {
    places.insert(member.place);
  }
  return static_cast<int>(places.size());
}

bool TellsApart(const Volume& volume, const Facet& facet)
{
  std::map<int, double> first;
  return std::any_of(volume.begin(), volume.end(),
                     [&](const Member& member)
                     {
                       const auto known = first.emplace(member.place, facet(member));
                       return known.first->second != facet(member);
                     });
}

std::map<double, Volume> SplitBy(const Volume& volume, const Facet& facet)
{
  std::map<double, Volume> parts;
  for (const Member& member : volume)
  {
    parts[facet(member)].push_back(member);
  }
  return parts;
}

// Of `parts` those that cover nearly as many places as the best one.
void KeepTheLargest(std::map<double, Volume>& parts)
{
  int most = 0;
  for (const auto& part : parts)
  {
    most = std::max(most, PlacesOf(part.second));
  }
  for (auto part = parts.begin(); part != parts.end();)
  {
    const bool isSmall = PlacesOf(part->second) * 5 < most * 4;
    part = isSmall ? parts.erase(part) : std::next(part);
  }
}

enum class Preference
{
  Least,
  Highest,
  Middle
};

// The part of `volume` that is preferred by what `facet` says, if that tells images of one place
// apart and does not fall apart into crumbs, as by numbers that each slice has of its own.
void Narrow(Volume& volume, const Facet& facet, Preference preference)
{
  if (!TellsApart(volume, facet))
  {
    return;
  }
  const int before = PlacesOf(volume);
  auto parts = SplitBy(volume, facet);
  KeepTheLargest(parts);
  auto chosen = parts.begin();
  if (preference == Preference::Highest)
  {
    chosen = std::prev(parts.end());
  }
  if (preference == Preference::Middle)
  {
    chosen = std::next(parts.begin(), static_cast<std::ptrdiff_t>(parts.size() / 2));
  }
  if (PlacesOf(chosen->second) * 2 >= before)
  {
    volume = std::move(chosen->second);
  }
}

// Maps and parts of complex images show less of what a reader looks for than magnitudes do.
double TypePenalty(const Member& member)
{
  static const std::set<std::string> maps = {
      "P",         "R",    "I",      "PHASE",  "PHASE MAP",  "REAL",        "IMAGINARY",
      "ADC",       "EADC", "FA",     "T1 MAP", "T2 MAP",     "T2_STAR MAP", "OUT_PHASE",
      "OPP_PHASE", "OP",   "FAT",    "F",      "VELOCITY",   "PHASE_MAP",   "PROJECTION IMAGE",
      "MIP",       "MNIP", "MAX_IP", "MIN_IP", "SUBTRACTION"};
  int penalty = 0;
  std::string word;
  for (const char c : member.frame.traits.imageType + "\\")
  {
    if (c != '\\')
    {
      word += c;
      continue;
    }
    penalty += static_cast<int>(maps.count(word));
    word.clear();
  }
  return penalty;
}

Facet TextFacet(const Volume& volume, std::string FrameTraits::*text)
{
  std::set<std::string> texts;
  for (const Member& member : volume)
  {
    texts.insert(member.frame.traits.*text);
  }
  return [texts = std::move(texts), text](const Member& member)
  {
    return static_cast<double>(std::distance(texts.begin(), texts.find(member.frame.traits.*text)));
  };
}

Facet NumberFacet(std::optional<double> FrameTraits::*number)
{
  return [number](const Member& member) { return (member.frame.traits.*number).value_or(Absent); };
}

void NumberRanks(Volume& volume)
{
  std::map<int, int> counts;
  for (Member& member : volume)
  {
    member.rank = counts[member.place]++;
  }
}

Volume NarrowedByAll(Volume volume)
{
  Narrow(volume, TypePenalty, Preference::Least);
  Narrow(volume, NumberFacet(&FrameTraits::diffusionBValue), Preference::Highest);
  Narrow(volume, NumberFacet(&FrameTraits::echoTime), Preference::Middle);
  Narrow(volume, NumberFacet(&FrameTraits::temporalPosition), Preference::Middle);
  Narrow(volume, TextFacet(volume, &FrameTraits::imageType), Preference::Least);
  Narrow(volume, NumberFacet(&FrameTraits::acquisitionNumber), Preference::Middle);
  Narrow(volume, TextFacet(volume, &FrameTraits::kernel), Preference::Least);
  // Phases that no element tells apart follow each other by their numbers.
  NumberRanks(volume);
  Narrow(
      volume, [](const Member& member) { return static_cast<double>(member.rank); },
      Preference::Middle);
  return volume;
}

}  // namespace

bool ComesBefore(const PlacedFrame& a, const PlacedFrame& b)
{
  const auto key = [](const PlacedFrame& frame)
  {
    const FrameTraits& traits = frame.traits;
    return std::tuple<double, double, const std::string&, int, const std::string&>(
        frame.place, traits.instanceNumber.value_or(Absent), traits.sopInstanceUid,
        traits.reference.frame, traits.reference.orthancId);
  };
  return key(a) < key(b);
}

std::vector<PlacedFrame> PreferredVolume(std::vector<PlacedFrame> frames)
{
  std::sort(frames.begin(), frames.end(), ComesBefore);
  Volume volume;
  for (PlacedFrame& frame : frames)
  {
    volume.push_back({std::move(frame), 0, 0});
  }
  const int places = NumberPlaces(volume);
  // Places are not quite the same within a bin: what is first of a place is told by number.
  std::stable_sort(volume.begin(), volume.end(),
                   [](const Member& a, const Member& b)
                   {
                     const auto number = [](const Member& member)
                     { return member.frame.traits.instanceNumber.value_or(Absent); };
                     return std::pair(a.place, number(a)) < std::pair(b.place, number(b));
                   });
  std::map<int, int> counts;
  for (const Member& member : volume)
  {
    ++counts[member.place];
  }
  const auto taken = std::count_if(counts.begin(), counts.end(),
                                   [](const auto& count) { return count.second > 1; });
  // A few places taken twice are overlapping scans or copies, not phases.
  if (taken * 5 >= places)
  {
    volume = NarrowedByAll(std::move(volume));
  }
  std::vector<PlacedFrame> chosen;
  int last = -1;
  for (Member& member : volume)
  {
    if (member.place != last)
    {
      last = member.place;
      chosen.push_back(std::move(member.frame));
    }
  }
  return chosen;
}

}  // namespace vlm
