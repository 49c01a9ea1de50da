// SPDX-License-Identifier: GPL-3.0-or-later
// The words a model is given: files of Resources/Prompts or of an administrator's directory.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Model/VisionModel.h"
#include "Pixels/BoxFormat.h"

namespace vlm
{

struct PromptText
{
  std::string system;  // the role and the rules
  std::string user;    // the task for these pictures, with the context as data
  std::string repair;  // what is to be said after an unusable reply; empty without one
  std::vector<std::string> contextKeys;  // DICOM attributes whose values are in it
};

// Immutable.
class Prompts
{
public:
  // File name without folder -> content: "base.md", "ct.md", "mr.md", "radiograph.md",
  // "mammography.md", "ultrasound.md", "other.md", "zoom.md", "repair.md", "self-test.md". What
  // `overrides` lacks is the embedded file. Placeholders are {{LANGUAGE}}, {{BOX_FORMAT}},
  // {{CONTEXT}}, {{IMAGES}}, {{MODALITY_PART}}, {{PROBLEM}}, {{SHAPES}}.
  // Resources/Prompts/README.md says which may stand in which file.
  // Errors: BadConfiguration: an unknown file, a placeholder that its file has no value for, a file
  // that is empty or over 64 KB; "base.md" or "self-test.md" without exactly one line "---user---"
  // between two texts, another file with one.
  static Result<Prompts> Create(const std::map<std::string, std::string>& overrides);

  // "1-<first 8 digits of the SHA-256 of all parts>": the same for the same words.
  const std::string& Version() const { return version_; }

  // `contextKeys`: what the configuration's Egress.Context allows. Without "Modality" in it, the
  // modality's part is not used either. `repair` is filled when the request has a reply to repair.
  PromptText For(const ModelRequest& request, const BoxFormat& asked,
                 const std::vector<std::string>& contextKeys) const;
  PromptText ForSelfTest(const BoxFormat& asked) const;

private:
  Prompts() = default;

  std::map<std::string, std::string> parts_;
  std::string version_;
};

}  // namespace vlm
