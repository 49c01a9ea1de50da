// SPDX-License-Identifier: GPL-3.0-or-later
// What the queue costs with 1,000 and with 100,000 records waiting, in several states of the queue.
//   claim-benchmark [URL of a PostgreSQL server's own database, where others may be made]
// Without a URL: SQLite alone. Prints a Markdown table of milliseconds.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "Fakes/FakeClock.h"
#include "Storage/SqlAnalysisQueue.h"
#include "Storage/TestDatabase.h"

namespace
{

using vlm::AnalysisRecord;
using vlm::AnalysisState;
using vlm::ClaimChoice;
using vlm::Result;

constexpr int Repetitions = 200;
constexpr int Models = 50;

// How the queue is filled, in SQL of the number n of a record, and what is claimed of it.
struct Situation
{
  const char* name;
  const char* study;
  const char* model;
  const char* priority;
  const char* turn;
  const char* delay;  // [ms] until it is due
  ClaimChoice choice;
};

ClaimChoice AllButOneModel()
{
  ClaimChoice choice;
  for (int i = 1; i < Models; ++i)
  {
    choice.waiting.push_back("model " + std::to_string(i));
  }
  return choice;
}

std::vector<Situation> Situations()
{
  const char* tenEach = "'study ' || (n / 10)";
  const char* turnOfTen = "1 + n % 10";
  return {
      {"studies of 10", tenEach, "'m'", "0", turnOfTen, "0", {}},
      {"one huge study", "'huge'", "'m'", "0", "n", "0", {}},
      {"49 of 50 models paused", tenEach, "'model ' || (n % 50)", "0", "1", "0", AllButOneModel()},
      {"half is not due, in front",
       tenEach,
       "'m'",
       "0",
       "n",
       "CASE WHEN n % 2 = 0 THEN 0 ELSE 60000 END",
       {}},
      {"9 of 10 are not due, in front",
       "'huge'",
       "'m'",
       "0",
       "n",
       "CASE WHEN n > :count * 0.9 THEN 0 ELSE 60000 END",
       {}},
      {"nothing is due", tenEach, "'m'", "0", turnOfTen, "60000", {}},
      {"backfill outside its hours", tenEach, "'m'", "-100", turnOfTen, "0", {{}, 0}},
  };
}

template <typename Value>
Value Checked(Result<Value> result)
{
  if (!result.HasValue())
  {
    std::fprintf(stderr, "%s\n", result.Failure().message.c_str());
    std::exit(1);
  }
  return std::move(result).Value();
}

void Fill(vlm::Database& database, const Situation& situation, int count, long long now)
{
  const auto filled = database.Run(
      [&](soci::session& session) -> Result<bool>
      {
        session << "DELETE FROM analyses";
        std::string delay = situation.delay;
        const auto place = delay.find(":count");
        delay = place == std::string::npos ? delay : delay.replace(place, 6, std::to_string(count));
        session << "INSERT INTO analyses (id, level, orthanc_id, series_id, study_id, model, "
                   "content, language, max_images, priority, turn, state, attempts, queued_at, "
                   "next_attempt_at) WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + "
                   "1 FROM numbers WHERE n < " +
                       std::to_string(count) +
                       ") SELECT 'analysis ' || n, 0, 'instance ' || n, 'series', " +
                       situation.study + ", " + situation.model + ", '', 'en', 1, " +
                       situation.priority + ", " + situation.turn + ", 0, 0, " +
                       std::to_string(now) + " + n, " + std::to_string(now) + " + " + delay +
                       " FROM numbers";
        return true;
      });
  Checked(filled);
}

using Times = std::vector<double>;

double Timed(const std::function<void()>& action)
{
  const auto start = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

double Quantile(Times times, double share)
{
  if (times.empty())
  {
    return 0.0;
  }
  std::sort(times.begin(), times.end());
  return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

struct Measured
{
  Times idle, claim, finish, enqueue, nextDue, age;
};

vlm::AnalysisOrder OrderOf(int number)
{
  vlm::AnalysisOrder order;
  order.orthancId = "new " + std::to_string(number);
  order.orthancStudyId = "new study " + std::to_string(number / 3);
  order.model = "m";
  return order;
}

// A transaction that does next to nothing: what the database and this machine, with all that runs
// on it, ask for at least.
double Idle(vlm::Database& database)
{
  return Timed(
      [&]
      {
        Checked(database.Run(
            [](soci::session& session) -> Result<int>
            {
              int one = 0;
              session << "SELECT 1", soci::into(one);
              return one;
            }));
      });
}

void Finish(vlm::AnalysisQueue& queue, const AnalysisRecord& claimed, Times& times)
{
  vlm::ReportSummary summary;
  summary.labels = {{"mass", 0.5}, {"cyst", 0.4}};
  times.push_back(Timed(
      [&]
      {
        const auto finished = queue.Finish(claimed, AnalysisState::Completed, "", summary);
        Checked(finished.HasValue() ? Result<bool>(true) : Result<bool>(finished.Failure()));
      }));
}

Measured Measure(vlm::Database& database, vlm::AnalysisQueue& queue, const Situation& situation)
{
  Measured measured;
  for (int i = 0; i < Repetitions; ++i)
  {
    measured.idle.push_back(Idle(database));
    std::optional<AnalysisRecord> claimed;
    measured.claim.push_back(Timed([&] { claimed = Checked(queue.Claim(situation.choice)); }));
    measured.nextDue.push_back(Timed([&] { Checked(queue.NextDue(situation.choice)); }));
    if (claimed)
    {
      Finish(queue, *claimed, measured.finish);
    }
  }
  for (int i = 0; i < Repetitions; ++i)
  {
    measured.enqueue.push_back(
        Timed([&] { Checked(queue.Enqueue(OrderOf(i), vlm::IfKnown::Collapse)); }));
  }
  for (int i = 0; i < Repetitions / 10; ++i)
  {
    measured.age.push_back(Timed([&] { Checked(queue.Age()); }));
  }
  return measured;
}

void Report(const std::string& server)
{
  const vlm::TestDatabase store(server);
  const vlm::FakeClock clock;
  const auto database = Checked(vlm::Database::Open(store.Settings()));
  for (const auto& situation : Situations())
  {
    for (const int count : {1000, 100'000})
    {
      Fill(*database, situation, count, clock.Now().time_since_epoch().count());
      vlm::SqlAnalysisQueue queue(*database, clock);
      const auto measured = Measure(*database, queue, situation);
      std::printf("| %s | %s | %d | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |\n",
                  database->Engine().c_str(), situation.name, count, Quantile(measured.idle, 0.5),
                  Quantile(measured.claim, 0.5), Quantile(measured.claim, 0.95),
                  Quantile(measured.enqueue, 0.5), Quantile(measured.finish, 0.5),
                  Quantile(measured.nextDue, 0.5), Quantile(measured.age, 0.5));
      std::fflush(stdout);
    }
  }
}

}  // namespace

int main(int argc, char** argv)
{
  std::puts(
      "| Database | Queue | Records | SELECT 1 | Claim | 95 % | Enqueue | Finish | Next due | Age "
      "|");
  std::puts("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
  Report("");
  if (argc > 1)
  {
    Report(argv[1]);
  }
  return 0;
}
