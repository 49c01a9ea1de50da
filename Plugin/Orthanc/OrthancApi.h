// SPDX-License-Identifier: GPL-3.0-or-later
// Orthanc's SDK as RAII and Result: the only file that owns SDK buffers.
#pragma once

#include <json/value.h>
#include <orthanc/OrthancCPlugin.h>

#include <functional>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/ResourceLevel.h"

namespace vlm
{

// Thread-safe, as the SDK is. Paths are those of Orthanc's built-in REST API.
// Errors of every call: NotFound, NotReady (Orthanc is stopping), StorageFailed (anything else that
// Orthanc refuses, and everything while its database is away: the SDK then calls each resource
// unknown, so that NotFound is believed only if Orthanc answers right after).
class OrthancApi
{
public:
  // Orthanc's setting "CheckRevisions": then a change of an attachment must name the revision that
  // it replaces.
  enum class Revisions
  {
    Ignored,
    Checked
  };
  explicit OrthancApi(OrthancPluginContext* context, Revisions revisions = Revisions::Ignored)
      : context_(context), revisions_(revisions)
  {
  }
  OrthancPluginContext* Context() const { return context_; }

  Result<std::string> Get(const std::string& path) const;
  Result<Json::Value> GetJson(const std::string& path) const;
  Result<void> Put(const std::string& path, const std::string& body) const;
  Result<void> Delete(const std::string& path) const;
  // What Orthanc answers. Errors: as above, and StorageFailed (an answer that is no JSON).
  Result<Json::Value> Post(const std::string& path, const std::string& body) const;

  // The same for the path of an attachment, as Revisions want it.
  Result<void> PutAttachment(const std::string& path, const std::string& content) const;
  Result<void> DeleteAttachment(const std::string& path) const;

  bool Exists(ResourceLevel level, const std::string& orthancId) const;

  // The DICOM file of an instance.
  Result<std::string> DicomFile(const std::string& instanceId) const;

  // Raw stored values of one frame: CV_8UC1, CV_16UC1, CV_16SC1, or RGB as CV_8UC3 / CV_16UC3.
  // Errors: UndecodablePixels.
  Result<cv::Mat> DecodeFrame(const std::string& dicomFile, int frame) const;

  // Hands one of `frames` after the other to `use`, decoded as above; the file is parsed once,
  // which counts where it has many frames.
  void DecodeFrames(const std::string& dicomFile, const std::vector<int>& frames,
                    const std::function<void(int frame, const Result<cv::Mat>&)>& use) const;

private:
  Result<cv::Mat> PixelsOf(OrthancPluginImage* decoded) const;
  OrthancPluginErrorCode Ask(const std::string& path, std::string& answer) const;
  bool IsAnswering() const;
  Error ErrorOf(OrthancPluginErrorCode code, const std::string& what) const;
  std::string RevisionOf(const std::string& attachment) const;  // empty: there is none
  OrthancPluginErrorCode ChangeRevision(OrthancPluginHttpMethod method,
                                        const std::string& attachment,
                                        const std::string& body) const;

  OrthancPluginContext* context_;
  Revisions revisions_;
};

// Whether `text` has the form of an Orthanc identifier: five groups of eight hexadecimal digits.
// What has not must never become part of an internal REST path.
bool IsOrthancId(const std::string& text);

// The plugin's lines in Orthanc's log.
class OrthancLog : public EventLog
{
public:
  explicit OrthancLog(OrthancPluginContext* context) : context_(context) {}
  void Info(const std::string& sentence) override;
  void Warning(const std::string& sentence) override;
  void Error(const std::string& sentence) override;

private:
  OrthancPluginContext* context_;
};

}  // namespace vlm
