// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/PixelBody.h"

#include <json/value.h>

#include <cstdint>
#include <cstring>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Pixels are sent as they lie in memory, which must be little endian."
#endif

const char* FormatOf(const cv::Mat& pixels)
{
  switch (pixels.type())
  {
    case CV_8UC3:
      return "Rgb8";
    case CV_16SC1:
      return "Int16";
    case CV_16UC1:
      return "Uint16";
    default:
      return "Uint8";
  }
}

const char* NameOf(VoiWindow::Function function)
{
  switch (function)
  {
    case VoiWindow::Function::LinearExact:
      return "LinearExact";
    case VoiWindow::Function::Sigmoid:
      return "Sigmoid";
    case VoiWindow::Function::Linear:
      break;
  }
  return "Linear";
}

// PS3.3 C.11.1.1.2; CT means Hounsfield units where it says nothing.
const char* UnitOf(const DicomAttributes& attributes, const FrameTransform& transform)
{
  const std::string& type = transform.rescaleType;
  const bool isHounsfield =
      type == "HU" || type == "HU_MOD" || (type.empty() && attributes.acquisition.modality == "CT");
  return isHounsfield ? "HU" : "";
}

Json::Value SpacingToJson(const std::optional<PixelSpacing>& spacing)
{
  if (!spacing)
  {
    return {};
  }
  Json::Value json(Json::arrayValue);
  json.append(spacing->rowMm);
  json.append(spacing->columnMm);
  return json;
}

std::string HeaderOf(const ViewerPixels& viewer, const DicomAttributes& attributes, int frame)
{
  const FrameTransform& transform = attributes.TransformOf(frame);
  Json::Value json;
  json["Columns"] = viewer.pixels.cols;
  json["Rows"] = viewer.pixels.rows;
  json["StoredColumns"] = attributes.columns;
  json["StoredRows"] = attributes.rows;
  json["Format"] = FormatOf(viewer.pixels);
  json["Slope"] = viewer.slope;
  json["Intercept"] = viewer.intercept;
  json["Unit"] = UnitOf(attributes, transform);
  json["Window"]["Center"] = viewer.window.center;
  json["Window"]["Width"] = viewer.window.width;
  json["Window"]["Function"] = NameOf(viewer.window.function);
  json["Inverted"] = viewer.isInverted;
  json["PixelSpacingMm"] = SpacingToJson(transform.spacing);
  json["Frames"] = attributes.frames;
  return WriteJson(json);
}

void Append(const void* bytes, std::size_t size, std::string& body)
{
  body.append(static_cast<const char*>(bytes), size);
}

}  // namespace

std::string PixelBodyOf(const ViewerPixels& viewer, const DicomAttributes& attributes, int frame)
{
  constexpr std::size_t alignment = 8;
  std::string header = HeaderOf(viewer, attributes, frame);
  const std::size_t beyond = (sizeof(std::uint32_t) + header.size()) % alignment;
  header.append(beyond == 0 ? 0 : alignment - beyond, ' ');
  const auto length = static_cast<std::uint32_t>(header.size());
  const cv::Mat& pixels = viewer.pixels;
  const std::size_t rowBytes = static_cast<std::size_t>(pixels.cols) * pixels.elemSize();
  std::string body;
  body.reserve(sizeof(length) + header.size() + rowBytes * static_cast<std::size_t>(pixels.rows));
  Append(&length, sizeof(length), body);
  body += header;
  for (int row = 0; row < pixels.rows; ++row)
  {
    Append(pixels.ptr(row), rowBytes, body);
  }
  return body;
}

}  // namespace vlm
