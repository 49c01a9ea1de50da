// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/TruthFile.h"

#include <json/value.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <utility>

#include "Evaluation/BoundedFile.h"
#include "Foundation/Json.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostBytes = std::size_t{256} << 20;
constexpr Json::ArrayIndex MostEntries = 100000;
constexpr Json::ArrayIndex MostFindings = 1000;
constexpr double MostPixels = 1e5;  // along one side

// Getters give the value, or a fallback after noting the first problem.
class TruthReader
{
public:
  TruthReader(const Json::Value& json, std::string where) : json_(json), where_(std::move(where)) {}

  bool Has(const char* key) const { return json_.isObject() && json_.isMember(key); }

  void Refuse(const std::string& key, const std::string& allowed)
  {
    if (!problem_)
    {
      problem_ = Error{ErrorKind::BadInput, where_ + ": " + key + " must be " + allowed + "."};
    }
  }

  std::string Text(const char* key)
  {
    if (Has(key) && !json_[key].isString() && !json_[key].isNull())
    {
      Refuse(key, "a text");
      return "";
    }
    return Has(key) && json_[key].isString() ? json_[key].asString() : "";
  }

  double Number(const char* key, double minimum, double maximum)
  {
    return Number(Has(key) ? json_[key] : Json::Value(), key, {minimum, maximum});
  }

  // A list of `Count` numbers.
  template <std::size_t Count>
  std::array<double, Count> Numbers(const char* key, std::pair<double, double> range)
  {
    std::array<double, Count> numbers{};
    if (!Has(key) || !json_[key].isArray() || json_[key].size() != Count)
    {
      Refuse(key, "a list of " + std::to_string(Count) + " numbers");
      return numbers;
    }
    for (std::size_t i = 0; i < Count; ++i)
    {
      numbers[i] = Number(json_[key][static_cast<Json::ArrayIndex>(i)], key, range);
    }
    return numbers;
  }

  const std::optional<Error>& Problem() const { return problem_; }
  const Json::Value& Value() const { return json_; }

private:
  double Number(const Json::Value& value, const std::string& key, std::pair<double, double> range)
  {
    const double number = value.isNumeric() ? value.asDouble() : std::nan("");
    if (!(number >= range.first && number <= range.second))  // NaN is refused, too
    {
      Refuse(key, "a number from " + std::to_string(range.first) + " to " +
                      std::to_string(range.second));
      return range.first;
    }
    return number;
  }

  const Json::Value& json_;
  std::string where_;
  std::optional<Error> problem_;
};

TrueFinding ReadFinding(TruthReader& reader)
{
  constexpr double leastRadius = 0.5;
  TrueFinding finding;
  const bool hasEllipse = reader.Has("cx");
  if (reader.Has("bbox") || !hasEllipse)
  {
    const auto [left, top, width, height] =
        reader.Numbers<4>("bbox", std::pair(-MostPixels, MostPixels));
    if (width < 1.0 || height < 1.0)
    {
      reader.Refuse("bbox", "at least one pixel wide and high");
    }
    // From indices of pixels to their edges.
    finding.box = {left - 0.5, top - 0.5, width, height};
  }
  if (!hasEllipse)
  {
    finding.centre = {finding.box.CentreColumn(), finding.box.CentreRow()};
    finding.radii = {finding.box.width / 2.0, finding.box.height / 2.0};
    return finding;
  }
  finding.centre = {reader.Number("cx", -0.5, MostPixels), reader.Number("cy", -0.5, MostPixels)};
  finding.radii = {std::max(leastRadius, reader.Number("rx", 0.0, MostPixels)),
                   std::max(leastRadius, reader.Number("ry", 0.0, MostPixels))};
  if (!reader.Has("bbox"))
  {
    finding.box = {finding.centre.x - finding.radii.width, finding.centre.y - finding.radii.height,
                   2.0 * finding.radii.width, 2.0 * finding.radii.height};
  }
  return finding;
}

std::optional<PixelSpacing> ReadSpacing(TruthReader& reader)
{
  constexpr const char* key = "pixel_spacing_mm";
  constexpr std::pair<double, double> range(1e-4, 100.0);
  if (!reader.Has(key) || reader.Value()[key].isNull())
  {
    return std::nullopt;
  }
  if (reader.Value()[key].isArray())
  {
    const auto [row, column] = reader.Numbers<2>(key, range);
    return PixelSpacing{row, column};
  }
  const double both = reader.Number(key, range.first, range.second);
  return PixelSpacing{both, both};
}

