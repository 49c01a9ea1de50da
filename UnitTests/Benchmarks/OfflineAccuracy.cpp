// SPDX-License-Identifier: GPL-3.0-or-later
// offline-accuracy --truth truth.json [--each] [--blind]: how often the embedded detector points at
// the lesion. The truth's format: LesionTruth.h.
#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <map>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "LesionTruth.h"
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

cv::Point2d CentreOf(const vlm::Region& region, cv::Size size)
{
  return {(region.box.x + region.box.width / 2) * size.width,
          (region.box.y + region.box.height / 2) * size.height};
}

void Count(const vlm::LesionTruth& truth, const std::vector<vlm::Region>& regions, Tally& tally)
{
  ++tally.images;
  int findings = 0;
  bool isHit = false;
  for (const auto& region : regions)
  {
    findings += vlm::StandsOut(region);
    isHit =
        isHit || (vlm::StandsOut(region) && truth.Holds(CentreOf(region, truth.picture.size())));
  }
  tally.withFinding += findings > 0;
  if (truth.entry["findings"].empty())
  {
    ++tally.normalImages;
    tally.normalFindings += findings;
    return;
  }
  ++tally.lesionImages;
  const bool isTopHit =
      !regions.empty() && truth.Holds(CentreOf(regions.front(), truth.picture.size()));
  tally.top += isTopHit;
  tally.reported += isTopHit && vlm::StandsOut(regions.front());
  tally.any += isHit;
  tally.centre += truth.Holds({truth.picture.cols / 2.0, truth.picture.rows / 2.0});
  tally.random += truth.Share();
}

void Describe(const std::vector<vlm::Region>& regions, const vlm::LesionTruth& truth)
{
  std::printf("each\t%s", truth.File().c_str());
  for (const auto& region : regions)
  {
    const cv::Point2d centre = CentreOf(region, truth.picture.size());
    std::printf("\t%.2f,%.0f,%.0f,%.0f,%.0f,%d", region.response, centre.x, centre.y,
                region.box.width * truth.picture.cols, region.box.height * truth.picture.rows,
                static_cast<int>(truth.Holds(centre)));
  }
  std::printf("\n");
}

struct Options
{
  bool each = false;   // a line for every picture
  bool blind = false;  // withhold the modality
};

void Examine(const vlm::LesionTruth& truth, const Options& options,
             std::map<std::string, Tally>& tallies)
{
  vlm::Acquisition acquisition;
  acquisition.modality = options.blind ? "" : truth.entry["modality"].asString();
  const std::clock_t begin = std::clock();  // of this process: other work does not count
  const auto ranked = vlm::RankRegions(truth.picture, acquisition, vlm::Cancellation());
  const double elapsed = 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  const auto regions = ranked.HasValue() ? ranked.Value() : std::vector<vlm::Region>();
  Tally& tally = tallies[truth.Source()];
  tally.milliseconds += elapsed;
  Count(truth, regions, tally);
  if (options.each)
  {
    Describe(regions, truth);
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
  const std::string& path = arguments[1];
  Options options;
  options.each = std::count(arguments.begin(), arguments.end(), "--each") > 0;
  options.blind = std::count(arguments.begin(), arguments.end(), "--blind") > 0;
  const auto list = vlm::LoadTruthList(path);
  if (!list)
  {
    return 1;
  }
  std::map<std::string, Tally> tallies;
  for (const auto& entry : *list)
  {
    if (const auto truth = vlm::LoadTruth(path, entry))
    {
      Examine(*truth, options, tallies);
    }
  }
  Print(tallies);
  return 0;
}
