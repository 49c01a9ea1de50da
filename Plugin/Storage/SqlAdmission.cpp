// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlAdmission.h"

#include <algorithm>
#include <chrono>

#include "Pipeline/RequestBudget.h"
#include "Storage/EgressRows.h"
#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

constexpr long long Minute = 60'000;
// For so long a node that waits keeps its place without asking again, and after half of it its
// row is written anew.
constexpr long long PlaceHeldFor = 3'000;

// One request of one node, at one moment.
struct Request
{
  soci::session& session;
  const std::string& node;
  const std::string& model;
  long long now;
};

// What most requests need to know, in one question: round trips are what this costs.
struct Situation
{
  long long requests = 0;  // of the day
  long long tokens = 0;
  long long inFlight = 0;
  long long waiting = 0;  // nodes
  long long time = 0;     // of the request that fills the minute; 0: there is none
};

// The newest request but `places` of the last minute. What has a time in the near future, by a
// clock that was set back, is there, too.
std::string TimeInMinute(int places)
{
  return "SELECT time FROM egress WHERE model = :model_of_minute AND time > :since AND time < "
         ":future ORDER BY time DESC LIMIT 1 OFFSET " +
         std::to_string(std::max(places, 0));
}

// The plus makes SQLite look among those without an outcome, which are few. In flight are those of
// nodes that are alive: whoever restarts a server must not wait for what it had sent.
Situation SituationOf(const Request& request, Timestamp time, const SharedLimits& limits)
{
  const long long day = DayNumberOf(time);
  const long long oldest = request.now - limits.longestCall.count();
  const long long since = request.now - Minute;
  const long long future = request.now + Minute;
  Situation found;
  request.session
      << "SELECT (SELECT COALESCE(MAX(requests), 0) FROM model_days WHERE model = :model AND day = "
         ":day), (SELECT COALESCE(MAX(tokens), 0) FROM model_days WHERE model = :model_of_tokens "
         "AND day = :day_of_tokens), (SELECT COUNT(*) FROM egress WHERE model = :model_in_flight "
         "AND outcome = '' AND +time > :oldest AND (node = :node OR node IN (SELECT id FROM nodes "
         "WHERE lease_until > :now))), (SELECT COUNT(*) FROM model_waits WHERE model = "
         ":model_of_waits AND waits_until > :now_of_waits), COALESCE((" +
             TimeInMinute(limits.requestsPerMinute - 1) + "), 0)",
      soci::use(request.model), soci::use(day), soci::use(request.model), soci::use(day),
      soci::use(request.model), soci::use(oldest), soci::use(request.node), soci::use(request.now),
      soci::use(request.model), soci::use(request.now), soci::use(request.model), soci::use(since),
      soci::use(future), soci::into(found.requests), soci::into(found.tokens),
      soci::into(found.inFlight), soci::into(found.waiting), soci::into(found.time);
  return found;
}

// Since when this node has waited for this model, and until when its place is held; both `now` if
// it has not.
struct Place
{
  long long since = 0;
  long long until = 0;
  bool isHeld = false;
};

Place PlaceOf(const Request& request)
{
  long long count = 0;
  long long since = 0;
  long long until = 0;
  request.session << "SELECT COUNT(*), COALESCE(MAX(waits_since), 0), COALESCE(MAX(waits_until), "
                     "0) FROM model_waits WHERE model = :model AND node = :node AND waits_until > "
                     ":now",
      soci::use(request.model), soci::use(request.node), soci::use(request.now), soci::into(count),
      soci::into(since), soci::into(until);
  return count > 0 ? Place{since, until, true} : Place{request.now, request.now, false};
}

int CountAhead(const Request& request, const Place& place)
{
  int ahead = 0;
  request.session << "SELECT COUNT(*) FROM model_waits WHERE model = :model AND node <> :other AND "
                     "waits_until > :now AND (waits_since < :since OR (waits_since = :same AND "
                     "node < :node))",
      soci::use(request.model), soci::use(request.node), soci::use(request.now),
      soci::use(place.since), soci::use(place.since), soci::use(request.node), soci::into(ahead);
  return ahead;
}

// The same for a node that has others ahead.
long long TimeInMinuteBehind(const Request& request, int places)
{
  const long long since = request.now - Minute;
  const long long future = request.now + Minute;
  long long time = 0;
  request.session << TimeInMinute(places), soci::use(request.model), soci::use(since),
      soci::use(future), soci::into(time);
  return request.session.got_data() ? time : 0;
}

void KeepPlace(const Request& request, const Place& place)
{
  const long long until = request.now + PlaceHeldFor;
  if (place.until > request.now + PlaceHeldFor / 2)
  {
    return;
  }
  request.session << "INSERT INTO model_waits (model, node, waits_since, waits_until) VALUES "
                     "(:model, :node, :since, :until) ON CONFLICT (model, node) DO UPDATE SET "
                     "waits_since = excluded.waits_since, waits_until = excluded.waits_until",
      soci::use(request.model), soci::use(request.node), soci::use(place.since), soci::use(until);
}

void LeavePlace(const Request& request)
{
  // And those that nobody holds any more.
  const long long forgotten = request.now - Minute;
  request.session << "DELETE FROM model_waits WHERE model = :model AND (node = :node OR "
                     "waits_until < :forgotten)",
      soci::use(request.model), soci::use(request.node), soci::use(forgotten);
}

// When the minute has room for this request and those ahead; no value: it has.
std::optional<Timestamp> MinuteOpensAt(const Request& request, const SharedLimits& limits,
                                       const Situation& found, int ahead)
{
  if (limits.requestsPerMinute <= 0)
  {
    return std::nullopt;
  }
  const long long filling =
      ahead == 0 ? found.time : TimeInMinuteBehind(request, limits.requestsPerMinute - 1 - ahead);
  // A request of the future counts for a minute from now.
  const auto opens = std::chrono::milliseconds(std::min(filling, request.now) + Minute);
  return filling > 0 ? std::optional<Timestamp>(Timestamp(opens)) : std::nullopt;
}

// For this request and those ahead.
bool HasRoom(const SharedLimits& limits, const Situation& found, int ahead)
{
  const bool isInTurn = limits.requestsPerMinute <= 0 || ahead < limits.requestsPerMinute;
  return isInTurn && (limits.concurrent <= 0 || limits.concurrent - found.inFlight > ahead);
}

}  // namespace

Admission AdmitInto(soci::session& session, const std::string& node, const EgressEntry& entry,
                    const SharedLimits& limits)
{
  LockName(session, "limits of " + entry.model);
  const Request request{session, node, entry.model, MillisecondsOf(entry.time)};
  const Situation found = SituationOf(request, entry.time, limits);
  Admission admission;
  admission.today = {found.requests, found.tokens};
  if (const auto usedUp = ExhaustionOf({0, limits.dailyRequests, limits.dailyTokens},
                                       {found.requests, found.tokens}))
  {
    admission.usedUp = *usedUp;
    return admission;
  }
  const Place place = found.waiting > 0 ? PlaceOf(request) : Place{request.now, request.now, false};
  admission.ahead = found.waiting > 0 ? CountAhead(request, place) : 0;
  admission.opensAt = MinuteOpensAt(request, limits, found, admission.ahead);
  if (admission.opensAt || !HasRoom(limits, found, admission.ahead))
  {
    KeepPlace(request, place);
    return admission;
  }
  if (place.isHeld)
  {
    LeavePlace(request);
  }
  admission.entry = InsertEntry(session, node, entry);
  ++admission.today.requests;
  return admission;
}

}  // namespace vlm
