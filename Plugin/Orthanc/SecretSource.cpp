// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/SecretSource.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/algorithm/string/trim.hpp>
#include <cerrno>
#include <cstdlib>
#include <locale>
#include <system_error>
#include <vector>

namespace vlm
{
namespace
{

constexpr std::size_t LargestFile = std::size_t{64} * 1024;

Error Bad(const std::string& source, const std::string& problem)
{
  return {ErrorKind::BadConfiguration, source + " " + problem + "."};
}

// Visible ASCII and spaces: a line break would end the header and begin another.
bool IsHeaderValue(const std::string& text)
{
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

Result<Secret> SecretOf(std::string text, const std::string& source)
{
  boost::trim(text, std::locale::classic());
  if (text.empty())
  {
    return Bad(source, "is empty");
  }
  if (!IsHeaderValue(text))
  {
    return Bad(source, "holds more than one line, a control character or one that is not ASCII");
  }
  return Secret(std::move(text));
}

class OpenFile
{
public:
  // Without waiting for the writer of a named pipe.
  explicit OpenFile(const std::string& path)
      : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK))
  {
  }
  ~OpenFile()
  {
    if (IsOpen())
    {
      close(descriptor_);
    }
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  bool IsOpen() const { return descriptor_ >= 0; }
  int Descriptor() const { return descriptor_; }

private:
  int descriptor_;
};

std::string LastProblem()
{
  return std::generic_category().message(errno);
}

// Empty: none.
std::string ProblemOf(const struct stat& status)
{
  if (!S_ISREG(status.st_mode))
  {
    return "is not a regular file";
  }
  if ((status.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0)
  {
    return "can be read by everybody or written by others than its owner; chmod 600 (or 640) it";
  }
  if (status.st_size > static_cast<off_t>(LargestFile))
  {
    return "has more than 64 KB";
  }
  return {};
}

// At most one byte more than is allowed.
Result<std::string> ReadAll(int descriptor, const std::string& source)
{
  std::string text;
  std::vector<char> buffer(4096);
  while (text.size() <= LargestFile)
  {
    const ssize_t count = read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno != EINTR)
    {
      return Bad(source, "cannot be read: " + LastProblem());
    }
    if (count == 0)
    {
      return text;
    }
    text.append(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  }
  return Bad(source, "has more than 64 KB");
}

}  // namespace

Result<Secret> SecretFromEnvironment(const std::string& variable)
{
  const std::string source = "The environment variable " + variable;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read once, at start; nobody changes the environment
  const char* value = std::getenv(variable.c_str());
  if (value == nullptr)
  {
    return Bad(source, "is not set");
  }
  return SecretOf(value, source);
}

Result<Secret> SecretFromFile(const std::string& path)
{
  const std::string source = "The file " + path;
  const OpenFile file(path);
  struct stat status
  {
  };
  // The open file is judged, not its name, which may mean another file a moment later.
  if (!file.IsOpen() || fstat(file.Descriptor(), &status) != 0)
  {
    return Bad(source, "cannot be opened: " + LastProblem());
  }
  const std::string problem = ProblemOf(status);
  if (!problem.empty())
  {
    return Bad(source, problem);
  }
  auto text = ReadAll(file.Descriptor(), source);
  if (!text.HasValue())
  {
    return text.Failure();
  }
  const std::size_t first = text.Value().find_first_not_of(" \t\r\n");
  if (first != std::string::npos && text.Value()[first] == '{')
  {
    return Secret(std::move(text).Value());
  }
  return SecretOf(std::move(text).Value(), source);
}

}  // namespace vlm
