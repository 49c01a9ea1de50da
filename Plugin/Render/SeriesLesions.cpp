// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/SeriesLesions.h"

#include <algorithm>

#include "Render/FindingWords.h"

namespace vlm
{

namespace
{

bool Counts(const ModelledFinding& finding)
{
  return finding.finding.verification.status != VerificationStatus::Rejected;
}

double LongAxisOf(const Finding& finding)
{
  const Measurements& measured = finding.measurements;
  // A length in mm is preferred to any in px.
  return IsMeasure(measured.longAxisMm)   ? 1.0e9 + *measured.longAxisMm
         : IsMeasure(measured.longAxisPx) ? *measured.longAxisPx
                                          : 0.0;
}

SeriesLesion& LesionFor(std::vector<SeriesLesion>& lesions, const ModelledFinding& finding,
                        std::size_t index)
{
  const auto known =
      std::find_if(lesions.begin(), lesions.end(),
                   [&finding](const auto& lesion) { return lesion.number == finding.number; });
  if (finding.number > 0 && known != lesions.end())
  {
    return *known;
  }
  lesions.emplace_back();
  lesions.back().number = NumberOf(finding, index);
  return lesions.back();
}

}  // namespace

std::vector<SeriesLesion> LesionsOf(const std::vector<KeyImage>& images)
{
  std::vector<SeriesLesion> lesions;
  for (std::size_t i = 0; i < images.size(); ++i)
  {
    const auto& findings = images[i].findings;
    for (std::size_t j = 0; j < findings.size(); ++j)
    {
      if (!Counts(findings[j]))
      {
        continue;
      }
      SeriesLesion& lesion = LesionFor(lesions, findings[j], j);
      lesion.slices.push_back(&findings[j].finding);
      if (lesion.images.empty() || lesion.images.back() != i)
      {
        lesion.images.push_back(i);
      }
    }
  }
  std::stable_sort(lesions.begin(), lesions.end(),
                   [](const auto& a, const auto& b) { return a.number < b.number; });
  return lesions;
}

std::size_t CountOf(const KeyImage& image)
{
  return static_cast<std::size_t>(
      std::count_if(image.findings.begin(), image.findings.end(), Counts));
}

std::vector<std::size_t> ChooseImages(const std::vector<KeyImage>& images, std::size_t capacity)
{
  std::vector<std::size_t> chosen;
  for (const bool withFindings : {true, false})
  {
    for (std::size_t i = 0; i < images.size() && chosen.size() < capacity; ++i)
    {
      if ((CountOf(images[i]) > 0) == withFindings)
      {
        chosen.push_back(i);
      }
    }
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

const Finding& LargestSliceOf(const SeriesLesion& lesion)
{
  return **std::max_element(lesion.slices.begin(), lesion.slices.end(),
                            [](const Finding* a, const Finding* b)
                            { return LongAxisOf(*a) < LongAxisOf(*b); });
}

CommonStatus CommonStatusOf(const SeriesLesion& lesion)
{
  CommonStatus common;
  for (const VerificationStatus status :
       {VerificationStatus::Unverified, VerificationStatus::Adjusted, VerificationStatus::Verified})
  {
    const auto count = static_cast<std::size_t>(std::count_if(
        lesion.slices.begin(), lesion.slices.end(),
        [status](const Finding* slice) { return slice->verification.status == status; }));
    common = count > common.count ? CommonStatus{status, count} : common;
  }
  return common;
}

int ImageNumberOf(const std::vector<KeyImage>& images, std::size_t index)
{
  return images[index].number > 0 ? images[index].number : static_cast<int>(index) + 1;
}

std::string RangesOf(const std::vector<int>& numbers)
{
  std::string ranges;
  for (std::size_t i = 0; i < numbers.size();)
  {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1)
    {
      ++last;
    }
    ranges += (ranges.empty() ? "" : ", ") + std::to_string(numbers[i]);
    if (last > i)
    {
      ranges += (last > i + 1 ? "\u2013" : ", ") + std::to_string(numbers[last]);
    }
    i = last + 1;
  }
  return ranges;
}

}  // namespace vlm
