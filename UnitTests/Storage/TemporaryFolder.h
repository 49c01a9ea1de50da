// SPDX-License-Identifier: GPL-3.0-or-later
// A folder that ends with the test.
#pragma once

#include <filesystem>
#include <string>

#include "Foundation/Uuid.h"

namespace vlm
{

class TemporaryFolder
{
public:
  TemporaryFolder() : path_(std::filesystem::temp_directory_path() / ("vlm-" + RandomUuid()))
  {
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder()
  {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string File(const std::string& name) const { return (path_ / name).string(); }

private:
  std::filesystem::path path_;
};

}  // namespace vlm
