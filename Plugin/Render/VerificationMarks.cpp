// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/VerificationMarks.h"

#include "Render/TextLabel.h"
#include "Verification/StatusRules.h"

namespace vlm
{

namespace
{

void StrokeCross(cairo_t* context, const cv::Rect2d& place)
{
  const double inset = 0.15 * place.width;
  cairo_move_to(context, place.x + inset, place.y + inset);
  cairo_line_to(context, place.br().x - inset, place.br().y - inset);
  cairo_move_to(context, place.br().x - inset, place.y + inset);
  cairo_line_to(context, place.x + inset, place.br().y - inset);
  cairo_stroke(context);
}

void DrawDisc(cairo_t* context, VerificationStatus status, const cv::Rect2d& place)
{
  const cv::Point2d centre(place.x + place.width / 2.0, place.y + place.height / 2.0);
  const double radius = (place.width - cairo_get_line_width(context)) / 2.0;
  const bool isUnverified = status == VerificationStatus::Unverified;
  const double dash = CV_PI * radius / 5.0;
  cairo_set_dash(context, &dash, isUnverified ? 1 : 0, 0.0);
  cairo_arc(context, centre.x, centre.y, radius, 0.0, 2.0 * CV_PI);
  cairo_stroke(context);
  if (!isUnverified)
  {
    const bool isHalf = status == VerificationStatus::Adjusted;
    cairo_arc(context, centre.x, centre.y, radius, isHalf ? CV_PI / 2.0 : 0.0,
              isHalf ? 1.5 * CV_PI : 2.0 * CV_PI);
    cairo_fill(context);
  }
}

}  // namespace

std::string LooksOf(const Verification& verification, const Phrasebook& words)
{
  if (verification.looks <= 0)
  {
    return "";
  }
  return words.Say("charts.looks",
                   {{"agreeing", std::to_string(AgreeingReadings(verification.sightings))},
                    {"looks", std::to_string(verification.looks)}});
}

std::string OutcomeOf(const Check& check, const Phrasebook& words)
{
  const std::string key = (check.passed ? "charts.check." : "charts.doubt.") + check.name;
  return words.Has(key) ? words.Say(key) : PrintableText(check.name);
}

void DrawStatusMark(Canvas& canvas, VerificationStatus status, const cv::Rect2d& place,
                    const Colour& ink)
{
  cairo_t* const context = canvas.Context();
  cairo_save(context);
  cairo_new_path(context);
  cairo_set_line_width(context, 0.14 * place.width);
  canvas.SetColour(ink);
  if (status == VerificationStatus::Rejected)
  {
    StrokeCross(context, place);
  }
  else
  {
    DrawDisc(context, status, place);
  }
  cairo_restore(context);
}

void DrawCheckMark(Canvas& canvas, const Check& check, const cv::Rect2d& place, const Colour& ink)
{
  cairo_t* const context = canvas.Context();
  cairo_new_path(context);
  canvas.SetColour(ink);
  cairo_set_line_width(context, 0.16 * place.width);
  if (!check.passed)
  {
    StrokeCross(context, place);
    return;
  }
  cairo_move_to(context, place.x + 0.1 * place.width, place.y + 0.55 * place.height);
  cairo_line_to(context, place.x + 0.4 * place.width, place.y + 0.82 * place.height);
  cairo_line_to(context, place.x + 0.9 * place.width, place.y + 0.2 * place.height);
  cairo_stroke(context);
}

}  // namespace vlm
