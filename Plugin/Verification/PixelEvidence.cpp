// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/PixelEvidence.h"

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "Gaussian/GaussianAlgebra.h"
#include "Verification/EvidenceFeatures.h"
#include "Verification/EvidencePicture.h"
#include "Verification/EvidenceWeights.h"

namespace vlm
{
namespace
{

// A place that the prior allows: its share of the prior's mass, what the pixels say.
struct Node
{
  Eigen::Vector2d place;  // stored pixels
  double logWeight = 0.0;
};

struct Judgement
{
  double logRatio = 0.0;
  cv::Point place;  // working pixel
  PlaceFeatures features;
  double sign = 1.0;  // of the contrast: 1 where brighter than its surroundings
};

constexpr double reach = 3.0;          // standard deviations of the prior
constexpr std::size_t mostPeaks = 12;  // of the prior that are looked at
constexpr float farFromTissue = 3.0F;  // working pixels: the rim of a mask is not exact
constexpr double nodeBudget = 2600.0;  // of all peaks together

class Judge
{
public:
  Judge(const EvidencePicture& picture, cv::Size2d sizePx) : picture_(picture)
  {
    for (const double sign : {1.0, -1.0})
    {
      if (picture.polarity != (sign > 0.0 ? LesionPolarity::Dark : LesionPolarity::Bright))
      {
        templates_.emplace_back(picture, RadiiOf(picture, sizePx), sign);
      }
    }
  }

  // `stored`: stored pixels. None outside the picture.
  std::optional<Judgement> At(const Eigen::Vector2d& stored) const
  {
    const auto place = WorkingPixelOf(picture_, {stored.x(), stored.y()});
    if (!place)
    {
      return std::nullopt;
    }
    std::optional<Judgement> best;
    for (const LesionTemplate& lesion : templates_)
    {
      const PlaceFeatures features = lesion.At(*place);
      const double ratio = LogLikelihoodRatio(features, picture_.kind);
      if (!best || ratio > best->logRatio)
      {
        best = Judgement{ratio, *place, features, lesion.Sign()};
      }
    }
    return best;
  }

private:
  // Of the stated box's inscribed ellipse, in working pixels and within the picture.
  static cv::Size2d RadiiOf(const EvidencePicture& picture, cv::Size2d sizePx)
  {
    const auto radius = [](double size, double most)
    { return std::isfinite(size) ? std::clamp(size / 2.0, 1.0, std::max(1.0, most / 2.0)) : 1.0; };
    return {radius(sizePx.width * picture.perStoredPixel.width, picture.mask.cols),
            radius(sizePx.height * picture.perStoredPixel.height, picture.mask.rows)};
  }

