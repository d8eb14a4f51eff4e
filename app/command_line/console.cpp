#include "app/command_line/console.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/command_line/interrupt.h"
#include "core/base/parallel.h"
#include "core/base/version.h"

namespace regulus {
namespace {

const char* kind_name(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Usage:
            return "usage";
        case ErrorKind::Input:
            return "input";
        case ErrorKind::Data:
            return "data";
        case ErrorKind::Model:
            return "model";
        case ErrorKind::Storage:
            return "storage";
        case ErrorKind::Rank:
            return "rank";
        case ErrorKind::Memory:
            return "memory";
        case ErrorKind::Internal:
            break;
    }
    return "internal";
}

// Columns of a terminal that a text takes, near enough for names in Latin letters and signs.
// A name with a line break would end the row; tabs and the like are of no known width.
std::string on_one_line(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return text;
}

std::size_t shown_width(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

// A file may hold any bytes as names; what leaves as JSON is always valid UTF-8.
std::string one_line(const nlohmann::json& object) {
    return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// False when not all of it could be written; never throws.
bool written(std::FILE* file, const std::string& text) {
    const bool whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    return std::fflush(file) == 0 && whole;
}

std::string who_tells(const Error& error, const std::string& told_by) {
    return error.kind() == ErrorKind::Rank && !error.where().empty() ? error.problem() : told_by;
}

// Where even this cannot be written, nobody is there to be told.
void say_aside(const std::string& text) {
    (void)!written(stderr, text);
}

}  // namespace

// What takes less than a second needs no progress in a file.
Console::Console(bool json)
    : m_json(json), m_terminal(isatty(STDERR_FILENO) == 1), m_shown(std::chrono::steady_clock::now()) {}

Console::~Console() {
    end_progress();
}

void Console::clear_line() {
    if (m_line) say_aside("\r\x1b[K");
    m_line = false;
}

void Console::print(const std::string& line) {
    clear_line();
    m_output_lost = !written(stdout, line + '\n') || m_output_lost;
}

void Console::say(const std::string& line) {
    const std::lock_guard lock(m_mutex);
    if (m_log) m_log->info("{}", line);
    if (m_json || silent()) return;
    print(line);
}

void Console::table(std::vector<std::vector<std::string>> rows) {
    for (auto& row : rows)
        for (std::string& text : row) text = on_one_line(std::move(text));
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], shown_width(row[c]));
    }
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string padding(widths[c] - shown_width(row[c]), ' ');
            line += (c == 0 ? "" : "  ") + (c == 0 ? row[c] + padding : padding + row[c]);
        }
        say(line);
    }
}

void Console::emit(const nlohmann::json& object) {
    const std::lock_guard lock(m_mutex);
    const std::string line = one_line(object);
    if (m_log) m_log->info("{}", line);
    if (!m_json || silent()) return;
    print(line);
}

void Console::warn(const std::string& text) {
    const std::lock_guard lock(m_mutex);
    if (m_log) m_log->warn("{}", text);
    if (silent()) return;
    clear_line();
    say_aside(fmt::format("warning: {}\n", text));
}

void Console::error(const Error& error, const std::string& told_by) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_log) m_log->error("{}", error.what());
        clear_line();
        const std::string who = who_tells(error, told_by);
        say_aside(
            fmt::format("regulus{}: {}\n", m_label, who.empty() ? error.what() : who + ", and says why"));
    }
    emit({{"error",
           {{"kind", kind_name(error.kind())},
            {"message", error.problem()},
            {"where", error.where()},
            {"remedy", error.remedy()},
            {"exit_code", exit_code(error.kind())}}}});
}

void Console::cancelled() {
    {
        const std::lock_guard lock(m_mutex);
        if (m_log) m_log->warn("cancelled");
        clear_line();
        say_aside(fmt::format("regulus{}: cancelled\n", m_label));
    }
    emit({{"cancelled", true}, {"exit_code", exit_cancelled}});
}

void Console::open_log(const std::string& path, const std::vector<std::string>& arguments) {
    try {
        m_log = std::make_shared<spdlog::logger>(
            "regulus", std::make_shared<spdlog::sinks::basic_file_sink_mt>(path, true));
    } catch (const spdlog::spdlog_ex& failure) {
        throw Error(ErrorKind::Storage, "The log could not be written", path, failure.what());
    }
    m_log->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    m_log->flush_on(spdlog::level::info);
    m_log->set_error_handler([this](const std::string&) { m_log_lost = true; });
    utsname system{};
    uname(&system);
    m_log->info("Regulus {} on {} {} {}, {} threads", version(), system.sysname, system.release,
                system.machine, thread_count());
    m_log->info("command: {}", fmt::join(arguments, " "));
}

void Console::close_log(const std::string& text) {
    const std::lock_guard lock(m_mutex);
    if (m_log) m_log->info("{}", text);
    m_log.reset();
    if (m_log_lost) say_aside("warning: The log is incomplete\n");
}

void Console::check_output() const {
    if (!m_output_lost) return;
    throw Error(ErrorKind::Storage, "Writing to standard output failed; results are incomplete", {},
                "Free disk space at its destination; output files are complete");
}

void Console::show_progress(double fraction, std::string_view stage, double seconds_left) {
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    const bool new_stage = stage != m_stage;
    if (new_stage && m_log) m_log->info("stage: {}", stage);
    m_stage = stage;
    if (silent()) return;
    // A terminal's line is rewritten; a file gets few lines.
    const double since = std::chrono::duration<double>(now - m_shown).count();
    if (since < (m_terminal ? 0.1 : new_stage ? 1.0 : 10.0)) return;
    if (!m_terminal && !new_stage && fraction < 0) return;  // nothing new
    m_shown = now;
    std::string line(stage);
    if (fraction >= 0) line += fmt::format(": {:.0f} %", 100 * std::min(fraction, 1.0));
    if (seconds_left >= 0) line += fmt::format(", {} left", duration_text(seconds_left));
    say_aside(m_terminal ? fmt::format("\r{}\x1b[K", line) : line + '\n');
    m_line = m_terminal;
}

void Console::end_progress() {
    const std::lock_guard lock(m_mutex);
    clear_line();
}

ConsoleJob::ConsoleJob(Console& console, int tolerated_interrupts)
    : m_console(console), m_tolerated(tolerated_interrupts), m_begin(std::chrono::steady_clock::now()) {}

ConsoleJob::~ConsoleJob() {
    m_console.end_progress();
}

void ConsoleJob::progress(double fraction, std::string_view stage) {
    const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count();
    const bool known = fraction > 0.02 && elapsed > 2;
    m_console.show_progress(fraction, stage, known ? elapsed * (1 - fraction) / fraction : -1);
}

bool ConsoleJob::cancelled() const noexcept {
    return Job::cancelled() || interrupts() > m_tolerated || m_console.ranks().lost();
}

std::string duration_text(double seconds) {
    const auto whole = static_cast<long>(seconds + 0.5);
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace regulus
