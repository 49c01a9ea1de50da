// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the pictures of a request a model states it could not look at. Silence about such a
// picture must not pass as "nothing abnormal".
#pragma once

#include <json/value.h>

#include <cstddef>

#include "Findings/FindingsParser.h"

namespace vlm
{

// From "images_not_examined" of a reply that keeps to the schema to `imagesNotExamined`, with a
// warning for each. Expects the findings in `parsed`: a picture with a finding was examined. An
// image of which there is none becomes a warning, and takes `noAbnormality` away, because it is not
// known which was meant.
void ReadImagesNotExamined(const Json::Value& reply, std::size_t imagesShown, ParsedReply& parsed);

}  // namespace vlm