  const EvidencePicture& picture_;
  std::vector<LesionTemplate> templates_;
};

// The heaviest peaks; those without weight would have no logarithm.
GaussianMixture Leading(GaussianMixture prior)
{
  prior.erase(std::remove_if(prior.begin(), prior.end(),
                             [](const auto& peak) { return !(peak.weight > 0.0); }),
              prior.end());
  std::stable_sort(prior.begin(), prior.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  prior.erase(prior.begin() + static_cast<std::ptrdiff_t>(std::min(prior.size(), mostPeaks)),
              prior.end());
  return prior;
}

// `side` by `side` places, those in the corners left out, in standard deviations.
std::vector<Eigen::Vector2d> DiscOfOffsets(int side)
{
  const double step = 2.0 * reach / (side - 1);
  std::vector<Eigen::Vector2d> offsets;
  for (int row = 0; row < side; ++row)
  {
    for (int column = 0; column < side; ++column)
    {
      const Eigen::Vector2d offset(-reach + step * column, -reach + step * row);
      if (offset.squaredNorm() <= reach * reach)
      {
        offsets.push_back(offset);
      }
    }
  }
  return offsets;
}

// Each peak gets a grid of its own, along its own axes: so that a narrow peak is not missed beside
// a wide one.
std::vector<Node> NodesOf(const GaussianMixture& prior)
{
  const auto peaks = static_cast<double>(std::max<std::size_t>(1, prior.size()));
  const auto side = static_cast<int>(std::sqrt(nodeBudget / peaks));
  const std::vector<Eigen::Vector2d> offsets = DiscOfOffsets(side);
  std::vector<Node> nodes;
  for (const WeightedGaussian& peak : prior)
  {
    const Eigen::Matrix2d axes = peak.gaussian.Covariance().llt().matrixL();
    for (const Eigen::Vector2d& offset : offsets)
    {
      const double logWeight = std::log(peak.weight) - 0.5 * offset.squaredNorm();
      nodes.push_back({peak.gaussian.Mean() + axes * offset, logWeight});
    }
  }
  return nodes;
}

struct Posterior
{
  std::vector<Node> nodes;
  Judgement best;  // at the likeliest place
};

// How far the working picture resolves places that differ by the prior's deviation: below a pixel
// or two, its evidence is that of a staircase and must not move an exact reading. 0 to 1.
double ResolvedShare(const EvidencePicture& picture, const Gaussian2D& prior)
{
  constexpr double unresolved = 1.25;  // working pixels
  const double variance =
      std::sqrt(prior.Covariance().determinant()) * picture.perStoredPixel.area();
  return variance / (variance + unresolved * unresolved);
}

// `trust`, 0 to 1: how much of the pixels' evidence counts.
std::optional<Posterior> PosteriorOf(const std::vector<Node>& prior, const Judge& judge,
                                     double trust)
{
  Posterior posterior;
  double likeliest = std::numeric_limits<double>::lowest();
  for (const Node& node : prior)
  {
    if (const auto judgement = judge.At(node.place))
    {
      posterior.nodes.push_back({node.place, node.logWeight + trust * judgement->logRatio});
      if (posterior.nodes.back().logWeight > likeliest)
      {
        likeliest = posterior.nodes.back().logWeight;
        posterior.best = *judgement;
      }
    }
  }
  if (posterior.nodes.empty())
  {
    return std::nullopt;
  }
  for (Node& node : posterior.nodes)
  {
    node.logWeight -= likeliest;
  }
  return posterior;
}

Gaussian2D MomentsOf(const std::vector<Node>& nodes)
{
  double mass = 0.0;
  Eigen::Vector2d mean = Eigen::Vector2d::Zero();
  for (const Node& node : nodes)
  {
    mass += std::exp(node.logWeight);
    mean += std::exp(node.logWeight) * node.place;
  }
  mean /= mass;
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
  for (const Node& node : nodes)
  {
    const Eigen::Vector2d offset = node.place - mean;
    covariance += std::exp(node.logWeight) / mass * offset * offset.transpose();
  }
  return Gaussian2D::Nearest(mean, covariance);
}

// Nine of ten lesions do, and half of all places in tissue.
bool StandsOut(const PlaceFeatures& features)
{
  return features.contrast + features.enclosure > 0.5;
}

// A posterior with several peaks has heavier tails than its Gaussian: the more the pixels narrowed
// the prior down, the wider its Gaussian must be to hold what it promises.
Gaussian2D Doubted(const Gaussian2D& posterior, const Gaussian2D& prior)
{
  constexpr double truncation = 1.05;  // what the prior has beyond `reach`
  constexpr double mostDoubt = 0.4;    // measured: Resources/Decisions/PixelEvidence.md
  const double narrowing =
      std::sqrt(posterior.Covariance().determinant() / prior.Covariance().determinant());
  return Widened(posterior, truncation + mostDoubt * (1.0 - std::clamp(narrowing, 0.0, 1.0)));
}

}  // namespace

PixelEvidence::PixelEvidence(const Frame& frame)
{
  if (auto picture = PrepareEvidence(frame))
  {
    picture_ = std::make_unique<const EvidencePicture>(std::move(*picture));
  }
}

PixelEvidence::~PixelEvidence() = default;
PixelEvidence::PixelEvidence(PixelEvidence&&) noexcept = default;
PixelEvidence& PixelEvidence::operator=(PixelEvidence&&) noexcept = default;

PixelAnswer PixelEvidence::Ask(const GaussianMixture& prior, cv::Size2d sizePx) const
{
  PixelAnswer answer{MomentsOf(prior)};
  if (picture_ == nullptr)
  {
    return answer;
  }
  const EvidencePicture& picture = *picture_;
  const Judge judge(picture, sizePx);
  const double trust = ResolvedShare(picture, answer.location);
  const auto posterior = PosteriorOf(NodesOf(Leading(prior)), judge, trust);
  if (!posterior)
  {
    return answer;
  }
  answer.location = Doubted(MomentsOf(posterior->nodes), answer.location);
  answer.contrast = posterior->best.sign * posterior->best.features.contrast;
  answer.isDistinct = StandsOut(posterior->best.features);
  answer.isKnown = true;
  answer.isInTissue = picture.beyond.at<float>(posterior->best.place) < farFromTissue;
  return answer;
}

}  // namespace vlm
