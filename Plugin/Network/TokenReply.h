// SPDX-License-Identifier: GPL-3.0-or-later
// What a token endpoint (RFC 6749, section 5) or the metadata server answers.
#pragma once

#include <string>

#include "Foundation/Result.h"
#include "Foundation/Secret.h"
#include "Foundation/Time.h"
#include "Model/HttpTransport.h"

namespace vlm
{

struct Token
{
  Secret value;
  Timestamp renewAt;
};

// `who` answered, for the message. Errors: ModelUnavailable (asking again may help), ModelPaused.
Result<Token> ReadToken(const HttpReply& reply, const std::string& who, Timestamp askedAt);

}  // namespace vlm
