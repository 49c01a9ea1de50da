// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/RemoteModel.h"

#include <utility>

#include "Model/ModelName.h"

namespace vlm
{
namespace
{

constexpr int MaximumConcessions = 4;
constexpr int Unauthorized = 401;

bool IsSuccess(int status)
{
  return status >= 200 && status < 300;
}

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
    case ReplyEnd::ThoughtOnly:
      return "The answer to the self-test held reasoning only.";
    case ReplyEnd::Complete:
      break;
  }
  return "";
}

}  // namespace

struct RemoteModel::Asking
{
  Question question;
  EgressNote note;
  Probe probe = Probe::No;
  Concessions concessions;
  int concessionsMade = 0;
  bool mayRenew = false;
  int requests = 0;
  std::int64_t bytesSent = 0;
};

struct RemoteModel::Answer
{
  ModelReply reply;
  std::chrono::milliseconds latency{0};
};

RemoteModel::RemoteModel(RemoteModelSettings settings, RemoteModelParts parts)
    : settings_(std::move(settings)), parts_(std::move(parts)), boxFormat_(settings_.boxFormat)
{
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
  std::vector<std::string> warnings;
  if (boxFormat_.IsToBeTested())
  {
    const auto tested = RunTest(Probe::No, cancellation);
    if (!tested.HasValue())
    {
      warnings.push_back("The self-test failed: " + tested.Failure().message);
    }
  }
  // Noted now: another fiber may learn while this one waits, but the prompt asks for this one.
  const auto boxFormat = boxFormat_.Known();
  if (const std::string warning = boxFormat_.Warning(); !warning.empty())
  {
    warnings.push_back(warning);
  }
  PromptText prompt =
      parts_.prompts.For(request, boxFormat.value_or(BoxFormat{}), settings_.contextKeys);
  Asking asking;
  asking.note = {request.analysisId, request.orthancStudyId, DigestsOf(pictures.Value()),
                 std::move(prompt.contextKeys), request.egressRule};
  asking.question.system = std::move(prompt.system);
  asking.question.user = std::move(prompt.user);
  asking.question.pictures = std::move(pictures).Value();
  asking.question.repair = request.repair;
  asking.question.repairInstruction = std::move(prompt.repair);
  auto answer = Ask(asking, cancellation);
  if (!answer.HasValue())
  {
    return answer.Failure();
  }
  ModelReply reply = std::move(answer).Value().reply;
  if (!IsSameModel(settings_.generation.model, reply.servedModel))
  {
    warnings.push_back("The model asked for is " + settings_.generation.model +
                       ", but the server says that " + reply.servedModel + " answered.");
  }
  reply.boxFormat = boxFormat;
  reply.warnings = std::move(warnings);
  return reply;
}

Result<SelfTestOutcome> RemoteModel::Test(const Cancellation& cancellation)
{
  return RunTest(Probe::Yes, cancellation);
}

Result<SelfTestOutcome> RemoteModel::RunTest(Probe probe, const Cancellation& cancellation)
{
  const SelfTestPicture shown = MakeSelfTestPicture();
  auto picture = EncodePicture(shown.picture, settings_.imageFormat);
  if (!picture.HasValue())
  {
    return picture.Failure();
  }
  PromptText prompt = parts_.prompts.ForSelfTest(boxFormat_.Asked());
  Asking asking;
  asking.probe = probe;
  asking.note.pictureSha256 = {picture.Value().sha256};
  asking.note.pictureRule = "self-test: a synthetic picture";
  asking.question.system = std::move(prompt.system);
  asking.question.user = std::move(prompt.user);
  asking.question.pictures.push_back(std::move(picture).Value());
  const auto answer = Ask(asking, cancellation);
  if (!answer.HasValue())
  {
    return answer.Failure();
  }
  // Whatever its boxes are like, the service answers.
  parts_.exchange->Resume();
  return JudgeTest(answer.Value(), shown);
}

