// SPDX-License-Identifier: GPL-3.0-or-later
// The plugin's own objects, labels and transfers in memory, in place of Orthanc's.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "Pipeline/Mutex.h"
#include "Pipeline/ResultArchive.h"

namespace vlm
{

// Thread-safe once filled. A stored "file" is its SOPInstanceUID.
class MemoryResultArchive : public ResultArchive
{
public:
  // Runs before each call that may fail, e.g. "Store 2.25.7" or "Send PACS"; may refuse it, throw,
  // or do what somebody else does meanwhile.
  std::function<Result<void>(const std::string&)> beforeCall = [](const std::string&)
  { return Result<void>(); };
  bool knowsLabels = true;
  std::map<std::string, std::string> files;  // DICOM, by Orthanc identifier
  PatientHeader patient;
  std::map<std::string, std::set<std::string>> labels;        // by study
  std::map<std::string, std::vector<std::string>> transfers;  // SOPInstanceUIDs by destination

  // SOPInstanceUIDs of what is stored.
  std::set<std::string> Objects() const
  {
    const MutexLock lock(mutex_);
    std::set<std::string> uids;
    for (const auto& [orthancId, uid] : objects_)
    {
      uids.insert(uid);
    }
    return uids;
  }
  int StoreCount() const
  {
    const MutexLock lock(mutex_);
    return storeCount_;
  }

  Result<std::string> DicomFile(const std::string& instanceOrthancId) override
  {
    auto allowed = beforeCall("DicomFile " + instanceOrthancId);
    const auto found = files.find(instanceOrthancId);
    if (allowed.HasValue() && found == files.end())
    {
      return Error{ErrorKind::NotFound, "There is no instance " + instanceOrthancId + "."};
    }
    return allowed.HasValue() ? Result<std::string>(found->second) : allowed.Failure();
  }
  Result<PatientHeader> PatientOf(const std::string& studyOrthancId) override
  {
    const auto allowed = beforeCall("PatientOf " + studyOrthancId);
    return allowed.HasValue() ? Result<PatientHeader>(patient) : allowed.Failure();
  }
  Result<void> Store(const std::string& dicom, const std::string& studyOrthancId) override
  {
    auto allowed = beforeCall("Store " + dicom);
    if (allowed.HasValue())
    {
      const MutexLock lock(mutex_);
      objects_[OrthancIdOf(dicom, studyOrthancId)] = dicom;
      ++storeCount_;
    }
    return allowed;
  }
  Result<std::optional<std::string>> FindInstance(const std::string& sopInstanceUid,
                                                  const std::string& studyOrthancId) override
  {
    const auto allowed = beforeCall("FindInstance " + sopInstanceUid);
    if (!allowed.HasValue())
    {
      return allowed.Failure();
    }
    const MutexLock lock(mutex_);
    const auto id = OrthancIdOf(sopInstanceUid, studyOrthancId);
    return objects_.count(id) > 0 ? std::optional(id) : std::nullopt;
  }
  Result<void> DeleteInstance(const std::string& sopInstanceUid,
                              const std::string& studyOrthancId) override
  {
    auto allowed = beforeCall("DeleteInstance " + sopInstanceUid);
    if (allowed.HasValue())
    {
      const MutexLock lock(mutex_);
      objects_.erase(OrthancIdOf(sopInstanceUid, studyOrthancId));
    }
    return allowed;
  }
  Result<bool> KnowsLabels() override
  {
    const auto allowed = beforeCall("KnowsLabels");
    return allowed.HasValue() ? Result<bool>(knowsLabels) : allowed.Failure();
  }
  Result<void> SetLabels(const std::string& studyOrthancId, const std::vector<std::string>& ours,
                         const std::vector<std::string>& wanted) override
  {
    auto allowed = beforeCall("SetLabels " + studyOrthancId);
    if (allowed.HasValue())
    {
      auto& known = labels[studyOrthancId];
      for (const auto& label : ours)
      {
        known.erase(label);
      }
      known.insert(wanted.begin(), wanted.end());
    }
    return allowed;
  }
  Result<void> Send(const std::string& destination,
                    const std::vector<std::string>& instanceOrthancIds,
                    const Cancellation& cancellation) override
  {
    auto allowed = beforeCall("Send " + destination);
    if (cancellation.IsRequested())
    {
      return Error{ErrorKind::Canceled, "The server stops."};
    }
    const MutexLock lock(mutex_);
    for (const auto& id : allowed.HasValue() ? instanceOrthancIds : std::vector<std::string>())
    {
      const auto object = objects_.find(id);
      if (object == objects_.end())
      {
        return Error{ErrorKind::StorageFailed, "There is no instance " + id + "."};
      }
      transfers[destination].push_back(object->second);
    }
    return allowed;
  }

private:
  static std::string OrthancIdOf(const std::string& sopInstanceUid,
                                 const std::string& studyOrthancId)
  {
    return "orthanc-" + studyOrthancId + '-' + sopInstanceUid;
  }

  mutable Mutex mutex_;
  std::map<std::string, std::string> objects_ VLM_GUARDED_BY(mutex_);  // by Orthanc identifier
  int storeCount_ VLM_GUARDED_BY(mutex_) = 0;
};

}  // namespace vlm
