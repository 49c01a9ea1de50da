// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that SqlAnalysisQueue keeps beside its records, such as up to where Orthanc's changes
// were read.
#include <soci/boost-optional.h>

#include <boost/optional.hpp>

#include "Storage/SqlAnalysisQueue.h"

namespace vlm
{

Result<std::optional<std::int64_t>> SqlAnalysisQueue::FindMark(const std::string& name)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::optional<std::int64_t>>
      {
        boost::optional<long long> value;
        session << "SELECT MAX(value) FROM progress WHERE name = :name", soci::into(value),
            soci::use(name);
        return value ? std::optional<std::int64_t>(*value) : std::nullopt;
      });
}

Result<void> SqlAnalysisQueue::SetMark(const std::string& name, std::int64_t value)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const long long number = value;
        session << "INSERT INTO progress (name, value) VALUES (:name, :value) ON CONFLICT (name) "
                   "DO UPDATE SET value = excluded.value",
            soci::use(name), soci::use(number);
        return {};
      });
}

}  // namespace vlm
