// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OrthancApi.h"

#include <array>
#include <boost/algorithm/string/predicate.hpp>
#include <cctype>
#include <limits>
#include <memory>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

// An SDK buffer that frees itself.
class MemoryBuffer
{
public:
  explicit MemoryBuffer(OrthancPluginContext* context) : context_(context) {}
  ~MemoryBuffer() { OrthancPluginFreeMemoryBuffer(context_, &buffer_); }
  MemoryBuffer(const MemoryBuffer&) = delete;
  MemoryBuffer& operator=(const MemoryBuffer&) = delete;

  OrthancPluginMemoryBuffer* Target() { return &buffer_; }
  std::string ToString() const
  {
    return {static_cast<const char*>(buffer_.data), buffer_.data == nullptr ? 0 : buffer_.size};
  }

private:
  OrthancPluginContext* context_;
  OrthancPluginMemoryBuffer buffer_{};
};

constexpr std::size_t LargestBody = std::numeric_limits<std::uint32_t>::max();

bool IsAbsence(OrthancPluginErrorCode code)
{
  return code == OrthancPluginErrorCode_UnknownResource ||
         code == OrthancPluginErrorCode_InexistentItem ||
         code == OrthancPluginErrorCode_InexistentTag;
}

Error BodyTooLarge(const std::string& call)
{
  return {ErrorKind::TooLarge, "The body of " + call + " has more than 4 GiB."};
}

Result<Json::Value> ParseAnswer(const std::string& text, const std::string& call)
{
  auto json = ParseJson(text);
  if (!json.HasValue())
  {
    return Error{ErrorKind::StorageFailed,
                 "Orthanc's answer to " + call + " is damaged: " + json.Failure().message};
  }
  return json;
}

}  // namespace

// A question that Orthanc answers from its database alone.
bool OrthancApi::IsAnswering() const
{
  std::string ignored;
  return Ask("/changes?limit=1", ignored) == OrthancPluginErrorCode_Success;
}

Error OrthancApi::ErrorOf(OrthancPluginErrorCode code, const std::string& what) const
{
  if (IsAbsence(code))
  {
    return IsAnswering() ? Error{ErrorKind::NotFound, "Orthanc does not know " + what + "."}
                         : Error{ErrorKind::StorageFailed,
                                 "Orthanc does not answer " + what + ": its database is away."};
  }
  if (code == OrthancPluginErrorCode_DatabaseNotInitialized)
  {
    return {ErrorKind::NotReady,
            "Orthanc is starting or stopping: it does not answer " + what + "."};
  }
  return {ErrorKind::StorageFailed, "Orthanc refuses " + what + " with error " +
                                        std::to_string(static_cast<int>(code)) + " (" +
                                        OrthancPluginGetErrorDescription(context_, code) + ")."};
}

OrthancPluginErrorCode OrthancApi::Ask(const std::string& path, std::string& answer) const
{
  MemoryBuffer buffer(context_);
  const auto code = OrthancPluginRestApiGet(context_, buffer.Target(), path.c_str());
  answer = code == OrthancPluginErrorCode_Success ? buffer.ToString() : std::string();
  return code;
}

Result<std::string> OrthancApi::Get(const std::string& path) const
{
  std::string answer;
  auto code = Ask(path, answer);
  // The database may have come back since: asked again, a resource that is there is found.
  if (IsAbsence(code) && IsAnswering())
  {
    code = Ask(path, answer);
  }
  return code == OrthancPluginErrorCode_Success ? Result<std::string>(std::move(answer))
                                                : ErrorOf(code, "GET " + path);
}

Result<Json::Value> OrthancApi::GetJson(const std::string& path) const
{
  const auto text = Get(path);
  return text.HasValue() ? ParseAnswer(text.Value(), "GET " + path) : text.Failure();
}

Result<void> OrthancApi::Put(const std::string& path, const std::string& body) const
{
  if (body.size() > LargestBody)
  {
    return BodyTooLarge("PUT " + path);
  }
  MemoryBuffer answer(context_);
  const auto code = OrthancPluginRestApiPut(context_, answer.Target(), path.c_str(), body.data(),
                                            static_cast<std::uint32_t>(body.size()));
  return code == OrthancPluginErrorCode_Success ? Result<void>() : ErrorOf(code, "PUT " + path);
}

Result<void> OrthancApi::Delete(const std::string& path) const
{
  const auto code = OrthancPluginRestApiDelete(context_, path.c_str());
  return code == OrthancPluginErrorCode_Success ? Result<void>() : ErrorOf(code, "DELETE " + path);
}

