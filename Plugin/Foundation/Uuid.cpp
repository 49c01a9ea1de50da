// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/Uuid.h"

#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <cctype>

namespace vlm
{

std::string RandomUuid()
{
  thread_local boost::uuids::random_generator generator;
  return boost::uuids::to_string(generator());
}

std::string DerivedUuid(std::string_view parent, std::string_view name)
{
  boost::uuids::name_generator_sha1 generator(boost::uuids::ns::oid());
  std::string seed(parent);
  seed += '\n';
  seed += name;
  return boost::uuids::to_string(generator(seed));
}

bool IsUuid(std::string_view text)
{
  constexpr std::size_t length = 36;
  if (text.size() != length)
  {
    return false;
  }
  for (std::size_t i = 0; i < length; ++i)
  {
    const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
    if (isDash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0)
    {
      return false;
    }
  }
  return true;
}

}  // namespace vlm
