// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/SecondaryCapture.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "Pixels/DicomValues.h"
#include "Report/Disclaimer.h"
#include "Report/StoredJson.h"
#include "Results/DerivedObject.h"
#include "Results/DerivedObjectSides.h"
#include "Results/FindingRegion.h"
#include "Results/SignedReview.h"
#include "Results/SourceImageValues.h"

namespace vlm
{
namespace
{

constexpr int SeriesNumber = 9002;

const std::string& NameOf(Layer layer)
{
  return LayerNames().at(static_cast<std::size_t>(layer));
}

// The images that have a finding to draw.
std::vector<bool> MarkedImages(const Json::Value& report)
{
  const Json::ArrayIndex images = ListOf(report, "Images").size();
  std::vector<bool> marked(images, false);
  for (const Json::Value& finding : ListOf(report, "Findings"))
  {
    const auto image = ImageOf(finding, images);
    if (image && MemberOf(finding, "Box").isObject() && !CountsAsRejected(finding))
    {
      marked[*image] = true;
    }
  }
  return marked;
}

void CopyWhereStated(const SourceImage& source, const DcmTagKey& tag, DcmDataset& dataset)
{
  const std::string value = MendedValue(source, source.Dataset(), tag);
  if (!value.empty())
  {
    PutText(dataset, tag, value);
  }
}

// PS3.3 C.7.6.1: what was compressed with loss once, or named a patient, still is and does. Our
// drawings name nobody.
void WriteHeritage(const SourceImage& source, DcmDataset& dataset)
{
  const std::string burnedIn = MendedValue(source, source.Dataset(), DCM_BurnedInAnnotation);
  if (burnedIn == "YES" || burnedIn == "NO")
  {
    PutText(dataset, DCM_BurnedInAnnotation, burnedIn);
  }
  if (MendedValue(source, source.Dataset(), DCM_LossyImageCompression) == "01")
  {
    PutText(dataset, DCM_LossyImageCompression, "01");
    CopyWhereStated(source, DCM_LossyImageCompressionRatio, dataset);
    CopyWhereStated(source, DCM_LossyImageCompressionMethod, dataset);
  }
}

// (0020,0020), which has two values. Type 2C.
void WriteOrientation(const SourceImage& source, DcmDataset& dataset)
{
  std::string both;
  for (unsigned long position : {0UL, 1UL})
  {
    const std::string letters = AsciiOf(source.Dataset(), DCM_PatientOrientation, position);
    const bool isValid = !letters.empty() && letters.size() <= 3 &&
                         letters.find_first_not_of("RLAPHF") == std::string::npos;
    both += isValid ? (position == 0 ? letters : "\\" + letters) : "?";
  }
  dataset.putAndInsertString(DCM_PatientOrientation,
                             both.find('?') == std::string::npos ? both.c_str() : "");
}

// PS3.3 C.7.6.1, C.8.6.2 and C.12.4.
void WriteDerivation(const ResultContext& context, const SourceImage& source,
                     const CaptureWish& wish, DcmDataset& dataset)
{
  const DicomMoment moment = ContentMomentOf(context, source);
  PutText(dataset, DCM_ConversionType, "WSD");
  dataset.putAndInsertString(DCM_ImageType, "DERIVED\\SECONDARY");
  PutText(dataset, DCM_ContentDate, moment.date);
  PutText(dataset, DCM_ContentTime, moment.time);
  PutText(dataset, DCM_DerivationDescription,
          "Layer \"" + NameOf(wish.layer) + "\" of findings by the model " +
              ModelWordsOf(context.report) + ", drawn over the source image. " +
              DisclaimerTextOf(context.report, Phrasebook::Of("en")));
  const Json::Value& image =
      ListOf(context.report, "Images")[static_cast<Json::ArrayIndex>(wish.image)];
  DcmItem& reference = PutItem(dataset, DCM_SourceImageSequence);
  WriteImageReference(source, FrameOf(image, source), reference);
  PutCode(reference, DCM_PurposeOfReferenceCodeSequence, "121322", "DCM",
          "Source image for image processing operation");
}

// PS3.3 C.7.6.3.
void WritePixels(const cv::Mat& picture, DcmDataset& dataset)
{
  dataset.putAndInsertUint16(DCM_SamplesPerPixel, 3);
  PutText(dataset, DCM_PhotometricInterpretation, "RGB");
  dataset.putAndInsertUint16(DCM_PlanarConfiguration, 0);
  dataset.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(picture.rows));
  dataset.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(picture.cols));
  dataset.putAndInsertUint16(DCM_BitsAllocated, 8);
  dataset.putAndInsertUint16(DCM_BitsStored, 8);
  dataset.putAndInsertUint16(DCM_HighBit, 7);
  dataset.putAndInsertUint16(DCM_PixelRepresentation, 0);
  cv::Mat rgb;
  cv::cvtColor(picture, rgb, cv::COLOR_BGR2RGB);
  dataset.putAndInsertUint8Array(DCM_PixelData, rgb.data,
                                 static_cast<unsigned long>(rgb.total() * rgb.elemSize()));
}

}  // namespace

std::vector<CaptureWish> CapturesOf(const Json::Value& report)
{
  std::vector<CaptureWish> wishes;
  const std::vector<bool> marked = MarkedImages(report);
  for (std::size_t image = 0; image < marked.size(); ++image)
  {
    if (marked[image])
    {
      wishes.push_back({static_cast<int>(image), Layer::Annotated});
      wishes.push_back({static_cast<int>(image), Layer::Heatmap});
    }
  }
  const Json::Value& images = ListOf(report, "Images");
  const auto examined = std::find_if(images.begin(), images.end(), IsExamined);
  const bool isJudged = TextOf(report, "Status") == "Completed";
  if (wishes.empty() && isJudged && examined != images.end())
  {
    wishes.push_back({static_cast<int>(examined.index()), Layer::Annotated});
  }
  return wishes;
}

Result<ResultObject> SecondaryCaptureOf(const ResultContext& context, const CaptureWish& wish,
                                        const cv::Mat& picture, int number)
{
  const auto index = static_cast<std::size_t>(wish.image);
  if (wish.image < 0 || index >= context.sources.size() || !context.sources[index])
  {
    return Error{ErrorKind::NotFound, "Image " + std::to_string(wish.image) +
                                          " of the report is not in the archive any more."};
  }
  if (picture.empty() || picture.type() != CV_8UC3)
  {
    return Error{ErrorKind::Internal, "A picture to be captured is no RGB picture."};
  }
  const SourceImage& source = *context.sources[index];
  const std::string role = "sc-" + std::to_string(wish.image) + "-" + NameOf(wish.layer);
  DerivedIdentity identity;
  identity.sopClassUid = UID_SecondaryCaptureImageStorage;
  identity.sopInstanceUid = context.Uid(role);
  identity.seriesInstanceUid = context.Uid("sc-series");
  // That of the equipment which acquired the source (PS3.3 C.8.6.1).
  const std::string modality = MendedValue(source, source.Dataset(), DCM_Modality);
  identity.modality = modality.empty() ? "OT" : modality;
  identity.seriesNumber = SeriesNumber;
  identity.instanceNumber = number;
  DcmDataset dataset;
  WriteCommonModules(context, source, identity, dataset);
  WriteSeriesSide(context, source, dataset);
  WriteImageSide(source, dataset);
  WriteDerivation(context, source, wish, dataset);
  WriteOrientation(source, dataset);
  WriteHeritage(source, dataset);
  WritePixels(picture, dataset);
  return FinishedObject(ResultKind::SecondaryCapture, dataset);
}

}  // namespace vlm
