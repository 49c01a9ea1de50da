// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/SeriesGaussian.h"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <utility>

#include "Gaussian/GaussianAlgebra.h"
#include "Gaussian/SlicePlane.h"

namespace vlm
{
namespace
{

// Ellipses of one size whose centres are 1.5 of their radii apart overlap this much; ellipses that
// only touch, at two radii, 0.14.
constexpr double LeastOverlap = 0.3;
// Slices closer than this are at one place: another echo or time, not another part of the lesion.
constexpr double SamePlaceMm = 0.01;

struct Slice
{
  int index = 0;  // in the caller's list
  SlicePlane plane;
  double depthMm = 0.0;      // along the normal of the stack's first slice
  double thicknessMm = 0.0;  // half the way to the neighbour on either side
  const std::vector<ModelledFinding>* findings = nullptr;
  std::vector<std::optional<Gaussian2D>> seen;  // their extents, along that normal [mm]
};

using Stack = std::vector<Slice>;  // parallel, in order of depth

void MeasureThickness(Stack& stack)
{
  for (std::size_t i = 0; i < stack.size(); ++i)
  {
    const bool isFirst = i == 0;
    const bool isLast = i + 1 == stack.size();
    const double before = isFirst ? 0.0 : stack[i].depthMm - stack[i - 1].depthMm;
    const double after = isLast ? 0.0 : stack[i + 1].depthMm - stack[i].depthMm;
    // An outer slice reaches outwards as far as inwards.
    stack[i].thicknessMm = isFirst || isLast ? before + after : (before + after) / 2.0;
  }
}

void AddTo(Stack& stack, int index, const SlicePlane& plane,
           const std::vector<ModelledFinding>& findings)
{
  const SlicePlane& view = stack.empty() ? plane : stack.front().plane;
  Slice slice{index, plane, view.Normal().dot(plane.originMm), 0.0, &findings, {}};
  for (const ModelledFinding& finding : findings)
  {
    slice.seen.push_back(finding.extent ? std::make_optional(SeenFrom(view, plane, *finding.extent))
                                        : std::nullopt);
  }
  stack.push_back(std::move(slice));
}

std::vector<Stack> StacksOf(const std::vector<SliceFindings>& slices)
{
  std::vector<Stack> stacks;
  for (std::size_t i = 0; i < slices.size(); ++i)
  {
    const std::optional<SlicePlane> plane = SlicePlaneOf(slices[i].frame);
    if (!plane)
    {
      continue;
    }
    const auto belongs = [&plane](const Stack& stack)
    { return AreParallel(stack.front().plane, *plane); };
    auto stack = std::find_if(stacks.begin(), stacks.end(), belongs);
    if (stack == stacks.end())
    {
      stack = stacks.insert(stacks.end(), Stack());
    }
    AddTo(*stack, static_cast<int>(i), *plane, slices[i].findings);
  }
  for (Stack& stack : stacks)
  {
    std::stable_sort(stack.begin(), stack.end(),
                     [](const Slice& a, const Slice& b) { return a.depthMm < b.depthMm; });
    MeasureThickness(stack);
  }
  return stacks;
}

// Of two neighbouring slices: which finding goes on as which, one to one, best overlap first. So
// two lesions side by side stay apart, even if a third finding touches both.
struct Link
{
  std::size_t before = 0;
  std::size_t after = 0;
  double overlap = 0.0;
};

// How far a lesion may reach to either side of a slice: as far as within it, two deviations of its
// longer axis. Key images of a series may lie further apart than lesions are thick.
double ReachOf(const Gaussian2D& extentMm)
{
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> axes(extentMm.Covariance());
  return 2.0 * std::sqrt(std::max(axes.eigenvalues()(1), 0.0));
}

std::vector<Link> PossibleLinks(const Slice& before, const Slice& after)
{
  std::vector<Link> links;
  for (std::size_t i = 0; i < before.seen.size(); ++i)
  {
    for (std::size_t j = 0; j < after.seen.size(); ++j)
    {
      const auto& one = before.seen[i];
      const auto& other = after.seen[j];
      const double overlap = one && other ? BhattacharyyaCoefficient(*one, *other) : 0.0;
      if (overlap >= LeastOverlap &&
          after.depthMm - before.depthMm <= ReachOf(*one) + ReachOf(*other))
      {
        links.push_back({i, j, overlap});
      }
    }
  }
  std::stable_sort(links.begin(), links.end(),
                   [](const Link& a, const Link& b) { return a.overlap > b.overlap; });
  return links;
}

struct Member
{
  const Slice* slice = nullptr;
  std::size_t finding = 0;
};

using Chain = std::vector<Member>;  // one lesion, slice by slice

// `ends[i]`: the chain of finding i of the slice before, as an index into `chains`.
std::vector<std::size_t> Extend(std::vector<Chain>& chains, const std::vector<std::size_t>& ends,
                                const std::vector<Link>& links, const Slice& slice)
{
  const std::size_t none = chains.size() + slice.findings->size();  // no chain has this index
  std::vector<std::size_t> newEnds(slice.findings->size(), none);
  std::vector<bool> isTaken(ends.size(), false);
  for (const Link& link : links)
  {
    if (!isTaken[link.before] && newEnds[link.after] == none)
    {
      isTaken[link.before] = true;
      newEnds[link.after] = ends[link.before];
      chains[ends[link.before]].push_back({&slice, link.after});
    }
  }
  for (std::size_t i = 0; i < newEnds.size(); ++i)
  {
    if (newEnds[i] == none)
    {
      newEnds[i] = chains.size();
      chains.push_back({{&slice, i}});
    }
  }
  return newEnds;
}

std::vector<Chain> ChainsOf(const Stack& stack)
{
  std::vector<Chain> chains;
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < stack.size(); ++i)
  {
    const std::vector<Link> links =
        i == 0 ? std::vector<Link>() : PossibleLinks(stack[i - 1], stack[i]);
    ends = Extend(chains, ends, links, stack[i]);
  }
  return chains;
}

bool IsThreeDimensional(const Chain& chain)
{
  return chain.back().slice->depthMm - chain.front().slice->depthMm > SamePlaceMm;
}

// The part of a lesion that one slice shows: a slab as thick as the slice.
struct Slab
{
  double volumeMm3 = 0.0;  // but for a factor that all slabs share
  Eigen::Vector3d meanMm;
  Eigen::Matrix3d covarianceMm2;
};

Slab SlabOf(const Member& member)
{
  const SlicePlane& plane = member.slice->plane;
  const Gaussian2D& extent = *(*member.slice->findings)[member.finding].extent;
  const double thickness = std::max(member.slice->thicknessMm, SamePlaceMm);
  const Eigen::Matrix<double, 3, 2> step = plane.Step();
  const Eigen::Vector3d normal = plane.Normal();
  const double area =
      std::sqrt(extent.Covariance().determinant()) * plane.spacingMm(0) * plane.spacingMm(1);
  // A uniform distribution over a length t has the variance t^2 / 12.
  return {area * thickness, plane.PlaceOf(extent.Mean()),
          step * extent.Covariance() * step.transpose() +
              thickness * thickness / 12.0 * normal * normal.transpose()};
}

Eigen::Matrix3d PositiveDefinite(const Eigen::Matrix3d& covariance)
{
  constexpr double leastMm2 = 1e-6;
  constexpr double thinnest = 1e-12;  // short to long axis, squared
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> axes(covariance);
  const double least = std::max(leastMm2, thinnest * axes.eigenvalues()(2));
  const Eigen::Vector3d variances = axes.eigenvalues().cwiseMax(least);
  const Eigen::Matrix3d nearest =
      axes.eigenvectors() * variances.asDiagonal() * axes.eigenvectors().transpose();
  return (nearest + nearest.transpose()) / 2.0;
}

SeriesGaussian Joined(const Chain& chain)
{
  SeriesGaussian joined;
  std::vector<Slab> slabs;
  double volume = 0.0;
  joined.meanMm.setZero();
  for (const Member& member : chain)
  {
    joined.members.push_back({member.slice->index, static_cast<int>(member.finding)});
    slabs.push_back(SlabOf(member));
    volume += slabs.back().volumeMm3;
    joined.meanMm += slabs.back().volumeMm3 * slabs.back().meanMm;
  }
  joined.meanMm /= volume;
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();
  for (const Slab& slab : slabs)
  {
    const Eigen::Vector3d difference = slab.meanMm - joined.meanMm;
    covariance +=
        slab.volumeMm3 / volume * (slab.covarianceMm2 + difference * difference.transpose());
  }
  joined.covarianceMm2 = PositiveDefinite(covariance);
  std::stable_sort(joined.members.begin(), joined.members.end(),
                   [](const SliceMember& a, const SliceMember& b) { return a.slice < b.slice; });
  return joined;
}

}  // namespace

std::vector<SeriesGaussian> JoinSlices(const std::vector<SliceFindings>& slices)
{
  std::vector<SeriesGaussian> lesions;
  for (const Stack& stack : StacksOf(slices))
  {
    for (const Chain& chain : ChainsOf(stack))
    {
      if (IsThreeDimensional(chain))
      {
        lesions.push_back(Joined(chain));
      }
    }
  }
  return lesions;
}

}  // namespace vlm
