// SPDX-License-Identifier: GPL-3.0-or-later
// What models answered, word for word, as one attachment of the resource: a JSON array of
// {"AnalysisId", "Readings"}, newest first, of at most 20 analyses and 16 MB.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>

#include "Orthanc/ResourceAttachments.h"

namespace vlm
{

// Not thread-safe for one resource: each reads, changes and writes. Errors: NotFound (no such
// resource), StorageFailed (also where the attachment is damaged: it is not overwritten), NotReady.
class ReadingsArchive
{
public:
  ReadingsArchive(const ResourceAttachments& attachments, int attachment)
      : attachments_(attachments), attachment_(attachment)
  {
  }

  // `others`: attachments that may be there although there are no readings yet. Readings that are
  // too long by themselves lose their last ones, and say how many in "Omitted".
  Result<void> Store(const Json::Value& readings, const std::vector<int>& others) const;
  // `analysisId` empty: the newest.
  Result<std::optional<Json::Value>> Find(const std::string& analysisId) const;
  // Nothing happens if there are none.
  Result<void> Remove(const std::string& analysisId) const;

private:
  using AllReadings = std::vector<Json::Value>;  // newest first
  Result<AllReadings> ReadAll() const;
  Result<void> WriteAll(const AllReadings& all) const;

  const ResourceAttachments& attachments_;
  int attachment_;
};

}  // namespace vlm
