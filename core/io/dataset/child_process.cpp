#include "core/io/dataset/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <thread>

namespace regulus {
namespace {

void check(int problem) {
    if (problem != 0) throw std::system_error(problem, std::generic_category());
}

struct FileActions {
    posix_spawn_file_actions_t value;
    explicit FileActions(int answer_end) {
        check(::posix_spawn_file_actions_init(&value));
        check(::posix_spawn_file_actions_adddup2(&value, answer_end, answer_descriptor));
        for (const int standard : {0, 1, 2})
            check(::posix_spawn_file_actions_addopen(&value, standard, "/dev/null", O_RDWR, 0));
        check(::posix_spawn_file_actions_addclosefrom_np(&value, answer_descriptor + 1));
    }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;
    ~FileActions() { ::posix_spawn_file_actions_destroy(&value); }
};

// A group of its own: Ctrl-C in the terminal is for the program that started it. A crash is a crash, whatever
// the program does with its own signals.
struct Attributes {
    posix_spawnattr_t value;
    Attributes() {
        check(::posix_spawnattr_init(&value));
        sigset_t all, none;
        sigfillset(&all);
        sigemptyset(&none);
        check(::posix_spawnattr_setsigdefault(&value, &all));
        check(::posix_spawnattr_setsigmask(&value, &none));
        check(::posix_spawnattr_setpgroup(&value, 0));
        check(::posix_spawnattr_setflags(
            &value, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP));
    }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    ~Attributes() { ::posix_spawnattr_destroy(&value); }
};

struct Pipe {
    std::array<int, 2> ends{-1, -1};
    Pipe() {
        if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) check(errno);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        for (const int end : ends)
            if (end >= 0) ::close(end);
    }
};

}  // namespace

ChildProcess::ChildProcess(const std::string& program, const std::vector<std::string>& arguments) {
    Pipe pipe;
    const FileActions actions(pipe.ends[1]);
    const Attributes attributes;
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    check(::posix_spawn(&m_id, program.c_str(), &actions.value, &attributes.value, pointers.data(), environ));
    std::swap(m_pipe, pipe.ends[0]);
}

ChildProcess::~ChildProcess() {
    if (!m_status) {
        ::kill(m_id, SIGKILL);
        (void)::waitpid(m_id, nullptr, 0);
    }
    ::close(m_pipe);
}

std::optional<int> ChildProcess::ended_within(std::chrono::milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (!m_status) {
        int status = 0;
        const pid_t found = ::waitpid(m_id, &status, WNOHANG);
        // An error means that somebody else buried it.
        if (found != 0) m_status = found < 0 ? 0 : status;
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (m_status || left.count() <= 0) break;
        // Its end closes the pipe, a moment before it can be buried.
        if (m_pipe_open) {
            pollfd pipe{m_pipe, 0, 0};
            m_pipe_open = ::poll(&pipe, 1, static_cast<int>(left.count())) <= 0;
        } else {
            std::this_thread::sleep_for(std::chrono::microseconds(100));
        }
    }
    return m_status;
}

std::string ChildProcess::answer() const {
    std::string text(std::size_t{1} << 16U, '\0');
    const ssize_t got = ::read(m_pipe, text.data(), text.size());
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

}  // namespace regulus
