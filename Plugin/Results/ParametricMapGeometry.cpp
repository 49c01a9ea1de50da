// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/ParametricMapGeometry.h"

#include <algorithm>
#include <cmath>

#include "Pixels/DicomValues.h"
#include "Results/DerivedObject.h"
#include "Results/SourceImageValues.h"

namespace vlm
{
namespace
{

// Values of at most 16 characters with '\' between them.
template <std::size_t Count>
std::string DecimalStrings(const std::array<double, Count>& numbers)
{
  std::string text;
  for (const double number : numbers)
  {
    text += (text.empty() ? "" : "\\") + DecimalString(number);
  }
  return text;
}

template <std::size_t Count>
bool AreFinite(const std::array<double, Count>& numbers)
{
  return std::all_of(numbers.begin(), numbers.end(),
                     [](double number) { return std::isfinite(number); });
}

}  // namespace

std::optional<MapGeometry> GeometryOf(const PresentedImage& image)
{
  DcmDataset& dataset = image.source->Dataset();
  const FrameTransform& transform = image.transform;
  MapGeometry geometry;
  geometry.frameOfReferenceUid = MendedValue(*image.source, dataset, DCM_FrameOfReferenceUID);
  const bool isInSpace = transform.spacing && transform.imageOrientationPatient &&
                         transform.imagePositionPatient && !geometry.frameOfReferenceUid.empty() &&
                         transform.spacing->source == PixelSpacing::Source::PixelSpacing;
  if (!isInSpace)
  {
    return std::nullopt;
  }
  geometry.spacingMm = {transform.spacing->rowMm, transform.spacing->columnMm};
  geometry.orientation = *transform.imageOrientationPatient;
  geometry.positionMm = *transform.imagePositionPatient;
  geometry.rows = static_cast<int>(NumberOf(dataset, DCM_Rows).value_or(0.0));
  geometry.columns = static_cast<int>(NumberOf(dataset, DCM_Columns).value_or(0.0));
  const bool isUsable = AreFinite(geometry.spacingMm) && AreFinite(geometry.orientation) &&
                        AreFinite(geometry.positionMm) && geometry.rows > 0 && geometry.columns > 0;
  return isUsable ? std::optional(geometry) : std::nullopt;
}

void WritePlane(const MapGeometry& geometry, DcmItem& shared, DcmItem& frame)
{
  PutItem(shared, DCM_PixelMeasuresSequence)
      .putAndInsertString(DCM_PixelSpacing, DecimalStrings(geometry.spacingMm).c_str());
  PutItem(shared, DCM_PlaneOrientationSequence)
      .putAndInsertString(DCM_ImageOrientationPatient,
                          DecimalStrings(geometry.orientation).c_str());
  PutItem(frame, DCM_PlanePositionSequence)
      .putAndInsertString(DCM_ImagePositionPatient, DecimalStrings(geometry.positionMm).c_str());
}

}  // namespace vlm
