// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlPauses.h"
#include "Storage/SqlDialect.h"

namespace vlm
{

Result<void> SqlPauses::Pause(const std::string& model, const std::string& reason)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const long long now = clock_.Now().time_since_epoch().count();
        StorableTexts texts(session);
        session << "INSERT INTO pauses (subject, since, reason) VALUES (:subject, :since, :reason) "
                   "ON CONFLICT (subject) DO UPDATE SET reason = excluded.reason",
            soci::use(model), soci::use(now), soci::use(texts.Whole(reason));
        return {};
      });
}

Result<void> SqlPauses::Resume(const std::string& model)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        session << "DELETE FROM pauses WHERE subject = :subject", soci::use(model);
        return {};
      });
}

Result<std::vector<PauseRecord>> SqlPauses::List()
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<PauseRecord>>
      {
        PauseRecord pause;
        long long since = 0;
        soci::statement statement =
            (session.prepare << "SELECT subject, since, reason FROM pauses ORDER BY subject",
             soci::into(pause.model), soci::into(since), soci::into(pause.reason));
        statement.execute();
        std::vector<PauseRecord> pauses;
        while (statement.fetch())
        {
          pause.since = Timestamp(std::chrono::milliseconds(since));
          pauses.push_back(pause);
        }
        return pauses;
      });
}

}  // namespace vlm
