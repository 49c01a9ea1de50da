// SPDX-License-Identifier: GPL-3.0-or-later
// One picture of a DICOM instance, ready to be shown and measured, and what DICOM says about it.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

namespace vlm
{

// Beyond a nanometre to ten metres nothing is an image of a patient, and areas could overflow.
constexpr double SmallestSpacingMm = 1e-6;
constexpr double LargestSpacingMm = 1e4;

// Distance of neighbouring pixels [mm].
struct PixelSpacing
{
  // Where it was read, since they do not mean the same: an imager's spacing is that of the detector
  // plane.
  enum class Source
  {
    PixelSpacing,
    ImagerPixelSpacing,
    UltrasoundRegion
  };
  double rowMm = 0.0;     // between rows, i.e. downwards
  double columnMm = 0.0;  // between columns, i.e. rightwards
  Source source = Source::PixelSpacing;
};

// Which picture this is. DICOM UIDs and Orthanc identifiers are different things.
struct ImageIdentity
{
  std::string orthancId;  // of the instance
  std::string sopInstanceUid;
  std::string seriesInstanceUid;
  std::string studyInstanceUid;
  int frame = 0;  // zero-based
};

// What the acquisition was; every text may be empty. In UTF-8, without control characters.
struct Acquisition
{
  std::string modality;                   // (0008,0060)
  std::string bodyPart;                   // (0018,0015)
  std::string viewPosition;               // (0018,5101)
  std::string laterality;                 // (0020,0062) or (0020,0060): "R", "L", "B" or ""
  std::string seriesDescription;          // (0008,103E)
  std::string photometricInterpretation;  // (0028,0004)
  std::string transferSyntaxUid;          // (0002,0010)
  std::string sopClassUid;                // (0008,0016)
  std::string conversionType;             // (0008,0064), of Secondary Capture
  std::string burnedInAnnotation;         // (0028,0301): "YES", "NO" or ""
  std::string imageFlavor;                // (0008,0008), third value: "AXIAL", "LOCALIZER", ...
  std::string rescaleType;                // unit of `modalityValues`, PS3.3 C.11.1.1.2: "HU",
                                          // "US" (unspecified), ...; "": the usual one
  std::string patientSex;                 // (0010,0040): "M", "F", "O" or ""
  std::string patientAgeDecade;           // from (0010,1010): "60-69", "90+" or ""; never the age
};

struct Frame
{
  ImageIdentity identity;
  Acquisition acquisition;

  // Values after the modality LUT or rescale (e.g. HU), CV_32FC1; colour pictures: empty.
  cv::Mat modalityValues;
  // What a viewer shows: CV_8UC1, brighter = higher on screen (MONOCHROME1 already inverted), or
  // CV_8UC3 in BGR order.
  cv::Mat display;

  std::optional<PixelSpacing> spacing;
  // (0020,0037): direction cosines of a row (x, y, z) and of a column.
  std::optional<std::array<double, 6>> imageOrientationPatient;
  // (0020,0032): centre of the first pixel sent [mm] in the patient's coordinates (x, y, z).
  std::optional<std::array<double, 3>> imagePositionPatient;
  // (0020,0020): e.g. {"L", "F"}: towards which side of the patient columns and rows grow.
  std::array<std::string, 2> patientOrientation;

  // What had to be guessed or repaired, as sentences (e.g. "No window is given; ...").
  std::vector<std::string> warnings;

  int Rows() const { return display.rows; }
  int Columns() const { return display.cols; }
};

}  // namespace vlm
