// SPDX-License-Identifier: GPL-3.0-or-later
#include "SimulatedReport.h"

#include <algorithm>

#include "Evaluation/SimulatedModel.h"
#include "Foundation/Json.h"
#include "Foundation/Uuid.h"
#include "Pipeline/FrameGate.h"
#include "Pipeline/Readings.h"
#include "Pipeline/ReportAssembly.h"
#include "Report/JsonReport.h"

namespace vlm
{
namespace
{

// The simulated model's places, told in words.
class WordyModel : public VisionModel
{
public:
  WordyModel(const SimulationSettings& settings, Json::Value words)
      : places_(settings), words_(std::move(words))
  {
  }
  void BeginImage(const TrueImage& image) { places_.BeginImage(image); }
  const ModelIdentity& Identity() const override { return places_.Identity(); }
  ViewSettings Views() const override { return places_.Views(); }
  ReadingNoise Noise() const override { return places_.Noise(); }
  Result<SelfTestOutcome> Test(const Cancellation& cancellation) override
  {
    return places_.Test(cancellation);
  }

  Result<ModelReply> Read(const ModelRequest& request, const Cancellation& cancellation) override
  {
    auto reply = places_.Read(request, cancellation);
    const auto json = ParseJson(reply.HasValue() ? reply.Value().text : "");
    if (!json.HasValue())
    {
      return reply;
    }
    Json::Value said = json.Value();
    for (Json::ArrayIndex i = 0; i < said["findings"].size(); ++i)
    {
      const Json::Value& wording = words_["findings"][std::min(i, words_["findings"].size() - 1)];
      for (const std::string& key : wording.getMemberNames())
      {
        said["findings"][i][key] = wording[key];
      }
    }
    for (const char* key : {"findings_text", "impression", "technique", "recommendations"})
    {
      said[key] = words_[key];
    }
    reply.Value().text = WriteJson(said);
    return reply;
  }

private:
  SimulatedModel places_;
  Json::Value words_;
};

// All looks at one image, as looks at the `index`-th of several.
Result<std::vector<Reading>> ReadOne(const SimulatedCase& one, std::size_t index, WordyModel& model,
                                     const std::string& language)
{
  const TrueImage& image = one.images[index];
  model.BeginImage(image);
  const std::vector<Frame> frames = {image.frame};
  FrameEvidence evidence(frames);
  const GatedFrames gated = GateFrames(frames, model, BurnedInPolicy::Allow);
  const ReadingTask task{gated.shown, gated.allowed, language, image.entry.file,
                         "",          gated.rule,    &evidence};
  auto readings = ReadImages(task, model, Cancellation());
  for (Reading& reading : readings)
  {
    if (!reading.parsed)
    {
      return *reading.failure;
    }
    reading.view.images = {static_cast<int>(index)};
    for (CandidateFinding& finding : reading.parsed->findings)
    {
      finding.image = static_cast<int>(index);
    }
  }
  return readings;
}

AnalysisRecord RecordOf(const SimulatedCase& one, const std::string& language)
{
  AnalysisRecord record;
  record.id = DerivedUuid("gallery", one.name);
  record.order.level = one.images.size() > 1 ? ResourceLevel::Series : ResourceLevel::Instance;
  record.order.orthancId = one.name;
  record.order.language = language;
  return record;
}

}  // namespace

Result<SimulatedCase> LoadCase(const Json::Value& json, const std::string& folder)
{
  SimulatedCase one;
  one.name = json["name"].asString();
  one.words = json["words"];
  one.errorPx = json.get("errorPx", one.errorPx).asDouble();
  one.calls = json.get("calls", one.calls).asInt();
  const auto entries = ParseTruth(WriteJson(json["images"]), folder);
  if (!entries.HasValue())
  {
    return entries.Failure();
  }
  for (const TruthEntry& entry : entries.Value())
  {
    auto image = LoadTrueImage(entry);
    if (!image.HasValue())
    {
      return image.Failure();
    }
    one.images.push_back(std::move(image).Value());
  }
  return one;
}

Result<Json::Value> ReportOn(const SimulatedCase& one, const std::string& language)
{
  SimulationSettings settings;
  settings.errorPx = one.errorPx;
  settings.calls = one.calls;
  WordyModel model(settings, one.words);
  std::vector<Frame> frames;
  for (const TrueImage& image : one.images)
  {
    frames.push_back(image.frame);
    frames.back().identity.orthancId = image.entry.file;
  }
  FrameEvidence evidence(frames);
  ReadingResults results{{}, model.Noise(), &evidence};
  for (std::size_t i = 0; i < frames.size(); ++i)
  {
    auto readings = ReadOne(one, i, model, language);
    if (!readings.HasValue())
    {
      return readings.Failure();
    }
    std::move(readings.Value().begin(), readings.Value().end(),
              std::back_inserter(results.readings));
  }
  AnalysisReport report = EmptyReport(RecordOf(one, language), model.Identity());
  const LoadedFrames loaded{frames, {}, {}};
  const GatedFrames gated = GateFrames(frames, model, BurnedInPolicy::Allow);
  AddImages({}, loaded, gated, report);
  AddReadings(results, frames, report);
  Conclude(report);
  return ReportToJson(report);
}

}  // namespace vlm
