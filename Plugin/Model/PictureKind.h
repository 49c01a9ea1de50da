// SPDX-License-Identifier: GPL-3.0-or-later
// Which rules of the embedded detector fit a picture, from what DICOM says about its acquisition.
#pragma once

#include "Pixels/Frame.h"

namespace vlm
{

enum class PictureKind
{
  Ct,
  LungCt,  // a chest CT, told from the picture (RibCage.h), not from its Modality
  Mr,
  Ultrasound,
  Mammography,
  Radiograph,
  Generic
};

// What stands out: regions brighter than their surroundings, darker ones, or both.
enum class LesionPolarity
{
  Bright,
  Dark,
  Both
};

// Lengths are shares of the working picture's long side; thresholds are weighted responses
// (BlobResponse.h), or, where there is one, values of the classifier (LesionClassifier.h).
struct DetectionRules
{
  LesionPolarity polarity = LesionPolarity::Both;
  double smallestRadius = 0.016;
  double largestRadius = 0.12;
  double smoothing = 1.0;       // standard deviation [working pixel]
  double sizePreference = 0.5;  // the response is multiplied by (radius / smallest radius)^this
  double symmetryWeight = 0.0;  // of the left-right difference, 0: do not look
  double threshold = 3.0;       // below it nothing stands out
  double furtherMargin = 0.0;   // added to it for all regions but the strongest: a second mistake
                                // is likelier than a second lesion
};

// By Modality (0008,0060), PS3.3 C.7.3.1.1.1. Empty, unknown or garbled: Generic.
PictureKind KindOf(const Acquisition& acquisition);

DetectionRules RulesFor(PictureKind kind);

}  // namespace vlm
