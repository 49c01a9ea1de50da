// SPDX-License-Identifier: GPL-3.0-or-later
// What a page of GET /vlm/reports and /vlm/analyses costs the database with few and with very many
// reports: history-benchmark FOLDER [postgresql://user@host:port/ [REPORTS [PAGE]]], where the
// PostgreSQL user may create databases. FOLDER "-": on PostgreSQL alone. Prints a table; nothing is
// left behind.
#include <soci/postgresql/soci-postgresql.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "HistoryContents.h"
#include "HistoryQuestions.h"
#include "Pipeline/Clock.h"
#include "Pipeline/Stopwatch.h"
#include "Storage/PostgresUrl.h"

namespace vlm
{
namespace
{

constexpr int FewReports = 1000;
constexpr int ManyReports = 100'000;
constexpr int Rounds = 50;

struct Answer
{
  double milliseconds = 0.0;  // the fastest of some
  std::size_t rows = 0;
};

template <typename Work>
double FastestOf(const Work& work)
{
  std::vector<double> times;
  for (int i = 0; i < Rounds; ++i)
  {
    Stopwatch watch;
    work();
    times.push_back(MillisecondsOf(watch.Lap()));
  }
  // What others do on the machine only adds to it.
  return *std::min_element(times.begin(), times.end());
}

// From the middle of all pages, or of none.
Answer Ask(SqlAnalysisQueue& queue, AnalysisFilter filter, int page, long long cursor)
{
  filter.limit = page;
  filter.cursor = cursor > 0 ? std::to_string(cursor) : "";
  Answer answer;
  answer.milliseconds = FastestOf(
      [&]
      {
        const auto found = queue.List(filter);
        answer.rows = found.HasValue() ? found.Value().records.size() : 0;
        if (!found.HasValue())
        {
          std::printf("%s\n", found.Failure().message.c_str());
        }
      });
  return answer;
}

struct History
{
  std::unique_ptr<Database> database;
  std::unique_ptr<SqlAnalysisQueue> queue;
  int reports = 0;
};

Result<History> Fill(const std::string& location, int reports)
{
  static const SystemClock clock;
  DatabaseSettings settings;
  settings.location = location;
  auto database = Database::Open(settings);
  if (!database.HasValue())
  {
    return database.Failure();
  }
  History history;
  history.database = std::move(database).Value();
  history.queue = std::make_unique<SqlAnalysisQueue>(*history.database, clock);
  history.reports = reports;
  Stopwatch watch;
  const auto filled = FillHistory(*history.queue, reports);
  if (!filled.HasValue())
  {
    return filled.Failure();
  }
  if (history.database->IsShared())
  {
    // As autovacuum does within the minute.
    soci::session session(soci::postgresql, ConnectionUrl({location}));
    session << "VACUUM ANALYZE";
  }
  std::printf("%s with %d reports, filled in %.0f s\n", history.database->Engine().c_str(), reports,
              MillisecondsOf(watch.Lap()) / 1000.0);
  return history;
}

void PrintRow(const std::string& name, const Answer& few, const Answer& many)
{
  std::printf("%-45s %8.3f (%4zu) %8.3f (%4zu) %6.2f\n", name.c_str(), few.milliseconds, few.rows,
              many.milliseconds, many.rows, many.milliseconds / few.milliseconds);
}

// Pages of the same number of rows, as many as the few reports have, since rows cost, too.
void CompareAnswers(History& few, History& many, const Question& question, int page)
{
  for (const bool isDeep : {false, true})
  {
    const auto cursorOf = [isDeep](const History& history)
    { return isDeep ? history.reports / 2 : 0; };
    const auto rows = Ask(*few.queue, question.filter, page, cursorOf(few)).rows;
    const int equal = rows > 0 ? static_cast<int>(rows) : page;
    PrintRow(question.name + (isDeep ? ", deep" : ""),
             Ask(*few.queue, question.filter, equal, cursorOf(few)),
             Ask(*many.queue, question.filter, equal, cursorOf(many)));
  }
}

void Compare(History& few, History& many, int page)
{
  std::printf("%-45s %8s %6s %8s %6s %6s\n", "fastest ms of a page (rows)", "few", "", "many", "",
              "ratio");
  for (const auto& question : HistoryQuestions())
  {
    CompareAnswers(few, many, question, page);
  }
  const auto count = [](History& history) {
    return Answer{FastestOf([&] { (void)history.queue->CountByState(); }), 1};
  };
  PrintRow("counts by state", count(few), count(many));
}

Result<void> Measure(const std::string& fewAt, const std::string& manyAt, int reports, int page)
{
  auto few = Fill(fewAt, FewReports);
  auto many = few.HasValue() ? Fill(manyAt, reports) : few.Failure();
  if (!many.HasValue())
  {
    return many.Failure();
  }
  Compare(few.Value(), many.Value(), page);
  return {};
}

Result<void> MeasureOnPostgres(const std::string& server, int reports, int page)
{
  const std::vector<std::string> names = {"vlm_history_few", "vlm_history_many"};
  soci::session session(soci::postgresql, ConnectionUrl({server + "postgres"}));
  const auto drop = [&]
  {
    for (const auto& name : names)
    {
      session << "DROP DATABASE IF EXISTS " + name;
    }
  };
  drop();
  for (const auto& name : names)
  {
    session << "CREATE DATABASE " + name;
    session << "ALTER DATABASE " + name + " SET synchronous_commit = off";  // for filling it
  }
  auto measured = Measure(server + names[0], server + names[1], reports, page);
  drop();
  return measured;
}

int Run(const std::vector<std::string>& arguments)
{
  constexpr int usualPage = 100;
  const std::string folder = arguments.at(1);
  const std::string server = arguments.size() > 2 ? arguments[2] : "";
  const int reports = arguments.size() > 3 ? std::stoi(arguments[3]) : ManyReports;
  const int page = arguments.size() > 4 ? std::stoi(arguments[4]) : usualPage;
  const std::vector<std::string> files = {folder + "/few.db", folder + "/many.db"};
  auto measured = Result<void>();
  if (folder != "-")
  {
    std::filesystem::create_directories(folder);
    measured = Measure(files[0], files[1], reports, page);
  }
  if (measured.HasValue() && !server.empty())
  {
    measured = MeasureOnPostgres(server, reports, page);
  }
  for (const auto& file : files)
  {
    for (const char* ending : {"", "-wal", "-shm"})
    {
      std::filesystem::remove(file + ending);
    }
  }
  if (!measured.HasValue())
  {
    std::printf("%s\n", measured.Failure().message.c_str());
  }
  return measured.HasValue() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace vlm

int main(int count, char** values)
{
  try
  {
    const std::vector<std::string> arguments(values, values + count);
    return vlm::Run(arguments);
  }
  catch (const std::exception& problem)
  {
    std::printf("history-benchmark FOLDER [postgresql://user@host:port/ [REPORTS [PAGE]]]: %s\n",
                problem.what());
    return EXIT_FAILURE;
  }
}
