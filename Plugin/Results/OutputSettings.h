// SPDX-License-Identifier: GPL-3.0-or-later
// The configuration's "Outputs": what of a report is written where.
#pragma once

#include <string>
#include <vector>

namespace vlm
{

struct LabelNames
{
  std::string finding = "ai-finding";
  std::string noFinding = "ai-no-finding";
  std::string failed = "ai-failed";
};

struct OutputSettings
{
  enum class Superseded
  {
    Keep,   // objects of earlier analyses of the same resource by the same model stay
    Remove  // they are deleted once those of the new one are stored
  };
  bool structuredReport = true;
  bool secondaryCapture = true;
  bool encapsulatedPdf = false;
  bool presentationState = false;
  bool parametricMap = false;
  bool labels = true;
  LabelNames labelNames;
  std::vector<std::string> sendTo;  // names of Orthanc's modalities and peers
  Superseded superseded = Superseded::Keep;
  std::string reviewOrganization;  // of "Review": who signs reports off; empty: the source's

  bool WantsObjects() const
  {
    return structuredReport || secondaryCapture || encapsulatedPdf || presentationState ||
           parametricMap;
  }
};

}  // namespace vlm
