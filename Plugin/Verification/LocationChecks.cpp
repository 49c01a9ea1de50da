// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/LocationChecks.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "Verification/NumberText.h"

namespace vlm
{
namespace
{

constexpr double MinimumSidePx = 1.0;
constexpr double MaximumAreaShare = 0.9;   // of the image
constexpr double MaximumCoordinate = 1e9;  // [px]; keeps later arithmetic finite

std::string Describe(const BoundingBox& box)
{
  return "columns " + NumberText(box.left) + " to " + NumberText(box.Right()) + ", rows " +
         NumberText(box.top) + " to " + NumberText(box.Bottom());
}

Check AskFinite(const BoundingBox& box)
{
  bool isFinite = true;
  for (const double number : {box.left, box.top, box.Right(), box.Bottom()})
  {
    isFinite = isFinite && std::isfinite(number) && std::abs(number) <= MaximumCoordinate;
  }
  return {"Finite", isFinite,
          "The box spans " + Describe(box) + "; numbers up to 1e9 px are places."};
}

Check AskOrdered(const BoundingBox& box)
{
  return {"Ordered", box.width >= 0.0 && box.height >= 0.0,
          "The box runs from column " + NumberText(box.left) + " to " + NumberText(box.Right()) +
              " and from row " + NumberText(box.top) + " to " + NumberText(box.Bottom()) +
              "; the first edge must not lie behind the second."};
}

Check AskInsideImage(const BoundingBox& box, const Frame& frame)
{
  const bool isInside = box.Right() >= -0.5 && box.left <= frame.Columns() - 0.5 &&
                        box.Bottom() >= -0.5 && box.top <= frame.Rows() - 0.5 &&
                        frame.Columns() > 0 && frame.Rows() > 0;
  const BoundingBox clipped = ClipToImage(box, frame);
  const bool isClipped = isInside && (clipped.width < box.width || clipped.height < box.height);
  return {"InsideImage", isInside,
          "The box spans " + Describe(box) + "; the image has " + std::to_string(frame.Columns()) +
              " columns and " + std::to_string(frame.Rows()) + " rows." +
              (isClipped ? " What reaches over the border was cut off." : "")};
}

Check AskNotDegenerate(const BoundingBox& clipped)
{
  return {"NotDegenerate", clipped.width >= MinimumSidePx && clipped.height >= MinimumSidePx,
          "The box is " + NumberText(clipped.width) + " x " + NumberText(clipped.height) +
              " px; at least 1 x 1 px is needed."};
}

Check AskNotWholeImage(const BoundingBox& clipped, const Frame& frame)
{
  const double image = static_cast<double>(frame.Columns()) * static_cast<double>(frame.Rows());
  const double share = clipped.width * clipped.height / image;
  return {
      "NotWholeImage", share <= MaximumAreaShare,
      "The box covers " + NumberText(100.0 * share) + " % of the image; at most 90 % say where."};
}

}  // namespace

BoundingBox ClipToImage(const BoundingBox& box, const Frame& frame)
{
  const auto side = [](double begin, double end, int size)
  {
    const double first = std::clamp(std::min(begin, end), -0.5, size - 0.5);
    const double last = std::clamp(std::max(begin, end), -0.5, size - 0.5);
    return std::pair<double, double>(first, last - first);
  };
  const auto [left, width] = side(box.left, box.Right(), frame.Columns());
  const auto [top, height] = side(box.top, box.Bottom(), frame.Rows());
  return {left, top, width, height};
}

std::vector<Check> AskAboutBox(const std::optional<BoundingBox>& box, const Frame& frame)
{
  if (!box)
  {
    return {{"HasLocation", false, "The model did not say where."}};
  }
  std::vector<Check> checks = {AskFinite(*box)};
  if (checks.back().passed)
  {
    checks.push_back(AskOrdered(*box));
  }
  if (checks.back().passed)
  {
    checks.push_back(AskInsideImage(*box, frame));
  }
  if (checks.back().passed)
  {
    checks.push_back(AskNotDegenerate(ClipToImage(*box, frame)));
  }
  if (checks.back().passed)
  {
    checks.push_back(AskNotWholeImage(ClipToImage(*box, frame), frame));
  }
  return checks;
}

bool AllPassed(const std::vector<Check>& checks)
{
  return std::all_of(checks.begin(), checks.end(), [](const Check& check) { return check.passed; });
}

}  // namespace vlm
