// SPDX-License-Identifier: GPL-3.0-or-later
// evidence-samples --truth truth.json --out samples.f32: what pixel evidence is learnt from
// (Resources/Scripts/train_pixel_evidence.py reads it). Each row is 32-bit numbers: source, image,
// sample, deviation of the reading [px of a 512 x 512 diagonal], 1 for the lesion's centre and 0
// for a place that the reading allows, and the features of that place.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <opencv2/core.hpp>
#include <random>
#include <string>
#include <vector>

#include "LesionTruth.h"
#include "Verification/EvidenceFeatures.h"
#include "Verification/EvidencePicture.h"

namespace
{

// Those whose licences allow it.
const std::vector<std::string> sources{"brisc25", "brisc26", "busi", "msdlung"};

constexpr int placesOfCentre = 8;     // around the true centre: its features are their mean
constexpr int placesOfPrior = 300;    // of each reading
constexpr int readingsOfFinding = 2;  // for each deviation

struct Lesion
{
  cv::Point2d centre;  // stored pixels
  cv::Size2d radii;
};

struct Reading
{
  cv::Point2d centre;
  double deviation = 0.0;  // stored pixels
  double scale = 1.0;      // of the box
};

using Random = std::mt19937_64;

cv::Point2d Around(cv::Point2d centre, double deviation, Random& random)
{
  std::normal_distribution<double> normal(0.0, deviation);
  const double x = normal(random);
  return centre + cv::Point2d(x, normal(random));
}

class Sampler
{
public:
  Sampler(const vlm::EvidencePicture& picture, const vlm::LesionTemplate& lesion)
      : picture_(picture), lesion_(lesion)
  {
  }

  // Appends the features at `stored`; false outside the picture.
  bool Append(cv::Point2d stored, std::vector<float>& row) const
  {
    const auto place = vlm::WorkingPixelOf(picture_, stored);
    if (!place)
    {
      return false;
    }
    for (const double value : vlm::ValuesOf(lesion_.At(*place)))
    {
      row.push_back(static_cast<float>(value));
    }
    return true;
  }

private:
  const vlm::EvidencePicture& picture_;
  const vlm::LesionTemplate& lesion_;
};

class SampleFile
{
public:
  explicit SampleFile(const std::string& path) : file_(std::fopen(path.c_str(), "wb"), &std::fclose)
  {
  }
  bool IsOpen() const { return file_ != nullptr; }

  void Write(const std::vector<float>& row)
  {
    std::fwrite(row.data(), sizeof(float), row.size(), file_.get());
  }

private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

struct Place
{
  float source = 0.0F;
  float image = 0.0F;
};

void WriteReading(const vlm::EvidencePicture& picture, const Lesion& truth, const Reading& reading,
                  const std::vector<float>& heading, Random& random, SampleFile& file)
{
  const cv::Size2d stated = truth.radii * reading.scale;
  const vlm::LesionTemplate lesion(picture,
                                   {std::max(1.0, stated.width * picture.perStoredPixel.width),
                                    std::max(1.0, stated.height * picture.perStoredPixel.height)},
                                   picture.polarity == vlm::LesionPolarity::Dark ? -1.0 : 1.0);
  const Sampler sampler(picture, lesion);
  const auto write = [&](cv::Point2d centre, double deviation, int count, float isTruth)
  {
    for (int i = 0; i < count; ++i)
    {
      std::vector<float> row = heading;
      row.push_back(isTruth);
      if (sampler.Append(Around(centre, deviation, random), row))
      {
        file.Write(row);
      }
    }
  };
  // Blurred, since pixels do not tell a lesion's centre to the pixel.
  const double blur = std::min(0.25 * std::sqrt(truth.radii.area()), 0.3 * reading.deviation);
  write(truth.centre, blur, placesOfCentre, 1.0F);
  write(reading.centre, reading.deviation, placesOfPrior, 0.0F);
}

void WriteFindings(const vlm::LesionTruth& truth, const Place& place, SampleFile& file)
{
  vlm::Frame frame;
  frame.display = truth.picture;
  frame.acquisition.modality = truth.entry["modality"].asString();
  const auto picture = vlm::PrepareEvidence(frame);
  if (!picture)
  {
    return;
  }
  const double perNormalised = std::hypot(truth.picture.cols, truth.picture.rows) / 724.08;
  Random random(static_cast<std::uint64_t>(place.image));
  float sample = 0.0F;
  for (const auto& finding : truth.entry["findings"])
  {
    const Lesion lesion{{finding["cx"].asDouble(), finding["cy"].asDouble()},
                        {finding["rx"].asDouble(), finding["ry"].asDouble()}};
    for (const double deviation : {64.0, 30.0, 15.0, 6.0})
    {
      for (int i = 0; i < readingsOfFinding; ++i)
      {
        const Reading reading{Around(lesion.centre, deviation * perNormalised, random),
                              deviation * perNormalised,
                              std::uniform_real_distribution<double>(0.7, 1.3)(random)};
        WriteReading(*picture, lesion, reading,
                     {place.source, place.image, sample++, static_cast<float>(deviation)}, random,
                     file);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv)
{
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() != 4 || arguments[0] != "--truth" || arguments[2] != "--out")
  {
    std::fprintf(stderr, "usage: evidence-samples --truth truth.json --out samples.f32\n");
    return 2;
  }
  const auto list = vlm::LoadTruthList(arguments[1]);
  SampleFile file(arguments[3]);
  if (!list || !file.IsOpen())
  {
    return 1;
  }
  float image = 0.0F;
  for (const Json::Value& entry : *list)
  {
    const auto truth = vlm::LoadTruth(arguments[1], entry);
    const auto source =
        truth ? std::find(sources.begin(), sources.end(), truth->Source()) : sources.end();
    image += 1.0F;
    if (source != sources.end())
    {
      WriteFindings(*truth, {static_cast<float>(source - sources.begin()), image}, file);
    }
  }
  return 0;
}
