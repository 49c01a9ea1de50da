// SPDX-License-Identifier: GPL-3.0-or-later
// Slips of form that leave no doubt about what was meant, or that cost one member only, are mended
// before the schema is asked. Each leaves a warning.
#pragma once

#include <json/value.h>

#include <string>
#include <vector>

namespace vlm
{

// Brings a reply to the shape of Resources/Schemas/model-reply.schema.json and returns the
// warnings:
//   [{...reply...}] is the reply inside it; [{finding}, ...] is {"findings": [...]};
//   findings without "no_abnormality" mean that it is false;
//   numbers written as texts become numbers ("score", "box_2d", "image");
//   a score that is no number, and a box that is not 4 numbers, is dropped: the finding stays;
//   one text where a list of texts belongs, or a list where one text belongs, is converted.
// Whatever else is wrong stays, to be refused by the schema.
std::vector<std::string> RepairReply(Json::Value& reply);

}  // namespace vlm
