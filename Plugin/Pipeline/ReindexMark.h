// SPDX-License-Identifier: GPL-3.0-or-later
// How the database itself tells whether it is being rebuilt (Orthanc/Reindex.h): a mark of the
// queue, which goes with it.
#pragma once

#include <cstdint>

namespace vlm
{

constexpr const char* ReindexMark = "reindex";
constexpr std::int64_t ReindexBegun = 0;
constexpr std::int64_t ReindexDone = 1;

}  // namespace vlm
