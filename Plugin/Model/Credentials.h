// SPDX-License-Identifier: GPL-3.0-or-later
// Port: the headers that prove who asks.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Foundation/Secret.h"

namespace vlm
{

using Headers = std::vector<std::pair<std::string, std::string>>;

// Thread-safe; may suspend the calling fiber.
class Credentials
{
public:
  virtual ~Credentials() = default;
  // Errors: ModelPaused (none are there: which setting to mend), ModelUnavailable, Canceled,
  // StorageFailed (the ledger cannot be written, so nothing was sent to get them).
  virtual Result<Headers> Get(const Cancellation& cancellation) = 0;
  // The server refused them: the next Get must not give the same from a cache.
  virtual void Forget() {}
  // Whether there may be others after Forget.
  virtual bool AreRenewable() const { return false; }
};

// A key in one header, e.g. "x-goog-api-key: KEY" or "Authorization: Bearer KEY".
class KeyHeader : public Credentials
{
public:
  // `problem`: why there is no key, if there must be one.
  KeyHeader(std::string name, std::string prefix, Secret key, std::string problem = "")
      : name_(std::move(name)),
        prefix_(std::move(prefix)),
        key_(std::move(key)),
        problem_(std::move(problem))
  {
  }

  Result<Headers> Get(const Cancellation& /*cancellation*/) override
  {
    if (!problem_.empty())
    {
      return Error{ErrorKind::ModelPaused, problem_};
    }
    return key_.IsEmpty() ? Headers() : Headers{{name_, prefix_ + key_.Reveal()}};
  }

private:
  std::string name_;
  std::string prefix_;
  Secret key_;
  std::string problem_;
};

}  // namespace vlm
