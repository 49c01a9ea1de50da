// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/SimulatedModel.h"

#include <json/value.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

constexpr double Pi = 3.14159265358979323846;
constexpr double LeastVisibleShare = 0.25;

double DiagonalOf(const BoundingBox& box)
{
  return std::hypot(box.width, box.height);
}

// The pixels whose centres lie in the region.
cv::Rect PixelsIn(const BoundingBox& region)
{
  const int left = static_cast<int>(std::ceil(region.left));
  const int top = static_cast<int>(std::ceil(region.top));
  return {left, top, static_cast<int>(std::floor(region.Right())) - left + 1,
          static_cast<int>(std::floor(region.Bottom())) - top + 1};
}

// None: too little of it is shown.
std::optional<LesionPixels> VisiblePart(const LesionPixels& lesion, const BoundingBox& region)
{
  const cv::Rect shown = lesion.rect & PixelsIn(region);
  if (shown.empty())
  {
    return std::nullopt;
  }
  const cv::Mat inside = lesion.inside(shown - lesion.rect.tl());
  const int visible = cv::countNonZero(inside);
  if (visible == 0 || visible < LeastVisibleShare * cv::countNonZero(lesion.inside))
  {
    return std::nullopt;
  }
  const cv::Rect tight = cv::boundingRect(inside);
  return LesionPixels{tight + shown.tl(), inside(tight)};
}

cv::Point2d CentroidOf(const LesionPixels& lesion)
{
  const cv::Moments moments = cv::moments(lesion.inside, true);
  return {lesion.rect.x + moments.m10 / moments.m00, lesion.rect.y + moments.m01 / moments.m00};
}

Json::Value BoxOf(const BoundingBox& stored, const ImageCoordinates& coordinates)
{
  Json::Value json(Json::arrayValue);
  for (const double edge : coordinates.ToThousandths(stored))
  {
    json.append(edge);
  }
  return json;
}

}  // namespace

SimulatedModel::SimulatedModel(const SimulationSettings& settings)
    : settings_(settings), identity_{"simulated", "Simulated", "simulated", "1"}
{
  std::mt19937_64 ofRun(settings.seed);
  const double direction = std::uniform_real_distribution<double>(0.0, 2.0 * Pi)(ofRun);
  biasShare_ =
      cv::Point2d(std::cos(direction), std::sin(direction)) * (settings.biasPx / DiagonalOf512);
}

ViewSettings SimulatedModel::Views() const
{
  ViewSettings views;
  views.calls = settings_.calls;
  return views;
}

ReadingNoise SimulatedModel::Noise() const
{
  ReadingNoise noise;
  noise.basis = settings_.basis;
  if (settings_.basis == ReadingNoise::Basis::Told)
  {
    noise.meanErrorShare = settings_.errorPx / DiagonalOf512;
  }
  return noise;
}

void SimulatedModel::BeginImage(const TrueImage& image)
{
  std::seed_seq sequence(image.entry.file.begin(), image.entry.file.end());
  std::vector<std::uint32_t> words(4);
  sequence.generate(words.begin(), words.end());
  words.push_back(settings_.seed);
  words.push_back(static_cast<std::uint32_t>(image.entry.frame));
  std::seed_seq ofImage(words.begin(), words.end());
  random_.seed(ofImage);
  imageSize_ = image.frame.display.size();
  lesions_ = image.lesions;
  consistentHallucinations_.clear();
  if (settings_.kind == SimulationSettings::Hallucinations::Consistent &&
      Happens(settings_.hallucinations))
  {
    consistentHallucinations_.push_back(Invent(WholeImage(imageSize_)));
  }
}

double SimulatedModel::Uniform(double from, double to)
{
  return std::uniform_real_distribution<double>(from, to)(random_);
}

bool SimulatedModel::Happens(double probability)
{
  return Uniform(0.0, 1.0) < probability;
}

// An ellipse of the size of a lesion, anywhere in the region.
LesionPixels SimulatedModel::Invent(const BoundingBox& region)
{
  constexpr double smallest = 0.02;  // semi-axis, as a share of the diagonal
  constexpr double largest = 0.10;
  const cv::Rect image({0, 0}, imageSize_);
  const cv::Rect part = PixelsIn(region) & image;
  const cv::Point2d centre(std::floor(Uniform(part.x, part.x + part.width)),
                           std::floor(Uniform(part.y, part.y + part.height)));
  const double diagonal = DiagonalOf(region);
  const cv::Size2d radii(Uniform(smallest, largest) * diagonal,
                         Uniform(smallest, largest) * diagonal);
  return EllipsePixels(centre, radii, imageSize_);
}

