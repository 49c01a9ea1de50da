// SPDX-License-Identifier: GPL-3.0-or-later
// Port: where the plugin's own DICOM objects, labels and transfers go.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Report/ReportDocument.h"

namespace vlm
{

// Thread-safe. Errors of all: StorageFailed, NotReady.
class ResultArchive
{
public:
  virtual ~ResultArchive() = default;

  // The DICOM file of an instance. Errors: NotFound.
  virtual Result<std::string> DicomFile(const std::string& instanceOrthancId) = 0;

  // Who was examined, for the printed report. Errors: NotFound.
  virtual Result<PatientHeader> PatientOf(const std::string& studyOrthancId) = 0;

  // Stores an object in the study of its source; storing it again changes nothing. Errors:
  // StorageFailed, also if the archive filtered it out; BadInput (the archive puts it into another
  // study, from which it is then removed).
  virtual Result<void> Store(const std::string& dicom, const std::string& studyOrthancId) = 0;

  // The Orthanc identifier of an object of ours in that study. Copies in other studies, e.g. under
  // a corrected patient, are not ours any more.
  virtual Result<std::optional<std::string>> FindInstance(const std::string& sopInstanceUid,
                                                          const std::string& studyOrthancId) = 0;

  // From that study only. What is not there needs no deletion.
  virtual Result<void> DeleteInstance(const std::string& sopInstanceUid,
                                      const std::string& studyOrthancId) = 0;

  // Orthanc 1.12 and later, on a database that keeps labels.
  virtual Result<bool> KnowsLabels() = 0;
  // The study's labels among `ours` become `wanted`; others stay. Nothing happens if the study is
  // gone.
  virtual Result<void> SetLabels(const std::string& studyOrthancId,
                                 const std::vector<std::string>& ours,
                                 const std::vector<std::string>& wanted) = 0;

  // Waits until the modality or peer of that name has these instances (Orthanc identifiers) all.
  // Errors: NotFound (no such destination), StorageFailed with the other side's reason, Canceled.
  virtual Result<void> Send(const std::string& destination,
                            const std::vector<std::string>& instanceOrthancIds,
                            const Cancellation& cancellation) = 0;
};

}  // namespace vlm
