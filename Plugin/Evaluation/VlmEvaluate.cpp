// SPDX-License-Identifier: GPL-3.0-or-later
// vlm-evaluate: measures how well a model's findings are located, on images whose lesions are
// known.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/oflog/oflog.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <opencv2/core/utility.hpp>
#include <string>
#include <utility>
#include <vector>

#include "Evaluation/BoundedFile.h"
#include "Evaluation/ConfiguredModel.h"
#include "Evaluation/CsvTable.h"
#include "Evaluation/EvaluationRun.h"
#include "Evaluation/JsonSummary.h"
#include "Evaluation/Options.h"
#include "Evaluation/SummaryChart.h"
#include "Evaluation/SummaryPage.h"
#include "Evaluation/TextTable.h"
#include "Foundation/CleanText.h"
#include "Foundation/Json.h"
#include "Render/Layers.h"

namespace
{

constexpr int Failed = 1;
constexpr int WronglyCalled = 2;

// A signal handler gets no data of ours.
vlm::Cancellation
    cancellation;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): see above

extern "C" void OnInterrupt(int /*signal*/)
{
  cancellation.Request();
}

// On one line: names of files and words of servers may hold anything.
int Complain(const std::string& sentence, int status)
{
  const std::string line = vlm::CleanText(sentence, 1000, vlm::LineBreaks::ReplaceBySpaces);
  std::fprintf(stderr, "vlm-evaluate: %s\n", line.c_str());
  return status;
}

class StandardErrorLog : public vlm::EventLog
{
public:
  void Info(const std::string& /*sentence*/) override {}
  void Warning(const std::string& sentence) override { Write(sentence); }
  void Error(const std::string& sentence) override { Write(sentence); }

private:
  static void Write(const std::string& sentence) { Complain(sentence, 0); }
};

vlm::Result<std::vector<vlm::TruthEntry>> Entries(const vlm::Options& options)
{
  auto all = vlm::LoadTruth(options.truthPath);
  if (!all.HasValue())
  {
    return all;
  }
  std::vector<vlm::TruthEntry> entries;
  const auto most = static_cast<std::size_t>(options.limit.value_or(1000000));
  for (auto& entry : all.Value())
  {
    if (entries.size() < most && (options.source.empty() || entry.source == options.source))
    {
      entries.push_back(std::move(entry));
    }
  }
  if (entries.empty())
  {
    return vlm::Error{vlm::ErrorKind::BadInput,
                      "--source is '" + options.source + "'; no file's name begins so."};
  }
  return entries;
}

// In a terminal one line that counts up; elsewhere a line for each tenth.
void ShowProgress(std::size_t done, std::size_t all)
{
  const bool isTerminal = isatty(STDERR_FILENO) != 0;
  if (isTerminal)
  {
    std::fprintf(stderr, "\r%zu of %zu images ", done, all);
  }
  else if (done * 10 / all != (done - 1) * 10 / all)
  {
    std::fprintf(stderr, "%zu of %zu images\n", done, all);
  }
  if (isTerminal && done == all)
  {
    std::fprintf(stderr, "\n");
  }
}

vlm::Evaluation Run(const std::vector<vlm::TruthEntry>& entries, const vlm::EvaluatedModel& model,
                    const vlm::EvaluationSettings& settings, const vlm::Options& options)
{
  const auto progress = [&entries](std::size_t done) { ShowProgress(done, entries.size()); };
  vlm::Evaluation evaluation = vlm::EvaluateImages(entries, model, settings,
                                                   options.simulation.seed, progress, cancellation);
  evaluation.model = model.model.Identity();
  evaluation.calls = model.model.Views().calls;
  evaluation.options = options.given;
  return evaluation;
}

std::string LedgerPath(const vlm::Options& options)
{
  const std::filesystem::path json(options.jsonPath);
  return (json.parent_path() / "vlm-evaluate-egress.db").string();
}

vlm::Result<vlm::Evaluation> RunConfigured(const std::vector<vlm::TruthEntry>& entries,
                                           const vlm::Options& options)
{
  StandardErrorLog log;
  auto created = vlm::ConfiguredModel::Create(
      {options.modelName, options.configPath, LedgerPath(options), options.calls}, log);
  if (!created.HasValue())
  {
    return created.Failure();
  }
  const auto& configured = created.Value()->Configured();
  const vlm::EvaluationSettings settings{options.usesPixelEvidence, configured.egress.burnedIn,
                                         configured.reportLanguage};
  return Run(entries, {created.Value()->Model()}, settings, options);
}