Result<Json::Value> OrthancApi::Post(const std::string& path, const std::string& body) const
{
  if (body.size() > LargestBody)
  {
    return BodyTooLarge("POST " + path);
  }
  MemoryBuffer answer(context_);
  const auto code = OrthancPluginRestApiPost(context_, answer.Target(), path.c_str(), body.data(),
                                             static_cast<std::uint32_t>(body.size()));
  return code == OrthancPluginErrorCode_Success ? ParseAnswer(answer.ToString(), "POST " + path)
                                                : ErrorOf(code, "POST " + path);
}

Result<void> OrthancApi::PutAttachment(const std::string& path, const std::string& content) const
{
  if (revisions_ == Revisions::Ignored)
  {
    return Put(path, content);
  }
  if (content.size() > LargestBody)
  {
    return BodyTooLarge("PUT " + path);
  }
  const auto code = ChangeRevision(OrthancPluginHttpMethod_Put, path, content);
  return code == OrthancPluginErrorCode_Success ? Result<void>() : ErrorOf(code, "PUT " + path);
}

Result<void> OrthancApi::DeleteAttachment(const std::string& path) const
{
  if (revisions_ == Revisions::Ignored)
  {
    return Delete(path);
  }
  const auto code = ChangeRevision(OrthancPluginHttpMethod_Delete, path, "");
  return code == OrthancPluginErrorCode_Success ? Result<void>() : ErrorOf(code, "DELETE " + path);
}

std::string OrthancApi::RevisionOf(const std::string& attachment) const
{
  MemoryBuffer content(context_);
  MemoryBuffer headers(context_);
  std::uint16_t status = 0;
  const std::string path = attachment + "/md5";
  OrthancPluginCallRestApi(context_, content.Target(), headers.Target(), &status,
                           OrthancPluginHttpMethod_Get, path.c_str(), 0, nullptr, nullptr, nullptr,
                           0, 0);
  const auto json = ParseJson(headers.ToString());
  if (!json.HasValue() || !json.Value().isObject())
  {
    return "";
  }
  std::string revision;
  for (const auto& name : json.Value().getMemberNames())
  {
    revision = boost::iequals(name, "ETag") ? json.Value()[name].asString() : revision;
  }
  return revision;
}

OrthancPluginErrorCode OrthancApi::ChangeRevision(OrthancPluginHttpMethod method,
                                                  const std::string& attachment,
                                                  const std::string& body) const
{
  const std::string revision = RevisionOf(attachment);
  if (revision.empty() && method == OrthancPluginHttpMethod_Delete)
  {
    return OrthancPluginErrorCode_InexistentItem;
  }
  const std::array<const char*, 1> names = {"If-Match"};
  const std::array<const char*, 1> values = {revision.c_str()};
  MemoryBuffer answer(context_);
  std::uint16_t status = 0;
  return OrthancPluginCallRestApi(context_, answer.Target(), nullptr, &status, method,
                                  attachment.c_str(), revision.empty() ? 0 : 1, names.data(),
                                  values.data(), body.data(),
                                  static_cast<std::uint32_t>(body.size()), 0);
}

bool OrthancApi::Exists(ResourceLevel level, const std::string& orthancId) const
{
  const auto answer = Get("/" + LevelPath(level) + "/" + orthancId);
  return answer.HasValue() || answer.Failure().kind != ErrorKind::NotFound;
}

Result<std::string> OrthancApi::DicomFile(const std::string& instanceId) const
{
  MemoryBuffer buffer(context_);
  const auto code = OrthancPluginGetDicomForInstance(context_, buffer.Target(), instanceId.c_str());
  if (code != OrthancPluginErrorCode_Success)
  {
    return ErrorOf(code, "instance " + instanceId);
  }
  return buffer.ToString();
}

bool IsOrthancId(const std::string& text)
{
  constexpr std::size_t length = 44;
  if (text.size() != length)
  {
    return false;
  }
  for (std::size_t i = 0; i < length; ++i)
  {
    const bool isDash = i % 9 == 8;
    if (isDash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0)
    {
      return false;
    }
  }
  return true;
}

void OrthancLog::Info(const std::string& sentence)
{
  OrthancPluginLogInfo(context_, ("VLM: " + sentence).c_str());
}

void OrthancLog::Warning(const std::string& sentence)
{
  OrthancPluginLogWarning(context_, ("VLM: " + sentence).c_str());
}

void OrthancLog::Error(const std::string& sentence)
{
  OrthancPluginLogError(context_, ("VLM: " + sentence).c_str());
}

}  // namespace vlm
