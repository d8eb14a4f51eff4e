#include "app/command_line/command_line.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <new>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/command_line/commands/command.h"
#include "app/command_line/console.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/licences.h"
#include "app/command_line/options/output_files.h"
#include "app/command_line/parse_words.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/utf8.h"
#include "core/base/version.h"
#include "core/io/store/store_cache.h"
#include "core/model/device.h"

namespace regulus {
namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 success, 1 internal error, 2 invalid options, 3 unreadable file, 4 unsuitable data,\n"
    "5 model does not match the data, 6 file could not be written,\n"
    "7 out of memory, 8 another process of a distributed run ended, 130 cancelled (Ctrl-C).";

struct GlobalOptions {
    bool json = false, licences = false, demo = false;
    int threads = 0;
    std::string device = "auto";
    std::size_t memory = 0, cache = 0;
    std::string log, file;
};

std::vector<std::unique_ptr<Command>> all_commands() {
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(make_info_command());
    commands.push_back(make_train_command());
    commands.push_back(make_predict_command());
    commands.push_back(make_explain_command());
    commands.push_back(make_activity_command());
    commands.push_back(make_collect_command());
    commands.push_back(make_markers_command());
    commands.push_back(make_compare_command());
    commands.push_back(make_composition_command());
    commands.push_back(make_score_command());
    commands.push_back(make_similar_command());
    commands.push_back(make_enrich_command());
    commands.push_back(make_embed_command());
    commands.push_back(make_cluster_command());
    commands.push_back(make_evaluate_command());
    commands.push_back(make_quality_command());
    commands.push_back(make_figure_command());
    commands.push_back(make_simulate_command());
    commands.push_back(make_convert_command());
    commands.push_back(make_prior_command());
    commands.push_back(make_demo_command());
    return commands;
}

void declare_global(CLI::App& app, GlobalOptions& options) {
    app.add_flag("--json", options.json, "Print results as JSON, one object per line");
    app.add_option("--threads", options.threads, "Number of threads (default: all cores)")
        ->check(CLI::Range(1, 4096));
    app.add_option(
           "--device", options.device,
           "Where models that read genes are computed: auto (a GPU if there is one), cpu, cuda or cuda:N")
        ->type_name("NAME");
    app.add_option(
           "--memory", options.memory,
           "Memory for data, such as 4G (default: a quarter of the machine's memory); larger data are "
           "read from disk")
        ->transform(CLI::AsSizeValue(false))
        ->type_name("SIZE");
    app.add_option("--cache", options.cache,
                   "Disk space for the cache of large files (default: 20 GB, or a tenth of the free space if "
                   "less)")
        ->transform(CLI::AsSizeValue(false))
        ->type_name("SIZE");
    app.add_option("--log", options.log, "Write a log file, for bug reports")->type_name("FILE");
    app.set_version_flag("--version", std::string("Regulus ") + version());
    app.add_flag("--licences", options.licences, "Print the licences of third-party software");
    app.add_flag("--demo", options.demo, "Without a command: open the window on the demo");
    app.add_option("FILE", options.file, "Without a command: a file to open in the window")->type_name("");
    app.footer(exit_codes);
    app.fallthrough();
}

// Runs and translates what is thrown.
int guarded(Console& console, const std::function<void()>& work) {
    const auto failed = [&](const Error& error) {
        console.error(error, console.ranks().fail("ended", error.account()));
        return exit_code(error.kind());
    };
    try {
        try {
            work();
            console.check_output();
            return 0;
        } catch (const Cancelled&) {
            console.ranks().check();  // then it is not the person who cancelled
            console.ranks().fail("was interrupted", {});
            console.cancelled();
            return exit_cancelled;
        }
    } catch (const Error& error) {
        return failed(error);
    } catch (const std::bad_alloc&) {
        return failed(Error(ErrorKind::Memory, "Out of memory", {},
                            "Close other programs, or use fewer genes or cells"));
    } catch (const std::exception& failure) {
        return failed(
            Error(ErrorKind::Internal, failure.what(), {}, "This is a bug in Regulus; please report it"));
    }
}

CommandLineResult start_window(const GlobalOptions& options) {
    std::error_code unreadable;
    if (!options.file.empty() && !std::filesystem::exists(options.file, unreadable)) {
        throw Error(ErrorKind::Usage, "No command or file is called '" + options.file + "'", {},
                    "regulus --help lists the commands");
    }
    return {true, options.demo, options.file, 0};
}

CommandLineResult run_parsed(CLI::App& app, const GlobalOptions& options,
                             const std::vector<std::unique_ptr<Command>>& commands,
                             const std::vector<std::string>& arguments) {
    CommandLineResult result;
    Console console(options.json);
    result.exit_code = guarded(console, [&] {
        set_thread_count(options.threads);
        set_memory_ceiling(options.memory);
        const DeviceChoice device = device_choice_from(options.device);
        set_device_choice(device);
        set_usual_cache_limit(options.cache);
        keep_apart(files_of(app));
        if (!options.log.empty()) {
            std::error_code unknown;
            const auto folder = std::filesystem::absolute(options.log, unknown).parent_path();
            if (!std::filesystem::exists(folder, unknown))
                throw Error(ErrorKind::Storage, "The log could not be written: no such folder", options.log,
                            "Make the folder first");
            console.open_log(options.log, arguments);
        }
        if (options.licences) {
            console.say(licences_text());
            console.emit(licences_json());
            return;
        }
        const auto chosen = app.get_subcommands();
        if (chosen.empty()) {
            result = start_window(options);
            return;
        }
        if (!options.file.empty()) {
            throw Error(ErrorKind::Usage, "'" + options.file + "' is an unexpected argument", {},
                        "regulus " + chosen.front()->get_name() + " --help lists its options");
        }
        catch_interrupts();
        for (const auto& command : commands) {
            if (chosen.front()->get_name() == command->name()) command->run(console);
        }
        if (device.kind != DeviceChoice::Kind::Automatic && device.kind != DeviceChoice::Kind::Cpu &&
            !device_choice_used())
            console.warn("--device had no effect: only models that read genes are computed on it");
    });
    console.close_log("exit code " + std::to_string(result.exit_code));
    return result;
}

}  // namespace

CommandLineResult run_command_line(int argc, char** argv) {
    CLI::App app("Regulus: explorer for single-cell data and scTransformer", "regulus");
    GlobalOptions options;
    declare_global(app, options);
    app.require_subcommand(0, 1);
    const auto commands = all_commands();
    for (const auto& command : commands) {
        CLI::App* sub = app.add_subcommand(command->name(), command->description());
        sub->footer(exit_codes);
        command->declare(*sub);
    }
    const std::vector<std::string> arguments(argv, argv + argc);
    const auto odd = std::ranges::find_if(arguments, [](const std::string& one) { return !is_utf8(one); });
    if (odd != arguments.end()) {
        const bool json = std::ranges::find(arguments, "--json") != arguments.end();
        Console console(json);
        console.error(Error(ErrorKind::Usage, "An argument is not UTF-8: " + as_utf8(*odd), {},
                            "Use a UTF-8 locale, and rename the file if that is its name"));
        return {false, false, {}, exit_code(ErrorKind::Usage)};
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        if (wrong.get_exit_code() == 0) return {false, false, {}, app.exit(wrong)};
        const bool json = std::ranges::find(arguments, "--json") != arguments.end();
        Console console(json);
        console.error(Error(ErrorKind::Usage, parse_words(app, wrong), {}, "See regulus --help"));
        return {false, false, {}, exit_code(ErrorKind::Usage)};
    }
    return run_parsed(app, options, commands, arguments);
}

}  // namespace regulus
