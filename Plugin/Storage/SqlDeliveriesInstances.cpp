// SPDX-License-Identifier: GPL-3.0-or-later
// What SqlDeliveries knows of the objects that were made, and of the analyses around one.
#include <set>

#include "Storage/RecordRow.h"
#include "Storage/SqlDeliveries.h"

namespace vlm
{
namespace
{

// When an analysis ended. What was restored has a late sequence, but its own time.
std::string Moment(const std::string& table)
{
  return "(COALESCE(" + table + ".completed_at, 0), " + table + ".ended_sequence)";
}

}  // namespace

Result<void> SqlDeliveries::NoteInstances(const std::string& analysisId,
                                          const std::vector<ResultInstance>& instances)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        for (const auto& instance : instances)
        {
          session << "INSERT INTO result_instances (analysis, kind, sop_instance) VALUES "
                     "(:analysis, :kind, :instance) ON CONFLICT DO NOTHING",
              soci::use(analysisId), soci::use(instance.kind), soci::use(instance.sopInstanceUid);
        }
        return {};
      });
}

Result<std::vector<ResultInstance>> SqlDeliveries::InstancesOf(const std::string& analysisId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<ResultInstance>>
      {
        std::vector<ResultInstance> instances;
        ResultInstance instance;
        soci::statement statement =
            (session.prepare << "SELECT kind, sop_instance FROM result_instances WHERE analysis = "
                                ":analysis ORDER BY kind, sop_instance",
             soci::use(analysisId), soci::into(instance.kind), soci::into(instance.sopInstanceUid));
        statement.execute();
        while (statement.fetch())
        {
          instances.push_back(instance);
        }
        return instances;
      });
}

Result<void> SqlDeliveries::ForgetInstances(const std::string& analysisId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        session << "DELETE FROM result_instances WHERE analysis = :analysis", soci::use(analysisId);
        return {};
      });
}

Result<std::vector<std::string>> SqlDeliveries::PredecessorsOf(const Delivery& delivery)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<std::string>>
      {
        std::vector<std::string> predecessors;
        std::string id;
        soci::statement statement =
            (session.prepare
                 << "SELECT other.id FROM analyses other, analyses mine WHERE mine.id = :id AND "
                    "other.orthanc_id = mine.orthanc_id AND other.model = mine.model AND " +
                        Moment("other") + " < " + Moment("mine") +
                        " AND EXISTS (SELECT 1 FROM result_instances WHERE analysis = other.id) "
                        "ORDER BY other.completed_at DESC, other.ended_sequence DESC",
             soci::use(delivery.analysisId), soci::into(id));
        statement.execute();
        while (statement.fetch())
        {
          predecessors.push_back(id);
        }
        return predecessors;
      });
}

Result<bool> SqlDeliveries::IsSuperseded(const Delivery& delivery)
{
  return database_.Run(
      [&](soci::session& session) -> Result<bool>
      {
        int later = 0;
        session << "SELECT COUNT(*) FROM analyses other, analyses mine WHERE mine.id = :id AND "
                   "other.orthanc_id = mine.orthanc_id AND other.model = mine.model AND " +
                       Moment("other") + " > " + Moment("mine") + " AND other.state IN (2, 3)",
            soci::use(delivery.analysisId), soci::into(later);
        return later > 0;
      });
}

Result<std::vector<ResourceOutcome>> SqlDeliveries::OutcomesOf(const std::string& orthancStudyId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<ResourceOutcome>>
      {
        std::vector<ResourceOutcome> outcomes;
        std::set<std::string> seen;
        std::string resource;
        int state = 0;
        int findings = 0;
        soci::statement statement =
            (session.prepare << "SELECT orthanc_id, state, findings FROM analyses WHERE study_id = "
                                ":study AND state IN (2, 3, 4) AND ended_sequence IS NOT NULL "
                                "ORDER BY completed_at DESC, ended_sequence DESC",
             soci::use(orthancStudyId), soci::into(resource), soci::into(state),
             soci::into(findings));
        statement.execute();
        while (statement.fetch())
        {
          if (seen.insert(resource).second)
          {
            outcomes.push_back({static_cast<AnalysisState>(state), findings});
          }
        }
        return outcomes;
      });
}

Result<std::vector<Deliveries::Orphan>> SqlDeliveries::Orphans(std::int64_t afterDelivery)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<Orphan>>
      {
        const long long after = afterDelivery;
        long long id = 0;
        Orphan orphan;
        soci::statement statement =
            (session.prepare << "SELECT id, analysis, study FROM deliveries WHERE sequence IS NULL "
                                "AND id > :after ORDER BY id LIMIT 100",
             soci::use(after), soci::into(id), soci::into(orphan.analysisId),
             soci::into(orphan.orthancStudyId));
        statement.execute();
        std::vector<Orphan> orphans;
        while (statement.fetch())
        {
          if (orphans.empty() || orphans.back().analysisId != orphan.analysisId)
          {
            orphans.push_back(orphan);
          }
          orphans.back().lastDelivery = id;
        }
        return orphans;
      });
}

Result<void> SqlDeliveries::Forget(const std::string& analysisId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        session << "DELETE FROM result_instances WHERE analysis = :analysis", soci::use(analysisId);
        session << "DELETE FROM deliveries WHERE analysis = :analysis", soci::use(analysisId);
        return {};
      });
}

}  // namespace vlm
