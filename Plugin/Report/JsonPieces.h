// SPDX-License-Identifier: GPL-3.0-or-later
// Small values of the report's JSON, as they are written. StoredJson.h reads them.
#pragma once

#include <json/value.h>

#include <Eigen/Core>
#include <optional>
#include <string>
#include <vector>

#include "Pixels/BoundingBox.h"

namespace vlm
{

// JSON has no NaN and no infinity.
Json::Value FiniteOrNull(const std::optional<double>& number);
Json::Value TextsToJson(const std::vector<std::string>& texts);
// Null: none, or with a number that JSON cannot say, which is no location.
Json::Value BoxToJson(const std::optional<BoundingBox>& box);
Json::Value PairToJson(double first, double second);
// A list of numbers, and a list of rows.
Json::Value VectorToJson(const Eigen::VectorXd& vector);
Json::Value MatrixToJson(const Eigen::MatrixXd& matrix);

}  // namespace vlm
