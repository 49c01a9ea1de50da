// SPDX-License-Identifier: GPL-3.0-or-later
// One HTTP request as a libcurl easy handle: its options, its growing reply, its bounds.
#pragma once

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "Model/HostPolicy.h"
#include "Model/HttpTransport.h"

namespace vlm
{

// Not thread-safe; may be handed from thread to thread.
class CurlCall
{
public:
  // The three arguments must outlive the call. An error: what HostPolicy or libcurl refuses at
  // once.
  static std::variant<std::unique_ptr<CurlCall>, TransportError> Create(
      const HttpCall& call, const ConnectionSettings& connection, const Cancellation& cancellation);

  CurlCall(const CurlCall&) = delete;
  CurlCall& operator=(const CurlCall&) = delete;

  CURL* Handle() const { return easy_.get(); }

  // After the transfer has ended with `code`.
  HttpTransport::Outcome Finish(CURLcode code);

  // Canceled, or stalled; to be asked several times in a second.
  std::optional<TransportError> ReasonToGiveUp(std::chrono::steady_clock::time_point now);

private:
  struct CloseEasy
  {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };
  struct FreeList
  {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  CurlCall(const HttpCall& call, const ConnectionSettings& connection,
           const Cancellation& cancellation, UrlParts url);

  // Each false if libcurl takes one of the options not.
  bool SetRequest();
  bool SetHeaders();
  bool SetConnection();
  bool SetSecurity();
  bool SetCallbacks();
  bool AddHeader(const std::string& line);

  // False: the bound is reached.
  bool TakeHeader(std::string_view line);
  bool TakeBody(std::string_view bytes);
  // May this address be connected to?
  bool Admits(const std::string& address);

  bool IsConnected() const;
  TransportError Failure(CURLcode code) const;
  TransportError TlsFailure(CURLcode code) const;

  static std::size_t OnHeader(char* bytes, std::size_t size, std::size_t count, void* call);
  static std::size_t OnBody(char* bytes, std::size_t size, std::size_t count, void* call);
  static curl_socket_t OnOpenSocket(void* call, curlsocktype purpose, curl_sockaddr* address);
  static int OnConnected(void* call, char* remote, char* local, int remotePort, int localPort);

  const HttpCall& call_;
  const ConnectionSettings& connection_;
  const Cancellation& cancellation_;
  const UrlParts url_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::unique_ptr<CURL, CloseEasy> easy_;
  std::array<char, CURL_ERROR_SIZE> errorText_{};

  HttpReply reply_;
  std::size_t headerBytes_ = 0;
  bool isTooLarge_ = false;
  std::string refusedAddress_;  // the last one
  bool hasAdmittedAddress_ = false;

  curl_off_t movedBytes_ = -1;
  std::chrono::steady_clock::time_point lastMoved_;
};

}  // namespace vlm
