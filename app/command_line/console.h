// Where a command's words go: results on standard output, for people or as one JSON object a line; warnings
// and progress on standard error; all of it, with times, in the log file if one was asked for.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/base/ranks.h"

namespace spdlog {
class logger;
}

namespace regulus {

// Thread: any.
class Console {
  public:
    explicit Console(bool json);
    ~Console();

    bool json() const { return m_json; }

    void say(const std::string& line);                       // for people only
    void table(std::vector<std::vector<std::string>> rows);  // for people: aligned, first row a header
    void emit(const nlohmann::json& object);                 // for machines only
    void warn(const std::string& text);
    // `told_by`: another rank that says the same, such as "Rank 0 of 4 ended". On standard error a message
    // that another rank has is not repeated.
    void error(const Error& error, const std::string& told_by = {});
    void cancelled();

    // What its errors begin with, of several processes: "rank 3".
    void label(const std::string& name) { m_label = " [" + name + "]"; }
    // One voice of many: of several ranks the first one speaks, and each says what went wrong there. Jobs end
    // when another rank is lost. One process until then.
    void join(std::shared_ptr<Ranks> ranks) { m_ranks = std::move(ranks); }
    Ranks& ranks() const { return *m_ranks; }
    const std::shared_ptr<Ranks>& shared_ranks() const { return m_ranks; }

    // A log a person can attach to a report: version, system, command, stages, errors.
    // Throws Error(Storage) when the file cannot be written.
    void open_log(const std::string& path, const std::vector<std::string>& arguments);
    // The last line of the log. Warns when the disk was too full for all of it.
    void close_log(const std::string& text);

    // Throws Error(Storage) when something that was said or emitted could not be written. Asked at the end: a
    // full disk behind the standard output must not cost a training.
    void check_output() const;

    // Called by ConsoleJob. seconds_left < 0: not known yet.
    void show_progress(double fraction, std::string_view stage, double seconds_left);
    void end_progress();

  private:
    bool silent() const { return m_ranks->rank() > 0; }
    void clear_line();
    void print(const std::string& line);

    bool m_json, m_terminal;
    std::string m_label;
    std::shared_ptr<Ranks> m_ranks = one_process();
    bool m_output_lost = false, m_log_lost = false;
    std::shared_ptr<spdlog::logger> m_log;
    std::mutex m_mutex;
    std::string m_stage;
    bool m_line = false;  // a progress line is on the terminal
    std::chrono::steady_clock::time_point m_shown;
};

// A job whose progress shows on the console and which Ctrl-C cancels.
class ConsoleJob final : public Job {
  public:
    // Goes on through that many interrupts; 1 is for finishing what an interrupted command saves.
    explicit ConsoleJob(Console& console, int tolerated_interrupts = 0);
    ~ConsoleJob() override;

    void progress(double fraction, std::string_view stage) override;
    bool cancelled() const noexcept override;

  private:
    Console& m_console;
    int m_tolerated;
    std::chrono::steady_clock::time_point m_begin;
};

std::string duration_text(double seconds);  // "8 s", "3 min 20 s", "1 h 5 min"

}  // namespace regulus
