// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/JsonPieces.h"

#include <cmath>

namespace vlm
{

Json::Value FiniteOrNull(const std::optional<double>& number)
{
  return number && std::isfinite(*number) ? Json::Value(*number) : Json::Value();
}

Json::Value TextsToJson(const std::vector<std::string>& texts)
{
  Json::Value list(Json::arrayValue);
  for (const std::string& text : texts)
  {
    list.append(text);
  }
  return list;
}

Json::Value BoxToJson(const std::optional<BoundingBox>& box)
{
  if (!box || !std::isfinite(box->left) || !std::isfinite(box->top) || !std::isfinite(box->width) ||
      !std::isfinite(box->height))
  {
    return {};
  }
  Json::Value json;
  json["Left"] = box->left;
  json["Top"] = box->top;
  json["Width"] = box->width;
  json["Height"] = box->height;
  return json;
}

Json::Value PairToJson(double first, double second)
{
  Json::Value pair(Json::arrayValue);
  pair.append(first);
  pair.append(second);
  return pair;
}

Json::Value VectorToJson(const Eigen::VectorXd& vector)
{
  Json::Value list(Json::arrayValue);
  for (const double number : vector)
  {
    list.append(number);
  }
  return list;
}

Json::Value MatrixToJson(const Eigen::MatrixXd& matrix)
{
  Json::Value rows(Json::arrayValue);
  for (Eigen::Index row = 0; row < matrix.rows(); ++row)
  {
    rows.append(VectorToJson(matrix.row(row)));
  }
  return rows;
}

}  // namespace vlm
