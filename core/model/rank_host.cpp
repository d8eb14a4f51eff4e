#include "core/model/rank_host.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

#include "core/base/error.h"

namespace regulus {
namespace {

constexpr int tries = 3;  // of a server of names that is busy
constexpr auto between = std::chrono::milliseconds(200);
constexpr int answering = 2000;  // milliseconds that a connection may take
constexpr int greeting = 300;    // milliseconds in which a program that speaks first has spoken

// Who asks for a port of this machine that nobody has may be given that very port to ask from, and meets
// itself.
bool meets_itself(int socket) {
    sockaddr_storage own{}, other{};
    socklen_t own_size = sizeof own, other_size = sizeof other;
    return ::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &own_size) == 0 &&
           ::getpeername(socket, reinterpret_cast<sockaddr*>(&other), &other_size) == 0 &&
           own_size == other_size && std::memcmp(&own, &other, own_size) == 0;
}

class Connection {
  public:
    explicit Connection(const addrinfo& address)
        : m_socket(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
          m_accepted(m_socket >= 0 && connected(address) && !meets_itself(m_socket)) {}
    ~Connection() {
        if (m_socket >= 0) ::close(m_socket);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    bool accepted() const { return m_accepted; }
    bool speaks_within(int milliseconds) const {
        pollfd waiting{m_socket, POLLIN, 0};
        char first = 0;
        return m_accepted && ::poll(&waiting, 1, milliseconds) == 1 && ::recv(m_socket, &first, 1, 0) == 1;
    }

  private:
    bool connected(const addrinfo& address) const {
        if (::connect(m_socket, address.ai_addr, address.ai_addrlen) == 0) return true;
        int problem = errno;
        pollfd waiting{m_socket, POLLOUT, 0};
        socklen_t size = sizeof problem;
        if (problem == EINPROGRESS && ::poll(&waiting, 1, answering) == 1)
            ::getsockopt(m_socket, SOL_SOCKET, SO_ERROR, &problem, &size);
        return problem == 0;
    }

    const int m_socket;
    const bool m_accepted;
};

}  // namespace

RankHost::RankHost(const RankPlace& place) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const std::string port = std::to_string(place.port);
    int problem = EAI_AGAIN;
    for (int i = 0; i < tries && problem == EAI_AGAIN; ++i) {
        if (i > 0) std::this_thread::sleep_for(between);
        problem = ::getaddrinfo(place.address.c_str(), port.c_str(), &wanted, &found);
    }
    if (problem != 0)
        throw Error(ErrorKind::Usage, fmt::format("The machine of rank 0 is not known: {}", place.address),
                    fmt::format("named by {}; {}", place.named_by, gai_strerror(problem)),
                    "Set MASTER_ADDR to a name or an address that all machines know");
    m_addresses = std::shared_ptr<const addrinfo>(
        found, [](const addrinfo* list) { ::freeaddrinfo(const_cast<addrinfo*>(list)); });
}

bool RankHost::listens(std::chrono::steady_clock::time_point until, const std::function<bool()>& stop) const {
    while (true) {
        for (const addrinfo* one = m_addresses.get(); one != nullptr; one = one->ai_next) {
            if (Connection(*one).accepted()) return true;
            if (stop()) return false;
        }
        if (std::chrono::steady_clock::now() >= until) return false;
        std::this_thread::sleep_for(between);
    }
}

bool RankHost::speaks_first() const {
    for (const addrinfo* one = m_addresses.get(); one != nullptr; one = one->ai_next) {
        const Connection connection(*one);
        if (connection.accepted()) return connection.speaks_within(greeting);
    }
    return false;
}

std::string host_text(const RankPlace& place) {
    return fmt::format("{}:{}, named by {}", place.address, place.port, place.named_by);
}

}  // namespace regulus
