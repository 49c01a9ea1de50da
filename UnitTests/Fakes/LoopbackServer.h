// SPDX-License-Identifier: GPL-3.0-or-later
// A real HTTP/1.1 server on a free port of 127.0.0.1 that does what a test tells it to. By
// Boost.Beast; one thread for each connection, so that a handler may simply wait.
#pragma once

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "Fakes/SelfSignedCertificate.h"

namespace vlm
{

enum class Bodies
{
  Read,
  LeaveUnread  // the client cannot send more than the kernel takes
};

class LoopbackServer
{
public:
  using Tcp = boost::asio::ip::tcp;
  using Request = boost::beast::http::request<boost::beast::http::string_body>;

  // One request, and the connection it came by.
  class Exchange
  {
  public:
    Exchange(const Request& of, std::function<bool(std::string_view)> write, Tcp::socket& socket)
        : request(of), write_(std::move(write)), socket_(socket)
    {
    }

    const Request& request;

    // A whole reply; the connection stays open for the next request.
    void Reply(int status, const std::string& body, const std::string& headers = "")
    {
      isAnswered_ = Send("HTTP/1.1 " + std::to_string(status) + " Scripted\r\nContent-Length: " +
                         std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
    }
    // Any bytes; the connection is closed after the handler. False: the client is gone.
    bool Send(std::string_view bytes) { return write_(bytes); }
    // The client sees "connection reset by peer".
    void Reset() { socket_.set_option(boost::asio::socket_base::linger(true, 0)); }
    // Until the client, or the end of the server, closes the connection.
    void WaitForClose()
    {
      boost::system::error_code failure;
      std::array<char, 4096> bytes{};
      while (!failure)
      {
        socket_.read_some(boost::asio::buffer(bytes), failure);
      }
    }

    // The same without reading: what the client still sends does not move.
    void WaitForHangUp()
    {
      pollfd watched{socket_.native_handle(), POLLRDHUP, 0};
      ::poll(&watched, 1, -1);
    }

    bool IsAnswered() const { return isAnswered_; }

  private:
    std::function<bool(std::string_view)> write_;
    Tcp::socket& socket_;
    bool isAnswered_ = false;
  };
  using Handler = std::function<void(Exchange&)>;

  explicit LoopbackServer(Handler handler, Bodies bodies = Bodies::Read)
      : handler_(std::move(handler)),
        bodies_(bodies),
        acceptor_(context_, Tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)),
        port_(acceptor_.local_endpoint().port())
  {
    acceptThread_ = std::thread([this] { Accept(); });
  }
  LoopbackServer(Handler handler, const SelfSignedCertificate& certificate)
      : LoopbackServer(std::move(handler))
  {
    // Before the first connection: nobody knows the port yet.
    auto tls = std::make_unique<boost::asio::ssl::context>(boost::asio::ssl::context::tls_server);
    tls->use_certificate(boost::asio::buffer(certificate.certificatePem),
                         boost::asio::ssl::context::pem);
    tls->use_private_key(boost::asio::buffer(certificate.keyPem), boost::asio::ssl::context::pem);
    const std::lock_guard<std::mutex> lock(mutex_);
    tls_ = std::move(tls);
  }
  ~LoopbackServer()
  {
    isStopping_ = true;
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    acceptThread_.join();
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      for (const int open : open_)
      {
        ::shutdown(open, SHUT_RDWR);
      }
    }
    for (std::thread& thread : threads_)
    {
      thread.join();
    }
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  int Port() const { return port_; }
  std::string Url(const std::string& path = "/", const std::string& host = "127.0.0.1") const
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    return (tls_ ? "https://" : "http://") + host + ":" + std::to_string(port_) + path;
  }
  int Connections() const { return connections_; }
  std::vector<Request> Requests() const
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    return requests_;
  }

private:
  void Accept()
  {
    while (!isStopping_)
    {
      boost::system::error_code failure;
      auto socket = std::make_shared<Tcp::socket>(context_);
      acceptor_.accept(*socket, failure);
      if (!failure && !isStopping_)
      {
        ++connections_;
        threads_.emplace_back([this, socket] { ServeConnection(*socket); });
      }
    }
  }

  void ServeConnection(Tcp::socket& socket)
  {
    boost::asio::ssl::context* tls = nullptr;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      open_.insert(socket.native_handle());
      tls = tls_.get();
    }
    if (tls)
    {
      boost::system::error_code failure;
      boost::asio::ssl::stream<Tcp::socket&> stream(socket, *tls);
      stream.handshake(boost::asio::ssl::stream_base::server, failure);
      if (!failure)
      {
        Serve(stream, socket);
      }
    }
    else
    {
      Serve(socket, socket);
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    open_.erase(socket.native_handle());
    boost::system::error_code ignored;
    socket.close(ignored);
  }

  template <typename Stream>
  void Serve(Stream& stream, Tcp::socket& socket)
  {
    namespace http = boost::beast::http;
    boost::beast::flat_buffer buffer;
    while (!isStopping_)
    {
      boost::system::error_code failure;
      http::request_parser<http::string_body> parser;
      parser.body_limit(std::size_t{64} << 20);
      http::read_header(stream, buffer, parser, failure);
      if (!failure && bodies_ == Bodies::Read)
      {
        http::read(stream, buffer, parser, failure);
      }
      if (failure)
      {
        return;
      }
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        requests_.push_back(parser.get());
      }
      const auto write = [&stream](std::string_view bytes)
      {
        boost::system::error_code lost;
        boost::asio::write(stream, boost::asio::buffer(bytes.data(), bytes.size()), lost);
        return !lost;
      };
      Exchange exchange(parser.get(), write, socket);
      handler_(exchange);
      if (!exchange.IsAnswered())
      {
        return;
      }
    }
  }

  const Handler handler_;
  const Bodies bodies_;
  boost::asio::io_context context_;
  Tcp::acceptor acceptor_;
  const int port_;
  std::atomic<bool> isStopping_{false};
  std::atomic<int> connections_{0};
  std::list<std::thread> threads_;  // the accepting thread's until it has ended
  std::thread acceptThread_;
  mutable std::mutex mutex_;
  std::unique_ptr<boost::asio::ssl::context> tls_;
  std::set<int> open_;
  std::vector<Request> requests_;
};

}  // namespace vlm
