// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/PixelEvidence.h"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <random>
#include <string>

namespace vlm
{
namespace
{

constexpr double within95 = 5.991;  // chi-square of two degrees of freedom

struct Disc
{
  cv::Point centre;
  int radius = 0;
};

// A field of smooth noise that fills the picture, with discs brighter or darker than it.
Frame FieldWith(const std::vector<Disc>& discs, double step, const std::string& modality)
{
  cv::Mat noise(512, 512, CV_32FC1);
  cv::RNG random(11);
  random.fill(noise, cv::RNG::NORMAL, 0.0, 30.0);
  cv::GaussianBlur(noise, noise, {}, 2.0);
  cv::Mat picture = noise + 100.0;
  for (const Disc& disc : discs)
  {
    cv::Mat mask = cv::Mat::zeros(picture.size(), CV_8UC1);
    cv::circle(mask, disc.centre, disc.radius, 255, cv::FILLED);
    cv::add(picture, step, picture, mask);
  }
  Frame frame;
  picture.convertTo(frame.display, CV_8U);
  frame.acquisition.modality = modality;
  return frame;
}

GaussianMixture Around(double column, double row, double deviation)
{
  return {{1.0, Gaussian2D::Isotropic({column, row}, deviation)}};
}

double ErrorOf(const PixelAnswer& answer, const cv::Point& truth)
{
  return (answer.location.Mean() - Eigen::Vector2d(truth.x, truth.y)).norm();
}

double AreaRatio(const PixelAnswer& answer, double deviation)
{
  return std::sqrt(answer.location.Covariance().determinant()) / (deviation * deviation);
}

TEST(PixelEvidence, FindsABrightDiscFromFortyPixelsAway)
{
  const PixelEvidence evidence(FieldWith({{{240, 260}, 20}}, 60.0, "MG"));

  const PixelAnswer answer = evidence.Ask(Around(268, 288, 30.0), {44.0, 36.0});

  EXPECT_LT(ErrorOf(answer, {240, 260}), 5.0);
  EXPECT_TRUE(answer.isDistinct);
  EXPECT_TRUE(answer.isInTissue);
  EXPECT_GT(answer.contrast, 1.0);
  EXPECT_LT(AreaRatio(answer, 30.0), 0.2);
}

TEST(PixelEvidence, FindsADarkDiscInUltrasound)
{
  const PixelEvidence evidence(FieldWith({{{240, 220}, 25}}, -60.0, "US"));

  const PixelAnswer answer = evidence.Ask(Around(270, 240, 30.0), {50.0, 50.0});

  EXPECT_LT(ErrorOf(answer, {240, 220}), 6.0);
  EXPECT_LT(answer.contrast, -1.0);
}

TEST(PixelEvidence, FindsADiscOfEitherSignWhereTheModalityIsUnknown)
{
  for (const double step : {60.0, -60.0})
  {
    const PixelEvidence evidence(FieldWith({{{240, 260}, 20}}, step, ""));

    const PixelAnswer answer = evidence.Ask(Around(260, 280, 30.0), {40.0, 40.0});

    EXPECT_LT(ErrorOf(answer, {240, 260}), 5.0) << step;
    EXPECT_EQ(answer.contrast > 0.0, step > 0.0);
  }
}

TEST(PixelEvidence, DoesNotPullWhereNothingIsDistinct)
{
  const PixelEvidence evidence(FieldWith({}, 0.0, "DX"));

  const PixelAnswer answer = evidence.Ask(Around(250, 260, 20.0), {60.0, 60.0});

  EXPECT_LT(ErrorOf(answer, {250, 260}), 8.0);
  EXPECT_GT(AreaRatio(answer, 20.0), 0.5);
}

TEST(PixelEvidence, HoldsBothOfTwoEqualDiscs)
{
  const PixelEvidence evidence(FieldWith({{{200, 256}, 18}, {{312, 256}, 18}}, 60.0, "DX"));

  const PixelAnswer answer = evidence.Ask(Around(256, 256, 50.0), {36.0, 36.0});

  EXPECT_LT(answer.location.SquaredMahalanobis({200.0, 256.0}), within95);
  EXPECT_LT(answer.location.SquaredMahalanobis({312.0, 256.0}), within95);
}

TEST(PixelEvidence, LeavesAnExactNarrowPriorAlone)
{
  const PixelEvidence evidence(FieldWith({{{240, 260}, 20}}, 60.0, "DX"));
  for (const double deviation : {0.5, 1.0, 2.0})
  {
    const PixelAnswer answer = evidence.Ask(Around(240, 260, deviation), {48.0, 48.0});

    EXPECT_LT(ErrorOf(answer, {240, 260}), 1.0) << deviation;
  }
}

// Two hypotheses about one lesion: the pixels decide, though one is far narrower than the other.
TEST(PixelEvidence, WeighsThePeaksOfAPrior)
{
  const PixelEvidence evidence(FieldWith({{{380, 380}, 20}}, 60.0, "DX"));
  const GaussianMixture prior{{0.6, Gaussian2D::Isotropic({120.0, 120.0}, 40.0)},
                              {0.4, Gaussian2D::Isotropic({384.0, 376.0}, 5.0)}};

  const PixelAnswer answer = evidence.Ask(prior, {40.0, 40.0});

  EXPECT_LT(ErrorOf(answer, {380, 380}), 30.0);
}

// Oracle: the truth drawn at random, as the contract of calibration has it.
TEST(PixelEvidence, HoldsTheCentreInItsEllipse)
{
  std::mt19937 random(5);
  std::normal_distribution<double> error(0.0, 30.0);
  const cv::Point truth(250, 240);
  const PixelEvidence evidence(FieldWith({{truth, 20}}, 25.0, "DX"));
  int held = 0;
  for (int i = 0; i < 200; ++i)
  {
    const double column = truth.x + error(random);
    const double row = truth.y + error(random);
    const PixelAnswer answer = evidence.Ask(Around(column, row, 30.0), {40.0, 40.0});
    held += answer.location.SquaredMahalanobis(Eigen::Vector2d(truth.x, truth.y)) < within95;
  }
  EXPECT_GE(held, 184);  // 92 %
}

TEST(PixelEvidence, SeesThatAPlaceLiesInAir)
{
  Frame frame = FieldWith({}, 0.0, "MR");
  cv::Mat head = cv::Mat::zeros(512, 512, CV_8UC1);
  cv::ellipse(head, cv::Point(256, 300), {140, 170}, 0, 0, 360, 255, cv::FILLED);
  frame.display.setTo(0, ~head);
  const PixelEvidence evidence(frame);

  EXPECT_FALSE(evidence.Ask(Around(40, 40, 5.0), {30.0, 30.0}).isInTissue);
  EXPECT_TRUE(evidence.Ask(Around(256, 300, 5.0), {30.0, 30.0}).isInTissue);
}

TEST(PixelEvidence, AnswersTheSameEveryTime)
{
  const Frame frame = FieldWith({{{240, 260}, 20}}, 40.0, "");

  const PixelAnswer one = PixelEvidence(frame).Ask(Around(260, 280, 40.0), {40.0, 40.0});
  const PixelAnswer other = PixelEvidence(frame).Ask(Around(260, 280, 40.0), {40.0, 40.0});

  EXPECT_EQ(one.location.Mean(), other.location.Mean());
  EXPECT_EQ(one.location.Covariance(), other.location.Covariance());
}

// What the pixels cannot judge, the prior decides.
TEST(PixelEvidence, KeepsThePriorWhereThePictureSaysNothing)
{
  const cv::Mat nan(64, 64, CV_32FC1, cv::Scalar(std::nan("")));
  for (const cv::Mat& picture :
       {cv::Mat(), cv::Mat(1, 512, CV_8UC1, cv::Scalar(9)), cv::Mat(512, 1, CV_8UC3),
        cv::Mat(512, 512, CV_8UC1, cv::Scalar(100)), cv::Mat(3, 3, CV_8UC1), nan})
  {
    Frame frame;
    frame.display = picture;
    const PixelEvidence evidence(frame);

    const PixelAnswer answer = evidence.Ask(Around(12.0, 7.0, 3.0), {5.0, 5.0});

    EXPECT_NEAR(answer.location.Mean().x(), 12.0, 1e-9);
    EXPECT_NEAR(answer.location.Covariance()(0, 0), 9.0, 1e-9);
    EXPECT_FALSE(answer.isDistinct);
    EXPECT_TRUE(answer.isInTissue);
  }
}

TEST(PixelEvidence, ReadsColourAndIgnoresBrokenModalityValues)
{
  Frame frame = FieldWith({{{240, 260}, 20}}, 60.0, "DX");
  cv::cvtColor(frame.display, frame.display, cv::COLOR_GRAY2BGR);
  frame.modalityValues = cv::Mat(512, 512, CV_32FC1, cv::Scalar(std::nan("")));
  const PixelEvidence evidence(frame);

  EXPECT_LT(ErrorOf(evidence.Ask(Around(260, 280, 30.0), {40.0, 40.0}), {240, 260}), 5.0);
}

TEST(PixelEvidence, SurvivesAnyQuestion)
{
  const PixelEvidence evidence(FieldWith({{{240, 260}, 20}}, 60.0, ""));
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double size : {0.0, -5.0, 1e300, infinity, std::nan("")})
  {
    for (const double place : {-1e6, -0.5, 0.0, 511.5, 1e6, 1e300, std::nan("")})
    {
      for (const double deviation : {0.0, 1e-9, 5.0, 1e9, infinity})
      {
        const PixelAnswer answer = evidence.Ask(Around(place, place, deviation), {size, 40.0});

        EXPECT_TRUE(answer.location.Mean().allFinite());
        EXPECT_TRUE(answer.location.Covariance().allFinite());
        EXPECT_TRUE(std::isfinite(answer.contrast));
      }
    }
  }
}

TEST(PixelEvidence, TakesManyPeaks)
{
  const PixelEvidence evidence(FieldWith({{{240, 260}, 20}}, 60.0, "DX"));
  const GaussianMixture prior(1000, {0.001, Gaussian2D::Isotropic({260.0, 280.0}, 30.0)});

  EXPECT_LT(ErrorOf(evidence.Ask(prior, {40.0, 40.0}), {240, 260}), 6.0);
}

TEST(PixelEvidence, ExaminesAHugePicture)
{
  Frame frame = FieldWith({{{240, 260}, 20}}, 60.0, "MG");
  cv::resize(frame.display, frame.display, {4096, 4096});
  const PixelEvidence evidence(frame);

  const PixelAnswer answer = evidence.Ask(Around(2080, 2240, 240.0), {320.0, 320.0});

  EXPECT_LT(ErrorOf(answer, {1924, 2084}), 48.0);
}

}  // namespace
}  // namespace vlm
