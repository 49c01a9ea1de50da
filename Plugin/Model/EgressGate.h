// SPDX-License-Identifier: GPL-3.0-or-later
// May this picture leave, and must something in it be covered first?
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "Pixels/Frame.h"

namespace vlm
{

enum class BurnedInPolicy
{
  Refuse,  // a picture that shows or may show text does not leave
  Mask,    // the text that is found is covered
  Allow    // an administrator takes the responsibility
};

struct EgressDecision
{
  bool isAllowed = false;
  std::string rule;               // e.g. "BurnedInAnnotation Mask: 2 regions covered"
  std::string refusal;            // a sentence with the remedy; empty if allowed
  std::vector<cv::Rect> covered;  // regions of the picture to fill with black
};

// By BurnedInAnnotation (0028,0301), SOP class, modality and conversion type, and the text found in
// any of `renderings`: all pictures of the frame that may be sent, in its size. A window may show
// what another hides. "NO" in the tag is a claim, not a proof: the pixels are asked too.
//
// Ultrasound, secondary captures, visible light, documents, unknown modalities, colour pictures and
// whatever the tag calls "YES" are searched with TextSensitivity::High: a line of three letters
// counts. Other pixels are made by a modality: Strict, i.e. one line of at least six letters or two
// lines, so that tissue and side markers ("L", "R CC") do not refuse a picture. Refused under Mask:
// the tag is "YES" and nothing is found to cover, or more than 40 % would be covered.
EgressDecision JudgeBurnedInText(const Frame& frame, const std::vector<cv::Mat>& renderings,
                                 BurnedInPolicy policy);

// `picture` with the regions filled with black.
cv::Mat Cover(const cv::Mat& picture, const std::vector<cv::Rect>& regions);

}  // namespace vlm
