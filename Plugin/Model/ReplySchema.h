// SPDX-License-Identifier: GPL-3.0-or-later
// The model-reply schema in the dialects of the APIs, both from one table. Properties come in the
// order in which they are to be written: look and reason first, conclude last.
#pragma once

#include <json/value.h>

#include <string>

namespace vlm
{

// OpenAPI subset of Gemini's Schema message: upper-case types, propertyOrdering, no
// additionalProperties. What need not be there is left out of `required`.
Json::Value GeminiReplySchema();
// Strict structured output of OpenAI as JSON text: additionalProperties false, every property
// required, optional ones nullable. Text, because the order of its properties is the order in which
// servers make models write them, and Json::Value sorts them.
const std::string& StrictReplySchema();

}  // namespace vlm
