// SPDX-License-Identifier: GPL-3.0-or-later
// The figures as tables for a terminal, which are valid Markdown, too.
#pragma once

#include <string>
#include <vector>

#include "Evaluation/Evaluation.h"

namespace vlm
{

struct TextTable
{
  std::string title;
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;  // each as long as the head
};

// Location beside the baselines, then verification; a row for all images, those with
// one finding, each modality and each source.
std::vector<TextTable> TablesOf(const Evaluation& evaluation);

std::string TablesAsText(const std::vector<TextTable>& tables);

}  // namespace vlm
