// SPDX-License-Identifier: GPL-3.0-or-later
// A synthetic non-square picture with known shapes: which box format does a model really write?
#pragma once

#include <array>
#include <chrono>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "Foundation/Result.h"
#include "Pixels/BoxFormat.h"

namespace vlm
{

struct KnownShape
{
  std::string name;  // "circle", "square", "triangle"
  cv::Rect box;      // pixels of the picture
};

struct SelfTestPicture
{
  cv::Mat picture;  // CV_8UC1, wider than high
  std::vector<KnownShape> shapes;
};

// Bright shapes on dark ground, far from the diagonal, so that no two formats agree by chance.
// Deterministic.
SelfTestPicture MakeSelfTestPicture();

struct SelfTestOutcome
{
  bool passed = false;  // the format asked for is the one written; under Auto: one was found
  std::optional<BoxFormat> format;  // what fits best, if anything fits
  double meanErrorPx = 0.0;         // of the shapes' centres under `format`
  int shapesFound = 0;
  std::string detail;  // a sentence
  std::chrono::milliseconds latency{0};
  std::string servedModel;
};

// `replyText` is a reply in the model-reply schema whose labels name the shapes. `stated`: the
// format that the model is said to write; none: to be found out (Auto). A format fits when at least
// two shapes are found (IoU of at least 0.2) with a mean IoU of at least 0.3 and it beats every
// other clearly. Of boxes with the same name the first one counts. The caller adds `latency` and
// `servedModel`.
// Errors: BadReply (no JSON of the schema).
Result<SelfTestOutcome> JudgeSelfTest(std::string_view replyText, const SelfTestPicture& picture,
                                      std::optional<BoxFormat> stated);

}  // namespace vlm
