// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/PageSources.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>

#include "Storage/RecordRow.h"
#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

enum class Scores
{
  Any,
  High
};

// A statement over one source with its arguments; each use of an argument has a name of its own.
class Walk
{
public:
  Walk(const PageSource& source, long long before, bool isPostgres)
      : source_(source), before_(before), isPostgres_(isPostgres)
  {
  }

  // "FROM table WHERE <at> AND ..."
  std::string From(const std::string& at, Scores scores)
  {
    const std::string number = std::to_string(uses_++);
    std::string text = " FROM " + source_.table;
    text += isPostgres_ || source_.index.empty() ? "" : " INDEXED BY " + source_.index;
    text += " WHERE " + (at.empty() ? at : at + " AND ");
    if (!source_.condition.empty())
    {
      text += source_.condition + (source_.text ? ":text" + number : "") + " AND ";
    }
    if (source_.text)
    {
      arguments_.Add(*source_.text);
    }
    if (source_.leastScore && scores == Scores::High)
    {
      text += "score >= :score" + number + " AND ";
      arguments_.Add(*source_.leastScore);
    }
    arguments_.Add(before_);
    return text + source_.key + " < :before" + number;
  }
  std::string FromAll(Scores scores)
  {
    return From(source_.column.empty()
                    ? ""
                    : source_.column + " IN (" + ListOfNumbers(source_.values) + ")",
                scores);
  }
  // The greatest keys at one value, with that value.
  std::string KeysAt(const std::string& value, const std::string& count)
  {
    const std::string at = source_.column.empty() ? "" : source_.column + " = " + value;
    return "SELECT DISTINCT " + source_.key + " AS page_key, " + value + " AS place" +
           From(at, Scores::High) + " ORDER BY page_key DESC LIMIT " + count;
  }
  QueryArguments TakeArguments() { return std::move(arguments_); }

private:
  const PageSource& source_;
  const long long before_;
  const bool isPostgres_;
  int uses_ = 0;
  QueryArguments arguments_;
};

std::vector<long long> SelectNumbers(soci::session& session, const std::string& query,
                                     QueryArguments arguments)
{
  long long number = 0;
  soci::statement statement(session);
  statement.exchange(soci::into(number));
  arguments.Bind(statement);
  statement.alloc();
  statement.prepare(query);
  statement.define_and_bind();
  std::vector<long long> numbers;
  if (statement.execute(true))
  {
    do
    {
      numbers.push_back(number);
    } while (statement.fetch());
  }
  return numbers;
}

// Value after value: PostgreSQL plans this once, and SQLite has no LATERAL.
std::string KeysAtAll(Walk& walk, const PageSource& source, const std::string& count,
                      bool isPostgres)
{
  std::string text;
  if (isPostgres)
  {
    for (const auto value : source.values)
    {
      text += (text.empty() ? "(" : "), (") + std::to_string(value);
    }
    return "SELECT page_key, place FROM (VALUES " + text +
           ")) AS wanted (value) CROSS JOIN LATERAL (" + walk.KeysAt("wanted.value", count) +
           ") AS walked";
  }
  for (const auto value : source.values)
  {
    text += (text.empty() ? "SELECT * FROM (" : " UNION ALL SELECT * FROM (") +
            walk.KeysAt(std::to_string(value), count) + ")";
  }
  return text;
}

struct KeyAt
{
  long long key = 0;
  long long value = 0;  // of the source's column
};

std::vector<KeyAt> SelectKeys(soci::session& session, const std::string& query,
                              QueryArguments arguments)
{
  KeyAt one;
  soci::statement statement(session);
  statement.exchange(soci::into(one.key));
  statement.exchange(soci::into(one.value));
  arguments.Bind(statement);
  statement.alloc();
  statement.prepare(query);
  statement.define_and_bind();
  std::vector<KeyAt> keys;
  if (statement.execute(true))
  {
    do
    {
      keys.push_back(one);
    } while (statement.fetch());
  }
  return keys;
}

// Some for each value: not much more than are wanted, since every one costs.
std::size_t CountForEach(std::size_t values, std::size_t wanted)
{
  constexpr std::size_t least = 8;
  constexpr std::size_t unevenness = 5;
  return values < 2 ? wanted : std::min(wanted, std::max(least, unevenness * wanted / values));
}

// A value that was cut off may have keys below its last one that are greater than others' keys.
PageKeys Merge(const std::vector<KeyAt>& found, std::size_t forEach)
{
  std::map<long long, std::vector<long long>> keysOf;
  for (const auto& one : found)
  {
    keysOf[one.value].push_back(one.key);
  }
  long long complete = std::numeric_limits<long long>::min();  // from here on none is left out
  for (const auto& [value, keys] : keysOf)
  {
    if (keys.size() == forEach)
    {
      complete = std::max(complete, *std::min_element(keys.begin(), keys.end()));
    }
  }
  PageKeys merged;
  merged.isEnd = complete == std::numeric_limits<long long>::min();
  for (const auto& one : found)
  {
    if (one.key >= complete)
    {
      merged.keys.push_back(one.key);
    }
  }
  std::sort(merged.keys.begin(), merged.keys.end(), std::greater<>());
  merged.keys.erase(std::unique(merged.keys.begin(), merged.keys.end()), merged.keys.end());
  return merged;
}

}  // namespace

std::string ListOfNumbers(const std::vector<long long>& numbers)
{
  std::string list;
  for (const auto number : numbers)
  {
    list += (list.empty() ? "" : ", ") + std::to_string(number);
  }
  return list;
}

PageKeys GreatestKeys(soci::session& session, const PageSource& source, long long before,
                      std::size_t wanted)
{
  const bool isPostgres = IsPostgres(session);
  const std::size_t forEach = CountForEach(source.values.size(), wanted);
  const std::string limit = std::to_string(forEach);
  Walk walk(source, before, isPostgres);
  const std::string query =
      source.values.size() < 2
          ? walk.KeysAt(source.values.empty() ? "0" : std::to_string(source.values.front()), limit)
          : KeysAtAll(walk, source, limit, isPostgres);
  return Merge(SelectKeys(session, query, walk.TakeArguments()), forEach);
}

std::vector<long long> AllKeys(soci::session& session, const PageSource& source, long long before)
{
  Walk walk(source, before, IsPostgres(session));
  const std::string query = "SELECT DISTINCT " + source.key + " AS page_key" +
                            walk.FromAll(Scores::High) + " ORDER BY page_key DESC";
  return SelectNumbers(session, query, walk.TakeArguments());
}

std::size_t CountUpTo(soci::session& session, const PageSource& source, long long before,
                      std::size_t most)
{
  Walk walk(source, before, IsPostgres(session));
  const std::string query = "SELECT COUNT(*) FROM (SELECT 1 AS one" + walk.FromAll(Scores::Any) +
                            " LIMIT " + std::to_string(most) + ") AS counted";
  return static_cast<std::size_t>(SelectNumbers(session, query, walk.TakeArguments()).front());
}

}  // namespace vlm
