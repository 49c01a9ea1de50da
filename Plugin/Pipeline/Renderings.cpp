// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Renderings.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "Pixels/CtWindows.h"

namespace vlm
{
namespace
{

struct Look
{
  std::string name;
  std::optional<CtWindow> window;
  bool isThreeWindows = false;
  double gamma = 1.0;
};

// A localizer's values need not be in Hounsfield units (PS3.3 C.8.2.1, Rescale Intercept); other CT
// images must name any other unit. Modified Hounsfield units (PS3.3 C.11.1.1.2) are still such.
bool HasHounsfield(const Frame& frame)
{
  const Acquisition& acquisition = frame.acquisition;
  const std::string& unit = acquisition.rescaleType;
  return acquisition.modality == "CT" && !frame.modalityValues.empty() &&
         acquisition.imageFlavor != "LOCALIZER" &&
         (unit.empty() || unit == "HU" || unit == "HU_MOD");
}

std::vector<Look> AllLooks(const Frame& frame, ViewSettings::CtWindow choice)
{
  if (choice == ViewSettings::CtWindow::AsStored || !HasHounsfield(frame))
  {
    // Brighter or darker mid-tones: a second look where there are no windows to choose from.
    return {{"", {}, false, 1.0}, {"brighter", {}, false, 0.75}, {"darker", {}, false, 1.3}};
  }
  if (choice == ViewSettings::CtWindow::ThreeWindowsRgb)
  {
    return {{"three windows", {}, true, 1.0}};
  }
  std::vector<Look> looks;
  for (const auto& window : CtWindowsFor(frame.acquisition.bodyPart))
  {
    looks.push_back({window.name + " window", window, false, 1.0});
  }
  return looks;
}

std::vector<Look> LooksOf(const Frame& frame, const ViewSettings& settings)
{
  std::vector<Look> looks = AllLooks(frame, settings.ctWindow);
  const auto views = static_cast<std::size_t>(FullViewsOf(settings.calls));
  looks.resize(std::min(looks.size(), views));
  return looks;
}

Look LookOf(const Frame& frame, const ViewSettings& settings, int variation)
{
  const auto looks = LooksOf(frame, settings);
  return looks[static_cast<std::size_t>(variation) % looks.size()];
}

cv::Mat WithGamma(const cv::Mat& picture, double gamma)
{
  if (picture.empty() || picture.depth() != CV_8U)
  {
    return picture;  // the egress gate refuses it
  }
  cv::Mat table(1, 256, CV_8U);
  for (int value = 0; value < 256; ++value)
  {
    table.at<uchar>(value) = cv::saturate_cast<uchar>(std::pow(value / 255.0, gamma) * 255.0);
  }
  cv::Mat changed;
  cv::LUT(picture, table, changed);
  return changed;
}

cv::Mat Show(const Frame& frame, const Look& look)
{
  if (look.isThreeWindows)
  {
    return ThreeWindowsRgb(frame.modalityValues);
  }
  if (look.window)
  {
    return ApplyWindow(frame.modalityValues, *look.window);
  }
  return look.gamma == 1.0 ? frame.display : WithGamma(frame.display, look.gamma);
}

}  // namespace

int FullViewsOf(int calls)
{
  return calls < 3 ? 1 : 3;
}

int FirstFullViewsOf(int calls)
{
  return calls < 6 ? 1 : 2;
}

cv::Mat Render(const Frame& frame, const ViewSettings& settings, int variation)
{
  return Show(frame, LookOf(frame, settings, variation));
}

std::string NameOfRendering(const Frame& frame, const ViewSettings& settings, int variation)
{
  return LookOf(frame, settings, variation).name;
}

std::vector<cv::Mat> Renderings(const Frame& frame, const ViewSettings& settings)
{
  std::vector<cv::Mat> renderings;
  for (const auto& look : LooksOf(frame, settings))
  {
    const cv::Mat shown = Show(frame, look);
    if (!look.isThreeWindows)
    {
      renderings.push_back(shown);
      continue;
    }
    std::vector<cv::Mat> channels;
    cv::split(shown, channels);
    renderings.insert(renderings.end(), channels.begin(), channels.end());
  }
  return renderings;
}

}  // namespace vlm
