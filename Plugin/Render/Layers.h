// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures drawn of an analysed image, and their PNG form. Start reading this room here.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "Foundation/Result.h"
#include "Gaussian/ModelledFinding.h"
#include "Pixels/Frame.h"
#include "Render/Theme.h"

namespace vlm
{

enum class Layer
{
  Original,     // the windowed picture alone
  Annotated,    // outline or ellipse, number, label, score and size of each finding
  Heatmap,      // anomaly map over the picture, with legend and credible ellipses
  Comparison,   // a sheet: original, annotated, heatmap, and raw against verified location
  Statistics,   // a sheet: charts of each finding, table of the image
  Illustration  // a plate: the picture with callouts and a magnified inset of each finding
};

// "original", "annotated", ...; in the order above.
const std::vector<std::string>& LayerNames();
std::optional<Layer> LayerFromName(std::string_view name);

struct LayerOptions
{
  std::optional<int> widthPx;  // of the picture drawn, 16 to 8192; none: of pictures the stored
                               // width, for drawn layers at least 512; of sheets 1600; less where
                               // the height would exceed 8192
  std::optional<int> finding;  // draw this one alone (index into the findings given)
  Theme theme = Theme::Dark;
  std::string language = "en";  // BCP 47, of our own words
  std::string caption = {};  // of sheets: how the image was made and read; untrusted; may be empty
  bool isSignedOff = false;  // a human reviewed and signed what is drawn
};

// `findings` are those of this frame's image. The result is CV_8UC3 (BGR) or, for a grey original,
// CV_8UC1; the aspect of a picture is the physical one: non-square pixels are drawn stretched.
// Every drawn layer carries the disclaimer. Errors: BadInput (width or finding out of range).
Result<cv::Mat> RenderLayer(Layer layer, const Frame& frame,
                            const std::vector<ModelledFinding>& findings,
                            const LayerOptions& options);

// One key image of a series with its findings; both outlive the call.
struct KeyImage
{
  const Frame& frame;
  const std::vector<ModelledFinding>& findings;
  int number = 0;  // of the image in the report, from 1; 0: its place in the list
};

// Images that the report has beside those given.
struct ImagesLeftOut
{
  std::size_t count = 0;
  std::size_t withFindings = 0;
};

constexpr std::size_t MostPlateImages = 24;

// The clinical plate of a series: its key images in their order, each with its slice position and
// findings, and a list of the lesions. Of more than MostPlateImages those with findings come first.
// `options.finding` is not used. Errors: BadInput (no image, width out of range).
Result<cv::Mat> RenderSeriesPlate(const std::vector<KeyImage>& images, const LayerOptions& options,
                                  const ImagesLeftOut& leftOut = {});

// Errors: Internal.
Result<std::string> EncodePng(const cv::Mat& picture);

}  // namespace vlm
