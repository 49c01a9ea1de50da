// SPDX-License-Identifier: GPL-3.0-or-later
// A label that says more than the model's words is a diagnosis that nobody made.
#include "Findings/ProseLexicon.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <utility>

#include "Findings/FindingsSchemas.h"
#include "Findings/ProseText.h"
#include "Foundation/Json.h"

namespace vlm
{
namespace
{

// Checked by hand: the label means the same as the phrase, or less.
const std::set<std::pair<std::string, std::string>> Synonyms = {
    {"anomaly", "Abnormality"},
    {"abnormal finding", "Abnormality"},
    {"abnormal area", "Abnormality"},
    {"sol", "Lesion"},
    {"micronodule", "Nodule"},
    {"tumour", "Tumor"},
    {"neoplasm", "Tumor"},
    {"neoplastic process", "Tumor"},
    {"adenocarcinoma", "Carcinoma"},
    {"glioblastoma", "Glioma"},
    {"astrocytoma", "Glioma"},
    {"pituitary macroadenoma", "Pituitary adenoma"},
    {"acoustic neuroma", "Schwannoma"},
    {"metastatic disease", "Metastasis"},
    {"metastatic lesion", "Metastasis"},
    {"metastatic deposit", "Metastasis"},
    {"haemangioma", "Hemangioma"},
    {"opacification", "Opacity"},
    {"ground glass opacification", "Ground-glass opacity"},
    {"ggo", "Ground-glass opacity"},
    {"reticular opacity", "Interstitial opacity"},
    {"bronchopneumonia", "Pneumonia"},
    {"atelectatic change", "Atelectasis"},
    {"pleural fluid", "Pleural effusion"},
    {"knee effusion", "Joint effusion"},
    {"elbow effusion", "Joint effusion"},
    {"free intraperitoneal air", "Pneumoperitoneum"},
    {"emphysematous change", "Emphysema"},
    {"pulmonary oedema", "Pulmonary edema"},
    {"pulmonary embolus", "Pulmonary embolism"},
    {"pulmonary emboli", "Pulmonary embolism"},
    {"cavitation", "Cavity"},
    {"cavitary lesion", "Cavity"},
    {"scar", "Scarring"},
    {"enlarged heart", "Cardiomegaly"},
    {"heart is enlarged", "Cardiomegaly"},
    {"heart is mildly enlarged", "Cardiomegaly"},
    {"cardiac enlargement", "Cardiomegaly"},
    {"heart size is enlarged", "Cardiomegaly"},
    {"widened mediastinum", "Mediastinal widening"},
    {"adenopathy", "Lymphadenopathy"},
    {"disk bulge", "Disc bulge"},
    {"arthrosis", "Osteoarthritis"},
    {"osteolytic lesion", "Lytic lesion"},
    {"osteoblastic lesion", "Sclerotic lesion"},
    {"anterolisthesis", "Spondylolisthesis"},
    {"retrolisthesis", "Spondylolisthesis"},
    {"haemorrhage", "Hemorrhage"},
    {"bleed", "Hemorrhage"},
    {"bleeding", "Hemorrhage"},
    {"intracranial haemorrhage", "Hemorrhage"},
    {"intraparenchymal haemorrhage", "Hemorrhage"},
    {"intracerebral haemorrhage", "Hemorrhage"},
    {"intraventricular haemorrhage", "Hemorrhage"},
    {"subarachnoid haemorrhage", "Subarachnoid hemorrhage"},
    {"sah", "Subarachnoid hemorrhage"},
    {"subdural haematoma", "Subdural hematoma"},
    {"sdh", "Subdural hematoma"},
    {"epidural haematoma", "Epidural hematoma"},
    {"extradural hematoma", "Epidural hematoma"},
    {"extradural haematoma", "Epidural hematoma"},
    {"haematoma", "Hematoma"},
    {"infarction", "Infarct"},
    {"oedema", "Edema"},
    {"vasogenic oedema", "Edema"},
    {"cerebral oedema", "Edema"},
    {"white matter disease", "White matter change"},
    {"leukoaraiosis", "White matter change"},
    {"hyperintense focus", "Hyperintensity"},
    {"hyperintense area", "Hyperintensity"},
    {"hypoattenuation", "Hypodensity"},
    {"hypodense area", "Hypodensity"},
    {"low attenuation area", "Hypodensity"},
    {"hyperattenuation", "Hyperdensity"},
    {"hyperdense area", "Hyperdensity"},
    {"hyperdense focus", "Hyperdensity"},
    {"thrombosis", "Thrombus"},
    {"thrombi", "Thrombus"},
    {"avm", "Arteriovenous malformation"},
    {"microcalcification", "Calcification"},
    {"calcified focus", "Calcification"},
    {"calcific focus", "Calcification"},
    {"calculus", "Stone"},
    {"calculi", "Stone"},
    {"gallstone", "Stone"},
    {"nephrolithiasis", "Stone"},
    {"cholelithiasis", "Stone"},
    {"urolithiasis", "Stone"},
    {"enlarged liver", "Hepatomegaly"},
    {"liver is enlarged", "Hepatomegaly"},
    {"enlarged spleen", "Splenomegaly"},
    {"fatty liver", "Steatosis"},
    {"biliary dilation", "Biliary dilatation"},
    {"mesenteric stranding", "Fat stranding"},
    {"perinephric stranding", "Fat stranding"},
    {"pericolonic stranding", "Fat stranding"},
    {"periappendiceal stranding", "Fat stranding"},
    {"macroadenoma", "Adenoma"},
    {"microadenoma", "Adenoma"},
    {"prominence of the interstitial markings", "Prominent interstitial markings"},
    {"air space disease", "Airspace disease"},
    {"collapsed lung", "Collapse"},
    {"haemothorax", "Hemothorax"},
    {"free gas", "Free air"},
    {"bullae", "Bulla"},
    {"interstitial oedema", "Interstitial edema"},
    {"emboli", "Embolus"},
    {"enlarged heart silhouette", "Enlarged cardiac silhouette"},
    {"lymph node enlargement", "Enlarged lymph node"},
    {"disk protrusion", "Disc protrusion"},
    {"demineralisation", "Demineralization"},
    {"subdural haemorrhage", "Subdural hemorrhage"},
    {"ischaemia", "Ischemia"},
    {"ischaemic change", "Ischemic change"},
    {"ventricular dilatation", "Ventricular enlargement"},
    {"dvt", "Deep vein thrombosis"},
    {"dense mca sign", "Hyperdense MCA"},
    {"rim enhancement", "Ring enhancement"},
    {"rim enhancing lesion", "Ring-enhancing lesion"},
    {"tree in bud opacity", "Tree-in-bud pattern"},
    {"tree in bud", "Tree-in-bud pattern"},
    {"effacement of the sulci", "Sulcal effacement"},
    {"effacement of sulci", "Sulcal effacement"},
    {"restricted diffusion", "Diffusion restriction"},
    {"kerley lines", "Septal lines"},
    {"kerley b lines", "Septal lines"},
    {"blunting of the costophrenic angle", "Blunted costophrenic angle"},
    {"deviated trachea", "Tracheal deviation"},
    {"deviation of the trachea", "Tracheal deviation"},
    {"trachea is deviated", "Tracheal deviation"}};

std::set<std::string> WordsOf(const std::string& text)
{
  const auto tokens = TokensOf(text);
  return {tokens.begin(), tokens.end()};
}

TEST(ProseLexicon, NamesNoFindingByALabelThatSaysMoreThanThePhrase)
{
  const auto json =
      ParseJson(vlm_findings_Files().Find("Terminology/prose-terms.json").value_or(""));
  ASSERT_TRUE(json.HasValue());
  const Json::Value& findings = json.Value()["findings"];
  ASSERT_GT(findings.size(), 100U);
  for (const std::string& label : findings.getMemberNames())
  {
    const auto said = WordsOf(label);
    for (const Json::Value& phrase : findings[label])
    {
      const auto words = WordsOf(phrase.asString());
      const bool saysNoMore = std::includes(words.begin(), words.end(), said.begin(), said.end());
      EXPECT_TRUE(saysNoMore || Synonyms.count({phrase.asString(), label}) > 0)
          << phrase.asString() << " -> " << label;
    }
  }
}

struct Sign
{
  const char* words;
  const char* label;
};

std::ostream& operator<<(std::ostream& stream, const Sign& sign)
{
  return stream << sign.words;
}

class Signs : public testing::TestWithParam<Sign>
{
};

TEST_P(Signs, StayWhatTheyAre)
{
  const auto tokens = TokensOf(GetParam().words);
  const Term term = ProseLexicon::Embedded().Find(tokens, 0);
  EXPECT_EQ(term.kind, TermKind::Finding);
  EXPECT_EQ(term.name, GetParam().label);
  EXPECT_EQ(term.words, tokens.size());
}

const Sign All[] = {
    {"fat stranding", "Fat stranding"},    // not Pancreatitis
    {"filling defect", "Filling defect"},  // not Pulmonary embolism
    {"filling defects", "Filling defect"},
    {"air bronchogram", "Air bronchogram"},      // not Consolidation
    {"crescent sign", "Crescent sign"},          // not Aspergilloma
    {"hyperdense artery", "Hyperdense artery"},  // not Occlusion
    {"hyperdense vessel", "Hyperdense vessel"},
    {"ring enhancement", "Ring enhancement"},  // not Abscess
    {"ring-enhancing lesion", "Ring-enhancing lesion"},
    {"mass effect", "Mass effect"},  // not Mass
    {"midline shift", "Midline shift"},
    {"spiculation", "Spiculation"},    // not Malignancy
    {"intimal flap", "Intimal flap"},  // not Dissection
    {"effusion", "Effusion"},          // not Pleural effusion
    {"effusions", "Effusion"},
    {"free air", "Free air"},      // not Pneumoperitoneum
    {"free fluid", "Free fluid"},  // not Ascites
    {"collection", "Collection"},
    {"obstruction", "Obstruction"},  // not Bowel obstruction
    {"wall thickening", "Wall thickening"},
    {"mucosal thickening", "Mucosal thickening"},  // not Sinusitis
    {"nipple retraction", "Nipple retraction"},
    {"ductal dilatation", "Ductal dilatation"},      // not Biliary dilatation
    {"signal abnormality", "Signal abnormality"},    // not Hyperintensity
    {"volume loss", "Volume loss"},                  // not Atrophy
    {"ischemic change", "Ischemic change"},          // not Infarct
    {"honeycombing", "Honeycombing"},                // not Pulmonary fibrosis
    {"hyperinflation", "Hyperinflation"},            // not Emphysema
    {"vascular congestion", "Vascular congestion"},  // not Pulmonary edema
    {"embolus", "Embolus"},
    {"ventricular enlargement", "Ventricular enlargement"},  // not Hydrocephalus
    {"osteophyte", "Osteophyte"},                            // not Osteoarthritis
    {"joint space narrowing", "Joint space narrowing"},
    {"subluxation", "Subluxation"},        // not Dislocation
    {"cortical break", "Cortical break"},  // not Fracture
    {"cystic lesion", "Cystic lesion"},    // not Cyst
    {"cancer", "Cancer"},                  // not Carcinoma
    {"fibrosis", "Fibrosis"},
    {"narrowing", "Narrowing"},
    {"nodular density", "Density"},
    {"enlarged cardiac silhouette", "Enlarged cardiac silhouette"},  // not Cardiomegaly
    {"sulcal effacement", "Sulcal effacement"},
    {"restricted diffusion", "Diffusion restriction"},
};

INSTANTIATE_TEST_SUITE_P(ProseLexicon, Signs, testing::ValuesIn(All));

}  // namespace
}  // namespace vlm
