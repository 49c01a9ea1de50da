// SPDX-License-Identifier: GPL-3.0-or-later
// How a page of analyses is found: the index that is walked, and what its rows must be besides.
#pragma once

#include <soci/soci.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "Pipeline/AnalysisQueue.h"
#include "Storage/PageSources.h"
#include "Storage/RecordRow.h"

namespace vlm
{

// Keys are below this.
constexpr long long BeyondAllKeys = std::numeric_limits<long long>::max();

// The keys of what may be on a page, falling.
class PagePlan
{
public:
  // `words`: those of filter.label, not empty if that is asked for. Lets SOCI's exceptions through.
  PagePlan(soci::session& session, const AnalysisFilter& filter,
           const std::vector<long long>& words, long long before);

  // The next ones; empty: there are no more. Lets SOCI's exceptions through.
  std::vector<long long> NextKeys(soci::session& session);

private:
  void Consider(soci::session& session, const PageSource& source);

  PageSource all_;     // by state and modality alone
  PageSource chosen_;  // the narrowest
  std::size_t rows_;   // of it, as far as they were counted
  long long before_;
  std::size_t batch_;
  std::size_t leftOfAll_ = 0;  // how many of all_ are looked at before chosen_
  bool isAtEnd_ = false;
};

// What the filter asks for, as conditions on the rows with certain keys ("" or " AND ...") with
// their arguments.
std::pair<std::string, QueryArguments> RowConditions(soci::session& session,
                                                     const AnalysisFilter& filter,
                                                     const std::vector<long long>& words);

// The column by which pages go.
std::string PageKey(AnalysisFilter::Order order);

}  // namespace vlm
