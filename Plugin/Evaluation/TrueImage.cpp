// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/TrueImage.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "Evaluation/BoundedFile.h"
#include "Evaluation/DicomPicture.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostBytes = std::size_t{512} << 20;
constexpr int MaskThreshold = 127;

bool IsDicom(const std::string& bytes, const std::string& path)
{
  const auto endsIn = [&path](const std::string& end)
  {
    return path.size() >= end.size() &&
           path.compare(path.size() - end.size(), end.size(), end) == 0;
  };
  return bytes.compare(std::min<std::size_t>(128, bytes.size()), 4, "DICM") == 0 || endsIn(".dcm");
}

Result<cv::Mat> DecodePicture(const std::string& bytes, int mode, const std::string& path)
{
  try
  {
    const cv::Mat encoded(1, static_cast<int>(bytes.size()), CV_8UC1,
                          const_cast<char*>(bytes.data()));  // OpenCV has no view of constant bytes
    cv::Mat picture = bytes.empty() ? cv::Mat() : cv::imdecode(encoded, mode);
    if (!picture.empty())
    {
      return picture;
    }
  }
  catch (const std::exception&)
  {
    // As any other picture that cannot be read.
  }
  return Error{ErrorKind::UndecodablePixels, path + " is no picture that can be read."};
}

// Grey pictures are often stored as colour ones.
bool IsGrey(const cv::Mat& bgr)
{
  std::vector<cv::Mat> planes;
  cv::split(bgr, planes);
  return cv::norm(planes[0], planes[1], cv::NORM_INF) == 0.0 &&
         cv::norm(planes[0], planes[2], cv::NORM_INF) == 0.0;
}

Frame FrameOfPicture(const cv::Mat& picture, const TruthEntry& entry)
{
  Frame frame;
  frame.identity.orthancId = entry.file;
  frame.acquisition.modality = entry.modality;
  frame.acquisition.bodyPart = entry.bodyPart;
  frame.spacing = entry.spacing;
  frame.display = picture;
  if (picture.channels() == 3 && IsGrey(picture))
  {
    cv::extractChannel(picture, frame.display, 0);
  }
  frame.acquisition.photometricInterpretation =
      frame.display.channels() == 1 ? "MONOCHROME2" : "RGB";
  if (frame.display.channels() == 1)
  {
    frame.display.convertTo(frame.modalityValues, CV_32F);
  }
  return frame;
}

Result<Frame> LoadFrame(const TruthEntry& entry)
{
  const auto bytes = ReadFile(entry.picturePath, MostBytes);
  if (!bytes.HasValue())
  {
    return bytes.Failure();
  }
  if (IsDicom(bytes.Value(), entry.picturePath))
  {
    return ReadDicomFrame(bytes.Value(), entry.frame, entry.file);
  }
  const auto picture = DecodePicture(bytes.Value(), cv::IMREAD_ANYCOLOR, entry.picturePath);
  return picture.HasValue() ? Result<Frame>(FrameOfPicture(picture.Value(), entry))
                            : picture.Failure();
}

Result<cv::Mat> LoadMask(const TruthEntry& entry)
{
  const auto bytes = ReadFile(entry.maskPath, MostBytes);
  if (!bytes.HasValue())
  {
    return bytes.Failure();
  }
  const auto mask = DecodePicture(bytes.Value(), cv::IMREAD_GRAYSCALE, entry.maskPath);
  return mask.HasValue() ? Result<cv::Mat>(cv::Mat(mask.Value() > MaskThreshold)) : mask.Failure();
}

std::string TextOf(cv::Size size)
{
  return std::to_string(size.width) + " x " + std::to_string(size.height);
}