Result<std::vector<TrueFinding>> ReadFindings(TruthReader& entry, const std::string& where)
{
  std::vector<TrueFinding> findings;
  const Json::Value list = entry.Has("findings") ? entry.Value()["findings"] : Json::Value();
  if (!list.isArray() && !list.isNull())
  {
    entry.Refuse("findings", "a list");
  }
  if (list.size() > MostFindings)
  {
    entry.Refuse("findings", "a list of at most " + std::to_string(MostFindings));
  }
  const bool isRead = !entry.Problem() && list.isArray();
  for (Json::ArrayIndex i = 0; isRead && i < list.size(); ++i)
  {
    TruthReader reader(list[i], where + ", finding " + std::to_string(i));
    findings.push_back(ReadFinding(reader));
    if (reader.Problem())
    {
      return *reader.Problem();
    }
  }
  const bool isNormal = entry.Has("normal") && entry.Value()["normal"] == Json::Value(true);
  if (isNormal && !findings.empty())
  {
    entry.Refuse("normal", "false where there are findings");
  }
  if (!isNormal && findings.empty())
  {
    entry.Refuse("findings", "a list that is not empty, unless \"normal\" is true");
  }
  return findings;
}

std::string SourceOf(const std::string& file)
{
  const std::string name = std::filesystem::path(file).filename().string();
  return name.substr(0, name.find_first_of("_."));
}

Result<TruthEntry> ReadEntry(const Json::Value& json, const std::string& folder,
                             const std::string& position)
{
  TruthReader reader(json, position);
  TruthEntry entry;
  entry.file = reader.Text("file");
  if (entry.file.empty())
  {
    reader.Refuse("file", "the path of a picture or DICOM file");
  }
  entry.source = SourceOf(entry.file);
  entry.picturePath = (std::filesystem::path(folder) / entry.file).string();
  const std::string mask = reader.Text("mask");
  entry.maskPath = mask.empty() ? "" : (std::filesystem::path(folder) / mask).string();
  entry.modality = reader.Text("modality");
  entry.bodyPart = reader.Text("body_part");
  entry.frame = reader.Has("frame") ? static_cast<int>(reader.Number("frame", 0.0, 1e6)) : 0;
  if (reader.Has("width") || reader.Has("height"))
  {
    entry.size = cv::Size(static_cast<int>(reader.Number("width", 1.0, MostPixels)),
                          static_cast<int>(reader.Number("height", 1.0, MostPixels)));
  }
  entry.spacing = ReadSpacing(reader);
  auto findings = ReadFindings(reader, position + " (" + entry.file + ")");
  if (!findings.HasValue() || reader.Problem())
  {
    return reader.Problem() ? *reader.Problem() : findings.Failure();
  }
  entry.findings = std::move(findings).Value();
  return entry;
}

}  // namespace

Result<std::vector<TruthEntry>> ParseTruth(std::string_view text, const std::string& folder)
{
  const auto json = ParseJson(text);
  if (!json.HasValue())
  {
    return json.Failure();
  }
  if (!json.Value().isArray() || json.Value().empty() || json.Value().size() > MostEntries)
  {
    return Error{ErrorKind::BadInput,
                 "The truth must be a list of 1 to " + std::to_string(MostEntries) + " pictures."};
  }
  std::vector<TruthEntry> entries;
  for (Json::ArrayIndex i = 0; i < json.Value().size(); ++i)
  {
    const Json::Value& item = json.Value()[i];
    const std::string position = "Entry " + std::to_string(i);
    if (!item.isObject())
    {
      return Error{ErrorKind::BadInput, position + " is not an object."};
    }
    auto entry = ReadEntry(item, folder, position);
    if (!entry.HasValue())
    {
      return entry.Failure();
    }
    entries.push_back(std::move(entry).Value());
  }
  return entries;
}

Result<std::vector<TruthEntry>> LoadTruth(const std::string& path)
{
  const auto text = ReadFile(path, MostBytes);
  if (!text.HasValue())
  {
    return text.Failure();
  }
  auto entries = ParseTruth(text.Value(), std::filesystem::path(path).parent_path().string());
  if (!entries.HasValue())
  {
    return Error{entries.Failure().kind, path + ": " + entries.Failure().message};
  }
  return entries;
}

}  // namespace vlm
