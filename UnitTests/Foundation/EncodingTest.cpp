// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: the test vectors of RFC 4648, section 10.
#include "Foundation/Encoding.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

TEST(Base64, IsThatOfTheStandardBothWays)
{
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors)
  {
    EXPECT_EQ(Base64(bytes), text);
    EXPECT_EQ(DecodeBase64(text), std::string(bytes));
  }
}

TEST(Base64, KeepsEveryByte)
{
  std::string bytes;
  for (int i = 0; i < 256; ++i)
  {
    bytes += static_cast<char>(i);
  }
  EXPECT_EQ(DecodeBase64(Base64(bytes)), bytes);
}

TEST(Base64, RefusesWhatIsNone)
{
  for (const char* text : {"Z", "Zg", "Zg=", "Zg===", "====", "=", "Z=g=", "Zm9v ", " Zm9",
                           "Zm9v\n", "Zm9-", "Zm9v=Zm9v", "Zm9vYg==Zm9v",
                           "\xC3\xA4"
                           "bc"})
  {
    EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace vlm
