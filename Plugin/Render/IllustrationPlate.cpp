// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "Render/FindingCard.h"
#include "Render/FindingList.h"
#include "Render/FindingWords.h"
#include "Render/ImageLayers.h"
#include "Render/InsetFrames.h"
#include "Render/LocatedFinding.h"
#include "Render/PageFit.h"
#include "Render/PlateKey.h"
#include "Render/PlateLayout.h"
#include "Render/SheetLayers.h"
#include "Render/SheetTitle.h"

namespace vlm
{

namespace
{

constexpr std::size_t MostCards = 8;
constexpr std::size_t LongestList = 60;
constexpr double Line = 1.9;  // in terms of text

// The findings of a plate: those that get a card, and the others.
struct Shown
{
  std::vector<CardSubject> cards;
  std::vector<ListedFinding> others;
};

// In their order; only what can be drawn gets a card.
Shown ShownOf(const LayerSubject& subject)
{
  const PictureGeometry whole = FittedGeometry(subject.frame, subject.frame.display.size());
  const auto located = LocateFindings(subject.findings, whole, subject.options.finding);
  Shown shown;
  for (std::size_t i = 0; i < subject.findings.size(); ++i)
  {
    const bool isAsked =
        !subject.options.finding || *subject.options.finding == static_cast<int>(i);
    const bool isLocated = std::any_of(located.begin(), located.end(),
                                       [i](const LocatedFinding& one) { return one.index == i; });
    const ModelledFinding& model = subject.findings[i];
    if (isAsked && isLocated && shown.cards.size() < MostCards)
    {
      shown.cards.push_back({model, NumberOf(model, i)});
    }
    else if (isAsked)
    {
      std::string details = SizeOf(model.finding, subject.frame, subject.words);
      details += details.empty() ? "" : " \u00B7 ";
      details += StatusOf(model.finding.verification.status, subject.words);
      shown.others.push_back(
          {NumberOf(model, i), NameOf(model.finding, subject.words), std::move(details)});
    }
  }
  return shown;
}

class Illustration
{
public:
  Illustration(const LayerSubject& subject, const Shown& shown, int width)
      : subject_(subject),
        shown_(shown),
        others_(shown.others, LongestList, subject.words),
        width_(width),
        text_(Sheet::TextSizeFor(width)),
        layout_(LayOutPlate(subject.frame, width - 3.0 * text_, text_,
                            static_cast<int>(shown.cards.size())))
  {
  }

  double Height() const
  {
    const double list = shown_.others.empty() ? 0.0 : Line + others_.HeightInText();
    const double below = 0.4 + (shown_.cards.empty() ? Line : PlateKeyHeightInText) + list;
    return std::ceil(Sheet::FrameHeight(width_, subject_.options.caption) + layout_.height +
                     below * text_);
  }

  Result<cv::Mat> Draw(int finalWidth) const
  {
    auto made = Sheet::Create({width_, static_cast<int>(Height())}, subject_.options.theme);
    if (!made.HasValue())
    {
      return made.Failure();
    }
    Sheet& sheet = made.Value();
    const cv::Rect2d room =
        sheet.Frame(SheetTitleOf("plates.illustration", subject_.frame, subject_.words),
                    subject_.options, subject_.words);
    const auto drawn = DrawPicture(sheet, room.tl());
    if (!drawn.HasValue())
    {
      return drawn.Failure();
    }
    for (std::size_t i = 0; i < shown_.cards.size(); ++i)
    {
      DrawFindingCard(sheet, subject_, shown_.cards[i], layout_.cards[i] + room.tl());
    }
    DrawBelow(sheet, {room.x, room.y + layout_.height + 0.4 * text_, room.width, 0.0});
    return sheet.Finish(finalWidth);
  }

private:
  Result<void> DrawPicture(Sheet& sheet, cv::Point2d corner) const
  {
    const auto picture =
        DrawPanel(Layer::Annotated, subject_, layout_.picture, DisclaimerPlace::OnSheet);
    if (!picture.HasValue())
    {
      return picture.Failure();
    }
    const PanelPlace place{layout_.picture, layout_.pictureAt + cv::Point(corner)};
    sheet.Paste(picture.Value(), place.topLeft);
    DrawInsetFrames(sheet.Drawing(), subject_.frame, shown_.cards, {place, picture.Value()});
    return {};
  }

  void DrawBelow(Sheet& sheet, cv::Rect2d place) const
  {
    if (shown_.cards.empty())
    {
      sheet.Write(subject_.words.Say("plates.none"), place.tl(),
                  {text_, TextWeight::Bold, TextOverflow::Ellipsis, place.width},
                  sheet.Colours().ink);
      place.y += Line * text_;
    }
    else
    {
      DrawPlateKey(sheet, place, subject_.words);
      place.y += PlateKeyHeightInText * text_;
    }
    if (!shown_.others.empty())
    {
      sheet.Write(subject_.words.Say("plates.others"), place.tl(), {text_, TextWeight::Bold},
                  sheet.Colours().ink);
      others_.Draw(sheet, {place.x, place.y + Line * text_, place.width, 0.0});
    }
  }

  const LayerSubject& subject_;
  const Shown& shown_;
  FindingList others_;
  int width_;
  double text_;
  PlateLayout layout_;
};

}  // namespace

Result<cv::Mat> DrawIllustration(const LayerSubject& subject)
{
  const Shown shown = ShownOf(subject);
  return DrawFittingPage(subject.options.widthPx,
                         [&](int width) { return Illustration(subject, shown, width); });
}

}  // namespace vlm
