// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/SpacingReading.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcsequen.h>

#include <cmath>

#include "Pixels/DicomValues.h"

namespace vlm
{
namespace
{

bool IsSpacing(double mm)
{
  return mm >= SmallestSpacingMm && mm <= LargestSpacingMm;
}

std::optional<PixelSpacing> SpacingFrom(DcmItem& item, const DcmTagKey& tag,
                                        std::vector<std::string>& warnings)
{
  const std::optional<double> row = NumberOf(item, tag, 0);
  const std::optional<double> column = NumberOf(item, tag, 1);
  if (!row && !column)
  {
    return std::nullopt;
  }
  const double rowMm = row.value_or(NAN);
  const double columnMm = column.value_or(NAN);
  if (!IsSpacing(rowMm) || !IsSpacing(columnMm))
  {
    warnings.push_back(NameAndValueOf(item, tag) +
                       "; allowed are two lengths above 0 mm: it is ignored.");
    return std::nullopt;
  }
  return PixelSpacing{rowMm, columnMm,
                      tag == DCM_PixelSpacing ? PixelSpacing::Source::PixelSpacing
                                              : PixelSpacing::Source::ImagerPixelSpacing};
}

// 2D regions (RegionSpatialFormat 1) measured in cm (PhysicalUnits 3) only.
double CalibratedAreaPx2(DcmItem& region)
{
  const bool isPlane = NumberOf(region, DCM_RegionSpatialFormat) == 1.0 &&
                       NumberOf(region, DCM_PhysicalUnitsXDirection) == 3.0 &&
                       NumberOf(region, DCM_PhysicalUnitsYDirection) == 3.0;
  const double width = NumberOf(region, DCM_RegionLocationMaxX1).value_or(0) -
                       NumberOf(region, DCM_RegionLocationMinX0).value_or(0);
  const double height = NumberOf(region, DCM_RegionLocationMaxY1).value_or(0) -
                        NumberOf(region, DCM_RegionLocationMinY0).value_or(0);
  return isPlane && width >= 0 && height >= 0 ? (width + 1) * (height + 1) : 0;
}

std::optional<PixelSpacing> UltrasoundSpacing(DcmItem& item, std::vector<std::string>& warnings)
{
  DcmSequenceOfItems* regions = nullptr;
  if (item.findAndGetSequence(DCM_SequenceOfUltrasoundRegions, regions).bad() || !regions)
  {
    return std::nullopt;
  }
  DcmItem* largest = nullptr;
  for (unsigned long i = 0; i < regions->card() && i < 64; ++i)
  {
    DcmItem* region = regions->getItem(i);
    const double area = CalibratedAreaPx2(*region);
    if (area > 0 && (largest == nullptr || area > CalibratedAreaPx2(*largest)))
    {
      largest = region;
    }
  }
  if (largest == nullptr)
  {
    return std::nullopt;
  }
  const double rowMm = 10.0 * NumberOf(*largest, DCM_PhysicalDeltaY).value_or(NAN);
  const double columnMm = 10.0 * NumberOf(*largest, DCM_PhysicalDeltaX).value_or(NAN);
  if (!IsSpacing(rowMm) || !IsSpacing(columnMm))
  {
    warnings.push_back(NameAndValueOf(*largest, DCM_PhysicalDeltaX) + ", " +
                       NameAndValueOf(*largest, DCM_PhysicalDeltaY) +
                       "; allowed are lengths above 0 cm: they are ignored.");
    return std::nullopt;
  }
  return PixelSpacing{rowMm, columnMm, PixelSpacing::Source::UltrasoundRegion};
}

bool AreDirectionCosines(const std::array<double, 6>& o)
{
  const double row = o[0] * o[0] + o[1] * o[1] + o[2] * o[2];
  const double column = o[3] * o[3] + o[4] * o[4] + o[5] * o[5];
  const double product = o[0] * o[3] + o[1] * o[4] + o[2] * o[5];
  return std::abs(row - 1) < 0.05 && std::abs(column - 1) < 0.05 && std::abs(product) < 0.05;
}

}  // namespace

void ReadSpacing(DcmItem& item, FrameTransform& transform)
{
  std::optional<PixelSpacing> spacing = SpacingFrom(item, DCM_PixelSpacing, transform.warnings);
  if (!spacing)
  {
    spacing = SpacingFrom(item, DCM_ImagerPixelSpacing, transform.warnings);
  }
  if (!spacing)
  {
    spacing = UltrasoundSpacing(item, transform.warnings);
  }
  if (spacing)
  {
    transform.spacing = spacing;
  }
}

void ReadOrientation(DcmItem& item, FrameTransform& transform)
{
  if (NumberOf(item, DCM_ImageOrientationPatient))
  {
    std::array<double, 6> cosines{};
    for (unsigned long i = 0; i < cosines.size(); ++i)
    {
      cosines[i] = NumberOf(item, DCM_ImageOrientationPatient, i).value_or(NAN);
    }
    if (AreDirectionCosines(cosines))
    {
      transform.imageOrientationPatient = cosines;
    }
    else
    {
      transform.warnings.push_back(NameAndValueOf(item, DCM_ImageOrientationPatient) +
                                   "; allowed are two orthogonal unit vectors: it is ignored.");
    }
  }
  if (item.tagExistsWithValue(DCM_PatientOrientation))
  {
    transform.patientOrientation = {AsciiOf(item, DCM_PatientOrientation, 0),
                                    AsciiOf(item, DCM_PatientOrientation, 1)};
  }
}

void ReadPosition(DcmItem& item, FrameTransform& transform)
{
  if (!item.tagExistsWithValue(DCM_ImagePositionPatient))
  {
    return;
  }
  constexpr double farthestMm = 1e6;
  std::array<double, 3> position{};
  bool isPlace = true;
  for (unsigned long i = 0; i < position.size(); ++i)
  {
    position[i] = NumberOf(item, DCM_ImagePositionPatient, i).value_or(NAN);
    isPlace = isPlace && std::abs(position[i]) <= farthestMm;  // not so for NaN
  }
  transform.imagePositionPatient.reset();
  if (isPlace)
  {
    transform.imagePositionPatient = position;
    return;
  }
  transform.warnings.push_back(NameAndValueOf(item, DCM_ImagePositionPatient) +
                               "; allowed are three numbers of at most 1000000 mm: it is ignored.");
}

}  // namespace vlm
