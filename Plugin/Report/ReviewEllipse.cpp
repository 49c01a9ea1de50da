// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewEllipse.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "Gaussian/ModelledFinding.h"
#include "Render/Numbers.h"
#include "Report/FindingJson.h"
#include "Report/JsonPieces.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr double Pi = 3.14159265358979323846;
constexpr double SmallestAxisPx = 0.5;
constexpr double RoundingPx = 1e-6;  // of an ellipse that comes back as we gave it
constexpr double LargestAngleDegrees = 360.0;
constexpr double EllipseMass = 0.95;

struct ImageSize
{
  double columns = 0.0;
  double rows = 0.0;

  bool Holds(double column, double row) const
  {
    return column >= -0.5 && column <= columns - 0.5 && row >= -0.5 && row <= rows - 0.5;
  }
};

std::optional<ImageSize> SizeOf(const Json::Value& image)
{
  const auto columns = CountOf(image, "Columns").value_or(0);
  const auto rows = CountOf(image, "Rows").value_or(0);
  return columns > 0 && rows > 0
             ? std::optional(ImageSize{static_cast<double>(columns), static_cast<double>(rows)})
             : std::nullopt;
}

std::optional<PixelSpacing> SpacingOf(const Json::Value& image)
{
  const auto spacing = PairOf(MemberOf(image, "PixelSpacingMm"));
  return spacing ? std::optional(PixelSpacing{(*spacing)[0], (*spacing)[1]}) : std::nullopt;
}

Error Refuse(const std::string& sentence)
{
  return Error{ErrorKind::BadInput, sentence};
}

std::string PairText(const std::array<double, 2>& pair)
{
  return "[" + FormatDecimals(pair[0], 1) + ", " + FormatDecimals(pair[1], 1) + "]";
}

Result<void> CheckNumbers(const DrawnEllipse& ellipse, const ImageSize& size,
                          const std::string& name)
{
  const std::string imageText =
      FormatDecimals(size.columns, 0) + " x " + FormatDecimals(size.rows, 0) + " pixels";
  if (!size.Holds(ellipse.mean[0], ellipse.mean[1]))
  {
    return Refuse(name + ".Mean is " + PairText(ellipse.mean) + "; it must lie in the image of " +
                  imageText + ".");
  }
  const double diagonal = std::hypot(size.columns, size.rows);
  for (const double axis : ellipse.semiAxesPx)
  {
    if (!(axis >= SmallestAxisPx - RoundingPx && axis <= diagonal + RoundingPx))
    {
      return Refuse(name + ".SemiAxesPx is " + PairText(ellipse.semiAxesPx) +
                    "; allowed is 0.5 to the image's diagonal, " + FormatDecimals(diagonal, 1) +
                    ".");
    }
  }
  if (std::abs(ellipse.angleDegrees) > LargestAngleDegrees)
  {
    return Refuse(name + ".AngleDegrees is " + FormatDecimals(ellipse.angleDegrees, 1) +
                  "; allowed is -360 to 360.");
  }
  return {};
}

Eigen::Matrix2d CovarianceOf(const DrawnEllipse& ellipse)
{
  // The squared Mahalanobis distance of a 2-D Gaussian is chi-square(2).
  const double squaredRadius = -2.0 * std::log1p(-EllipseMass);
  const double angle = ellipse.angleDegrees * Pi / 180.0;
  Eigen::Matrix2d turned;
  turned << std::cos(angle), -std::sin(angle), std::sin(angle), std::cos(angle);
  const Eigen::Vector2d squares(std::pow(ellipse.semiAxesPx[0], 2),
                                std::pow(ellipse.semiAxesPx[1], 2));
  Eigen::Matrix2d covariance = turned * squares.asDiagonal() * turned.transpose() / squaredRadius;
  covariance(1, 0) = covariance(0, 1);  // symmetric to the last digit
  return covariance;
}

// Around the ellipse, as far as the image reaches.
BoundingBox BoxAround(const DrawnEllipse& ellipse, const Json::Value& image)
{
  const double angle = ellipse.angleDegrees * Pi / 180.0;
  const auto [first, second] = ellipse.semiAxesPx;
  const double halfWidth = std::hypot(first * std::cos(angle), second * std::sin(angle));
  const double halfHeight = std::hypot(first * std::sin(angle), second * std::cos(angle));
  const ImageSize size = SizeOf(image).value_or(ImageSize{});
  const double left = std::max(ellipse.mean[0] - halfWidth, -0.5);
  const double top = std::max(ellipse.mean[1] - halfHeight, -0.5);
  const double right = std::min(ellipse.mean[0] + halfWidth, size.columns - 0.5);
  const double bottom = std::min(ellipse.mean[1] + halfHeight, size.rows - 0.5);
  return {left, top, right - left, bottom - top};
}

