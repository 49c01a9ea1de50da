// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/DestinationName.h"

#include <boost/algorithm/string/predicate.hpp>
#include <string_view>

namespace vlm
{

std::optional<DestinationName> DestinationName::Parse(const std::string& text)
{
  constexpr std::string_view modality = "modality:";
  constexpr std::string_view peer = "peer:";
  DestinationName destination{Kind::Any, text};
  if (boost::starts_with(text, modality))
  {
    destination = {Kind::Modality, text.substr(modality.size())};
  }
  else if (boost::starts_with(text, peer))
  {
    destination = {Kind::Peer, text.substr(peer.size())};
  }
  // RFC 3986's unreserved characters; Orthanc 1.10 allows fewer.
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  const bool isName = !destination.name.empty() &&
                      destination.name.find_first_not_of(allowed) == std::string::npos &&
                      destination.name.find_first_not_of('.') != std::string::npos;
  return isName ? std::optional<DestinationName>(destination) : std::nullopt;
}

}  // namespace vlm
