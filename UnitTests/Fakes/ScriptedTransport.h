// SPDX-License-Identifier: GPL-3.0-or-later
// An HTTP transport without a network: answers what a test tells it to and remembers every call.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "Model/HttpTransport.h"

namespace vlm
{

// Thread-safe if its script is. The script may suspend the calling fiber.
class ScriptedTransport : public HttpTransport
{
public:
  using Script = std::function<Outcome(const HttpCall&, const Cancellation&)>;
  struct Seen
  {
    HttpCall call;
    ConnectionSettings connection;
  };

  explicit ScriptedTransport(Script script) : script_(std::move(script)) {}
  // The same answer to every call.
  explicit ScriptedTransport(Outcome outcome)
      : ScriptedTransport([outcome](const HttpCall&, const Cancellation&) { return outcome; })
  {
  }
  // The answers one after another; the last one again and again.
  explicit ScriptedTransport(std::vector<Outcome> outcomes)
      : script_([this, outcomes](const HttpCall&, const Cancellation&)
                { return outcomes.at(std::min(Count(), outcomes.size()) - 1); })
  {
  }
  ScriptedTransport(const ScriptedTransport&) = delete;
  ScriptedTransport& operator=(const ScriptedTransport&) = delete;

  Outcome Send(const HttpCall& call, const ConnectionSettings& connection,
               const Cancellation& cancellation) override
  {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      seen_.push_back({call, connection});
    }
    return script_(call, cancellation);
  }

  std::vector<Seen> Calls() const
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    return seen_;
  }
  std::size_t Count() const { return Calls().size(); }

private:
  Script script_;
  mutable std::mutex mutex_;
  std::vector<Seen> seen_;
};

}  // namespace vlm
