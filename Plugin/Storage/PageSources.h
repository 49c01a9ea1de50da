// SPDX-License-Identifier: GPL-3.0-or-later
// Where a page of very many rows takes its keys from: indexes that begin with what is asked for and
// end with the number by which pages go, so that a page costs the same however many rows there are.
#pragma once

#include <soci/soci.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace vlm
{

// One index, or as many places in it as there are values.
struct PageSource
{
  std::string table;
  std::string index;              // SQLite is told to use it
  std::string key;                // ended_sequence or sequence
  std::string column;             // one of `values`; empty: there are none
  std::vector<long long> values;  // different ones
  std::string condition;          // also; empty: none; with at most one place, for `text`
  std::optional<std::string> text;
  std::optional<double> leastScore;  // also; of the column `score`
};

// More places in an index are not walked at once.
constexpr std::size_t MostWalked = 400;

// The following let SOCI's exceptions through.

struct PageKeys
{
  std::vector<long long> keys;  // below `before`, the greatest first, each once, none left out
  bool isEnd = false;           // there are no more
};

// Some of the greatest keys, about `wanted`; none only at the end. At most MostWalked values.
PageKeys GreatestKeys(soci::session& session, const PageSource& source, long long before,
                      std::size_t wanted);

// All keys below `before`; for what CountUpTo has told to be few.
std::vector<long long> AllKeys(soci::session& session, const PageSource& source, long long before);

// How many rows with keys below `before` a source has, whatever their score; `most` where there are
// as many or more.
std::size_t CountUpTo(soci::session& session, const PageSource& source, long long before,
                      std::size_t most);

std::string ListOfNumbers(const std::vector<long long>& numbers);  // "1, 2, 3"

}  // namespace vlm
