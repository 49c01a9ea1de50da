// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReportViews.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "Report/FindingNumbers.h"
#include "Report/ReportDocument.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

// Old index into Images -> new one.
using ImageNumbers = std::map<Json::ArrayIndex, int>;

// Numbers the images of the report for which `isKept(index)` holds.
template <typename Predicate>
ImageNumbers NumberImages(const Json::Value& report, const Predicate& isKept)
{
  ImageNumbers numbers;
  const Json::ArrayIndex count = ListOf(report, "Images").size();
  for (Json::ArrayIndex i = 0; i < count; ++i)
  {
    if (isKept(i))
    {
      const int next = static_cast<int>(numbers.size());
      numbers[i] = next;
    }
  }
  return numbers;
}

Json::Value KeepImages(const Json::Value& images, const ImageNumbers& numbers)
{
  Json::Value kept(Json::arrayValue);
  for (const auto& number : numbers)
  {
    kept.append(images[number.first]);
  }
  return kept;
}

Json::Value KeepFindings(const Json::Value& report, const char* key, const ImageNumbers& numbers)
{
  Json::Value kept(Json::arrayValue);
  const Json::ArrayIndex images = ListOf(report, "Images").size();
  for (const Json::Value& finding : ListOf(report, key))
  {
    const auto image = ImageOf(finding, images);
    const auto number = image ? numbers.find(*image) : numbers.end();
    if (number != numbers.end())
    {
      Json::Value renumbered = finding;
      renumbered["Image"] = number->second;
      kept.append(renumbered);
    }
  }
  return kept;
}

// Volumes of what is left: a lesion stays whole, even if not all of its images do.
Json::Value KeepVolumes(const Json::Value& report, const Json::Value& findings)
{
  std::set<std::string> ids;
  for (const Json::Value& finding : findings)
  {
    ids.insert(TextOf(finding, "Id"));
  }
  Json::Value kept(Json::arrayValue);
  for (const Json::Value& volume : ListOf(report, "Volumes"))
  {
    Json::Value members(Json::arrayValue);
    for (const std::string& id : TextsOf(volume, "Findings"))
    {
      if (ids.count(id) > 0)
      {
        members.append(id);
      }
    }
    if (!members.empty())
    {
      kept.append(volume);
      kept[kept.size() - 1]["Findings"] = members;
    }
  }
  return kept;
}

// The report with these of its images and what was found in them.
Json::Value WithImages(const Json::Value& report, const ImageNumbers& numbers)
{
  Json::Value reduced = report.isObject() ? report : Json::Value(Json::objectValue);
  reduced["Images"] = KeepImages(ListOf(report, "Images"), numbers);
  reduced["Findings"] = KeepFindings(report, "Findings", numbers);
  reduced["Rejected"] = KeepFindings(report, "Rejected", numbers);
  reduced["Volumes"] = KeepVolumes(report, reduced["Findings"]);
  ForgetLostNumbers(reduced);
  return reduced;
}

struct Target
{
  const char* level = "";
  std::string orthancId;
  const char* key = "";  // of an image: which resource it belongs to
  std::string value;
  std::string scope;  // of our phrases: "instance" or "series"
};

std::string WhyUnread(const Json::Value& images, const Target& target, const Phrasebook& words)
{
  const std::string reason = images.empty() ? "" : TextOf(images[0], "Reason");
  return reason.empty() ? words.Say("narrative.notShown." + target.scope) : reason;
}

Json::Value Reduce(const Json::Value& report, const Target& target)
{
  const Json::Value& images = ListOf(report, "Images");
  const ImageNumbers numbers = NumberImages(
      report, [&](Json::ArrayIndex i)
      { return !target.value.empty() && TextOf(images[i], target.key) == target.value; });
  Json::Value reduced = WithImages(report, numbers);
  reduced["Level"] = target.level;
  reduced["OrthancId"] = target.orthancId;
  if (!numbers.empty())
  {
    reduced["SeriesInstanceUID"] = TextOf(images[numbers.begin()->first], "SeriesInstanceUID");
  }
  if (TextOf(report, "Status") != "Completed")
  {
    return reduced;
  }
  const auto judged = JudgedImages(reduced);
  if (std::find(judged.begin(), judged.end(), true) == judged.end())
  {
    reduced["Reason"] = WhyUnread(reduced["Images"], target, WordsOf(report));
    reduced["Status"] = "Abstained";
    reduced["NoAbnormality"] = false;
  }
  if (TextOf(report, "Level") != target.level)
  {
    AddWarning(reduced, WordsOf(report).Say("narrative.ofTheWhole." + target.scope));
  }
  return reduced;
}

