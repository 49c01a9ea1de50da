// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the tests; those on PostgreSQL are skipped as a whole where private_postgres.sh found none.
#include <gmock/gmock.h>

#include <cstdlib>
#include <iostream>

#include "Storage/TestDatabase.h"

int main(int argc, char** argv)
{
  constexpr int skipped = 77;  // SKIP_RETURN_CODE in CMakeLists.txt
  testing::InitGoogleMock(&argc, argv);
  const char* named = std::getenv("VLM_TEST_DATABASE");
  if (named != nullptr && *named != '\0' && vlm::TestServerUrl().empty())
  {
    std::cout << "There is no PostgreSQL server for tests: " << named << " is missing or empty.\n";
    return skipped;
  }
  return RUN_ALL_TESTS();
}