Result<ModelReply> SimulatedModel::Read(const ModelRequest& request,
                                        const Cancellation& cancellation)
{
  if (cancellation.IsRequested())
  {
    return Error{ErrorKind::Canceled, "The reading was cancelled."};
  }
  Json::Value findings(Json::arrayValue);
  for (std::size_t image = 0; image < request.images.size(); ++image)
  {
    const ImageCoordinates& coordinates = request.images[image].coordinates;
    std::vector<BoundingBox> stated;
    Look(coordinates, stated);
    for (const auto& box : stated)
    {
      Json::Value finding;
      finding["label"] = "lesion";
      finding["score"] = Uniform(0.5, 0.9);
      finding["image"] = static_cast<Json::UInt64>(image);
      finding["box_2d"] = BoxOf(box, coordinates);
      findings.append(finding);
    }
  }
  Json::Value json;
  json["no_abnormality"] = findings.empty();
  json["findings"] = std::move(findings);
  ModelReply reply;
  reply.text = WriteJson(json);
  reply.servedModel = identity_.requested;
  reply.requests = 1;
  return reply;
}

void SimulatedModel::Look(const ImageCoordinates& coordinates, std::vector<BoundingBox>& stated)
{
  for (const auto& lesion : lesions_)
  {
    if (!Happens(settings_.missing))
    {
      State(lesion, coordinates, stated);
    }
  }
  for (const auto& hallucination : consistentHallucinations_)
  {
    State(hallucination, coordinates, stated);
  }
  if (settings_.kind == SimulationSettings::Hallucinations::Independent &&
      Happens(settings_.hallucinations))
  {
    // Its place is new anyway: no error is added.
    const LesionPixels invented = Invent(coordinates.Region());
    stated.push_back({invented.rect.x - 0.5, invented.rect.y - 0.5,
                      static_cast<double>(invented.rect.width),
                      static_cast<double>(invented.rect.height)});
  }
  // The order tells nothing.
  std::shuffle(stated.begin(), stated.end(), random_);
}

void SimulatedModel::State(const LesionPixels& lesion, const ImageCoordinates& coordinates,
                           std::vector<BoundingBox>& stated)
{
  if (const auto visible = VisiblePart(lesion, coordinates.Region()))
  {
    stated.push_back(Stated(*visible, coordinates));
  }
}

// The box may reach over the edge of the picture; its centre does not.
BoundingBox SimulatedModel::Stated(const LesionPixels& visible, const ImageCoordinates& coordinates)
{
  const BoundingBox& region = coordinates.Region();
  const double diagonal = DiagonalOf(region);
  const double deviation = settings_.errorPx / DiagonalOf512 / RayleighMean * diagonal;
  cv::Point2d centre = CentroidOf(visible);
  std::normal_distribution<double> standard;
  centre += cv::Point2d(standard(random_), standard(random_)) * deviation;
  // The bias is one of the picture that the model sees.
  centre.x += (coordinates.IsMirrored() ? -biasShare_.x : biasShare_.x) * diagonal;
  centre.y += biasShare_.y * diagonal;
  const double scale = Uniform(1.0 - settings_.boxScale, 1.0 + settings_.boxScale);
  if (Happens(settings_.outliers))
  {
    centre = {Uniform(region.left, region.Right()), Uniform(region.top, region.Bottom())};
  }
  centre.x = std::clamp(centre.x, region.left, region.Right());
  centre.y = std::clamp(centre.y, region.top, region.Bottom());
  const double width = visible.rect.width * scale;
  const double height = visible.rect.height * scale;
  return {centre.x - width / 2.0, centre.y - height / 2.0, width, height};
}

Result<SelfTestOutcome> SimulatedModel::Test(const Cancellation& /*cancellation*/)
{
  SelfTestOutcome outcome;
  outcome.detail = "The simulated model knows the truth and nothing else.";
  return outcome;
}

}  // namespace vlm
