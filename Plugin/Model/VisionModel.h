// SPDX-License-Identifier: GPL-3.0-or-later
// The port to any model that looks at pictures: the embedded detector, or a VLM behind HTTP.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Model/ModelHealth.h"
#include "Model/ReadingNoise.h"
#include "Model/SelfTest.h"
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

// How pictures are made for a model, and how many of them.
struct ViewSettings
{
  enum class CtWindow
  {
    Presets,         // by body part; another one for each further full view
    AsStored,        // the window that the DICOM object gives
    ThreeWindowsRgb  // wide, soft tissue and brain as red, green and blue (MedGemma)
  };
  int calls = 1;             // model calls for an image
  int maximumImages = 64;    // of one analysis, and so in one request
  int maximumImageSize = 0;  // longer side [px] of what is sent; 0: as stored
  bool isPaddedToSquare = false;
  CtWindow ctWindow = CtWindow::AsStored;
};

struct ModelImage
{
  cv::Mat picture;  // CV_8UC1, or CV_8UC3 in BGR order; as it is sent
  Acquisition acquisition;
  ImageCoordinates coordinates;  // from the model's boxes on `picture` to stored pixels
};

enum class ViewKind
{
  Full,
  Zoom  // a magnified part of one image around a candidate
};

// A reply that could not be used, shown to the model together with what is wrong with it.
struct ReplyToRepair
{
  std::string text;
  std::string problem;
};

struct ModelRequest
{
  std::vector<ModelImage> images;  // at least one
  std::string language = "en";     // BCP 47
  ViewKind view = ViewKind::Full;
  std::optional<ReplyToRepair> repair;
  // For the egress ledger; never sent.
  std::string analysisId;
  std::string orthancStudyId;
  std::string egressRule;
};

// How a reply ended. All but Complete carry what there is of the text, for the audit.
enum class ReplyEnd
{
  Complete,
  Truncated,    // the token limit was reached
  Refused,      // a safety filter, or the model itself
  Empty,        // no text at all
  ThoughtOnly,  // reasoning, but no answer
  Unreadable    // not even an envelope of the model's API; the text is its beginning
};

std::string NameOf(ReplyEnd end);  // "Complete", ...

struct ModelReply
{
  std::string text;         // JSON after Resources/Schemas/model-reply.schema.json, untrusted
  std::string servedModel;  // what the server says it was
  int requests = 0;
  std::int64_t inputTokens = 0;
  std::int64_t outputTokens = 0;
  std::int64_t bytesSent = 0;
  // None: not known, so that its boxes mean nothing.
  std::optional<BoxFormat> boxFormat = BoxFormat{};
  ReplyEnd end = ReplyEnd::Complete;
  std::string endDetail{};  // the server's own word, e.g. "MAX_TOKENS", "SAFETY"
  std::vector<std::string> warnings{};
};

// Thread-safe: several workers read at once. Read and Test may suspend the calling fiber
// (Boost.Fiber): hold no lock.
class VisionModel
{
public:
  virtual ~VisionModel() = default;
  virtual const ModelIdentity& Identity() const = 0;
  virtual ViewSettings Views() const { return {}; }
  // Whether pictures leave this process, so that the egress gate has to look at them.
  virtual bool SendsPictures() const { return false; }
  virtual ModelHealth Health() const { return {}; }
  virtual ReadingNoise Noise() const { return {}; }

  // Errors: ModelUnavailable, ModelPaused, ModelRefused, BadReply (not even an envelope),
  // BadConfiguration (egress is not allowed), Canceled, BadInput, StorageFailed (ledger).
  virtual Result<ModelReply> Read(const ModelRequest& request,
                                  const Cancellation& cancellation) = 0;
  // Shows a synthetic picture with known shapes (Model/SelfTest.h) and remembers what was learnt.
  virtual Result<SelfTestOutcome> Test(const Cancellation& cancellation) = 0;
};

}  // namespace vlm
