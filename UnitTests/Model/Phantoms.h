// SPDX-License-Identifier: GPL-3.0-or-later
// Drawn pictures whose truth is known because we drew it.
#pragma once

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include "Pixels/Frame.h"

namespace vlm
{

inline Acquisition OfModality(const std::string& modality)
{
  Acquisition acquisition;
  acquisition.modality = modality;
  return acquisition;
}

// The same noise every time.
inline cv::Mat WithNoise(const cv::Mat& picture, double deviation)
{
  cv::Mat noise(picture.size(), CV_16SC1);
  cv::RNG(12345).fill(noise, cv::RNG::NORMAL, 0.0, deviation);
  cv::Mat noisy;
  cv::add(picture, noise, noisy, {}, CV_8U);
  return noisy;
}

// 512 x 512: an oval of tissue (grey 90) in black air.
inline cv::Mat OvalOfTissue()
{
  cv::Mat picture = cv::Mat::zeros(512, 512, CV_8UC1);
  cv::ellipse(picture, {256, 256}, {170, 220}, 0, 0, 360, cv::Scalar(90), cv::FILLED);
  return picture;
}

// The same within a ring of bone, as an axial head CT.
inline cv::Mat HeadOnCt()
{
  cv::Mat picture = OvalOfTissue();
  cv::ellipse(picture, {256, 256}, {160, 210}, 0, 0, 360, cv::Scalar(255), 20);
  return picture;
}

// 512 x 512 of tissue (grey 120) up to the borders, as an ultrasound or radiograph.
inline cv::Mat FullOfTissue()
{
  return {512, 512, CV_8UC1, cv::Scalar(120)};
}

inline void DrawDisc(cv::Mat& picture, cv::Point centre, int radius, int grey)
{
  cv::circle(picture, centre, radius, cv::Scalar(grey), cv::FILLED);
}

}  // namespace vlm
