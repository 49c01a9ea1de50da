// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/SelfTest.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <opencv2/imgproc.hpp>

#include "Foundation/AsciiCase.h"
#include "Foundation/Json.h"
#include "Model/ReplyEnvelope.h"
#include "Model/ReplyExtraction.h"
#include "Pixels/BoxOverlap.h"
#include "Pixels/ImageCoordinates.h"

namespace vlm
{
namespace
{

constexpr double SmallestIou = 0.3;
// A shape counts as found from here on; below it, two boxes merely touch.
constexpr double SmallestOverlap = 0.2;
// By how much the sum over the shapes must exceed that of any other format.
constexpr double ClearLead = 0.5;
// A list of everything everywhere must not pass, and memory is bounded.
constexpr Json::ArrayIndex MaximumFindings = 100;

struct NamedBox
{
  std::size_t shape = 0;  // into SelfTestPicture::shapes
  std::array<double, 4> numbers{};
};

struct Fit
{
  BoxFormat format;
  int found = 0;
  double sum = 0.0;      // of the IoU of the shapes found
  double errorPx = 0.0;  // mean over the shapes found
  bool IsFit() const { return found >= 2 && sum / found >= SmallestIou; }
};

// Pixel centres are whole numbers, so a rectangle of pixels begins half a pixel before.
BoundingBox BoxOf(const cv::Rect& pixels)
{
  return {pixels.x - 0.5, pixels.y - 0.5, static_cast<double>(pixels.width),
          static_cast<double>(pixels.height)};
}

// Words that name each shape, in the order of MakeSelfTestPicture().
const std::array<std::vector<std::string_view>, 3>& ShapeWords()
{
  static const std::array<std::vector<std::string_view>, 3> words = {
      {{"circ", "disc", "disk", "round", "ball"}, {"square", "rectang"}, {"triang"}}};
  return words;
}

// None: no shape, or several, are named.
std::optional<std::size_t> ShapeNamedIn(std::string label)
{
  label = LowerCase(label);
  std::optional<std::size_t> named;
  for (std::size_t shape = 0; shape < ShapeWords().size(); ++shape)
  {
    const auto& words = ShapeWords().at(shape);
    const bool isNamed = std::any_of(words.begin(), words.end(),
                                     [&label](std::string_view word)
                                     { return label.find(word) != std::string::npos; });
    if (isNamed && named)
    {
      return std::nullopt;
    }
    if (isNamed)
    {
      named = shape;
    }
  }
  return named;
}

std::optional<std::array<double, 4>> NumbersOf(const Json::Value& box)
{
  if (!box.isArray() || box.size() != 4)
  {
    return std::nullopt;
  }
  std::array<double, 4> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i)
  {
    const Json::Value& number = box[static_cast<Json::ArrayIndex>(i)];
    if (!number.isNumeric() || !std::isfinite(number.asDouble()))
    {
      return std::nullopt;
    }
    numbers.at(i) = number.asDouble();
  }
  return numbers;
}

// The first box of each shape: a model that names one twice is not given the better of two.
std::vector<NamedBox> NamedBoxesOf(const Json::Value& findings)
{
  std::vector<NamedBox> boxes;
  for (Json::ArrayIndex i = 0; i < std::min(findings.size(), MaximumFindings); ++i)
  {
    const Json::Value& finding = findings[i];
    if (!finding.isObject() || !finding["label"].isString())
    {
      continue;
    }
    const auto shape = ShapeNamedIn(finding["label"].asString());
    const auto numbers = NumbersOf(finding["box_2d"]);
    const bool isNew =
        shape && std::none_of(boxes.begin(), boxes.end(),
                              [&shape](const NamedBox& box) { return box.shape == *shape; });
    if (isNew && numbers)
    {
      boxes.push_back({*shape, *numbers});
    }
  }
  return boxes;
}

Fit FitOf(const BoxFormat& format, const std::vector<NamedBox>& boxes,
          const SelfTestPicture& picture)
{
  const ImageCoordinates coordinates(picture.picture.size(), picture.picture.size());
  Fit fit;
  fit.format = format;
  for (const NamedBox& named : boxes)
  {
    const BoundingBox truth = BoxOf(picture.shapes.at(named.shape).box);
    const BoundingBox box = coordinates.FromModelBox(format, named.numbers);
    const double iou = IntersectionOverUnion(box, truth);
    if (iou >= SmallestOverlap)
    {
      ++fit.found;
      fit.sum += iou;
      fit.errorPx += std::hypot(box.CentreColumn() - truth.CentreColumn(),
                                box.CentreRow() - truth.CentreRow());
    }
  }
  fit.errorPx = fit.found == 0 ? 0.0 : fit.errorPx / fit.found;
  return fit;
}

// The fit that beats every other clearly, if there is one.
std::optional<Fit> BestFit(const std::vector<NamedBox>& boxes, const SelfTestPicture& picture)
{
  std::vector<Fit> fits;
  for (const BoxFormat& format : AllBoxFormats())
  {
    fits.push_back(FitOf(format, boxes, picture));
  }
  std::sort(fits.begin(), fits.end(),
            [](const Fit& one, const Fit& other) { return one.sum > other.sum; });
  const bool isClear = fits[0].IsFit() && fits[0].sum - fits[1].sum >= ClearLead;
  return isClear ? std::optional<Fit>(fits[0]) : std::nullopt;
}

std::string Rounded(double value)
{
  return std::to_string(std::lround(value));
}

SelfTestOutcome OutcomeOf(const std::vector<NamedBox>& boxes, const SelfTestPicture& picture,
                          std::optional<BoxFormat> stated)
{
  SelfTestOutcome outcome;
  const std::string shapes = " of " + std::to_string(picture.shapes.size()) + " shapes";
  const std::optional<Fit> best = BestFit(boxes, picture);
  if (!best)
  {
    outcome.detail = std::to_string(boxes.size()) + shapes +
                     " were named with a box, but no box format puts two of them where they are.";
    return outcome;
  }
  outcome.format = best->format;
  outcome.meanErrorPx = best->errorPx;
  outcome.shapesFound = best->found;
  outcome.passed = !stated || *stated == best->format;
  outcome.detail = "The boxes are written as " + NameOf(best->format) + ": " +
                   std::to_string(best->found) + shapes + " were found, " + Rounded(best->errorPx) +
                   " pixels from their centres on average.";
  if (!outcome.passed)
  {
    outcome.detail += " But BoxFormat says " + NameOf(*stated) + ".";
  }
  return outcome;
}

// Some models leave out the object around the list, or put a list around the object.
Json::Value ListOf(const Json::Value& reply)
{
  const bool isBareList =
      reply.isArray() && !reply.empty() &&
      std::all_of(reply.begin(), reply.end(),
                  [](const Json::Value& one) { return one.isObject() && one.isMember("label"); });
  const bool isWrapped = reply.isArray() && reply.size() == 1;
  return isBareList ? reply : Member(isWrapped ? reply[0] : reply, "findings");
}

// Found in the text as the findings of any reply are.
Result<Json::Value> FindingsIn(std::string_view replyText)
{
  const ExtractedReply extracted = ExtractReply(replyText);
  if (extracted.shape != ReplyShape::Json)
  {
    return Error{ErrorKind::BadReply, extracted.shape == ReplyShape::Truncated
                                          ? "The reply to the self-test is cut off."
                                          : "The reply to the self-test holds no JSON object."};
  }
  const auto json = ParseJson(extracted.json);
  if (!json.HasValue())
  {
    return Error{ErrorKind::BadReply,
                 "The reply to the self-test is not JSON: " + json.Failure().message};
  }
  Json::Value findings = ListOf(json.Value());
  if (!findings.isArray())
  {
    return Error{ErrorKind::BadReply, "The reply to the self-test has no list \"findings\"."};
  }
  return findings;
}

}  // namespace