// So that whoever draws an outline draws the ellipse as it is turned, as far as the image reaches.
std::vector<std::array<double, 2>> OutlineOf(const DrawnEllipse& ellipse, const Json::Value& image)
{
  constexpr int points = 72;
  const double angle = ellipse.angleDegrees * Pi / 180.0;
  const ImageSize size = SizeOf(image).value_or(ImageSize{});
  std::vector<std::array<double, 2>> outline;
  for (int i = 0; i < points; ++i)
  {
    const double turn = 2.0 * Pi * i / points;
    const double along = ellipse.semiAxesPx[0] * std::cos(turn);
    const double across = ellipse.semiAxesPx[1] * std::sin(turn);
    const double column = ellipse.mean[0] + along * std::cos(angle) - across * std::sin(angle);
    const double row = ellipse.mean[1] + along * std::sin(angle) + across * std::cos(angle);
    outline.push_back(
        {std::clamp(column, -0.5, size.columns - 0.5), std::clamp(row, -0.5, size.rows - 0.5)});
  }
  return outline;
}

Measurements MeasurementsOf(const DrawnEllipse& drawn, const CredibleEllipse& ellipse)
{
  Measurements measurements;
  const auto [shorter, longer] = std::minmax(drawn.semiAxesPx[0], drawn.semiAxesPx[1]);
  measurements.longAxisPx = 2.0 * longer;
  measurements.shortAxisPx = 2.0 * shorter;
  measurements.areaPx2 = Pi * longer * shorter;
  if (ellipse.semiAxesMm)
  {
    measurements.longAxisMm = 2.0 * (*ellipse.semiAxesMm)[0];
    measurements.shortAxisMm = 2.0 * (*ellipse.semiAxesMm)[1];
    measurements.areaMm2 = ellipse.areaMm2;
  }
  return measurements;
}

Json::Value Members(const Json::Value& finding, std::initializer_list<const char*> keys)
{
  Json::Value members(Json::objectValue);
  for (const char* key : keys)
  {
    members[key] = finding[key];
  }
  return members;
}

}  // namespace

Result<DrawnEllipse> ReadDrawnEllipse(const Json::Value& json, const Json::Value& image,
                                      const std::string& name)
{
  const auto mean = PairOf(MemberOf(json, "Mean"));
  const auto axes = PairOf(MemberOf(json, "SemiAxesPx"));
  const auto angle = NumberOf(json, "AngleDegrees");
  if (!mean || !axes || !angle)
  {
    return Refuse(name + " must have Mean and SemiAxesPx, 2 numbers each, and AngleDegrees.");
  }
  const auto size = SizeOf(image);
  if (!size)
  {
    return Refuse(name + " cannot be taken: the report does not tell the size of its image.");
  }
  const DrawnEllipse ellipse{*mean, *axes, *angle};
  const Result<void> check = CheckNumbers(ellipse, *size, name);
  if (!check.HasValue())
  {
    return check.Failure();
  }
  return ellipse;
}

Json::Value DrawnEllipseToJson(const DrawnEllipse& ellipse)
{
  Json::Value json;
  json["Mean"] = PairToJson(ellipse.mean[0], ellipse.mean[1]);
  json["SemiAxesPx"] = PairToJson(ellipse.semiAxesPx[0], ellipse.semiAxesPx[1]);
  json["AngleDegrees"] = ellipse.angleDegrees;
  return json;
}

Json::Value PlaceOf(const DrawnEllipse& ellipse, const Json::Value& image)
{
  ModelledFinding drawn;
  drawn.finding.box = BoxAround(ellipse, image);
  drawn.finding.outline = OutlineOf(ellipse, image);
  drawn.extent = Gaussian2D::Nearest({ellipse.mean[0], ellipse.mean[1]}, CovarianceOf(ellipse));
  drawn = ModelFindings({drawn}, SpacingOf(image)).front();
  drawn.finding.measurements = MeasurementsOf(ellipse, drawn.ellipses.back());
  return Members(FindingToJson(drawn),
                 {"Box", "Gaussian", "CredibleEllipses", "Outline", "Measurements"});
}

Json::Value PlaceOfBox(const Json::Value& finding, const Json::Value& image)
{
  const auto box = BoxOf(finding, "Box");
  const auto size = SizeOf(image);
  if (!box || !size || !(box->width > 0.0) || !(box->height > 0.0) ||
      !size->Holds(box->CentreColumn(), box->CentreRow()))
  {
    return {};
  }
  ModelledFinding stated;
  stated.finding.box = box;
  stated = ModelFindings({stated}, SpacingOf(image)).front();
  return Members(FindingToJson(stated), {"Gaussian", "CredibleEllipses"});
}

}  // namespace vlm
