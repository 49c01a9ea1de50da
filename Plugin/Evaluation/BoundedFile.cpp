// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/BoundedFile.h"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace vlm
{

Result<std::string> ReadFile(const std::string& path, std::size_t mostBytes)
{
  std::error_code problem;
  // Neither a folder, whose reading would fail, nor a pipe, whose reading would never end.
  if (!std::filesystem::is_regular_file(path, problem))
  {
    return Error{ErrorKind::NotFound, path + " is not a file."};
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream)
  {
    return Error{ErrorKind::NotFound, path + " cannot be opened."};
  }
  const auto size = std::filesystem::file_size(path, problem);
  if (problem || size > mostBytes)
  {
    return Error{
        problem ? ErrorKind::StorageFailed : ErrorKind::TooLarge,
        path + " has more than the " + std::to_string(mostBytes) + " bytes that are read at most."};
  }
  std::string content(static_cast<std::size_t>(size), '\0');
  stream.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (stream.gcount() != static_cast<std::streamsize>(content.size()))
  {
    return Error{ErrorKind::StorageFailed, path + " cannot be read to its end."};
  }
  return content;
}

Result<void> WriteFile(const std::string& path, std::string_view content)
{
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream.write(content.data(), static_cast<std::streamsize>(content.size()));
  stream.close();
  if (!stream)
  {
    return Error{ErrorKind::StorageFailed, path + " cannot be written."};
  }
  return {};
}

}  // namespace vlm
