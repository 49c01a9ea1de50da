// SPDX-License-Identifier: GPL-3.0-or-later
// An Orthanc that a test fills with answers, behind the SDK's own interface.
#pragma once

#include <orthanc/OrthancCPlugin.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "Pipeline/Mutex.h"

namespace vlm
{

// Thread-safe. Attachments can be written and deleted; what it was not told of it does not know.
class FakeOrthanc
{
public:
  FakeOrthanc()
  {
    context_.pluginsManager = this;
    context_.orthancVersion = "1.12.0";
    context_.Free = std::free;
    context_.InvokeService = Invoke;
    answers_["/changes?limit=1"] = "{}";  // it answers at all
  }
  FakeOrthanc(const FakeOrthanc&) = delete;
  FakeOrthanc& operator=(const FakeOrthanc&) = delete;

  OrthancPluginContext* Context() { return &context_; }

  void Answer(const std::string& path, const std::string& body)
  {
    const MutexLock lock(mutex_);
    answers_[path] = body;
  }
  // The answer to POST, whatever its body.
  void AnswerPost(const std::string& path, const std::string& body)
  {
    Answer("POST " + path, body);
  }
  // The DICOM file of an instance.
  void AnswerFile(const std::string& instanceId, const std::string& dicom)
  {
    Answer("/instances/" + instanceId + "/file", dicom);
  }
  void Forget(const std::string& path)
  {
    const MutexLock lock(mutex_);
    answers_.erase(path);
  }
  // `call` is a method and a path, e.g. "GET /changes?last". Lasts until Mend.
  void Fail(const std::string& call, OrthancPluginErrorCode code)
  {
    const MutexLock lock(mutex_);
    failures_[call] = code;
  }
  void Mend()
  {
    const MutexLock lock(mutex_);
    failures_.clear();
  }

  bool Has(const std::string& path) const
  {
    const MutexLock lock(mutex_);
    return answers_.count(path) == 1;
  }
  std::string Content(const std::string& path) const
  {
    const MutexLock lock(mutex_);
    const auto found = answers_.find(path);
    return found == answers_.end() ? std::string() : found->second;
  }
  // The body of the last POST to a path.
  std::string LastBody(const std::string& path) const { return Content("body of " + path); }
  int CountCalls(const std::string& call) const
  {
    const MutexLock lock(mutex_);
    return static_cast<int>(std::count(calls_.begin(), calls_.end(), call));
  }

private:
  static OrthancPluginErrorCode Invoke(OrthancPluginContext* context, _OrthancPluginService service,
                                       const void* params)
  {
    auto& self = *static_cast<FakeOrthanc*>(context->pluginsManager);
    switch (service)
    {
      case _OrthancPluginService_RestApiGet:
        return self.Get(*static_cast<const _OrthancPluginRestApiGet*>(params));
      case _OrthancPluginService_GetDicomForInstance:
        return self.GetFile(*static_cast<const _OrthancPluginGetDicomForInstance*>(params));
      case _OrthancPluginService_RestApiPost:
        return self.Post(*static_cast<const _OrthancPluginRestApiPostPut*>(params));
      case _OrthancPluginService_RestApiPut:
        return self.Put(*static_cast<const _OrthancPluginRestApiPostPut*>(params));
      case _OrthancPluginService_RestApiDelete:
        return self.Delete(static_cast<const char*>(params));
      case _OrthancPluginService_LogInfo:
      case _OrthancPluginService_LogWarning:
      case _OrthancPluginService_LogError:
        return OrthancPluginErrorCode_Success;
      default:
        return OrthancPluginErrorCode_NotImplemented;
    }
  }

  // Notes the call; Success unless it is to fail.
  OrthancPluginErrorCode Begin(const std::string& call) VLM_REQUIRES(mutex_)
  {
    calls_.push_back(call);
    const auto failure = failures_.find(call);
    return failure == failures_.end() ? OrthancPluginErrorCode_Success : failure->second;
  }

  // The answer to GET .../attachments of a known resource; empty for all else.
  std::string AttachmentList(const std::string& path) const VLM_REQUIRES(mutex_)
  {
    const std::string ending = "/attachments";
    if (path.size() < ending.size() || path.substr(path.size() - ending.size()) != ending ||
        answers_.count(path.substr(0, path.size() - ending.size())) == 0)
    {
      return {};
    }
    std::string names = R"(["dicom")";
    for (const auto& [known, body] : answers_)
    {
      if (known.rfind(path + "/", 0) == 0)
      {
        names += ", \"" + known.substr(path.size() + 1, known.rfind('/') - path.size() - 1) + "\"";
      }
    }
    return names + "]";
  }

  OrthancPluginErrorCode Get(const _OrthancPluginRestApiGet& params)
  {
    const MutexLock lock(mutex_);
    const auto begun = Begin("GET " + std::string(params.uri));
    if (begun != OrthancPluginErrorCode_Success)
    {
      return begun;
    }
    const auto answer = answers_.find(params.uri);
    const auto list = AttachmentList(params.uri);
    if (answer == answers_.end() && list.empty())
    {
      return OrthancPluginErrorCode_UnknownResource;
    }
    Fill(*params.target, answer == answers_.end() ? list : answer->second);
    return OrthancPluginErrorCode_Success;
  }

  OrthancPluginErrorCode GetFile(const _OrthancPluginGetDicomForInstance& params)
  {
    const std::string path = "/instances/" + std::string(params.instanceId) + "/file";
    return Get({params.target, path.c_str()});
  }

  static void Fill(OrthancPluginMemoryBuffer& target, const std::string& body)
  {
    target.size = static_cast<std::uint32_t>(body.size());
    target.data = body.empty() ? nullptr : std::malloc(body.size());
    if (target.data != nullptr)
    {
      std::memcpy(target.data, body.data(), body.size());
    }
  }

  OrthancPluginErrorCode Post(const _OrthancPluginRestApiPostPut& params)
  {
    const MutexLock lock(mutex_);
    const std::string call = "POST " + std::string(params.uri);
    const auto begun = Begin(call);
    if (begun != OrthancPluginErrorCode_Success)
    {
      return begun;
    }
    answers_["body of " + std::string(params.uri)] = {static_cast<const char*>(params.body),
                                                      params.bodySize};
    const auto answer = answers_.find(call);
    if (answer == answers_.end())
    {
      return OrthancPluginErrorCode_UnknownResource;
    }
    Fill(*params.target, answer->second);
    return OrthancPluginErrorCode_Success;
  }

  OrthancPluginErrorCode Put(const _OrthancPluginRestApiPostPut& params)
  {
    const MutexLock lock(mutex_);
    const auto begun = Begin("PUT " + std::string(params.uri));
    if (begun == OrthancPluginErrorCode_Success)
    {
      answers_[std::string(params.uri) + "/data"] = {static_cast<const char*>(params.body),
                                                     params.bodySize};
    }
    return begun;
  }

  OrthancPluginErrorCode Delete(const std::string& uri)
  {
    const MutexLock lock(mutex_);
    const auto begun = Begin("DELETE " + uri);
    if (begun != OrthancPluginErrorCode_Success)
    {
      return begun;
    }
    return answers_.erase(uri + "/data") == 1 ? OrthancPluginErrorCode_Success
                                              : OrthancPluginErrorCode_UnknownResource;
  }

  OrthancPluginContext context_{};
  mutable Mutex mutex_;
  std::map<std::string, std::string> answers_ VLM_GUARDED_BY(mutex_);
  std::map<std::string, OrthancPluginErrorCode> failures_ VLM_GUARDED_BY(mutex_);
  std::vector<std::string> calls_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
