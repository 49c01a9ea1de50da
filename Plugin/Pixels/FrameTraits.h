// SPDX-License-Identifier: GPL-3.0-or-later
// What DICOM headers say of a frame that decides whether and with which others it is looked at:
// where it lies, what kind of image it is, and what tells it from others at the same place.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "Pixels/KeyFrameSelection.h"

namespace vlm
{

enum class FrameKind
{
  Picture,
  Localizer,  // PS3.3 C.8.2.1.1.1: ImageType says LOCALIZER; some write SCOUT or TOPOGRAM
  Capture     // a page on doses or a copy of a screen, which does not belong to a stack
};

// What one of the values of ImageType from the third on, or of FrameType, says.
FrameKind KindOfTypeValue(const std::string& value);

struct FrameTraits
{
  FrameReference reference;
  std::string sopClassUid;
  std::string sopInstanceUid;
  FrameKind kind = FrameKind::Picture;
  int rows = 0;
  int columns = 0;
  std::optional<double> instanceNumber;
  std::optional<double> sliceLocation;               // [mm]
  std::optional<std::array<double, 6>> orientation;  // direction cosines of a row, of a column
  std::optional<std::array<double, 3>> position;     // of the first pixel [mm]
  // What may differ between images of one place.
  std::string imageType;                   // ImageType's or FrameType's values from the third on
  std::string stack;                       // Stack ID (PS3.3 C.7.6.16.2.2.7)
  std::string kernel;                      // how it was reconstructed
  std::optional<double> diffusionBValue;   // [s/mm2]
  std::optional<double> echoTime;          // [ms]
  std::optional<double> temporalPosition;  // number of the phase, or the delay after a trigger
  std::optional<double> acquisitionNumber;
};

}  // namespace vlm