vlm::Evaluation RunSimulated(const std::vector<vlm::TruthEntry>& entries,
                             const vlm::Options& options)
{
  vlm::SimulatedModel model(options.simulation);
  vlm::EvaluationSettings settings;
  settings.usesPixelEvidence = options.usesPixelEvidence;
  return Run(entries, {model, &model}, settings, options);
}

struct ResultFile
{
  std::string path;
  std::string content;
};

// Chart and page, as far as they are asked for.
vlm::Result<std::vector<ResultFile>> DrawnResults(const vlm::Evaluation& evaluation,
                                                  const vlm::Options& options)
{
  std::vector<ResultFile> files;
  if (options.pngPath.empty() && options.htmlPath.empty())
  {
    return files;
  }
  const auto chart = vlm::DrawSummaryChart(evaluation);
  const auto png =
      chart.HasValue() ? vlm::EncodePng(chart.Value()) : vlm::Result<std::string>(chart.Failure());
  if (!png.HasValue())
  {
    return png.Failure();
  }
  if (!options.pngPath.empty())
  {
    files.push_back({options.pngPath, png.Value()});
  }
  if (!options.htmlPath.empty())
  {
    files.push_back({options.htmlPath, vlm::SummaryPageOf(evaluation, png.Value())});
  }
  return files;
}

vlm::Result<void> WriteResults(const vlm::Evaluation& evaluation, const vlm::Options& options)
{
  auto files = DrawnResults(evaluation, options);
  if (!files.HasValue())
  {
    return files.Failure();
  }
  if (!options.jsonPath.empty())
  {
    files.Value().push_back(
        {options.jsonPath, vlm::WriteReadableJson(vlm::EvaluationToJson(evaluation)) + "\n"});
  }
  if (!options.csvPath.empty())
  {
    files.Value().push_back({options.csvPath, vlm::CsvOf(evaluation.images)});
  }
  for (const auto& file : files.Value())
  {
    auto written = vlm::WriteFile(file.path, file.content);
    if (!written.HasValue())
    {
      return written;
    }
  }
  return {};
}

int Report(const vlm::Evaluation& evaluation, const vlm::Options& options)
{
  std::printf("%s", vlm::TablesAsText(vlm::TablesOf(evaluation)).c_str());
  for (const auto& failure : evaluation.failures)
  {
    Complain(failure.file + ": " + failure.reason, 0);
  }
  if (!evaluation.failures.empty())
  {
    Complain(std::to_string(evaluation.failures.size()) + " of " +
                 std::to_string(evaluation.failures.size() + evaluation.images.size()) +
                 " images are not evaluated.",
             0);
  }
  const auto written = WriteResults(evaluation, options);
  if (!written.HasValue())
  {
    return Complain(written.Failure().message, Failed);
  }
  return evaluation.images.empty() ? Failed : 0;
}

int Main(const std::vector<std::string>& arguments)
{
  const auto options = vlm::ParseOptions(arguments);
  if (!options.HasValue())
  {
    return Complain(options.Failure().message, WronglyCalled);
  }
  if (options.Value().isHelpWanted)
  {
    std::printf("%s", vlm::UsageText().c_str());
    return 0;
  }
  const auto entries = Entries(options.Value());
  if (!entries.HasValue())
  {
    return Complain(entries.Failure().message, WronglyCalled);
  }
  // One image after the other on one core, as the plugin's workers do: times can be compared.
  cv::setNumThreads(1);
  OFLog::getLogger("dcmtk").setLogLevel(OFLogger::OFF_LOG_LEVEL);
  std::signal(SIGINT, OnInterrupt);
  const auto evaluation =
      options.Value().isSimulated
          ? vlm::Result<vlm::Evaluation>(RunSimulated(entries.Value(), options.Value()))
          : RunConfigured(entries.Value(), options.Value());
  if (!evaluation.HasValue())
  {
    return Complain(evaluation.Failure().message, WronglyCalled);
  }
  return Report(evaluation.Value(), options.Value());
}

}  // namespace

int main(int argc, char** argv)
{
  try
  {
    return Main(std::vector<std::string>(argv + 1, argv + argc));
  }
  catch (const std::exception& problem)
  {
    return Complain(std::string("Unexpected problem: ") + problem.what(), Failed);
  }
}
