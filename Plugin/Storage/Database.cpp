// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/Database.h"

#include <random>
#include <thread>

namespace vlm
{

Result<std::unique_ptr<Database>> Database::Open(const DatabaseSettings& settings)
{
  auto connections = settings.IsPostgres() ? Connections::OpenPostgres(settings)
                                           : Connections::OpenSqlite(settings);
  if (!connections.HasValue())
  {
    return connections.Failure();
  }
  return std::unique_ptr<Database>(new Database(std::move(connections).Value()));
}

// Not everybody at once: two that met would meet again.
void Database::PauseBefore(int attempt)
{
  thread_local std::minstd_rand random{std::random_device{}()};
  constexpr int step = 5;
  std::this_thread::sleep_for(
      std::chrono::milliseconds(std::uniform_int_distribution<int>(0, attempt * step)(random)));
}

}  // namespace vlm
