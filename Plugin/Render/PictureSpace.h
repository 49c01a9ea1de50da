// SPDX-License-Identifier: GPL-3.0-or-later
// What of a drawn picture is taken, and what should stay visible. Pure geometry, in pixels of that
// picture.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace vlm
{

enum class CornerSide
{
  Left,
  Right
};

// The picture's area and what of it is taken.
class PictureSpace
{
public:
  explicit PictureSpace(cv::Size2d size) : size_(size), freeBottom_(size.height) {}

  cv::Size2d Size() const { return size_; }
  // Wholly within the picture and clear of all taken rectangles.
  bool IsFree(const cv::Rect2d& rect) const;
  void Take(const cv::Rect2d& rect) { taken_.push_back(rect); }
  // Takes it if it is free.
  bool TakeIfFree(const cv::Rect2d& rect);

  // The free corner in which a rectangle of `size` covers least of what is better not covered, of
  // equal ones the upper before the lower and `side` before the other; takes it.
  std::optional<cv::Rect2d> TakeCorner(cv::Size2d size, double margin, CornerSide side);

  // The same, but none where it hides a lesion.
  std::optional<cv::Rect2d> TakeClearCorner(cv::Size2d size, double margin, CornerSide side);
  // The same anywhere along the picture's border, corners first.
  std::optional<cv::Rect2d> TakeClearBorder(cv::Size2d size, double margin, CornerSide side);

  // A band of this height along the whole bottom edge.
  void TakeBottom(double height);
  // Where the picture ends above that band.
  double FreeBottom() const { return freeBottom_; }

  // Better not covered or crossed, but allowed: lesions and leader lines.
  void Avoid(const cv::Rect2d& rect) { avoided_.push_back(rect); }
  void AvoidLine(cv::Point2d from, cv::Point2d to) { lines_.push_back({from, to}); }
  // Of avoided rectangles that `rect` would cover [px^2].
  double AvoidedArea(const cv::Rect2d& rect) const;
  // How many avoided lines `rect` would cover.
  int CoveredLines(const cv::Rect2d& rect) const;
  // How many avoided rectangles a line would cross, and how many taken ones and avoided lines.
  int CrossedLesions(cv::Point2d from, cv::Point2d to) const;
  int Crossings(cv::Point2d from, cv::Point2d to) const;

  // Whether `rect` would cover an avoided rectangle so far that a reader may miss it.
  bool DoesHide(const cv::Rect2d& rect) const;
  // Whether a label at `rect` with that leader line would be crossed by another's line, or its own
  // would cross another label or line.
  bool IsObstructed(const cv::Rect2d& rect, cv::Point2d from, cv::Point2d to) const;

  // What of the picture is anatomy: `interest` is CV_32FC1, 0 to 1, of any size, stretched over the
  // picture. Labels rather cover the rest.
  void SetInterest(const cv::Mat& interest);
  // Interest summed over `rect` [px^2].
  double InterestArea(const cv::Rect2d& rect) const;

private:
  struct Line
  {
    cv::Point2d from;
    cv::Point2d to;
  };

  // At `share` (0 to 1) of the way a rectangle of `size` has across and down the picture.
  cv::Rect2d At(cv::Point2d share, cv::Size2d size, double margin) const;
  std::vector<cv::Rect2d> Corners(cv::Size2d size, double margin, CornerSide side) const;
  // The free one of `places` that covers least of what is better not covered.
  std::optional<cv::Rect2d> TakeBest(const std::vector<cv::Rect2d>& places);
  // Of those that hide no lesion.
  std::optional<cv::Rect2d> TakeClear(std::vector<cv::Rect2d> places);

  cv::Size2d size_;
  double freeBottom_;
  std::vector<cv::Rect2d> taken_;
  std::vector<cv::Rect2d> avoided_;
  std::vector<Line> lines_;
  cv::Mat interestSums_;  // integral image, CV_64FC1; may be empty
};

// How far each place of `picture` (8 bit) differs from its commonest grey, i.e. from the
// background.
cv::Mat InterestOf(const cv::Mat& picture);

// Point of `rect` nearest to `point`.
cv::Point2d NearestPoint(const cv::Rect2d& rect, cv::Point2d point);

}  // namespace vlm
