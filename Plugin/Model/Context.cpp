// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/Context.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string>

namespace vlm
{
namespace
{

using Terms = std::vector<std::string>;

// PS3.3 C.7.3.1.1.1, those whose objects may hold an image; and retired ones still met.
const Terms& Modalities()
{
  static const Terms terms = {
      "ANN",    "AR",     "BDUS", "BI",  "BMD", "CF", "CFM", "CR",  "CT",  "DF", "DG",  "DM",
      "DMS",    "DS",     "DX",   "ECG", "ES",  "FA", "FS",  "GM",  "HC",  "IO", "IOL", "IVOCT",
      "IVUS",   "KER",    "LEN",  "LS",  "MG",  "MR", "NM",  "OAM", "OCT", "OP", "OPM", "OPT",
      "OPTBSV", "OPTENF", "OPV",  "OSS", "OT",  "PA", "POS", "PT",  "PX",  "RF", "RG",  "RTIMAGE",
      "SEG",    "SM",     "SMR",  "SRF", "TG",  "US", "VA",  "VF",  "XA",  "XC"};
  return terms;
}

Terms SplitTerms(const char* terms)
{
  std::istringstream words(terms);
  return {std::istream_iterator<std::string>(words), {}};
}

// PS3.16 Annex L: the values of BodyPartExamined for human patients; and "THORAX",
// which several vendors write for CHEST.
const Terms& BodyParts()
{
  static const Terms terms = SplitTerms(
      "ABDOMEN ABDOMENPELVIS ABDOMINALAORTA ACJOINT ADRENAL ANKLE AORTA AORTICARCH "
      "APPENDIX ARM AXILLA BACK BILEDUCT BLADDER BRAIN BREAST BRONCHUS BUTTOCK "
      "CALCANEUS CALF CAROTID CEREBELLUM CERVIX CHEEK CHEST CHESTABDOMEN "
      "CHESTABDPELVIS CIRCLEOFWILLIS CLAVICLE COCCYX COLON CORNEA CORONARYARTERY "
      "CSPINE CTSPINE DUODENUM EAR ELBOW ESOPHAGUS EXTREMITY EYE EYELID FACE FEMUR "
      "FETUS FIBULA FINGER FOOT FOREARM GALLBLADDER GLUTEAL HAND HEAD HEADNECK HEART "
      "HIP HUMERUS IAC ILEUM ILIUM JAW JEJUNUM KIDNEY KNEE LARYNX LEG LIVER LSPINE "
      "LSSPINE LUNG MANDIBLE MAXILLA MEDIASTINUM MOUTH NECK NECKCHEST "
      "NECKCHESTABDOMEN NECKCHESTABDPELV NOSE ORBIT OVARY PANCREAS PAROTID PATELLA "
      "PELVIS PENIS PHARYNX PROSTATE RADIUS RADIUSULNA RECTUM RIB SACRUM SCALP "
      "SCAPULA SCLERA SCROTUM SHOULDER SINUS SIJOINT SKULL SPINE SPLEEN SSPINE "
      "STERNUM STOMACH SUBMANDIBULAR TESTIS THIGH THORAX THUMB THYMUS THYROID TIBIA "
      "TIBIAFIBULA TLSPINE TMJ TOE TONGUE TRACHEA TSPINE ULNA URETER URETHRA UTERUS "
      "VAGINA VULVA WHOLEBODY WRIST ZYGOMA");
  return terms;
}

// PS3.3 C.8.1.1 and C.8.11.4 (projection radiography) and PS3.16 CID 4014 (mammography); "LAT" and
// "LATERAL" are no defined terms but what many systems write.
const Terms& ViewPositions()
{
  static const Terms terms = {"AP",  "PA",   "LL",   "RL", "RLD", "LLD", "RLO",    "LLO",
                              "CC",  "MLO",  "ML",   "LM", "LMO", "FB",  "SIO",    "ISO",
                              "XCC", "XCCL", "XCCM", "CV", "AT",  "LAT", "LATERAL"};
  return terms;
}

const Terms& Decades()
{
  static const Terms terms = {"0-9",   "10-19", "20-29", "30-39", "40-49",
                              "50-59", "60-69", "70-79", "80-89", "90+"};
  return terms;
}

struct Entry
{
  const char* key;
  std::string Acquisition::*value;
  Terms terms;
};

const std::vector<Entry>& WhiteList()
{
  static const std::vector<Entry> entries = {
      {"Modality", &Acquisition::modality, Modalities()},
      {"BodyPartExamined", &Acquisition::bodyPart, BodyParts()},
      {"ViewPosition", &Acquisition::viewPosition, ViewPositions()},
      {"Laterality", &Acquisition::laterality, {"R", "L", "B", "U"}},
      {"PatientSex", &Acquisition::patientSex, {"M", "F", "O"}},
      {"PatientAgeDecade", &Acquisition::patientAgeDecade, Decades()}};
  return entries;
}

template <typename List, typename Value>
bool Contains(const List& list, const Value& value)
{
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

const std::vector<std::string>& KnownContextKeys()
{
  static const std::vector<std::string> keys = []
  {
    std::vector<std::string> names;
    for (const Entry& entry : WhiteList())
    {
      names.emplace_back(entry.key);
    }
    return names;
  }();
  return keys;
}

std::vector<std::pair<std::string, std::string>> ContextOf(const Acquisition& acquisition,
                                                           const std::vector<std::string>& allowed)
{
  std::vector<std::pair<std::string, std::string>> context;
  for (const Entry& entry : WhiteList())
  {
    const std::string& value = acquisition.*entry.value;
    if (Contains(allowed, entry.key) && Contains(entry.terms, value))
    {
      context.emplace_back(entry.key, value);
    }
  }
  return context;
}

}  // namespace vlm
