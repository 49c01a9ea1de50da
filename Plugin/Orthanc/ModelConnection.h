// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a model's entry that says where its server is and whether it may be asked.
#pragma once

#include <string>

#include "Orthanc/ModelConfiguration.h"
#include "Orthanc/SettingsReader.h"

namespace vlm
{

// What is refused is noted in `reader`.
//   destination         an address certainly not allowed while Egress.AllowRemote is false only
//                       sets ExchangeSettings::refusal: Orthanc starts, the model's analyses fail
void ReadConnection(SettingsReader& reader, const EgressSettings& egress,
                    const std::string& configurationPath, ModelSettings& model);

}  // namespace vlm
