// SPDX-License-Identifier: GPL-3.0-or-later
// Files compiled into a room by vlm_embed (Resources/CMake/EmbeddedFiles.cmake), found by their
// relative path.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace vlm
{

struct EmbeddedFile
{
  std::string_view name;
  std::string_view content;
};

class EmbeddedFiles
{
public:
  EmbeddedFiles(const EmbeddedFile* files, std::size_t count) : files_(files), count_(count) {}

  // NOLINTNEXTLINE(readability-identifier-naming): a range-based for wants these names
  const EmbeddedFile* begin() const { return files_; }
  // NOLINTNEXTLINE(readability-identifier-naming): see above
  const EmbeddedFile* end() const { return files_ + count_; }

  std::optional<std::string_view> Find(std::string_view name) const
  {
    for (std::size_t i = 0; i < count_; ++i)
    {
      if (files_[i].name == name)
      {
        return files_[i].content;
      }
    }
    return std::nullopt;
  }

private:
  const EmbeddedFile* files_;
  std::size_t count_;
};

}  // namespace vlm
