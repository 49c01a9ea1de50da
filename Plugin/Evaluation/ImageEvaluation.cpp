// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/ImageEvaluation.h"

#include <exception>

#include "Foundation/Uuid.h"
#include "Pipeline/Clock.h"
#include "Pipeline/FrameEvidence.h"
#include "Pipeline/FrameGate.h"
#include "Pipeline/ReadingsVerification.h"
#include "Pipeline/Stopwatch.h"
#include "Pipeline/WaitingPorts.h"

namespace vlm
{
namespace
{

// False: waiting would not help (nobody is there, or it will not open by itself), or somebody asked
// to stop.
bool WaitUntilOpen(const VisionModel& model, const Cancellation& cancellation)
{
  const SystemClock clock;
  const WaitingPorts waiting;
  const ModelHealth health = model.Health();
  const bool isWorthWaiting = health.opensAt && health.isReachable.value_or(false);
  while (isWorthWaiting && !cancellation.IsRequested() && clock.Now() < *health.opensAt)
  {
    waiting.pause(waitingSlice);
  }
  return isWorthWaiting && !cancellation.IsRequested();
}

std::vector<Reading> Read(const ReadingTask& task, VisionModel& model,
                          const Cancellation& cancellation)
{
  constexpr int mostPauses = 20;
  auto readings = ReadImages(task, model, cancellation);
  for (int i = 0; i < mostPauses; ++i)
  {
    const auto& last = readings.back().failure;
    const bool isPaused = last && last->kind == ErrorKind::ModelPaused;
    if (!isPaused || !WaitUntilOpen(model, cancellation))
    {
      break;
    }
    readings = ReadImages(task, model, cancellation);
  }
  return readings;
}

int CountCalls(const std::vector<Reading>& readings)
{
  std::size_t calls = 0;
  for (const auto& reading : readings)
  {
    calls += reading.replies.size();
  }
  return static_cast<int>(calls);
}

Result<ImageResult> Evaluate(const TrueImage& image, VisionModel& model,
                             const EvaluationSettings& settings, const Cancellation& cancellation)
{
  Stopwatch watch;
  const std::vector<Frame> frames = {image.frame};
  const GatedFrames gated = GateFrames(frames, model, settings.burnedIn);
  if (gated.allowed.empty())
  {
    return Error{ErrorKind::ModelRefused, gated.refusals.front()};
  }
  FrameEvidence prepared(frames);
  FrameEvidence* evidence = settings.usesPixelEvidence ? &prepared : nullptr;
  // The same file shows the same views and gets the same identifiers in each run.
  const std::string id = DerivedUuid("vlm-evaluate", image.entry.file);
  const ReadingTask task{gated.shown, gated.allowed, settings.language, id,
                         "",          gated.rule,    evidence};
  auto readings = Read(task, model, cancellation);
  if (!readings.front().parsed)
  {
    return *readings.front().failure;
  }
  const auto findings = VerifyReadings(0, frames.front(), readings, evidence, {model.Noise(), id});
  const double milliseconds = MillisecondsOf(watch.Lap());
  ImageResult result = MatchFindings(image, findings);
  result.calls = CountCalls(readings);
  result.milliseconds = milliseconds;
  return result;
}

}  // namespace

Result<ImageResult> EvaluateImage(const TrueImage& image, VisionModel& model,
                                  const EvaluationSettings& settings,
                                  const Cancellation& cancellation)
{
  try
  {
    return Evaluate(image, model, settings, cancellation);
  }
  catch (const std::exception& problem)
  {
    return Error{ErrorKind::Internal, std::string("Unexpected problem: ") + problem.what()};
  }
}

}  // namespace vlm
