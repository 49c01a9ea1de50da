// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/UsageCollection.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include "Report/StoredJson.h"

namespace vlm
{

Json::Int64 SumOf(const Parts& parts, const char* object, const char* key)
{
  constexpr std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
  std::int64_t sum = 0;
  for (const Json::Value& part : parts)
  {
    const std::int64_t count = CountOf(MemberOf(part, object), key).value_or(0);
    sum = count > maximum - sum ? maximum : sum + count;
  }
  return sum;
}

namespace
{

// ISO 8601 texts of one form sort by time.
std::string FirstTime(const Parts& parts, const char* key)
{
  std::string first = TextOf(MemberOf(parts.front(), "Timing"), key);
  for (const Json::Value& part : parts)
  {
    first = std::min(first, TextOf(MemberOf(part, "Timing"), key));
  }
  return first;
}

std::string LastTime(const Parts& parts, const char* key)
{
  std::string last;
  for (const Json::Value& part : parts)
  {
    last = std::max(last, TextOf(MemberOf(part, "Timing"), key));
  }
  return last;
}

}  // namespace

void JoinUsage(const Parts& parts, Json::Value& report)
{
  for (const char* key : {"Requests", "InputTokens", "OutputTokens", "BytesSent"})
  {
    report["Usage"][key] = SumOf(parts, "Usage", key);
  }
  report["Timing"]["QueuedAt"] = FirstTime(parts, "QueuedAt");
  report["Timing"]["StartedAt"] = FirstTime(parts, "StartedAt");
  report["Timing"]["CompletedAt"] = LastTime(parts, "CompletedAt");
  report["Timing"]["ModelMs"] = SumOf(parts, "Timing", "ModelMs");
  report["Timing"]["PipelineMs"] = SumOf(parts, "Timing", "PipelineMs");
}

}  // namespace vlm
