// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/PromptDirectory.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace vlm
{
namespace
{

namespace fs = std::filesystem;

Result<std::string> ReadPrompt(const fs::path& file)
{
  constexpr std::uintmax_t mostBytes = std::uintmax_t{64} << 10;
  std::error_code problem;
  const auto size = fs::file_size(file, problem);
  std::ifstream stream(file, std::ios::binary);
  if (problem || !stream)
  {
    return Error{ErrorKind::BadConfiguration,
                 "Vlm.PromptDirectory: '" + file.string() + "' cannot be read."};
  }
  if (size > mostBytes)
  {
    return Error{ErrorKind::BadConfiguration, "Vlm.PromptDirectory: '" + file.string() + "' has " +
                                                  std::to_string(size) + " bytes; allowed are " +
                                                  std::to_string(mostBytes) + "."};
  }
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

}  // namespace

Result<std::map<std::string, std::string>> ReadPromptDirectory(const std::string& path)
{
  std::map<std::string, std::string> prompts;
  if (path.empty())
  {
    return prompts;
  }
  std::error_code problem;
  fs::directory_iterator files(path, problem);
  if (problem)
  {
    return Error{
        ErrorKind::BadConfiguration,
        "Vlm.PromptDirectory is \"" + path + "\"; it cannot be read: " + problem.message() + "."};
  }
  for (const auto& entry : files)
  {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".md" || name == "README.md")
    {
      continue;
    }
    auto text = ReadPrompt(entry.path());
    if (!text.HasValue())
    {
      return text.Failure();
    }
    prompts[name] = std::move(text).Value();
  }
  return prompts;
}

Result<Prompts> ReadPrompts(const std::string& directory)
{
  const auto overrides = ReadPromptDirectory(directory);
  return overrides.HasValue() ? Prompts::Create(overrides.Value())
                              : Result<Prompts>(overrides.Failure());
}

}  // namespace vlm
