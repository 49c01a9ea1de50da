// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/AcquisitionWords.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <vector>

#include "Foundation/AsciiCase.h"

namespace vlm
{
namespace
{

struct NamedGroup
{
  std::vector<std::string_view> names;  // as DICOM writes them
  std::vector<std::string_view> words;
};

const std::vector<NamedGroup>& Modalities()
{
  static const std::vector<NamedGroup> modalities = {
      {{"CT"}, {"ct", "computed tomography", "hounsfield"}},
      {{"MR"}, {"mri", "mr", "magnetic resonance", "t1-weighted", "t2-weighted", "flair"}},
      {{"US", "IVUS"}, {"ultrasound", "sonogram", "sonography", "sonographic", "ultrasonography"}},
      {{"MG"}, {"mammogram", "mammography", "mammographic"}},
      {{"CR", "DX", "RG"}, {"radiograph", "radiography", "x-ray", "xray", "chest film"}},
      {{"PT", "NM"}, {"pet", "scintigraphy", "positron emission"}}};
  return modalities;
}

// Mammography is radiography, and PET comes with CT: such words are no contradiction.
bool AreRelated(std::string_view one, std::string_view other)
{
  const auto isProjection = [](std::string_view name)
  { return name == "MG" || name == "CR" || name == "DX" || name == "RG"; };
  const auto isNuclear = [](std::string_view name)
  { return name == "PT" || name == "NM" || name == "CT"; };
  return (isProjection(one) && isProjection(other)) || (isNuclear(one) && isNuclear(other));
}

struct Region
{
  unsigned neighbours;  // bit n: region n may be seen on the same image
  std::vector<std::string_view> names;
  std::vector<std::string_view> words;
};

constexpr unsigned Bits(std::initializer_list<unsigned> regions)
{
  unsigned bits = 0;
  for (const unsigned region : regions)
  {
    bits |= 1U << region;
  }
  return bits;
}

// Head, chest, breast, abdomen and pelvis, limb. Neck and spine go with everything.
const std::vector<Region>& Regions()
{
  static const std::vector<Region> regions = {
      {Bits({0}),
       {"HEAD", "BRAIN", "SKULL"},
       {"brain", "skull", "cerebral", "intracranial", "cerebellum", "cerebellar", "head ct",
        "frontal lobe", "parietal lobe", "temporal lobe", "occipital lobe", "lateral ventricle"}},
      {Bits({1, 2, 3}),
       {"CHEST", "THORAX", "LUNG", "HEART"},
       {"lung", "lungs", "chest", "pulmonary", "pleural", "thorax", "thoracic", "cardiomegaly"}},
      {Bits({1, 2}), {"BREAST"}, {"breast", "breasts", "mammary"}},
      {Bits({1, 3}),
       {"ABDOMEN", "PELVIS", "LIVER", "KIDNEY", "ABDOMENPELVIS"},
       {"liver", "hepatic", "kidney", "kidneys", "renal", "spleen", "pancreas", "abdomen",
        "abdominal", "prostate", "uterus", "bladder"}},
      {Bits({4}),
       {"HAND", "FOOT", "KNEE", "ANKLE", "ELBOW", "WRIST", "LEG", "ARM"},
       {"knee", "hand", "ankle", "wrist", "elbow", "tibia", "femur"}}};
  return regions;
}

const std::string_view* FirstWord(const std::string& lower,
                                  const std::vector<std::string_view>& words)
{
  const auto found = std::find_if(words.begin(), words.end(),
                                  [&lower](std::string_view word) { return HasWord(lower, word); });
  return found == words.end() ? nullptr : &*found;
}

bool IsWordCharacter(char character)
{
  return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
}

}  // namespace

bool HasWord(std::string_view text, std::string_view word)
{
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
  {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !IsWordCharacter(text[at - 1]);
    const bool ends = end == text.size() || !IsWordCharacter(text[end]);
    if (begins && ends)
    {
      return true;
    }
  }
  return false;
}

std::optional<std::string> WordOfOtherModality(std::string_view text, std::string_view modality)
{
  const std::string lower = LowerCase(text);
  const auto isOwn = [modality](const NamedGroup& group)
  {
    return std::any_of(group.names.begin(), group.names.end(),
                       [modality](std::string_view name)
                       { return name == modality || AreRelated(name, modality); });
  };
  const auto& all = Modalities();
  const bool isKnown = std::any_of(all.begin(), all.end(), isOwn);
  std::optional<std::string> other;
  for (const NamedGroup& group : all)
  {
    const std::string_view* word = FirstWord(lower, group.words);
    if (word != nullptr && isOwn(group))
    {
      return std::nullopt;
    }
    if (word != nullptr && !other)
    {
      other = std::string(*word);
    }
  }
  return isKnown ? other : std::nullopt;
}

std::optional<std::string> WordOfOtherBodyPart(std::string_view text, std::string_view bodyPart)
{
  const std::string lower = LowerCase(text);
  const std::string part = UpperCase(bodyPart);
  const auto& regions = Regions();
  unsigned allowed = 0;
  for (const Region& region : regions)
  {
    const bool isOwn =
        std::find(region.names.begin(), region.names.end(), part) != region.names.end();
    allowed |= isOwn ? region.neighbours : 0U;
  }
  std::optional<std::string> other;
  for (std::size_t i = 0; allowed != 0 && i < regions.size(); ++i)
  {
    const std::string_view* word = FirstWord(lower, regions[i].words);
    const bool isAllowed = (allowed >> i & 1U) != 0;
    if (word != nullptr && isAllowed)
    {
      return std::nullopt;
    }
    if (word != nullptr && !other)
    {
      other = std::string(*word);
    }
  }
  return other;
}

}  // namespace vlm
