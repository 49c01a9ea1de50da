// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "Pixels/SlicePosition.h"
#include "Render/ImageLayers.h"
#include "Render/LesionTable.h"
#include "Render/PageFit.h"
#include "Render/SeriesLesions.h"
#include "Render/SheetLayers.h"
#include "Render/SheetTitle.h"

namespace vlm
{

namespace
{

// In terms of text.
constexpr double Gap = 1.0;
constexpr double CellTitle = 1.6;
constexpr double Line = 1.7;
constexpr double Border = 0.16;
// A cell's greatest height per width, where there are few images and many.
constexpr double HighestOfFew = 0.7;
constexpr double HighestOfMany = 1.25;
constexpr int Few = 2;                   // columns
constexpr int Many = 5;                  // columns; their cells are too narrow for long titles
constexpr double NarrowestTitle = 18.0;  // in terms of text
// Okabe and Ito's blue: told apart from the black of pictures.
constexpr Colour StrongOnPaper{0.0, 0.447, 0.698};

int ColumnsFor(int images)
{
  if (images <= 4)
  {
    return images;
  }
  return images <= 8 ? 4 : images <= 15 ? 5 : 6;
}

class SeriesPage
{
public:
  struct Contents
  {
    const std::vector<KeyImage>& images;
    const LayerOptions& options;
    const ImagesLeftOut& leftOut;
  };

  SeriesPage(const Contents& contents, int width)
      : images_(contents.images),
        options_(contents.options),
        words_(Phrasebook::Of(contents.options.language)),
        chosen_(ChooseImages(contents.images, MostPlateImages)),
        leftOut_(contents.leftOut),
        table_(contents.images, words_),
        width_(width),
        text_(Sheet::TextSizeFor(width)),
        columns_(ColumnsFor(static_cast<int>(chosen_.size())))
  {
    for (std::size_t i = 0; i < images_.size(); ++i)
    {
      const bool isShown = std::binary_search(chosen_.begin(), chosen_.end(), i);
      leftOut_.count += isShown ? 0 : 1;
      leftOut_.withFindings += !isShown && CountOf(images_[i]) > 0 ? 1 : 0;
    }
    const double room = width - 3.0 * text_;
    cell_ = (room - (columns_ - 1) * Gap * text_) / columns_;
    const double highest = cell_ * (columns_ <= Few ? HighestOfFew : HighestOfMany);
    for (std::size_t i = 0; i < chosen_.size(); ++i)
    {
      geometries_.push_back(
          FittedGeometry(images_[chosen_[i]].frame,
                         {static_cast<int>(cell_), std::max(static_cast<int>(highest), 1)}));
      const std::size_t row = i / static_cast<std::size_t>(columns_);
      rowHeights_.resize(row + 1, 0);
      rowHeights_[row] = std::max(rowHeights_[row], geometries_.back().size.height);
    }
  }

  double Height() const
  {
    double grid = 0.0;
    for (const int height : rowHeights_)
    {
      grid += height + (CellTitle + Gap) * text_;
    }
    const double note = leftOut_.count > 0 ? Line : 0.0;
    return std::ceil(Sheet::FrameHeight(width_, options_.caption) + grid +
                     (note + table_.HeightInText()) * text_);
  }

  Result<cv::Mat> Draw(int finalWidth) const
  {
    auto made = Sheet::Create({width_, static_cast<int>(Height())}, options_.theme);
    if (!made.HasValue())
    {
      return made.Failure();
    }
    Sheet& sheet = made.Value();
    cv::Rect2d room = sheet.Frame(
        SheetTitleOf("plates.series", images_.front().frame.acquisition, words_), options_, words_);
    const std::size_t columns = static_cast<std::size_t>(columns_);
    for (std::size_t i = 0; i < chosen_.size(); ++i)
    {
      const cv::Point2d corner(room.x + static_cast<double>(i % columns) * (cell_ + Gap * text_),
                               room.y);
      const auto drawn = DrawCell(sheet, i, corner);
      if (!drawn.HasValue())
      {
        return drawn.Failure();
      }
      const bool isLastOfRow = i % columns == columns - 1 || i + 1 == chosen_.size();
      room.y += isLastOfRow ? rowHeights_[i / columns] + (CellTitle + Gap) * text_ : 0.0;
    }
    if (leftOut_.count > 0)
    {
      WriteWhatIsLeftOut(sheet, room);
      room.y += Line * text_;
    }
    table_.Draw(sheet, room);
    return sheet.Finish(finalWidth);
  }

private:
  Result<void> DrawCell(Sheet& sheet, std::size_t index, cv::Point2d corner) const
  {
    const KeyImage& image = images_[chosen_[index]];
    LayerOptions options = options_;
    options.finding.reset();
    const auto panel = DrawPanel(Layer::Annotated, {image.frame, image.findings, options, words_},
                                 geometries_[index], DisclaimerPlace::OnSheet);
    if (!panel.HasValue())
    {
      return panel.Failure();
    }
    const cv::Size size = geometries_[index].size;
    const cv::Point place(static_cast<int>(corner.x + (cell_ - size.width) / 2.0),
                          static_cast<int>(corner.y + CellTitle * text_));
    const bool isOverPicture = columns_ <= Few && size.width > NarrowestTitle * text_;
    WriteTitle(sheet, chosen_[index],
               isOverPicture ? cv::Rect2d(place.x, corner.y, size.width, 0.0)
                             : cv::Rect2d(corner.x, corner.y, cell_, 0.0));
    sheet.Paste(panel.Value(), place);
    DrawBorder(sheet, cv::Rect(place, size), CountOf(image) > 0);
    return {};
  }