SelfTestOutcome RemoteModel::JudgeTest(const Answer& answer, const SelfTestPicture& shown)
{
  SelfTestOutcome outcome;
  outcome.detail = WhyInconclusive(answer.reply);
  if (outcome.detail.empty())
  {
    auto judged = JudgeSelfTest(answer.reply.text, shown, boxFormat_.Stated());
    if (judged.HasValue())
    {
      outcome = std::move(judged).Value();
      boxFormat_.Learn(outcome);
    }
    else
    {
      outcome.detail = judged.Failure().message;
      boxFormat_.NoteInconclusive();
    }
  }
  else
  {
    boxFormat_.NoteInconclusive();
  }
  outcome.latency = answer.latency;
  outcome.servedModel = answer.reply.servedModel;
  return outcome;
}

Result<RemoteModel::Answer> RemoteModel::Ask(Asking& asking, const Cancellation& cancellation)
{
  asking.concessions = conceded_.Current();
  asking.mayRenew = parts_.credentials->AreRenewable();
  const auto outcome = SendUntilTaken(asking, cancellation);
  if (!outcome.HasValue())
  {
    return outcome.Failure();
  }
  // Only what led to an answer is kept: a request that fails anyway says little about the server.
  conceded_.Add(asking.concessions);
  auto reply = parts_.wire->Read(outcome.Value().reply);
  if (!reply.HasValue())
  {
    return reply.Failure();
  }
  Answer answer{std::move(reply).Value(), outcome.Value().latency};
  answer.reply.requests = asking.requests;
  answer.reply.bytesSent = asking.bytesSent;
  TokenUsage usage;
  usage.inputTokens = answer.reply.inputTokens;
  usage.outputTokens = answer.reply.outputTokens;
  usage.servedModel = answer.reply.servedModel;
  parts_.exchange->NoteUsage(outcome.Value().ledgerEntry, usage);
  return answer;
}

Result<ExchangeOutcome> RemoteModel::SendUntilTaken(Asking& asking,
                                                    const Cancellation& cancellation)
{
  while (true)
  {
    auto outcome = SendOnce(asking, cancellation);
    if (!outcome.HasValue() || IsSuccess(outcome.Value().reply.status))
    {
      return outcome;
    }
    if (!Simplify(asking, outcome.Value().reply))
    {
      return parts_.exchange->Refuse(outcome.Value().reply);
    }
  }
}

Result<ExchangeOutcome> RemoteModel::SendOnce(Asking& asking, const Cancellation& cancellation)
{
  const auto credentials = parts_.credentials->Get(cancellation);
  if (!credentials.HasValue())
  {
    if (credentials.Failure().kind == ErrorKind::ModelPaused)
    {
      parts_.exchange->Pause(credentials.Failure().message);
    }
    return credentials.Failure();
  }
  OutgoingCall outgoing;
  outgoing.call = parts_.wire->Write(asking.question, settings_.generation, asking.concessions);
  outgoing.call.headers.insert(outgoing.call.headers.end(), credentials.Value().begin(),
                               credentials.Value().end());
  outgoing.note = asking.note;
  outgoing.isRefusalExpected = true;
  outgoing.isUnauthorizedExpected = asking.mayRenew;
  outgoing.isProbe = asking.probe == Probe::Yes;
  auto outcome = parts_.exchange->Send(outgoing, cancellation);
  if (outcome.HasValue())
  {
    asking.requests += outcome.Value().requests;
    asking.bytesSent += outcome.Value().bytesSent;
  }
  return outcome;
}

// Whether there is another way to ask.
bool RemoteModel::Simplify(Asking& asking, const HttpReply& refusal)
{
  if (refusal.status == Unauthorized)
  {
    parts_.credentials->Forget();
    return std::exchange(asking.mayRenew, false);
  }
  const auto less = parts_.wire->Concede(refusal, asking.concessions);
  if (!less || asking.concessionsMade == MaximumConcessions)
  {
    return false;
  }
  ++asking.concessionsMade;
  asking.concessions = *less;
  return true;
}

}  // namespace vlm
