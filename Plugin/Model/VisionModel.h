// SPDX-License-Identifier: GPL-3.0-or-later
// The port to any model that looks at pictures: the embedded detector, or a VLM behind HTTP.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Pixels/Frame.h"
#include "Pixels/ImageCoordinates.h"

namespace vlm
{

struct ModelIdentity
{
  std::string name;           // as the configuration calls it, e.g. "offline"
  std::string type;           // "Offline", "Gemini", "Vertex" or "OpenAI"
  std::string requested;      // the model asked for, e.g. "gemini-2.5-flash"
  std::string promptVersion;  // or the version of the detector's rules
};

struct ModelImage
{
  cv::Mat picture;  // CV_8UC1, or CV_8UC3 in BGR order; as it is sent
  Acquisition acquisition;
  ImageCoordinates coordinates;  // from the model's boxes on `picture` to stored pixels
};

struct ModelRequest
{
  std::vector<ModelImage> images;  // at least one
  std::string language = "en";
};

struct ModelReply
{
  std::string text;         // JSON after Resources/Schemas/model-reply.schema.json, untrusted
  std::string servedModel;  // what the server says it was
  int requests = 0;
  std::int64_t inputTokens = 0;
  std::int64_t outputTokens = 0;
  std::int64_t bytesSent = 0;
};

// Thread-safe: several workers read at once.
class VisionModel
{
public:
  virtual ~VisionModel() = default;
  virtual const ModelIdentity& Identity() const = 0;
  // Errors: ModelUnavailable, Canceled, BadInput.
  virtual Result<ModelReply> Read(const ModelRequest& request,
                                  const Cancellation& cancellation) = 0;
};

}  // namespace vlm