  // Images with findings stand out.
  void DrawBorder(Sheet& sheet, const cv::Rect2d& picture, bool hasFindings) const
  {
    cairo_t* const context = sheet.Drawing().Context();
    const double line = hasFindings ? Border * text_ : 0.4 * Border * text_;
    cairo_rectangle(context, picture.x - line / 2.0, picture.y - line / 2.0, picture.width + line,
                    picture.height + line);
    const Colour& strong = options_.theme == Theme::Dark ? White : StrongOnPaper;
    sheet.Drawing().SetColour(hasFindings ? strong : sheet.Colours().rule);
    cairo_set_line_width(context, line);
    cairo_stroke(context);
  }

  // Which image it is and where it lies, and at the right end how many findings it has.
  void WriteTitle(Sheet& sheet, std::size_t image, const cv::Rect2d& place) const
  {
    const std::size_t count = CountOf(images_[image]);
    const std::string findings = count == 0   ? words_.Say("plates.series.findings.none")
                                 : count == 1 ? words_.Say("plates.series.findings.one")
                                              : words_.Say("plates.series.findings.many",
                                                           {{"count", std::to_string(count)}});
    std::string title =
        words_.Say(columns_ < Many ? "plates.series.image" : "plates.series.image.short",
                   {{"number", std::to_string(ImageNumberOf(images_, image))},
                    {"count", std::to_string(chosen_.size() + leftOut_.count)}});
    if (const auto position = SlicePositionOf(images_[image].frame))
    {
      title += " \u00B7 " + TextOf(*position);
    }
    const double size = text_ * std::clamp(cell_ / (24.0 * text_), 0.66, 0.95);
    const TextLabel right(findings,
                          {size, TextWeight::Normal, TextOverflow::Ellipsis, place.width / 2.0});
    const double room = std::max(place.width - right.Size().width - 0.5 * text_, 1.0);
    sheet.Write(title, place.tl(), {size, TextWeight::Bold, TextOverflow::Ellipsis, room},
                sheet.Colours().ink);
    right.Draw(sheet.Drawing(), {place.br().x - right.Size().width, place.y},
               count == 0 ? sheet.Colours().faintInk : sheet.Colours().ink);
  }

  void WriteWhatIsLeftOut(Sheet& sheet, const cv::Rect2d& place) const
  {
    const std::string key =
        leftOut_.withFindings == 0 ? "plates.series.left.none" : "plates.series.left";
    sheet.Write(words_.Say(key, {{"count", std::to_string(leftOut_.count)},
                                 {"all", std::to_string(chosen_.size() + leftOut_.count)},
                                 {"found", std::to_string(leftOut_.withFindings)}}),
                place.tl(), {text_, TextWeight::Normal, TextOverflow::Ellipsis, place.width},
                sheet.Colours().ink);
  }

  const std::vector<KeyImage>& images_;
  const LayerOptions& options_;
  const Phrasebook& words_;
  std::vector<std::size_t> chosen_;
  ImagesLeftOut leftOut_;  // of all there are
  LesionTable table_;
  int width_;
  double text_;
  int columns_;
  double cell_ = 0.0;
  std::vector<PictureGeometry> geometries_;
  std::vector<int> rowHeights_;
};

}  // namespace

Result<cv::Mat> DrawSeriesPlate(const std::vector<KeyImage>& images, const LayerOptions& options,
                                const ImagesLeftOut& leftOut)
{
  const SeriesPage::Contents contents{images, options, leftOut};
  return DrawFittingPage(options.widthPx, [&](int width) { return SeriesPage(contents, width); });
}

}  // namespace vlm