// Places searched by sampling, so that a box read in the wrong format, or after another scale of
// its rows (the longer side's), overlaps no shape that carries the same or a swapped name.
SelfTestPicture MakeSelfTestPicture()
{
  SelfTestPicture test;
  test.shapes = {{"circle", cv::Rect(490, 40, 120, 120)},
                 {"square", cv::Rect(30, 190, 120, 120)},
                 {"triangle", cv::Rect(460, 190, 140, 120)}};
  test.picture = cv::Mat(400, 640, CV_8UC1, cv::Scalar(24));
  const cv::Scalar bright(230);
  constexpr int Shift = 4;  // coordinates in sixteenths of a pixel, from the first pixel's centre
  const cv::Rect circle = test.shapes[0].box;
  cv::circle(test.picture,
             {circle.x * 16 + circle.width * 8 - 8, circle.y * 16 + circle.height * 8 - 8},
             circle.width * 8 - 8, bright, cv::FILLED, cv::LINE_AA, Shift);
  cv::rectangle(test.picture, test.shapes[1].box, bright, cv::FILLED);
  const cv::Rect triangle = test.shapes[2].box;
  const std::vector<cv::Point> corners = {
      {triangle.x * 16 + triangle.width * 8 - 8, triangle.y * 16},
      {triangle.x * 16, (triangle.br().y - 1) * 16},
      {(triangle.br().x - 1) * 16, (triangle.br().y - 1) * 16}};
  cv::fillConvexPoly(test.picture, corners, bright, cv::LINE_AA, Shift);
  return test;
}

Result<SelfTestOutcome> JudgeSelfTest(std::string_view replyText, const SelfTestPicture& picture,
                                      std::optional<BoxFormat> stated)
{
  try
  {
    const auto findings = FindingsIn(replyText);
    return findings.HasValue()
               ? Result<SelfTestOutcome>(OutcomeOf(NamedBoxesOf(findings.Value()), picture, stated))
               : Result<SelfTestOutcome>(findings.Failure());
  }
  catch (const std::exception& problem)  // of jsoncpp
  {
    return Error{ErrorKind::BadReply, std::string("The reply to the self-test: ") + problem.what()};
  }
}

}  // namespace vlm
