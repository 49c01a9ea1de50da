// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/Options.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

namespace vlm
{
namespace
{

using Problem = std::optional<std::string>;  // what is allowed; none: the value is

template <typename Number>
Problem Read(const std::string& text, Number least, Number most, Number& number)
{
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // NaN is refused, too.
  if (error != std::errc() || end != text.data() + text.size() ||
      !(value >= least && value <= most))
  {
    return "a number from " + std::to_string(least) + " to " + std::to_string(most);
  }
  number = value;
  return std::nullopt;
}

Problem ReadShare(const std::string& text, double& share)
{
  return Read(text, 0.0, 1.0, share);
}

template <typename Value>
Problem ReadWord(const std::string& text, const std::vector<std::pair<std::string, Value>>& words,
                 Value& value)
{
  std::string allowed;
  for (const auto& [word, meaning] : words)
  {
    if (word == text)
    {
      value = meaning;
      return std::nullopt;
    }
    allowed += (allowed.empty() ? "" : " or ") + word;
  }
  return allowed;
}

Problem ReadPath(const std::string& text, std::string& path)
{
  path = text;
  return text.empty() ? Problem("a text that is not empty") : std::nullopt;
}

struct Option
{
  const char* name;
  const char* value;  // for the usage text; empty: it takes none
  const char* help;
  Problem (*read)(const std::string& value, Options& options);
  bool isOfSimulation = false;
};

using Text = const std::string&;
using Hallucinations = SimulationSettings::Hallucinations;

constexpr Option Table[] = {
    {"--truth", "FILE", "list of pictures and lesions (format: Plugin/Evaluation/TruthFile.h)",
     [](Text v, Options& o) { return ReadPath(v, o.truthPath); }},
    {"--model", "NAME", "evaluate this model of the configuration; \"offline\" needs none",
     [](Text v, Options& o) { return ReadPath(v, o.modelName); }},
    {"--config", "FILE", "Orthanc's configuration, with its section \"Vlm\"",
     [](Text v, Options& o) { return ReadPath(v, o.configPath); }},
    {"--simulate", "", "evaluate a simulated model that knows the truth and errs",
     [](Text, Options& o)
     {
       o.isSimulated = true;
       return Problem();
     }},
    {"--calls", "N", "model calls for an image (simulated: 4; else as configured)",
     [](Text v, Options& o) { return Read(v, 1, 64, o.calls.emplace(1)); }},
    {"--pixel-evidence", "on|off", "ask the image itself for the places (on)",
     [](Text v, Options& o) {
       return ReadWord<bool>(v, {{"on", true}, {"off", false}}, o.usesPixelEvidence);
     }},
    {"--seed", "N", "of everything that is drawn (1)",
     [](Text v, Options& o) { return Read(v, 0U, 4294967295U, o.simulation.seed); }},
    {"--source", "PREFIX", "only files whose name is PREFIX up to the first underscore",
     [](Text v, Options& o) { return ReadPath(v, o.source); }},
    {"--limit", "N", "at most so many images",
     [](Text v, Options& o) { return Read(v, 1, 1000000, o.limit.emplace(1)); }},
    {"--json", "FILE", "write all figures",
     [](Text v, Options& o) { return ReadPath(v, o.jsonPath); }},
    {"--csv", "FILE", "write a line for each finding",
     [](Text v, Options& o) { return ReadPath(v, o.csvPath); }},
    {"--html", "FILE", "write a page with tables and chart",
     [](Text v, Options& o) { return ReadPath(v, o.htmlPath); }},
    {"--png", "FILE", "write the chart", [](Text v, Options& o) { return ReadPath(v, o.pngPath); }},
    {"--error-px", "PX", "mean error of a stated centre, on 512 x 512 (80)",
     [](Text v, Options& o) { return Read(v, 0.0, 1000.0, o.simulation.errorPx); }, true},
    {"--bias-px", "PX", "constant shift of all stated centres, on 512 x 512 (0)",
     [](Text v, Options& o) { return Read(v, 0.0, 1000.0, o.simulation.biasPx); }, true},
    {"--box-scale", "SHARE", "stated sizes vary by this share (0.3)",
     [](Text v, Options& o) { return Read(v, 0.0, 0.95, o.simulation.boxScale); }, true},
    {"--missing", "P", "probability that a reading omits a true finding (0)",
     [](Text v, Options& o) { return ReadShare(v, o.simulation.missing); }, true},
    {"--outliers", "P", "probability that a stated centre lies anywhere (0)",
     [](Text v, Options& o) { return ReadShare(v, o.simulation.outliers); }, true},
    {"--hallucinations", "P", "probability of a finding that is not there (0)",
     [](Text v, Options& o) { return ReadShare(v, o.simulation.hallucinations); }, true},
    {"--hallucination-kind", "independent|consistent",
     "new in each reading, or the same in all of an image (independent)",
     [](Text v, Options& o)
     {
       return ReadWord<Hallucinations>(v,
                                       {{"independent", Hallucinations::Independent},
                                        {"consistent", Hallucinations::Consistent}},
                                       o.simulation.kind);
     },
     true},
    {"--noise", "told|assumed", "whether verification is told the size of the errors (told)",
     [](Text v, Options& o)
     {
       return ReadWord<ReadingNoise::Basis>(
           v, {{"told", ReadingNoise::Basis::Told}, {"assumed", ReadingNoise::Basis::Assumed}},
           o.simulation.basis);
     },
     true},
    {"--help", "", "this text",
     [](Text, Options& o)
     {
       o.isHelpWanted = true;
       return Problem();
     }}};

Error Bad(const std::string& sentence)
{
  return {ErrorKind::BadInput, sentence};
}

Error NotAllowed(const std::string& name, const std::string& value, const std::string& allowed)
{
  return Bad(name + " is '" + value + "'; allowed: " + allowed + ".");
}

const Option* Find(const std::string& name)
{
  const auto* const found =
      std::find_if(std::begin(Table), std::end(Table),
                   [&name](const Option& option) { return option.name == name; });
  return found == std::end(Table) ? nullptr : found;
}

Result<void> CheckTogether(const Options& options)
{
  if (options.isHelpWanted)
  {
    return {};
  }
  if (options.truthPath.empty())
  {
    return Bad("--truth is missing: it names the list of pictures and lesions.");
  }
  if (options.isSimulated == !options.modelName.empty())
  {
    return Bad("Either --simulate or --model NAME is needed, and not both.");
  }
  if (!options.modelName.empty() && options.configPath.empty() && options.modelName != "offline")
  {
    return Bad("--config is missing: it names the configuration that has model '" +
               options.modelName + "'; only offline needs none.");
  }
  for (const auto& [name, value] : options.given)
  {
    if (!options.isSimulated && Find(name)->isOfSimulation)
    {
      return Bad(name + " is for --simulate.");
    }
  }
  return {};
}

}  // namespace

Result<Options> ParseOptions(const std::vector<std::string>& arguments)
{
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i)
  {
    const auto equals = arguments[i].find('=');
    const std::string name = arguments[i].substr(0, equals);
    const Option* option = Find(name);
    if (option == nullptr)
    {
      return Bad(name + " is no option; --help lists them.");
    }
    std::string value = equals == std::string::npos ? "" : arguments[i].substr(equals + 1);
    const bool takesValue = *option->value != '\0';
    if (takesValue && equals == std::string::npos)
    {
      if (++i == arguments.size())
      {
        return Bad(name + " needs a value: " + option->value + ".");
      }
      value = arguments[i];
    }
    if (!takesValue && equals != std::string::npos)
    {
      return Bad(name + " takes no value.");
    }
    if (const auto allowed = option->read(value, options))
    {
      return NotAllowed(name, value, *allowed);
    }
    options.given.emplace_back(name, value);
  }
  options.simulation.calls = options.calls.value_or(options.simulation.calls);
  const auto checked = CheckTogether(options);
  return checked.HasValue() ? Result<Options>(std::move(options)) : checked.Failure();
}

std::string UsageText()
{
  std::string text =
      "vlm-evaluate --truth FILE (--simulate | --model NAME [--config FILE]) [OPTION]...\n"
      "Measures how well findings are located, on images whose lesions are known.\n\n";
  for (const auto& option : Table)
  {
    std::string line = std::string("  ") + option.name + " " + option.value;
    line.resize(std::max<std::size_t>(line.size() + 2, 30), ' ');
    text += line;
    text += option.isOfSimulation ? "simulated: " : "";
    text += std::string(option.help) + "\n";
  }
  return text;
}

}  // namespace vlm