// The component of the mask with the finding's centroid; none fits: the finding's ellipse.
std::vector<LesionPixels> LesionsOf(const TruthEntry& entry, const cv::Mat& mask, cv::Size size)
{
  constexpr double sameCentroidPx = 2.0;
  cv::Mat labels;
  cv::Mat statistics;
  cv::Mat centroids;
  const int count =
      mask.empty() ? 0 : cv::connectedComponentsWithStats(mask, labels, statistics, centroids);
  std::vector<LesionPixels> lesions;
  for (const auto& finding : entry.findings)
  {
    int nearest = 0;
    double distance = sameCentroidPx;
    for (int label = 1; label < count; ++label)  // 0 is the background
    {
      const double one = std::hypot(centroids.at<double>(label, 0) - finding.centre.x,
                                    centroids.at<double>(label, 1) - finding.centre.y);
      nearest = one < distance ? label : nearest;
      distance = std::min(one, distance);
    }
    if (nearest == 0)
    {
      lesions.push_back(EllipsePixels(finding.centre, finding.radii, size));
      continue;
    }
    const int* box = statistics.ptr<int>(nearest);
    const cv::Rect rect(box[cv::CC_STAT_LEFT], box[cv::CC_STAT_TOP], box[cv::CC_STAT_WIDTH],
                        box[cv::CC_STAT_HEIGHT]);
    lesions.push_back({rect, labels(rect) == nearest});
  }
  return lesions;
}

cv::Mat DrawMask(const std::vector<LesionPixels>& lesions, cv::Size size)
{
  cv::Mat mask = cv::Mat::zeros(size, CV_8UC1);
  for (const auto& lesion : lesions)
  {
    mask(lesion.rect).setTo(255, lesion.inside);
  }
  return mask;
}

}  // namespace

bool TrueImage::IsOnLesion(cv::Point2d point) const
{
  const cv::Point pixel(cvRound(std::clamp(point.x, -1.0, mask.cols + 1.0)),
                        cvRound(std::clamp(point.y, -1.0, mask.rows + 1.0)));
  return cv::Rect({0, 0}, mask.size()).contains(pixel) && mask.at<uchar>(pixel) != 0;
}

double TrueImage::DiagonalPx() const
{
  return std::hypot(frame.Columns(), frame.Rows());
}

LesionPixels EllipsePixels(cv::Point2d centre, cv::Size2d radii, cv::Size size)
{
  const int left = static_cast<int>(std::floor(centre.x - radii.width));
  const int top = static_cast<int>(std::floor(centre.y - radii.height));
  const cv::Rect around(left, top, static_cast<int>(std::ceil(centre.x + radii.width)) - left + 1,
                        static_cast<int>(std::ceil(centre.y + radii.height)) - top + 1);
  LesionPixels lesion;
  lesion.rect = around & cv::Rect({0, 0}, size);
  lesion.inside = cv::Mat::zeros(lesion.rect.size(), CV_8UC1);
  for (int row = 0; row < lesion.rect.height; ++row)
  {
    auto* pixels = lesion.inside.ptr<uchar>(row);
    for (int column = 0; column < lesion.rect.width; ++column)
    {
      const double x = (lesion.rect.x + column - centre.x) / radii.width;
      const double y = (lesion.rect.y + row - centre.y) / radii.height;
      pixels[column] = x * x + y * y <= 1.0 ? 255 : 0;
    }
  }
  return lesion;
}

Result<TrueImage> JoinTruth(const TruthEntry& entry, Frame frame, cv::Mat mask)
{
  const cv::Size size = frame.display.size();
  if (entry.size && *entry.size != size)
  {
    return Error{ErrorKind::BadInput, entry.file + " has " + TextOf(size) +
                                          " pixels; the truth says " + TextOf(*entry.size) + "."};
  }
  if (!mask.empty() && mask.size() != size)
  {
    return Error{ErrorKind::BadInput, "The mask of " + entry.file + " has " + TextOf(mask.size()) +
                                          " pixels, the picture " + TextOf(size) + "."};
  }
  TrueImage image{entry, std::move(frame), std::move(mask), {}};
  image.lesions = LesionsOf(entry, image.mask, size);
  for (const auto& lesion : image.lesions)
  {
    if (lesion.rect.empty() || cv::countNonZero(lesion.inside) == 0)
    {
      return Error{ErrorKind::BadInput, "A finding of " + entry.file + " lies outside of it."};
    }
  }
  if (image.mask.empty())
  {
    image.mask = DrawMask(image.lesions, size);
  }
  return image;
}

Result<TrueImage> LoadTrueImage(const TruthEntry& entry)
{
  auto frame = LoadFrame(entry);
  if (!frame.HasValue())
  {
    return frame.Failure();
  }
  auto mask = entry.maskPath.empty() ? Result<cv::Mat>(cv::Mat()) : LoadMask(entry);
  if (!mask.HasValue())
  {
    return mask.Failure();
  }
  return JoinTruth(entry, std::move(frame).Value(), std::move(mask).Value());
}

}  // namespace vlm
