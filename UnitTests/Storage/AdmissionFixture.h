// SPDX-License-Identifier: GPL-3.0-or-later
// Two nodes that ask for requests to one model.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "Foundation/Uuid.h"
#include "Storage/QueueFixture.h"
#include "Storage/SqlEgressLedger.h"

namespace vlm
{

// One of several servers; of a SQLite file, too, which has but one in earnest (SqlCluster).
class Node
{
public:
  Node(Database& database, const Clock& clock, std::chrono::milliseconds lease)
      : ledger(database, id_), database_(database), clock_(clock), lease_(lease)
  {
    Beat();
  }
  void Beat() { LiveUntil(clock_.Now() + lease_); }
  void Leave() { LiveUntil(Timestamp()); }

private:
  void LiveUntil(Timestamp time)
  {
    const long long until = time.time_since_epoch().count();
    const auto written = database_.Run(
        [&](soci::session& session) -> Result<void>
        {
          session << "INSERT INTO nodes (id, name, version, started_at, seen_at, lease_until) "
                     "VALUES (:id, 'node', '1', 0, 0, :until) ON CONFLICT (id) DO UPDATE SET "
                     "lease_until = excluded.lease_until",
              soci::use(id_), soci::use(until);
          return {};
        });
    EXPECT_TRUE(written.HasValue()) << (written.HasValue() ? "" : written.Failure().message);
  }

  const std::string id_ = RandomUuid();

public:
  SqlEgressLedger ledger;

private:
  Database& database_;
  const Clock& clock_;
  const std::chrono::milliseconds lease_;
};

class AdmissionFixture : public QueueFixture
{
protected:
  static SharedLimits Concurrent(int requests)
  {
    SharedLimits limits;
    limits.concurrent = requests;
    return limits;
  }
  static SharedLimits PerMinute(int requests)
  {
    SharedLimits limits;
    limits.requestsPerMinute = requests;
    return limits;
  }
  Admission Ask(Node& node, const SharedLimits& limits, const std::string& model = "gemini")
  {
    EgressEntry entry;
    entry.time = clock.Now();
    entry.model = model;
    const auto told = node.ledger.Admit(entry, limits);
    EXPECT_TRUE(told.HasValue()) << (told.HasValue() ? "" : told.Failure().message);
    return told.HasValue() ? told.Value() : Admission();
  }
  std::int64_t AskAndSend(Node& node, const SharedLimits& limits)
  {
    const auto told = Ask(node, limits);
    EXPECT_TRUE(told.entry.has_value());
    return told.entry.value_or(0);
  }
  static void Answer(Node& node, std::int64_t entry)
  {
    EXPECT_TRUE(
        node.ledger.Complete(entry, 200, "Answered", std::chrono::milliseconds(1)).HasValue());
  }
  bool IsAdmitted(Node& node, const SharedLimits& limits)
  {
    return Ask(node, limits).entry.has_value();
  }

  Node a{*database, clock, std::chrono::seconds(30)};
  Node b{*database, clock, std::chrono::seconds(30)};
};

}  // namespace vlm