// An image as the parts of a collection name it.
using ImageKey = std::pair<std::string, std::int64_t>;

ImageKey KeyOf(const Json::Value& image)
{
  return {TextOf(image, "OrthancId"), CountOf(image, "Frame").value_or(0)};
}

// Image -> index of the part that speaks of it.
std::map<ImageKey, std::size_t> SpeakersOf(const std::vector<Json::Value>& parts)
{
  std::map<ImageKey, std::size_t> speakers;
  for (const bool isJudged : {true, false})
  {
    for (std::size_t part = 0; part < parts.size(); ++part)
    {
      const Json::Value& images = ListOf(parts[part], "Images");
      const auto judged = JudgedImages(parts[part]);
      for (Json::ArrayIndex i = 0; i < images.size(); ++i)
      {
        if (judged[i] == isJudged)
        {
          speakers.emplace(KeyOf(images[i]), part);
        }
      }
    }
  }
  return speakers;
}

}  // namespace

std::vector<bool> JudgedImages(const Json::Value& report)
{
  const Json::Value& images = ListOf(report, "Images");
  const bool isCompleted = TextOf(report, "Status") == "Completed";
  std::vector<bool> judged;
  for (const Json::Value& image : images)
  {
    judged.push_back(isCompleted && IsExamined(image));
  }
  for (const Json::Value& finding : ListOf(report, "Findings"))
  {
    const auto image = ImageOf(finding, images.size());
    if (image && !TextOf(MemberOf(finding, "Review"), "Disposition").empty())
    {
      judged[*image] = true;
    }
  }
  return judged;
}

Json::Value ReduceToInstance(const Json::Value& report, const std::string& instanceOrthancId)
{
  return Reduce(report,
                {"Instance", instanceOrthancId, "OrthancId", instanceOrthancId, "instance"});
}

Json::Value ReduceToSeries(const Json::Value& report, const std::string& seriesOrthancId,
                           const std::string& seriesInstanceUid)
{
  return Reduce(report,
                {"Series", seriesOrthancId, "SeriesInstanceUID", seriesInstanceUid, "series"});
}

std::vector<Json::Value> KeepNewestReadings(std::vector<Json::Value> parts)
{
  const auto speakers = SpeakersOf(parts);
  std::vector<Json::Value> kept;
  for (std::size_t i = 0; i < parts.size(); ++i)
  {
    const Json::Value& images = ListOf(parts[i], "Images");
    const auto speakerOf = [&](const Json::Value& image) { return speakers.at(KeyOf(image)); };
    const auto numbers =
        NumberImages(parts[i], [&](Json::ArrayIndex k) { return speakerOf(images[k]) == i; });
    // One that failed to complete stays, to be seen, if only an older one did.
    const bool isOvertaken =
        std::all_of(images.begin(), images.end(),
                    [&](const Json::Value& image) { return speakerOf(image) < i; });
    if (!images.empty() && isOvertaken)
    {
      continue;
    }
    const bool isWhole = numbers.size() == images.size();
    kept.push_back(isWhole ? parts[i] : WithImages(parts[i], numbers));
    if (!isWhole && TextOf(parts[i], "Status") == "Completed")
    {
      AddWarning(kept.back(), WordsOf(parts[i]).Say("narrative.readAgain"));
    }
  }
  return kept;
}

void MarkPending(Json::Value& report, std::size_t pending)
{
  if (pending == 0)
  {
    return;
  }
  Json::Value warnings(Json::arrayValue);
  warnings.append(WordsOf(report).Say(pending == 1 ? "narrative.pending.one" : "narrative.pending",
                                      {{"count", std::to_string(pending)}}));
  for (const Json::Value& warning : ListOf(report, "Warnings"))
  {
    warnings.append(warning);
  }
  report["Warnings"] = warnings;
  report["Pending"] = Json::UInt64(pending);
  report["NoAbnormality"] = false;
}

void AddWarning(Json::Value& report, const std::string& text)
{
  Json::Value warnings = ListOf(report, "Warnings");
  warnings.append(text);
  report["Warnings"] = warnings;
}

}  // namespace vlm
