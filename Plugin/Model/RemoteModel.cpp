// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/RemoteModel.h"

#include <utility>

#include "Model/ModelName.h"

namespace vlm
{
namespace
{

Result<std::vector<EncodedPicture>> Encode(const ModelRequest& request, ImageFormat format)
{
  std::vector<EncodedPicture> pictures;
  for (const ModelImage& image : request.images)
  {
    auto picture = EncodePicture(image.picture, format);
    if (!picture.HasValue())
    {
      return picture.Failure();
    }
    pictures.push_back(std::move(picture).Value());
  }
  return pictures;
}

std::vector<std::string> DigestsOf(const std::vector<EncodedPicture>& pictures)
{
  std::vector<std::string> digests;
  digests.reserve(pictures.size());
  for (const EncodedPicture& picture : pictures)
  {
    digests.push_back(picture.sha256);
  }
  return digests;
}

// Why an answer to the self-test shows nothing; empty: it may.
std::string WhyInconclusive(const ModelReply& reply)
{
  switch (reply.end)
  {
    case ReplyEnd::Truncated:
      return "The answer to the self-test was cut off (" + reply.endDetail + ").";
    case ReplyEnd::Refused:
      return "The model refused the self-test (" + reply.endDetail + ").";
    case ReplyEnd::Empty:
      return "The answer to the self-test was empty.";
    case ReplyEnd::Unreadable:
      return reply.endDetail;
    case ReplyEnd::ThoughtOnly:
      return "The answer to the self-test held reasoning only.";
    case ReplyEnd::Complete:
      break;
  }
  return "";
}

// The server answered, but not with what was asked for; anything else may be better another time.
bool IsAnswer(const Error& error)
{
  return error.kind == ErrorKind::BadReply || error.kind == ErrorKind::BadInput;
}

void AddCost(const Cost& cost, ModelReply& reply)
{
  reply.requests += cost.requests;
  reply.bytesSent += cost.bytesSent;
  reply.inputTokens += cost.inputTokens;
  reply.outputTokens += cost.outputTokens;
}

}  // namespace

struct RemoteModel::Tested
{
  Result<SelfTestOutcome> outcome;
  Cost cost;
};

struct RemoteModel::Prepared
{
  // Noted once: another fiber may learn while this one waits, but its prompt asks for this one.
  std::optional<BoxFormat> boxFormat;
  Cost cost;
  std::vector<std::string> warnings;
};

RemoteModel::RemoteModel(RemoteModelSettings settings, RemoteModelParts parts)
    : settings_(std::move(settings)),
      parts_(std::move(parts)),
      boxFormat_(settings_.boxFormat),
      conversation_(settings_.generation, {*parts_.wire, *parts_.credentials, *parts_.exchange})
{
}

ModelHealth RemoteModel::Health() const
{
  ModelHealth health = parts_.exchange->Health();
  health.concessions = conversation_.Conceded();
  return health;
}

Result<ModelReply> RemoteModel::Read(const ModelRequest& request, const Cancellation& cancellation)
{
  if (request.images.empty())
  {
    return Error{ErrorKind::BadInput, "The request has no picture; at least one is needed."};
  }
  auto pictures = Encode(request, settings_.imageFormat);
  if (!pictures.HasValue())
  {
    return pictures.Failure();
  }
  auto prepared = Prepare(cancellation);
  if (!prepared.HasValue())
  {
    return prepared.Failure();
  }
  const auto boxFormat = prepared.Value().boxFormat;
  auto asked =
      conversation_.Ask(MakeAsking(request, std::move(pictures).Value(), boxFormat), cancellation);
  if (!asked.reply.HasValue())
  {
    return asked.reply.Failure();
  }
  ModelReply reply = std::move(asked.reply).Value();
  AddCost(prepared.Value().cost, reply);
  reply.boxFormat = boxFormat;
  reply.warnings = std::move(prepared.Value().warnings);
  if (!IsSameModel(settings_.generation.model, reply.servedModel))
  {
    reply.warnings.push_back("The model asked for is " + settings_.generation.model +
                             ", but the server says that " + reply.servedModel + " answered.");
  }
  return reply;
}

// Under Auto, finds out how boxes are written.
Result<RemoteModel::Prepared> RemoteModel::Prepare(const Cancellation& cancellation)
{
  Prepared prepared;
  if (boxFormat_.IsToBeTested())
  {
    const Tested tested = RunTest(Probe::No, cancellation);
    if (!tested.outcome.HasValue() && !IsAnswer(tested.outcome.Failure()))
    {
      return tested.outcome.Failure();
    }
    if (!tested.outcome.HasValue())
    {
      prepared.warnings.push_back("The self-test failed: " + tested.outcome.Failure().message);
    }
    prepared.cost = tested.cost;
  }
  prepared.boxFormat = boxFormat_.Known();
  if (const std::string warning = boxFormat_.Warning(); !warning.empty())
  {
    prepared.warnings.push_back(warning);
  }
  return prepared;
}

Asking RemoteModel::MakeAsking(const ModelRequest& request, std::vector<EncodedPicture> pictures,
                               std::optional<BoxFormat> boxFormat) const
{
  PromptText prompt =
      parts_.prompts.For(request, boxFormat.value_or(BoxFormat{}), settings_.contextKeys);
  Asking asking;
  asking.note = {request.analysisId, request.orthancStudyId, DigestsOf(pictures),
                 std::move(prompt.contextKeys), request.egressRule};
  asking.question.system = std::move(prompt.system);
  asking.question.user = std::move(prompt.user);
  asking.question.pictures = std::move(pictures);
  asking.question.repair = request.repair;
  asking.question.repairInstruction = std::move(prompt.repair);
  return asking;
}

Result<SelfTestOutcome> RemoteModel::Test(const Cancellation& cancellation)
{
  auto tested = RunTest(Probe::Yes, cancellation);
  if (tested.outcome.HasValue())
  {
    // Whatever its boxes are like, the service answers.
    parts_.exchange->Resume();
  }
  return tested.outcome;
}

RemoteModel::Tested RemoteModel::RunTest(Probe probe, const Cancellation& cancellation)
{
  const SelfTestPicture shown = MakeSelfTestPicture();
  auto picture = EncodePicture(shown.picture, settings_.imageFormat);
  if (!picture.HasValue())
  {
    return {picture.Failure(), Cost()};
  }
  PromptText prompt = parts_.prompts.ForSelfTest(boxFormat_.Asked());
  Asking asking;
  asking.probe = probe;
  asking.note.pictureSha256 = {picture.Value().sha256};
  asking.note.pictureRule = "self-test: a synthetic picture";
  asking.question.system = std::move(prompt.system);
  asking.question.user = std::move(prompt.user);
  asking.question.pictures.push_back(std::move(picture).Value());
  const Asked asked = conversation_.Ask(asking, cancellation);
  if (!asked.reply.HasValue())
  {
    if (IsAnswer(asked.reply.Failure()))
    {
      boxFormat_.NoteInconclusive();
    }
    return {asked.reply.Failure(), asked.cost};
  }
  SelfTestOutcome outcome = JudgeTest(asked.reply.Value(), shown, probe);
  outcome.latency = asked.latency;
  return {std::move(outcome), asked.cost};
}

SelfTestOutcome RemoteModel::JudgeTest(const ModelReply& reply, const SelfTestPicture& shown,
                                       Probe probe)
{
  const std::string problem = WhyInconclusive(reply);
  const auto judged = problem.empty() ? JudgeSelfTest(reply.text, shown, boxFormat_.Stated())
                                      : Error{ErrorKind::BadReply, problem};
  SelfTestOutcome outcome;
  if (judged.HasValue())
  {
    outcome = judged.Value();
    probe == Probe::Yes ? boxFormat_.Learn(outcome) : boxFormat_.LearnFirst(outcome);
  }
  else
  {
    outcome.detail = judged.Failure().message;
    boxFormat_.NoteInconclusive();
  }
  outcome.servedModel = reply.servedModel;
  return outcome;
}

}  // namespace vlm
