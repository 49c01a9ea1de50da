// SPDX-License-Identifier: GPL-3.0-or-later
// offline-accuracy --truth truth.json [--each] [--blind]: how often the embedded detector points at
// the lesion. The truth's format: a list of {file, modality, findings: [{cx, cy, rx, ry}], mask?,
// normal?}; paths are relative to the list, lengths in pixels.
#include <json/value.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <map>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <optional>
#include <string>
#include <vector>

#include "Foundation/Json.h"
#include "Model/RegionDetection.h"

namespace
{

struct Tally
{
  int images = 0;
  int lesionImages = 0;
  int top = 0;       // the strongest region's centre is on a lesion, threshold ignored
  int reported = 0;  // the same, and it stands out
  int any = 0;       // some region that stands out is on a lesion
  int centre = 0;    // the picture's centre is on a lesion
  double random = 0.0;
  int normalImages = 0;
  int normalFindings = 0;
  int withFinding = 0;
  double milliseconds = 0.0;
};

struct Truth
{
  std::string folder;
  Json::Value entry;
  cv::Mat mask;
  cv::Size size;

  bool Holds(cv::Point2d point) const
  {
    if (!mask.empty())
    {
      const cv::Point pixel(static_cast<int>(point.x * mask.cols / size.width),
                            static_cast<int>(point.y * mask.rows / size.height));
      return cv::Rect({0, 0}, mask.size()).contains(pixel) && mask.at<uchar>(pixel) > 127;
    }
    for (const auto& finding : entry["findings"])
    {
      const double x = (point.x - finding["cx"].asDouble()) / finding["rx"].asDouble();
      const double y = (point.y - finding["cy"].asDouble()) / finding["ry"].asDouble();
      if (x * x + y * y <= 1.0)
      {
        return true;
      }
    }
    return false;
  }

  // Share of the picture that is lesion: how often a random point hits.
  double Share() const
  {
    int hits = 0;
    constexpr int steps = 128;
    for (int i = 0; i < steps * steps; ++i)
    {
      hits +=
          Holds({(i % steps + 0.5) * size.width / steps, (i / steps + 0.5) * size.height / steps});
    }
    return hits / static_cast<double>(steps * steps);
  }
};

cv::Point2d CentreOf(const vlm::Region& region, cv::Size size)
{
  return {(region.box.x + region.box.width / 2) * size.width,
          (region.box.y + region.box.height / 2) * size.height};
}

void Count(const Truth& truth, const std::vector<vlm::Region>& regions, Tally& tally)
{
  ++tally.images;
  int findings = 0;
  bool isHit = false;
  for (const auto& region : regions)
  {
    findings += vlm::StandsOut(region);
    isHit = isHit || (vlm::StandsOut(region) && truth.Holds(CentreOf(region, truth.size)));
  }
  tally.withFinding += findings > 0;
  if (truth.entry["findings"].empty())
  {
    ++tally.normalImages;
    tally.normalFindings += findings;
    return;
  }
  ++tally.lesionImages;
  const bool isTopHit = !regions.empty() && truth.Holds(CentreOf(regions.front(), truth.size));
  tally.top += isTopHit;
  tally.reported += isTopHit && vlm::StandsOut(regions.front());
  tally.any += isHit;
  tally.centre += truth.Holds({truth.size.width / 2.0, truth.size.height / 2.0});
  tally.random += truth.Share();
}

void Describe(const std::string& file, const std::vector<vlm::Region>& regions, const Truth& truth)
{
  std::printf("each\t%s", file.c_str());
  for (const auto& region : regions)
  {
    const cv::Point2d centre = CentreOf(region, truth.size);
    std::printf("\t%.2f,%.0f,%.0f,%.0f,%.0f,%d", region.response, centre.x, centre.y,
                region.box.width * truth.size.width, region.box.height * truth.size.height,
                static_cast<int>(truth.Holds(centre)));
  }
  std::printf("\n");
}

std::optional<Json::Value> Load(const std::string& path)
{
  std::ifstream stream(path);
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  auto json = vlm::ParseJson(text);
  if (!json.HasValue() || !json.Value().isArray())
  {
    std::fprintf(stderr, "%s is not a list of pictures.\n", path.c_str());
    return std::nullopt;
  }
  return json.Value();
}

struct Options
{
  bool each = false;   // a line for every picture
  bool blind = false;  // withhold the modality
};

void Examine(Truth& truth, const Options& options, std::map<std::string, Tally>& tallies)
{
  const std::string file = truth.entry["file"].asString();
  const cv::Mat picture = cv::imread(truth.folder + file, cv::IMREAD_COLOR);
  if (picture.empty())
  {
    std::fprintf(stderr, "%s cannot be read.\n", file.c_str());
    return;
  }
  truth.size = picture.size();
  if (truth.entry["mask"].isString())
  {
    truth.mask = cv::imread(truth.folder + truth.entry["mask"].asString(), cv::IMREAD_GRAYSCALE);
  }
  vlm::Acquisition acquisition;
  acquisition.modality = options.blind ? "" : truth.entry["modality"].asString();
  const std::clock_t begin = std::clock();  // of this process: other work does not count
  const auto ranked = vlm::RankRegions(picture, acquisition, vlm::Cancellation());
  const double elapsed = 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  const auto regions = ranked.HasValue() ? ranked.Value() : std::vector<vlm::Region>();
  const std::string name = file.substr(file.find('/') + 1);
  Tally& tally = tallies[name.substr(0, name.find('_'))];
  tally.milliseconds += elapsed;
  Count(truth, regions, tally);
  if (options.each)
  {
    Describe(file, regions, truth);
  }
}

std::string Share(double count, int total)
{
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.2f", count / std::max(1, total));
  return total > 0 ? text.data() : "-";
}

void Print(const std::map<std::string, Tally>& tallies)
{
  std::printf(
      "| source | images | top | reported | any of 3 | centre | random | findings per normal "
      "| with finding | ms |\n|---|---|---|---|---|---|---|---|---|---|\n");
  for (const auto& [source, tally] : tallies)
  {
    const auto ofLesions = [&lesions = tally.lesionImages](double count)
    { return Share(count, lesions) + " | "; };
    const std::string row = ofLesions(tally.top) + ofLesions(tally.reported) +
                            ofLesions(tally.any) + ofLesions(tally.centre) +
                            ofLesions(tally.random) +
                            Share(tally.normalFindings, tally.normalImages) + " | " +
                            Share(tally.withFinding, tally.images);
    std::printf("| %s | %d | %s | %.1f |\n", source.c_str(), tally.images, row.c_str(),
                tally.milliseconds / tally.images);
  }
}

}  // namespace

int main(int argc, char** argv)
{
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 2 || arguments[0] != "--truth")
  {
    std::fprintf(stderr, "usage: offline-accuracy --truth truth.json [--each] [--blind]\n");
    return 2;
  }
  cv::setNumThreads(1);  // milliseconds of one core
  const std::string path = arguments[1];
  Options options;
  options.each = std::count(arguments.begin(), arguments.end(), "--each") > 0;
  options.blind = std::count(arguments.begin(), arguments.end(), "--blind") > 0;
  const auto list = Load(path);
  if (!list)
  {
    return 1;
  }
  std::map<std::string, Tally> tallies;
  for (const auto& entry : *list)
  {
    Truth truth;
    truth.folder = path.substr(0, path.find_last_of('/') + 1);
    truth.entry = entry;
    Examine(truth, options, tallies);
  }
  Print(tallies);
  return 0;
}
