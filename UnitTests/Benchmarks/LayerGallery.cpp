// SPDX-License-Identifier: GPL-3.0-or-later
// Draws every layer and document of pictures whose lesions are known:
//   layer-gallery gallery.json OUTPUT_FOLDER [en|zh] [WIDTH]
#include <filesystem>
#include <iostream>

#include "Evaluation/BoundedFile.h"
#include "Foundation/Json.h"
#include "Render/Layers.h"
#include "Report/JsonReport.h"
#include "Report/ReportDocument.h"
#include "SimulatedReport.h"

namespace
{

using namespace vlm;

constexpr std::size_t MostBytes = std::size_t{1} << 30;

struct Output
{
  std::string folder;
  std::string language;
  std::optional<int> width;

  void Write(const std::string& name, const Result<std::string>& content) const
  {
    const Result<void> written =
        content.HasValue() ? WriteFile(folder + "/" + name, content.Value()) : content.Failure();
    std::cout << name << (written.HasValue() ? "" : ": " + written.Failure().message) << "\n";
  }
  void WritePicture(const std::string& name, const Result<cv::Mat>& picture) const
  {
    Write(name, picture.HasValue() ? EncodePng(picture.Value()) : picture.Failure());
  }
};

using Findings = std::vector<std::vector<ModelledFinding>>;

std::string CaptionOf(const SimulatedCase& one)
{
  const Frame& frame = one.images.front().frame;
  return frame.acquisition.modality + " \u00B7 " + frame.acquisition.bodyPart +
         " \u00B7 readings simulated from the known lesions";
}

Result<cv::Mat> DrawWish(const SimulatedCase& one, const Findings& findings, const FigureWish& wish,
                         LayerOptions options)
{
  options.widthPx = options.widthPx ? options.widthPx : wish.widthPx;
  options.caption = CaptionOf(one);
  if (wish.image)
  {
    const auto index = static_cast<std::size_t>(*wish.image);
    return RenderLayer(wish.layer, one.images.at(index).frame, findings.at(index), options);
  }
  std::vector<KeyImage> images;
  for (std::size_t i = 0; i < one.images.size(); ++i)
  {
    images.push_back({one.images[i].frame, findings[i]});
  }
  return RenderSeriesPlate(images, options);
}

void WriteDocuments(const SimulatedCase& one, const Json::Value& report, const Findings& findings,
                    const Output& output)
{
  DocumentContext context{Phrasebook::Of(output.language)};
  context.patient =
      PatientHeader{"Sample, Patient", "SAMPLE-1",     "1960-02-03", "F",
                    "2025-01-01",      "Sample study", "A-17",       "Sample Hospital"};
  context.software = "Orthanc VLM";
  for (const FigureWish& wish : FiguresOf(report))
  {
    LayerOptions options;
    options.theme = Theme::Light;
    options.language = output.language;
    const auto picture = DrawWish(one, findings, wish, options);
    FigurePicture figure;
    if (picture.HasValue())
    {
      figure = {EncodePng(picture.Value()).Value(), picture.Value().cols, picture.Value().rows, ""};
    }
    else
    {
      figure.missing = picture.Failure().message;
    }
    context.figures.push_back(figure);
  }
  output.Write(one.name + ".txt", ReportToText(report, context.words));
  output.Write(one.name + ".html", ReportToHtml(report, context));
  output.Write(one.name + ".pdf", ReportToPdf(report, context, Paper::A4));
}

void WriteLayers(const SimulatedCase& one, const Findings& findings, const Output& output)
{
  int busiest = 0;
  for (std::size_t i = 0; i < findings.size(); ++i)
  {
    busiest = findings[i].size() > findings[static_cast<std::size_t>(busiest)].size()
                  ? static_cast<int>(i)
                  : busiest;
  }
  for (const Theme theme : {Theme::Dark, Theme::Light})
  {
    const std::string suffix = theme == Theme::Dark ? ".png" : "-light.png";
    LayerOptions options;
    options.theme = theme;
    options.language = output.language;
    options.widthPx = output.width;
    for (const std::string& name : LayerNames())
    {
      const Layer layer = *LayerFromName(name);
      const int width = layer < Layer::Comparison ? 768 : 1600;
      output.WritePicture(std::string(one.name).append("-").append(name).append(suffix),
                          DrawWish(one, findings, {busiest, layer, width}, options));
    }
    if (one.images.size() > 1)
    {
      output.WritePicture(
          one.name + "-series" + suffix,
          DrawWish(one, findings, {std::nullopt, Layer::Illustration, 1600}, options));
    }
  }
}

Result<void> Show(const SimulatedCase& one, const Output& output)
{
  const auto report = ReportOn(one, output.language);
  if (!report.HasValue())
  {
    return report.Failure();
  }
  output.Write(one.name + ".json", WriteReadableJson(report.Value()));
  Findings findings;
  for (std::size_t i = 0; i < one.images.size(); ++i)
  {
    findings.push_back(FindingsFromJson(report.Value(), static_cast<int>(i)).Value());
  }
  WriteLayers(one, findings, output);
  WriteDocuments(one, report.Value(), findings, output);
  return {};
}

}  // namespace

int main(int count, char** arguments)
try
{
  if (count < 3)
  {
    std::cerr << "layer-gallery gallery.json OUTPUT_FOLDER [en|zh] [WIDTH]\n";
    return 2;
  }
  const std::string path = arguments[1];
  const auto text = ReadFile(path, MostBytes);
  const auto cases = ParseJson(text.HasValue() ? text.Value() : "");
  if (!cases.HasValue())
  {
    std::cerr << path << ": " << cases.Failure().message << "\n";
    return 1;
  }
  Output output{arguments[2], count > 3 ? arguments[3] : "en", {}};
  if (count > 4)
  {
    output.width = std::stoi(arguments[4]);
  }
  const std::string folder = std::filesystem::path(path).parent_path().string();
  for (const Json::Value& json : cases.Value())
  {
    const auto one = LoadCase(json, folder);
    const auto shown = one.HasValue() ? Show(one.Value(), output) : Result<void>(one.Failure());
    if (!shown.HasValue())
    {
      std::cerr << json["name"].asString() << ": " << shown.Failure().message << "\n";
      return 1;
    }
  }
  return 0;
}
catch (const std::exception& problem)
{
  std::cerr << problem.what() << "\n";
  return 1;
}
