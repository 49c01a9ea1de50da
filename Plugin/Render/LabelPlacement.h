// SPDX-License-Identifier: GPL-3.0-or-later
// Where labels go, so that they overlap neither each other nor anything drawn before. Pure
// geometry, in pixels of the drawn picture.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace vlm
{

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
  // How many taken or avoided rectangles and avoided lines a line would cross.
  int Crossings(cv::Point2d from, cv::Point2d to) const;

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

// A free place for a label of `size` that belongs to `body` (the lesion's bounding box), at least
// `gap` from it and a third of that from everything taken: near it, covering little that should be
// seen, rather outwards than inwards. None if the picture is full.
std::optional<cv::Rect2d> PlaceLabel(const PictureSpace& space, cv::Size2d size,
                                     const cv::Rect2d& body, double gap);

}  // namespace vlm
