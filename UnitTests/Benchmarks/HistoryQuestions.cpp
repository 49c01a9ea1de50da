// SPDX-License-Identifier: GPL-3.0-or-later
#include "HistoryQuestions.h"

#include <functional>

namespace vlm
{
namespace
{

const std::vector<AnalysisState>& Reported()
{
  static const std::vector<AnalysisState> states = {
      AnalysisState::Completed, AnalysisState::Abstained, AnalysisState::Failed};
  return states;
}

Question Reports(const std::string& name, const std::function<void(AnalysisFilter&)>& ask)
{
  Question question{"reports: " + name, {}};
  question.filter.order = AnalysisFilter::Order::Ended;
  question.filter.states = Reported();
  ask(question.filter);
  return question;
}

Question Analyses(const std::string& name, const std::function<void(AnalysisFilter&)>& ask)
{
  Question question{"analyses: " + name, {}};
  ask(question.filter);
  return question;
}

std::vector<Question> SimpleQuestions()
{
  using Filter = AnalysisFilter;
  return {
      Reports("all", [](Filter&) {}),
      Reports("status Failed", [](Filter& f) { f.states = {AnalysisState::Failed}; }),
      Reports("status Abstained (none)", [](Filter& f) { f.states = {AnalysisState::Abstained}; }),
      Reports("modality CT (1/3)", [](Filter& f) { f.modality = "CT"; }),
      Reports("modality MG (1/12)", [](Filter& f) { f.modality = "MG"; }),
      Reports("modality PT (none)", [](Filter& f) { f.modality = "PT"; }),
      Reports("patientId (5 in 100,000)", [](Filter& f) { f.patientId = "P77"; }),
      Reports("patientId (none)", [](Filter& f) { f.patientId = "nobody"; }),
      Reports("label 'label' (all)", [](Filter& f) { f.label = "label"; }),
      Reports("label 'LESION' (half)", [](Filter& f) { f.label = "LESION"; }),
      Reports("label 'label 0 ' (frequent)", [](Filter& f) { f.label = "label 0 "; }),
      Reports("label 'label 19' (11 labels)", [](Filter& f) { f.label = "label 19"; }),
      Reports("label 'label 199' (1 in 700)", [](Filter& f) { f.label = "label 199"; }),
      Reports("label (none)", [](Filter& f) { f.label = "no such"; }),
      Reports("minScore 0", [](Filter& f) { f.minimumScore = 0.0; }),
      Reports("minScore 0.5", [](Filter& f) { f.minimumScore = 0.5; }),
      Reports("minScore 0.75", [](Filter& f) { f.minimumScore = 0.75; }),
      Reports("minScore 0.9", [](Filter& f) { f.minimumScore = 0.9; }),
      Reports("minScore 0.99", [](Filter& f) { f.minimumScore = 0.99; }),
      Reports("reviewed (1/20)", [](Filter& f) { f.isReviewed = true; }),
      Reports("not reviewed", [](Filter& f) { f.isReviewed = false; }),
  };
}

std::vector<Question> FurtherQuestions()
{
  using Filter = AnalysisFilter;
  return {
      Reports("CT, lesion, 0.5, not reviewed",
              [](Filter& f)
              {
                f.modality = "CT";
                f.label = "lesion";
                f.minimumScore = 0.5;
                f.isReviewed = false;
              }),
      Reports("MG, label 7, reviewed",
              [](Filter& f)
              {
                f.modality = "MG";
                f.label = "label 7 ";
                f.isReviewed = true;
              }),
      Reports("label 0, minScore 0.9",
              [](Filter& f)
              {
                f.label = "label 0 ";
                f.minimumScore = 0.9;
              }),
      Reports("reviewed, Failed",
              [](Filter& f)
              {
                f.states = {AnalysisState::Failed};
                f.isReviewed = true;
              }),
      Analyses("all", [](Filter&) {}),
      Analyses("Completed", [](Filter& f) { f.states = {AnalysisState::Completed}; }),
      Analyses("Failed", [](Filter& f) { f.states = {AnalysisState::Failed}; }),
      Analyses("Running (none)", [](Filter& f) { f.states = {AnalysisState::Running}; }),
      Analyses("MG", [](Filter& f) { f.modality = "MG"; }),
      Analyses("Failed, MG",
               [](Filter& f)
               {
                 f.states = {AnalysisState::Failed};
                 f.modality = "MG";
               }),
  };
}

}  // namespace

std::vector<Question> HistoryQuestions()
{
  auto questions = SimpleQuestions();
  const auto further = FurtherQuestions();
  questions.insert(questions.end(), further.begin(), further.end());
  return questions;
}

}  // namespace vlm
