// regulus markers, regulus compare: which genes or TFs tell groups of cells apart.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/comparison_files.h"
#include "app/command_line/commands/donor_files.h"
#include "app/command_line/console.h"
#include "app/command_line/options/compared_sides.h"
#include "app/command_line/options/comparison_options.h"
#include "app/command_line/options/open_files.h"
#include "core/base/count_text.h"
#include "core/base/memory.h"

namespace regulus {
namespace {

// What both commands do once they know their groups.
class ComparingCommand : public Command {
  public:
    void run(Console& console) override;

  protected:
    virtual CellGroups choose(const Table& obs, std::span<const std::uint32_t> rows) const = 0;

    ComparisonArguments m_arguments;

  private:
    void run_donors(const Dataset& dataset, CellGroups groups, Console& console, Job& job) const;
    void rank_without_depth(const GroupComparison& comparison);
    std::size_t write(const Dataset& dataset, const GroupComparison& comparison, Console& console,
                      Job& job) const;
};

// Returns how many rows were written.
std::size_t ComparingCommand::write(const Dataset& dataset, const GroupComparison& comparison,
                                    Console& console, Job& job) const {
    const std::string& out = m_arguments.out;
    if (!ends_with(out, ".h5ad")) {
        const std::size_t rows = write_comparison(comparison, m_arguments.filter, out);
        console.say(fmt::format("{} written to {}", count_text(rows, "row", "rows"), out));
        return rows;
    }
    for (const auto& note : write_ranked_data(dataset, comparison, m_arguments.filter.by, out, job))
        console.warn(note);
    console.say("The dataset with uns/rank_genes_groups written to " + out);
    return comparison.tested;
}

void ComparingCommand::run_donors(const Dataset& dataset, CellGroups groups, Console& console,
                                  Job& job) const {
    const DonorComparison comparison = compare_donors(
        dataset, std::move(groups), open_genes(m_arguments.genes, job), m_arguments.donors, job);
    for (const auto& warning : comparison.warnings) console.warn(warning);
    console.say("values: " + comparison.values);
    nlohmann::json object = donors_json(comparison, m_arguments.filter, m_arguments.top);
    object["out"] = m_arguments.out;
    if (ends_with(m_arguments.out, ".h5ad")) {
        for (const auto& note : write_ranked_donors(dataset, comparison, m_arguments.out, job))
            console.warn(note);
        console.say("The dataset with uns/rank_genes_groups written to " + m_arguments.out);
        object["rows"] = comparison.tested;
    } else if (!m_arguments.out.empty()) {
        const std::size_t rows = write_donors(comparison, m_arguments.filter, m_arguments.out);
        console.say(fmt::format("{} written to {}", count_text(rows, "row", "rows"), m_arguments.out));
        object["rows"] = rows;
    }
    say_donors(console, comparison, m_arguments.filter, m_arguments.top);
    console.emit(object);
}

// What takes as long as predicting is not read again of cells of equal depth.
void ComparingCommand::rank_without_depth(const GroupComparison& comparison) {
    if (m_arguments.filter.by != RankingTest::EqualDepth || comparison.of_depth()) return;
    if (!m_arguments.test.empty())
        throw Error(ErrorKind::Usage, "The choice of a model that reads genes is not compared at equal depth",
                    m_arguments.model, "Choose another --test");
    m_arguments.filter.by = RankingTest::Wilcoxon;
}

void ComparingCommand::run(Console& console) {
    check_comparison(m_arguments);
    ConsoleJob job(console);
    const auto dataset = open_dataset(m_arguments.data, job, &console);
    CellGroups groups = choose(dataset->obs, chosen_cells(dataset->obs, m_arguments.cells));
    if (!m_arguments.donors.donors.empty()) return run_donors(*dataset, std::move(groups), console, job);
    PartJob opening(job, 0, 0.2), testing(job, 0.2, 0.8), writing(job, 0.8, 1);
    const OpenedValues opened = open_values(m_arguments, *dataset, console, opening);
    const auto begin = std::chrono::steady_clock::now();
    const GroupComparison comparison = compare_cells(opened.values, std::move(groups), dataset->obs,
                                                     opened.model.get(), m_arguments.options, testing);
    rank_without_depth(comparison);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    for (const auto& warning : comparison.warnings) console.warn(warning);
    console.say("values: " + comparison.values);
    const std::size_t rows = m_arguments.out.empty() ? 0 : write(*dataset, comparison, console, writing);
    say_comparison(console, comparison, m_arguments.filter, m_arguments.top);
    nlohmann::json object = comparison_json(comparison, m_arguments.filter, m_arguments.top);
    object.update({{"out", m_arguments.out},
                   {"rows", rows},
                   {"seconds", seconds.count()},
                   {"peak_memory_mb", peak_memory_mb()}});
    console.emit(object);
}

class MarkersCommand final : public ComparingCommand {
  public:
    const char* name() const override { return "markers"; }
    const char* description() const override { return "Find the markers of all groups of cells"; }

    void declare(CLI::App& app) override {
        declare_comparison(app, m_arguments);
        app.add_option("--group-by", m_column, "The column of obs that defines the groups")
            ->type_name("COLUMN")
            ->required();
    }

  private:
    CellGroups choose(const Table& obs, std::span<const std::uint32_t> rows) const override {
        return groups_of_column(obs, m_column, rows);
    }

    std::string m_column;
};

class CompareCommand final : public ComparingCommand {
  public:
    const char* name() const override { return "compare"; }
    const char* description() const override { return "Compare a group of cells with another, or the rest"; }

    void declare(CLI::App& app) override {
        declare_comparison(app, m_arguments);
        app.add_option("--of", m_sides.of,
                       "The group: cells with this value in a column of obs, or any of several")
            ->type_name("COLUMN=VALUE")
            ->required();
        app.add_option("--against", m_sides.against, "The group to compare with (default: all other cells)")
            ->type_name("COLUMN=VALUE");
    }

  private:
    CellGroups choose(const Table& obs, std::span<const std::uint32_t> rows) const override {
        return sides_of(obs, m_sides, rows);
    }

    SideOptions m_sides;
};

}  // namespace

std::unique_ptr<Command> make_markers_command() {
    return std::make_unique<MarkersCommand>();
}

std::unique_ptr<Command> make_compare_command() {
    return std::make_unique<CompareCommand>();
}

}  // namespace regulus
