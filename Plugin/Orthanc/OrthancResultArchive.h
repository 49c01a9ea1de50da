// SPDX-License-Identifier: GPL-3.0-or-later
// ResultArchive on Orthanc: objects in its storage, labels of its studies, sending by its jobs.
#pragma once

#include <atomic>
#include <thread>

#include "Orthanc/OrthancApi.h"
#include "Pipeline/ResultArchive.h"

namespace vlm
{

class OrthancResultArchive : public ResultArchive
{
public:
  explicit OrthancResultArchive(const OrthancApi& api) : api_(api) {}

  Result<std::string> DicomFile(const std::string& instanceOrthancId) override;
  Result<PatientHeader> PatientOf(const std::string& studyOrthancId) override;
  Result<void> Store(const std::string& dicom, const std::string& studyOrthancId) override;
  Result<std::optional<std::string>> FindInstance(const std::string& sopInstanceUid,
                                                  const std::string& studyOrthancId) override;
  Result<void> DeleteInstance(const std::string& sopInstanceUid,
                              const std::string& studyOrthancId) override;
  Result<bool> KnowsLabels() override;
  Result<void> SetLabels(const std::string& studyOrthancId, const std::vector<std::string>& ours,
                         const std::vector<std::string>& wanted) override;
  Result<void> Send(const std::string& destination,
                    const std::vector<std::string>& instanceOrthancIds,
                    const Cancellation& cancellation) override;

  // Whether this thread is in Store, where Orthanc calls the plugin back.
  bool IsStoringHere() const { return storing_.load() == std::this_thread::get_id(); }

private:
  enum class Labels
  {
    NotAsked,
    Kept,
    Unknown
  };
  Result<Json::Value> Upload(const std::string& dicom);
  Error TakeBack(const std::string& instance, const std::string& study,
                 const std::string& wantedStudy);

  const OrthancApi& api_;
  std::atomic<std::thread::id> storing_{};        // one of the threads that store
  std::atomic<Labels> labels_{Labels::NotAsked};  // does not change while Orthanc runs
};

}  // namespace vlm
