// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlTurns.h"

#include <soci/boost-optional.h>

#include <algorithm>
#include <boost/optional.hpp>

#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

using Turn = boost::optional<long long>;

struct Turns
{
  Turn fresh;    // the first of the model that was never given out: the round that is worked on
  Turn first;    // the first of the model
  Turn ofStudy;  // the last of the study
};

// Without MIN and MAX, for which PostgreSQL would read all there is while its statistics are old.
Turns TurnsNow(soci::session& session, const std::string& study, const std::string& model,
               int priority)
{
  Turns turns;
  session << "SELECT (SELECT turn FROM analyses" + ByIndex(session, "analyses_fresh_turns") +
                 " WHERE state = 0 AND claims = 0 AND model = :model1 AND priority = :priority1 "
                 "ORDER BY turn LIMIT 1), (SELECT turn FROM analyses WHERE state = 0 AND model = "
                 ":model2 AND priority = :priority2 ORDER BY turn LIMIT 1), (SELECT turn FROM "
                 "analyses WHERE state = 0 AND study_id = :study AND model = :model3 AND priority "
                 "= :priority3 ORDER BY turn DESC LIMIT 1)",
      soci::use(model), soci::use(priority), soci::use(model), soci::use(priority),
      soci::use(study), soci::use(model), soci::use(priority), soci::into(turns.fresh),
      soci::into(turns.first), soci::into(turns.ofStudy);
  return turns;
}

// The round of the model that is ahead of the others. Else the first image for a model would pass
// by all that waits for those that have been at work for long.
Turn RoundOfOthers(soci::session& session, int priority)
{
  Turn round;
  session << "WITH RECURSIVE models (model) AS (SELECT (SELECT model FROM analyses WHERE state = 0 "
             "ORDER BY model LIMIT 1) UNION ALL SELECT (SELECT model FROM analyses WHERE state = 0 "
             "AND analyses.model > models.model ORDER BY analyses.model LIMIT 1) FROM models WHERE "
             "models.model IS NOT NULL) SELECT MAX((SELECT turn FROM analyses" +
                 ByIndex(session, "analyses_fresh_turns") +
                 " WHERE state = 0 AND claims = 0 AND analyses.model = models.model AND priority "
                 "= :priority ORDER BY turn LIMIT 1)) FROM models",
      soci::use(priority), soci::into(round);
  return round;
}

}  // namespace

void LockTurns(soci::session& session, const std::string& study, const std::string& model)
{
  LockName(session, "turns of " + study + " " + model);
}

// What went back to the queue keeps its turn, which may be long past: it counts only where there is
// nothing else.
long long NextTurn(soci::session& session, const std::string& study, const std::string& model,
                   int priority)
{
  const Turns turns = TurnsNow(session, study, model, priority);
  Turn round = turns.fresh ? turns.fresh : turns.first;
  if (!round)
  {
    round = RoundOfOthers(session, priority);
  }
  return std::max(round.value_or(0), turns.ofStudy.value_or(0)) + 1;
}

}  // namespace vlm
