// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/LayerRequest.h"

#include "Foundation/JoinedText.h"
#include "Orthanc/LanguageTag.h"
#include "Render/PictureGeometry.h"

namespace vlm
{
namespace
{

constexpr int LargestFrame = 1000000;
constexpr int LargestFinding = 5000;

Error NoSuchLayer(const std::string& name, const std::vector<std::string>& names)
{
  return {ErrorKind::NotFound,
          "There is no layer '" + name + "'; there are: " + Joined(names, ", ") + "."};
}

Result<Theme> ReadTheme(const HttpRequest& request)
{
  const std::string theme = request.QueryText("theme");
  if (!theme.empty() && theme != "dark" && theme != "light")
  {
    return Error{ErrorKind::BadInput, "theme is '" + theme + "'; allowed: dark, light."};
  }
  return theme == "light" ? Theme::Light : Theme::Dark;
}

std::string NumberOrNothing(const std::optional<int>& number)
{
  return number ? std::to_string(*number) : "";
}

void Sign(LayerRequest& wish)
{
  wish.signature = std::to_string(static_cast<int>(wish.layer));
  for (const auto& number : {wish.frame, wish.options.widthPx, wish.options.finding})
  {
    wish.signature += "," + NumberOrNothing(number);
  }
  wish.signature += wish.options.theme == Theme::Light ? ",light," : ",dark,";
  wish.signature += wish.language;
}

Result<LayerRequest> ReadParameters(const HttpRequest& request, Layer layer)
{
  const auto frame = request.QueryInteger("frame", 0, LargestFrame);
  const auto width = request.QueryInteger("width", MinimumDrawnWidth, MaximumDrawnSide);
  const auto finding = request.QueryInteger("finding", 0, LargestFinding);
  for (const auto* parameter : {&frame, &width, &finding})
  {
    if (!parameter->HasValue())
    {
      return parameter->Failure();
    }
  }
  const auto theme = ReadTheme(request);
  if (!theme.HasValue())
  {
    return theme.Failure();
  }
  const auto language = ReadLanguage(request);
  if (!language.HasValue())
  {
    return language.Failure();
  }
  LayerRequest wish;
  wish.layer = layer;
  wish.frame = frame.Value();
  wish.options.widthPx = width.Value();
  wish.options.finding = finding.Value();
  wish.options.theme = theme.Value();
  wish.language = language.Value();
  Sign(wish);
  return wish;
}

}  // namespace

Result<std::string> ReadLanguage(const HttpRequest& request)
{
  const std::string text = request.QueryText("language");
  const auto language = NormalizedLanguageTag(text);
  if (!text.empty() && !language)
  {
    return Error{ErrorKind::BadInput,
                 "language is '" + text + "'; allowed: a language tag such as en, de or zh-CN."};
  }
  return language.value_or("");
}

Result<LayerRequest> ReadLayerRequest(const HttpRequest& request)
{
  const auto allowed = request.AllowQuery({"frame", "width", "finding", "theme", "language"});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  const auto layer = LayerFromName(request.groups.at(1));
  return layer ? ReadParameters(request, *layer)
               : Result<LayerRequest>(NoSuchLayer(request.groups.at(1), LayerNames()));
}

Result<LayerRequest> ReadSeriesLayerRequest(const HttpRequest& request)
{
  const auto allowed = request.AllowQuery({"width", "theme", "language"});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  const bool isPlate = LayerFromName(request.groups.at(1)) == Layer::Illustration;
  return isPlate ? ReadParameters(request, Layer::Illustration)
                 : Result<LayerRequest>(
                       Error{ErrorKind::NotFound, "A series has no layer '" + request.groups.at(1) +
                                                      "'; there is: illustration."});
}

}  // namespace vlm
