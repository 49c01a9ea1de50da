// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/FindingLabel.h"

#include <algorithm>
#include <cmath>

#include "Render/FindingWords.h"
#include "Render/Numbers.h"

namespace vlm
{

namespace
{

// In terms of the text's size.
constexpr double Pad = 0.35;
constexpr double LineGap = 0.7;  // between name and details on one line
constexpr double TopPad = 0.17;
constexpr double LeastRoom = 4.0;

void Append(std::string& details, const std::string& part)
{
  const bool needsDot = !details.empty() && !part.empty();
  details += (needsDot ? " \u00B7 " : "") + part;
}

}  // namespace

std::string DetailsOf(const Finding& finding)
{
  std::string details;
  const Laterality side = finding.verification.side;
  if (side == Laterality::Left || side == Laterality::Right)
  {
    details = side == Laterality::Left ? "L" : "R";
  }
  const std::optional<double>& score = finding.statement.modelScore;
  if (score && std::isfinite(*score))
  {
    Append(details, FormatDecimals(std::clamp(*score, 0.0, 1.0), 2));
  }
  Append(details, AxesOf(finding));
  return details;
}

FindingLabel::FindingLabel(const LocatedFinding& finding, double textSize)
    : textSize_(textSize), badge_(finding.number, textSize)
{
}

double FindingLabel::TextLeft() const
{
  return badge_.Diameter() + Pad * textSize_;
}

void FindingLabel::AddTexts(const Finding& finding, const Phrasebook& words, double widest)
{
  const double room = widest - TextLeft() - 2.0 * Pad * textSize_;
  if (room < LeastRoom * textSize_)
  {
    return;
  }
  const std::string details = DetailsOf(finding);
  if (!details.empty())
  {
    details_.emplace(details, TextStyle{textSize_});
    if (details_->Size().width > room)
    {
      details_.reset();
      return;
    }
  }
  name_.emplace(NameOf(finding, words),
                TextStyle{textSize_, TextWeight::Normal, TextOverflow::TwoLines, room});
  const double detailsWidth = details_ ? LineGap * textSize_ + details_->Size().width : 0.0;
  isOneLine_ = name_->LineCount() == 1 && name_->Size().width + detailsWidth <= room;
}

cv::Size2d FindingLabel::Size(LabelDetail detail) const
{
  const double badge = badge_.Diameter();
  if (detail == LabelDetail::NumberOnly || !name_)
  {
    return {badge, badge};
  }
  cv::Size2d text = name_->Size();
  if (details_)
  {
    const cv::Size2d more = details_->Size();
    text = isOneLine_ ? cv::Size2d(text.width + LineGap * textSize_ + more.width,
                                   std::max(text.height, more.height))
                      : cv::Size2d(std::max(text.width, more.width), text.height + more.height);
  }
  return {TextLeft() + text.width + 2.0 * Pad * textSize_,
          std::max(badge, text.height + 2.0 * TopPad * textSize_)};
}

void FindingLabel::Draw(Canvas& canvas, const cv::Rect2d& place, LabelDetail detail,
                        const ThemeColours& colours) const
{
  const double radius = badge_.Diameter() / 2.0;
  if (detail == LabelDetail::NumberOnly || !name_)
  {
    badge_.Draw(canvas, place.tl() + cv::Point2d(radius, radius));
    return;
  }
  canvas.FillRounded(place, radius, colours.plate);
  const bool isOneRow = isOneLine_ && name_->LineCount() == 1;
  badge_.Draw(canvas, place.tl() + cv::Point2d(radius, isOneRow ? place.height / 2.0 : radius));
  const cv::Size2d name = name_->Size();
  const double top = isOneRow ? (place.height - name.height) / 2.0 : TopPad * textSize_;
  const cv::Point2d at(place.x + TextLeft(), place.y + top);
  name_->Draw(canvas, at, colours.ink);
  if (details_)
  {
    const double dropped = (name.height - details_->Size().height) / 2.0;  // fonts may differ
    details_->Draw(canvas,
                   at + (isOneLine_ ? cv::Point2d(name.width + LineGap * textSize_, dropped)
                                    : cv::Point2d(0.0, name.height)),
                   colours.ink);
  }
}

}  // namespace vlm
