// SPDX-License-Identifier: GPL-3.0-or-later
// Which part of a request a server refuses, by the words of its refusal.
#pragma once

#include <optional>

#include "Model/WireFormat.h"

namespace vlm
{

// OpenAI names the parameter; vLLM, llama.cpp, Ollama and LM Studio describe it in words of their
// own. A refusal that speaks of pictures or of the context's length is none that a simpler request
// would mend; one that explains nothing costs the structure, step by step.
std::optional<Concessions> ConcedeToOpenAiServer(const HttpReply& refusal,
                                                 const Concessions& concessions);

}  // namespace vlm
