// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: the phantoms' discs are where they were drawn.
#include "Model/LesionCandidates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

std::size_t IndexOf(std::string_view name)
{
  return static_cast<std::size_t>(std::find(featureNames.begin(), featureNames.end(), name) -
                                  featureNames.begin());
}

Candidates Found(const cv::Mat& picture, const std::string& modality)
{
  const auto found = CandidatesIn(picture, OfModality(modality), Cancellation());
  EXPECT_TRUE(found.HasValue());
  return found.Value();
}

const Candidate& Nearest(const Candidates& candidates, cv::Point2d place)
{
  const auto distance = [&place](const Candidate& candidate)
  { return cv::norm((candidate.box.tl() + candidate.box.br()) / 2 - place); };
  return *std::min_element(candidates.all.begin(), candidates.all.end(),
                           [&](const Candidate& a, const Candidate& b)
                           { return distance(a) < distance(b); });
}

cv::Mat HeadWithDisc(int grey)
{
  cv::Mat head = OvalOfTissue();
  DrawDisc(head, {320, 200}, 24, grey);
  return WithNoise(head, 6);
}

TEST(LesionCandidates, HoldBrightAndDarkDiscsWithTheirPolarity)
{
  for (const int grey : {190, 20})
  {
    const Candidates candidates = Found(HeadWithDisc(grey), "MR");
    ASSERT_FALSE(candidates.all.empty());
    const Candidate& disc = Nearest(candidates, {320.0 / 512, 200.0 / 512});
    EXPECT_NEAR(disc.box.x + disc.box.width / 2, 320.0 / 512, 0.03);
    EXPECT_NEAR(disc.box.y + disc.box.height / 2, 200.0 / 512, 0.03);
    EXPECT_EQ(disc.features[IndexOf("polarity")], grey > 90 ? 1.0F : -1.0F);
    EXPECT_GT(disc.features[IndexOf("weakestSpoke")], 0.0F);
    EXPECT_GT(disc.features[IndexOf("rank")], 0.8F);
  }
}

// What a feature must not depend on; interpolation and rounding move it a little.
TEST(LesionCandidates, FeaturesDoNotDependOnThePicturesSize)
{
  const cv::Mat head = HeadWithDisc(190);
  cv::Mat large;
  cv::resize(head, large, {1536, 1536}, 0, 0, cv::INTER_CUBIC);
  const cv::Point2d place(320.0 / 512, 200.0 / 512);
  const FeatureVector small = Nearest(Found(head, "MR"), place).features;
  const FeatureVector other = Nearest(Found(large, "MR"), place).features;
  for (std::size_t i = 0; i < small.size(); ++i)
  {
    EXPECT_NEAR(small[i], other[i], 0.3) << featureNames[i];
  }
}

TEST(LesionCandidates, AreFewAndFiniteWhateverThePicture)
{
  cv::RNG random(7);
  for (int i = 0; i < 24; ++i)
  {
    cv::Mat picture(random.uniform(24, 300), random.uniform(24, 300), CV_8UC1);
    random.fill(picture, cv::RNG::UNIFORM, 0, 256);
    const char* modalities[] = {"CT", "MR", "US", "MG", "DX", ""};
    const auto found = CandidatesIn(picture, OfModality(modalities[i % 6]), Cancellation());
    if (!found.HasValue())
    {
      continue;
    }
    EXPECT_LE(found.Value().all.size(), 80u);
    for (const Candidate& candidate : found.Value().all)
    {
      EXPECT_EQ(candidate.box & cv::Rect2d(0, 0, 1, 1), candidate.box);
      for (std::size_t k = 0; k < candidate.features.size(); ++k)
      {
        EXPECT_TRUE(std::isfinite(candidate.features[k])) << featureNames[k];
      }
    }
  }
}

}  // namespace
}  // namespace vlm
