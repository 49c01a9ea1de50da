// SPDX-License-Identifier: GPL-3.0-or-later
// A value, or an Error that says why there is none. What the world can cause is returned so, never
// thrown.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace vlm
{

// What went wrong, in terms of what the caller can do about it.
// One table each decides on retry (Pipeline/RetryPolicy) and on the HTTP status
// (Orthanc/HttpExchange).
enum class ErrorKind
{
  BadConfiguration,      // an administrator must change a setting
  BadInput,              // a request or argument is wrong
  Forbidden,             // who asks may not do this
  NotFound,              // there is no such thing
  MethodNotAllowed,      // wrong HTTP method
  Conflict,              // not possible in the present state
  TooLarge,              // over a stated bound
  NoPixels,              // the object carries no image
  CorruptDicom,          // the DICOM object contradicts itself or ends early
  UndecodablePixels,     // the transfer syntax or pixel format is not supported here
  BadReply,              // a model's reply breaks the reply schema, was cut off or is empty
  ModelRefused,          // a model or its service declines to answer about this picture
  ModelUnavailable,      // a model did not answer; trying again may help
  ModelPaused,           // a model is not to be asked for now; what asked waits, nothing is lost
  StorageFailed,         // disk, database or Orthanc refused to read or write
  NotReady,              // Orthanc or the plugin is starting or stopping
  Canceled,              // somebody asked to stop
  DegenerateCovariance,  // a covariance that is not positive definite or not finite
  MassOutOfRange,        // a probability mass outside (0, 1)
  Internal               // a defect of ours
};

struct Error
{
  ErrorKind kind = ErrorKind::Internal;
  std::string message;  // a full sentence: names the thing, the value and what is allowed
};

template <typename T>
class [[nodiscard]] Result
{
public:
  Result(T value) : content_(std::move(value)) {}
  Result(Error error) : content_(std::move(error)) {}

  bool HasValue() const { return std::holds_alternative<T>(content_); }

  const T& Value() const&
  {
    assert(HasValue());
    return std::get<T>(content_);
  }
  T& Value() &
  {
    assert(HasValue());
    return std::get<T>(content_);
  }
  T&& Value() &&
  {
    assert(HasValue());
    return std::get<T>(std::move(content_));
  }
  const Error& Failure() const
  {
    assert(!HasValue());
    return std::get<Error>(content_);
  }

private:
  std::variant<T, Error> content_;
};

// Success without a value.
template <>
class [[nodiscard]] Result<void>
{
public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool HasValue() const { return !error_.has_value(); }
  const Error& Failure() const
  {
    assert(error_.has_value());
    return *error_;
  }

private:
  std::optional<Error> error_;
};

}  // namespace vlm
