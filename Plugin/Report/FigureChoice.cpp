// SPDX-License-Identifier: GPL-3.0-or-later
// Which pictures a printed report shows: FiguresOf() of ReportDocument.h.
#include <algorithm>
#include <map>
#include <string>

#include "Report/Lesions.h"
#include "Report/ReportDocument.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostFigures = 24;
constexpr std::size_t MostKeyImages = 8;  // of a series
constexpr int PlateWidthPx = 1400;
constexpr int PictureWidthPx = 1000;

// The key images of the lesions of one series, in the order of lesions, each once.
using KeyImages = std::vector<Json::ArrayIndex>;

// Series with lesions -> its key images.
std::map<std::string, KeyImages> KeyImagesOf(const Json::Value& report)
{
  const Json::Value& images = ListOf(report, "Images");
  std::map<std::string, KeyImages> keys;
  for (const Lesion& lesion : LesionsOf(report))
  {
    const auto image = ImageOf(ListOf(report, "Findings")[lesion.key], images.size());
    if (image)
    {
      KeyImages& ofSeries = keys[TextOf(images[*image], "SeriesInstanceUID")];
      const bool isNew = std::find(ofSeries.begin(), ofSeries.end(), *image) == ofSeries.end();
      if (isNew && ofSeries.size() < MostKeyImages)
      {
        ofSeries.push_back(*image);
      }
    }
  }
  return keys;
}

std::map<std::string, KeyImages> ExaminedImagesOf(const Json::Value& report)
{
  const Json::Value& images = ListOf(report, "Images");
  std::map<std::string, KeyImages> examined;
  for (Json::ArrayIndex i = 0; i < images.size(); ++i)
  {
    if (IsExamined(images[i]))
    {
      examined[TextOf(images[i], "SeriesInstanceUID")].push_back(i);
    }
  }
  return examined;
}

// The key images of series with lesions, then the middle image of each without.
std::vector<KeyImages> LesionsFirst(const std::map<std::string, KeyImages>& keys,
                                    const std::map<std::string, KeyImages>& examined)
{
  std::vector<KeyImages> series;
  series.reserve(keys.size() + examined.size());
  for (const auto& [uid, images] : keys)
  {
    series.push_back(images);
  }
  for (const auto& [uid, images] : examined)
  {
    if (keys.count(uid) == 0)
    {
      series.push_back({images[images.size() / 2]});
    }
  }
  return series;
}

FigureWish Picture(Json::ArrayIndex image, Layer layer)
{
  const bool isSheet = layer == Layer::Illustration || layer == Layer::Statistics;
  return {static_cast<int>(image), layer, isSheet ? PlateWidthPx : PictureWidthPx};
}

std::vector<FigureWish> FiguresOfImage(bool hasFindings)
{
  std::vector<FigureWish> wishes = {Picture(0, Layer::Illustration)};
  if (hasFindings)
  {
    wishes.push_back(Picture(0, Layer::Heatmap));
    wishes.push_back(Picture(0, Layer::Statistics));
  }
  return wishes;
}

std::vector<FigureWish> FiguresOfSeries(const KeyImages& keys)
{
  std::vector<FigureWish> wishes = {{std::nullopt, Layer::Illustration, PlateWidthPx}};
  for (const Json::ArrayIndex image : keys)
  {
    wishes.push_back(Picture(image, Layer::Annotated));
  }
  if (!keys.empty())
  {
    wishes.push_back(Picture(keys.front(), Layer::Heatmap));
    wishes.push_back(Picture(keys.front(), Layer::Statistics));
  }
  return wishes;
}

// Image -> place of the first lesion of which it is the key image.
std::map<int, std::size_t> PlacesOfLesions(const Json::Value& report)
{
  std::map<int, std::size_t> places;
  const Json::ArrayIndex images = ListOf(report, "Images").size();
  for (const Lesion& lesion : LesionsOf(report))
  {
    const auto image = ImageOf(ListOf(report, "Findings")[lesion.key], images);
    if (image)
    {
      places.emplace(static_cast<int>(*image), places.size());
    }
  }
  return places;
}

// The first key image of every series, then the second of each, while there is room. They are
// shown in the order of lesions; images without lesions come last. `series`: what is to be shown
// rather comes first.
std::vector<FigureWish> FiguresOfStudy(const Json::Value& report,
                                       const std::vector<KeyImages>& series)
{
  std::vector<FigureWish> wishes;
  for (std::size_t turn = 0; turn < MostKeyImages; ++turn)
  {
    for (const KeyImages& keys : series)
    {
      if (turn < keys.size() && wishes.size() < MostFigures)
      {
        wishes.push_back(Picture(keys[turn], Layer::Annotated));
      }
    }
  }
  const std::map<int, std::size_t> places = PlacesOfLesions(report);
  const auto placeOf = [&places](const FigureWish& wish)
  {
    const auto place = places.find(wish.image.value_or(-1));
    return place == places.end() ? places.size() : place->second;
  };
  std::stable_sort(wishes.begin(), wishes.end(),
                   [&placeOf](const FigureWish& one, const FigureWish& other)
                   { return placeOf(one) < placeOf(other); });
  return wishes;
}

}  // namespace

std::vector<FigureWish> FiguresOf(const Json::Value& report)
{
  const Json::ArrayIndex images = ListOf(report, "Images").size();
  const bool isReviewed = MemberOf(report, "Review").isObject();
  if ((TextOf(report, "Status") != "Completed" && !isReviewed) || images == 0)
  {
    return {};
  }
  const auto keys = KeyImagesOf(report);
  const auto examined = ExaminedImagesOf(report);
  if (images == 1)
  {
    return FiguresOfImage(!keys.empty());
  }
  if (examined.size() <= 1 && keys.size() <= 1)
  {
    return FiguresOfSeries(keys.empty() ? KeyImages{} : keys.begin()->second);
  }
  return FiguresOfStudy(report, LesionsFirst(keys, examined));
}

}  // namespace vlm
