// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/SingleReading.h"

#include <utility>

#include "Findings/ProseFindings.h"
#include "Model/ReplyExtraction.h"

namespace vlm
{
namespace
{

std::string InBrackets(const std::string& detail)
{
  return detail.empty() ? "" : " (" + detail + ")";
}

// Why a reply is no answer, whatever its text.
std::optional<Error> ProblemOfEnd(const ModelReply& reply)
{
  const std::string detail = InBrackets(reply.endDetail);
  switch (reply.end)
  {
    case ReplyEnd::Complete:
      return std::nullopt;
    case ReplyEnd::Truncated:
      return Error{ErrorKind::BadReply, "The model's reply was cut off at its token limit" +
                                            detail + "; the model's MaxOutputTokens bounds it."};
    case ReplyEnd::Refused:
      return Error{ErrorKind::ModelRefused,
                   "The model declined to answer about this picture" + detail + "."};
    case ReplyEnd::Empty:
      return Error{ErrorKind::BadReply, "The model's reply is empty" + detail + "."};
    case ReplyEnd::Unreadable:
      return Error{ErrorKind::BadReply, reply.endDetail};
    case ReplyEnd::ThoughtOnly:
      break;
  }
  return Error{ErrorKind::BadReply,
               "The model reasoned but gave no answer" + detail +
                   "; a smaller Thinking or a larger MaxOutputTokens leaves room for one."};
}

// From indices into the request to those of the analysis.
void ToImagesOfAnalysis(const View& view, ParsedReply& parsed)
{
  const auto imageOf = [&view](int index) { return view.images[static_cast<std::size_t>(index)]; };
  for (auto& finding : parsed.findings)
  {
    finding.image = imageOf(finding.image);
  }
  for (auto& notExamined : parsed.imagesNotExamined)
  {
    notExamined.image = imageOf(notExamined.image);
  }
}

Result<ParsedReply> Judge(const ModelReply& reply, const ModelRequest& request)
{
  if (const auto problem = ProblemOfEnd(reply))
  {
    return *problem;
  }
  return ParseFindings(reply.text, request, reply.boxFormat);
}

// What never came as an answer would not come better for being shown again.
bool IsWorthRepair(const ModelReply& reply)
{
  return reply.end != ReplyEnd::Refused && reply.end != ReplyEnd::Unreadable;
}

// The first reply in plain words that says something about the picture.
std::optional<ParsedReply> ReadAnyProse(const std::vector<ModelReply>& replies,
                                        const ModelRequest& request)
{
  for (const auto& reply : replies)
  {
    const bool isProse =
        reply.end == ReplyEnd::Complete && ExtractReply(reply.text).shape == ReplyShape::Prose;
    auto parsed = isProse ? ReadProse(reply.text, request) : std::nullopt;
    if (parsed)
    {
      return parsed;
    }
  }
  return std::nullopt;
}

ModelRequest RequestOf(const ReadingTask& task, const View& view, const ViewSettings& settings)
{
  ModelRequest request;
  for (const int image : view.images)
  {
    const auto& shown = task.frames[static_cast<std::size_t>(image)];
    request.images.push_back(MakePicture(view, shown, settings));
  }
  request.language = task.language;
  request.view = view.kind;
  request.analysisId = task.analysisId;
  request.orthancStudyId = task.orthancStudyId;
  request.egressRule = task.egressRule;
  return request;
}

}  // namespace

Reading ReadOnce(const ReadingTask& task, const View& view, VisionModel& model,
                 const Cancellation& cancellation)
{
  constexpr int mostRequests = 2;  // the question, and one chance to mend the answer
  Reading reading;
  reading.view = view;
  const ViewSettings settings = model.Views();
  const auto& firstFrame = task.frames[static_cast<std::size_t>(view.images.front())].frame;
  reading.name = NameOf(view, firstFrame, settings);
  ModelRequest request = RequestOf(task, view, settings);
  for (int i = 0; i < mostRequests; ++i)
  {
    auto reply = model.Read(request, cancellation);
    if (!reply.HasValue())
    {
      // Of a repair that fails, the first reply's problem is what matters, unless it only has to
      // wait.
      const ErrorKind kind = reply.Failure().kind;
      const bool isToBeAskedLater = kind == ErrorKind::Canceled || kind == ErrorKind::ModelPaused;
      if (!reading.failure || isToBeAskedLater)
      {
        reading.failure = reply.Failure();
      }
      break;
    }
    reading.replies.push_back(std::move(reply).Value());
    auto parsed = Judge(reading.replies.back(), request);
    if (parsed.HasValue())
    {
      reading.parsed = std::move(parsed).Value();
      reading.failure.reset();
      break;
    }
    reading.failure = parsed.Failure();
    if (!IsWorthRepair(reading.replies.back()))
    {
      break;
    }
    request.repair = ReplyToRepair{reading.replies.back().text, parsed.Failure().message};
  }
  if (!reading.parsed && reading.failure && reading.failure->kind == ErrorKind::BadReply)
  {
    reading.parsed = ReadAnyProse(reading.replies, request);
  }
  if (reading.parsed)
  {
    reading.failure.reset();
    ToImagesOfAnalysis(view, *reading.parsed);
    if (reading.replies.size() > 1)
    {
      reading.parsed->warnings.emplace_back(
          "The model was asked once more (" + reading.name +
          "): " + request.repair.value_or(ReplyToRepair{}).problem);
    }
  }
  return reading;
}

}  // namespace vlm
