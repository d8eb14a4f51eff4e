// What every command of the command line is: options it declares, and one run.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace regulus {

class Console;

class Command {
  public:
    virtual ~Command() = default;
    virtual const char* name() const = 0;
    virtual const char* description() const = 0;  // one line of --help
    // Options are bound to members of the command, which outlives `app`'s parsing.
    virtual void declare(CLI::App& app) = 0;
    // Throws Error and Cancelled.
    virtual void run(Console& console) = 0;
};

std::unique_ptr<Command> make_info_command();
std::unique_ptr<Command> make_train_command();
std::unique_ptr<Command> make_predict_command();
std::unique_ptr<Command> make_explain_command();
std::unique_ptr<Command> make_activity_command();
std::unique_ptr<Command> make_collect_command();
std::unique_ptr<Command> make_markers_command();
std::unique_ptr<Command> make_compare_command();
std::unique_ptr<Command> make_composition_command();
std::unique_ptr<Command> make_score_command();
std::unique_ptr<Command> make_similar_command();
std::unique_ptr<Command> make_enrich_command();
std::unique_ptr<Command> make_embed_command();
std::unique_ptr<Command> make_cluster_command();
std::unique_ptr<Command> make_evaluate_command();
std::unique_ptr<Command> make_quality_command();
std::unique_ptr<Command> make_figure_command();
std::unique_ptr<Command> make_simulate_command();
std::unique_ptr<Command> make_convert_command();
std::unique_ptr<Command> make_prior_command();
std::unique_ptr<Command> make_demo_command();

}  // namespace regulus
