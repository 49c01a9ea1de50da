// SPDX-License-Identifier: GPL-3.0-or-later
// What the pixel pipeline needs of a DICOM object, read with DCMTK from its bytes without touching
// pixel data.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Pixels/Frame.h"

namespace vlm
{

// A lookup table of PS3.3 C.11.1 (Modality LUT) or C.11.2 (VOI LUT).
struct LookupTable
{
  int firstMapped = 0;
  int bitsPerEntry = 16;
  std::vector<std::uint16_t> entries;
};

struct VoiWindow
{
  enum class Function
  {
    Linear,
    LinearExact,
    Sigmoid
  };
  double center = 0.0;
  double width = 0.0;
  Function function = Function::Linear;
};

// How the stored values of one frame become what is shown. Per-frame functional groups of enhanced
// objects are resolved.
struct FrameTransform
{
  double rescaleSlope = 1.0;
  double rescaleIntercept = 0.0;
  std::string rescaleType;  // of the rescale or the modality LUT; "US" if there is neither
  // Shared, since thousands of frames may have the same table.
  std::shared_ptr<const LookupTable> modalityLut;  // null: rescale
  std::optional<VoiWindow> window;                 // the first one given
  std::shared_ptr<const LookupTable> voiLut;       // the first item; used when there is no window
  std::optional<PixelSpacing> spacing;
  std::optional<std::array<double, 6>> imageOrientationPatient;
  std::optional<std::array<double, 3>> imagePositionPatient;
  std::array<std::string, 2> patientOrientation;
  std::vector<std::string> warnings;  // what was absurd and ignored
};

struct DicomAttributes
{
  std::string sopClassUid;
  std::string sopInstanceUid;
  std::string seriesInstanceUid;
  std::string studyInstanceUid;
  std::string patientId;
  Acquisition acquisition;
  int rows = 0;
  int columns = 0;
  int frames = 1;
  int samplesPerPixel = 1;
  int bitsAllocated = 0;
  int bitsStored = 0;
  bool isSigned = false;
  // Stored values between these two (both included) are no image; the limit may be absent.
  std::optional<double> pixelPaddingValue;
  std::optional<double> pixelPaddingRangeLimit;
  std::vector<FrameTransform> transforms;  // one for all frames, or one each

  const FrameTransform& TransformOf(int frame) const
  {
    return transforms.size() == 1 ? transforms.front()
                                  : transforms.at(static_cast<std::size_t>(frame));
  }
};

// Reads a DICOM Part 10 object up to its pixel data.
// Errors: CorruptDicom (not DICOM, ends early, rows / columns / bits missing or zero), NoPixels (no
// image in this object), UndecodablePixels (floating-point, below 8 or above 16 bits), TooLarge
// (over `MaximumPixels`, or an absurd header).
Result<DicomAttributes> ReadDicomAttributes(const void* bytes, std::size_t size);

// One frame may have at most this many pixels: what is larger is refused before it is decoded, to
// bound memory.
constexpr std::int64_t MaximumPixels = 64LL * 1024 * 1024;

}  // namespace vlm
