// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OutputConfiguration.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "Orthanc/DestinationName.h"
#include "Orthanc/SettingsReader.h"

namespace vlm
{
namespace
{

// As Orthanc allows.
bool IsLabel(std::string_view text)
{
  constexpr std::size_t longest = 64;
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !text.empty() && text.size() <= longest &&
         text.find_first_not_of(allowed) == std::string_view::npos;
}

Result<LabelNames> ReadLabelNames(const Json::Value& section)
{
  SettingsReader reader(section, "Vlm.Outputs.LabelNames");
  LabelNames names;
  std::set<std::string> seen;
  for (const auto& [key, name] : {std::pair<const char*, std::string*>("Finding", &names.finding),
                                  {"NoFinding", &names.noFinding},
                                  {"Failed", &names.failed}})
  {
    *name = reader.Text(key, *name);
    if (!IsLabel(*name))
    {
      reader.Refuse(key, "allowed: 1 to 64 of the characters A-Z, a-z, 0-9, _ and -");
    }
    if (!seen.insert(*name).second)
    {
      reader.Refuse(key, "each of the three labels must have a name of its own");
    }
  }
  const auto finished = reader.Finish();
  return finished.HasValue() ? Result<LabelNames>(std::move(names)) : finished.Failure();
}

std::vector<std::string> ReadDestinations(SettingsReader& reader)
{
  auto names = reader.TextList("SendTo", {});
  std::set<std::string> seen;
  for (const auto& name : names)
  {
    if (!DestinationName::Parse(name))
    {
      reader.Refuse("SendTo",
                    "allowed: names of Orthanc's modalities and peers, also as \"modality:NAME\" "
                    "and \"peer:NAME\"");
    }
    if (!seen.insert(name).second)
    {
      reader.Refuse("SendTo", "each destination may be named once");
    }
  }
  return names;
}

}  // namespace

Result<OutputSettings> ReadOutputs(const Json::Value& section)
{
  SettingsReader reader(section, "Vlm.Outputs");
  OutputSettings outputs;
  for (const auto& [key, value] :
       {std::pair<const char*, bool*>("StructuredReport", &outputs.structuredReport),
        {"SecondaryCapture", &outputs.secondaryCapture},
        {"EncapsulatedPdf", &outputs.encapsulatedPdf},
        {"PresentationState", &outputs.presentationState},
        {"ParametricMap", &outputs.parametricMap},
        {"Labels", &outputs.labels}})
  {
    *value = reader.Boolean(key, *value);
  }
  outputs.sendTo = ReadDestinations(reader);
  if (!outputs.sendTo.empty() && !outputs.WantsObjects())
  {
    reader.Refuse("SendTo", "there is nothing to send while no kind of object is made");
  }
  outputs.superseded = reader.OneOf("Superseded", "Keep", {"Keep", "Remove"}) == "Keep"
                           ? OutputSettings::Superseded::Keep
                           : OutputSettings::Superseded::Remove;
  const Json::Value& labelNames = reader.Object("LabelNames");
  const auto finished = reader.Finish();
  auto names = finished.HasValue() ? ReadLabelNames(labelNames) : finished.Failure();
  if (!names.HasValue())
  {
    return names.Failure();
  }
  outputs.labelNames = std::move(names).Value();
  return outputs;
}

}  // namespace vlm
