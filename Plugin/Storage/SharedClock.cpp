// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SharedClock.h"

#include <utility>

namespace vlm
{
namespace
{

using std::chrono::microseconds;

// An answer that took longer tells less than a quartz that was right some minutes ago.
constexpr microseconds LongestRoundTrip = std::chrono::seconds(1);

struct Answer
{
  microseconds offset{};
  microseconds roundTrip{};
};

// The server said its time somewhere between question and answer: at the middle, as NTP assumes it
// (RFC 5905, section 8).
Answer Ask(soci::session& session, const SharedClock::Steady& steady)
{
  long long server = 0;
  const microseconds asked = steady();
  session << "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000) AS BIGINT)",
      soci::into(server);
  const microseconds roundTrip = steady() - asked;
  return {microseconds(server) - (asked + roundTrip / 2), roundTrip};
}

}  // namespace

SharedClock::SharedClock(Database& database, Steady steady)
    : database_(database),
      steady_(std::move(steady)),
      offset_(std::chrono::duration_cast<microseconds>(
                  std::chrono::system_clock::now().time_since_epoch()) -
              steady_())
{
}

Timestamp SharedClock::Now() const
{
  if (!database_.IsShared())
  {
    return SystemClock().Now();
  }
  return Timestamp(
      std::chrono::duration_cast<std::chrono::milliseconds>(steady_() + offset_.load()));
}

Result<void> SharedClock::Calibrate()
{
  if (!database_.IsShared())
  {
    return {};
  }
  const auto answer = database_.Run([this](soci::session& session) -> Result<Answer>
                                    { return Ask(session, steady_); });
  if (!answer.HasValue())
  {
    return answer.Failure();
  }
  if (!isCalibrated_ || answer.Value().roundTrip <= LongestRoundTrip)
  {
    offset_ = answer.Value().offset;
    isCalibrated_ = true;
  }
  return {};
}

// Which neither a person nor NTP sets.
microseconds SharedClock::SteadyTime()
{
  return std::chrono::duration_cast<microseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace vlm
