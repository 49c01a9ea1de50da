// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/NarrativeFrame.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "Render/Numbers.h"

namespace vlm
{
namespace
{

std::string SpacingNumber(double mm)
{
  constexpr int decimals = 3;
  std::string text = FormatDecimals(mm, decimals);
  text.erase(text.find_last_not_of('0') + 1);
  return text.back() == '.' ? text.substr(0, text.size() - 1) : text;
}

bool HasSpacing(const ReportedImage& image)
{
  return image.spacing && std::isfinite(image.spacing->rowMm) &&
         std::isfinite(image.spacing->columnMm) && image.spacing->rowMm > 0.0 &&
         image.spacing->columnMm > 0.0;
}

bool IsOfDetector(const ReportedImage& image)
{
  return HasSpacing(image) && image.spacing->source == PixelSpacing::Source::ImagerPixelSpacing;
}

std::string SpacingText(const AnalysisReport& report, const Phrasebook& words)
{
  std::optional<PixelSpacing> first;
  double least = 0.0;
  double most = 0.0;
  bool isSame = true;
  for (const ReportedImage& image : report.images)
  {
    if (!HasSpacing(image))
    {
      continue;
    }
    const auto [low, high] = std::minmax(image.spacing->rowMm, image.spacing->columnMm);
    least = first ? std::min(least, low) : low;
    most = first ? std::max(most, high) : high;
    first = first ? first : image.spacing;
    isSame = isSame && first->rowMm == image.spacing->rowMm &&
             first->columnMm == image.spacing->columnMm;
  }
  if (!first)
  {
    return "";
  }
  const std::string text =
      isSame
          ? words.Say("narrative.technique.spacing", {{"row", SpacingNumber(first->rowMm)},
                                                      {"column", SpacingNumber(first->columnMm)}})
          : words.Say("narrative.technique.spacings",
                      {{"least", SpacingNumber(least)}, {"most", SpacingNumber(most)}});
  const bool isDetector = std::any_of(report.images.begin(), report.images.end(), IsOfDetector);
  return text + (isDetector ? words.Say("narrative.detectorPlane") : "");
}

std::string ImagesText(const AnalysisReport& report, const Phrasebook& words)
{
  const std::size_t count = report.images.size();
  const std::string key = "narrative.technique." + report.level + (count == 1 ? ".one" : ".many");
  if (count == 0 || !words.Has(key))
  {
    return "";
  }
  return words.Say(key, {{"count", std::to_string(count)}});
}

std::string ReadingsText(const AnalysisReport& report, const Phrasebook& words)
{
  std::string model = report.servedModel;
  for (const std::string& name : {report.model.requested, report.model.name})
  {
    model = model.empty() ? name : model;
  }
  if (model.empty())
  {
    return "";
  }
  model += report.model.promptVersion.empty() ? "" : " (" + report.model.promptVersion + ")";
  return report.readings > 1
             ? words.Say("narrative.technique.readings",
                         {{"count", std::to_string(report.readings)}, {"model", model}})
             : words.Say("narrative.technique.reading", {{"model", model}});
}

std::string CountOf(std::ptrdiff_t count)
{
  return std::to_string(count);
}

void AddSpacingLimits(const AnalysisReport& report, const Phrasebook& words,
                      std::vector<std::string>& limits)
{
  const auto& images = report.images;
  const auto spaced = std::count_if(images.begin(), images.end(), HasSpacing);
  const auto all = static_cast<std::ptrdiff_t>(images.size());
  if (spaced == 0 && all > 0)
  {
    limits.push_back(words.Say("narrative.limitation.noSpacing"));
  }
  else if (spaced < all)
  {
    limits.push_back(words.Say("narrative.limitation.someSpacing",
                               {{"count", CountOf(all - spaced)}, {"of", CountOf(all)}}));
  }
  if (std::any_of(images.begin(), images.end(), IsOfDetector))
  {
    limits.push_back(words.Say("narrative.limitation.detectorPlane"));
  }
}

void AddChoiceLimits(const AnalysisReport& report, const Phrasebook& words,
                     std::vector<std::string>& limits)
{
  const KeyImageCounts& counts = report.keyImages;
  const auto seen = static_cast<int>(report.images.size());
  if (seen >= counts.available)
  {
    return;
  }
  limits.push_back(
      words.Say("narrative.limitation.keyImages",
                {{"count", std::to_string(seen)}, {"of", std::to_string(counts.available)}}));
  const std::array<std::pair<int, const char*>, 4> reasons = {
      std::pair{counts.localizers, "narrative.limitation.localizers"},
      std::pair{counts.captures, "narrative.limitation.captures"},
      std::pair{counts.otherStacks, "narrative.limitation.otherStacks"},
      std::pair{counts.empty, "narrative.limitation.emptyImages"}};
  for (const auto& [count, key] : reasons)
  {
    if (count > 0)
    {
      limits.push_back(words.Say(key, {{"count", std::to_string(count)}}));
    }
  }
}

}  // namespace

std::string TechniqueOf(const AnalysisReport& report, const Phrasebook& words)
{
  std::string what = report.modality;
  what += what.empty() || report.bodyPart.empty() ? "" : words.Say("narrative.comma");
  what += report.bodyPart;
  std::string technique;
  for (const std::string& part :
       {what, ImagesText(report, words), SpacingText(report, words), ReadingsText(report, words)})
  {
    technique += part.empty() || technique.empty() ? "" : words.Say("narrative.semicolon");
    technique += part;
  }
  return technique.empty() ? technique : technique + words.Say("narrative.fullStop");
}

std::vector<std::string> LimitationsOf(const AnalysisReport& report, const Phrasebook& words)
{
  std::vector<std::string> limits = {words.Say("narrative.limitation.machineMade")};
  if (report.model.type == "Offline")
  {
    limits.push_back(words.Say("narrative.limitation.offline"));
  }
  const auto unexamined =
      std::count_if(report.images.begin(), report.images.end(),
                    [](const ReportedImage& image) { return !image.whyNotExamined.empty(); });
  if (unexamined > 0)
  {
    limits.push_back(
        words.Say("narrative.limitation.notExamined",
                  {{"count", CountOf(unexamined)}, {"of", std::to_string(report.images.size())}}));
  }
  AddChoiceLimits(report, words, limits);
  AddSpacingLimits(report, words, limits);
  return limits;
}

}  // namespace vlm
