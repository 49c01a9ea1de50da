// SPDX-License-Identifier: GPL-3.0-or-later
// The parameters of the routes that draw.
#pragma once

#include <optional>
#include <string>

#include "Orthanc/HttpExchange.h"
#include "Render/Layers.h"

namespace vlm
{

struct LayerRequest
{
  Layer layer = Layer::Original;
  std::optional<int> frame;
  LayerOptions options;   // but for language and caption
  std::string language;   // empty: the report's
  std::string signature;  // all that was asked for, in one form however it was written
};

// Of an instance's layer; the route's second group is its name. Errors: NotFound (no such layer),
// BadInput.
Result<LayerRequest> ReadLayerRequest(const HttpRequest& request);

// Of a series, which has the illustration only.
Result<LayerRequest> ReadSeriesLayerRequest(const HttpRequest& request);

// The parameter "language": a BCP 47 tag; empty if there is none. Errors: BadInput.
Result<std::string> ReadLanguage(const HttpRequest& request);

}  // namespace vlm
