// regulus collect: puts the parts of a result together that predict, explain, activity or embed wrote.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/activity_output.h"
#include "app/command_line/commands/command.h"
#include "app/command_line/commands/embed_components.h"
#include "app/command_line/commands/prediction_output.h"
#include "app/command_line/console.h"
#include "app/command_line/options/cell_range.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/io/files/csv_writer.h"
#include "core/workflow/model_results.h"
#include "core/workflow/part_content.h"
#include "core/workflow/part_facts.h"

namespace regulus {
namespace {

class CollectCommand final : public Command {
  public:
    const char* name() const override { return "collect"; }
    const char* description() const override {
        return "Put together what predict, explain, activity or embed wrote in parts";
    }

    void declare(CLI::App& app) override {
        app.add_option("parts", m_parts, "The parts of one result (.part), in any order")
            ->type_name("FILE")
            ->required();
        app.add_option("--out", m_out, "What the command would have written at once: .csv, .tsv or .h5ad")
            ->type_name("FILE")
            ->required();
        app.add_option("--data", m_data,
                       "The dataset, if it is no longer where it was when the parts were written")
            ->type_name("FILE");
        app.add_option("--model", m_model, "The model, likewise")->type_name("FILE");
    }

    void run(Console& console) override;

  private:
    void predictions(const std::vector<Part>& parts, Console& console, Job& job) const;
    using Write = void (*)(const Dataset&, const CellNumbers&, const std::string&, Console&, Job&);
    void numbers(const std::vector<Part>& parts, Write write, Console& console, Job& job) const;
    void tables(const std::vector<Part>& parts, Console& console, Job& job) const;
    std::shared_ptr<const ModelFile> model_of(const Part& part, Job& job) const;
    void say(const std::vector<Part>& parts, Console& console) const;

    std::vector<std::string> m_parts;
    std::string m_out, m_data, m_model;
};

std::string source(const Part& part, const char* name) {
    const auto found = part.is.sources.find(name);
    return found == part.is.sources.end() ? std::string() : found->second;
}

void CollectCommand::say(const std::vector<Part>& parts, Console& console) const {
    console.say(fmt::format("{} of {} written to {}", count_text(parts.front().is.cells, "cell", "cells"),
                            count_text(parts.size(), "part", "parts"), m_out));
    console.emit({{"cells", parts.front().is.cells}, {"parts", parts.size()}, {"out", m_out}});
}

std::shared_ptr<const ModelFile> CollectCommand::model_of(const Part& part, Job& job) const {
    const std::string path = m_model.empty() ? source(part, "model") : m_model;
    auto model = open_model(path);
    const TrainingFact found = model_fact(path, job);
    const auto was = std::ranges::find(part.is.facts, found.name, &TrainingFact::name);
    if (was == part.is.facts.end() || !same(*was, found))
        throw Error(ErrorKind::Usage, "The parts were made with another model", path,
                    "Give the model they were made with as --model");
    return model;
}

// Predictions out of fold need the embedding of all cells: they are made here, as by predict at once.
void CollectCommand::predictions(const std::vector<Part>& parts, Console& console, Job& job) const {
    const Part& first = parts.front();
    const auto model = model_of(first, job);
    const auto dataset = data_of(first, m_data, job, console);
    const std::size_t cells = dataset->cells(), classes = model->classes.size(),
                      width = first.is.columns.size();
    if (width < classes)
        throw Error(ErrorKind::Input, "A part of predictions has too few columns", first.path,
                    "Write the parts again");
    if (const std::size_t bytes = cells * (width + classes) * sizeof(float); bytes > memory_ceiling())
        throw Error(
            ErrorKind::Memory,
            fmt::format("The predictions of {} need {} MB", count_text(cells, "cell", "cells"), bytes >> 20U),
            m_out, "Allow more with --memory");
    Prediction prediction{Matrix(cells, classes), Matrix(cells, classes), Matrix(cells, width - classes)};
    PartJob reading(job, 0, 0.3), writing(job, 0.3, 1);
    read_numbers(parts, reading, [&](std::size_t from, const Matrix& block) {
        for (std::size_t r = 0; r < block.rows; ++r) {
            const auto row = block.row(r);
            std::ranges::copy(row.first(classes), prediction.probabilities.row(from + r).begin());
            std::ranges::copy(row.subspan(classes), prediction.embedding.row(from + r).begin());
        }
    });
    const auto in_fold = std::ranges::find(first.is.facts, "--in-fold", &TrainingFact::name);
    write_prediction(
        *model, *dataset, std::move(prediction),
        {m_out, in_fold != first.is.facts.end() && !in_fold->value.empty(), source(first, "device")},
        {{"parts", parts.size()}, {"warnings", nlohmann::json::array()}}, console, writing);
}

void CollectCommand::numbers(const std::vector<Part>& parts, Write write, Console& console, Job& job) const {
    const auto dataset = data_of(parts.front(), m_data, job, console);
    const auto rows = all_cells(dataset->cells());
    const CellNumbers all{
        parts.front().is.columns, rows,
        [&](const CellNumbers::Visitor& visit, Job& reading) { read_numbers(parts, reading, visit); }};
    write(*dataset, all, m_out, console, job);
    say(parts, console);
}

void CollectCommand::tables(const std::vector<Part>& parts, Console& console, Job& job) const {
    if (ends_with(m_out, ".h5ad"))
        throw Error(ErrorKind::Usage, "Parts of explain make a table", m_out,
                    "Give a name that ends in .csv or .tsv");
    CsvWriter out(m_out);
    join_tables(parts, out, job);
    out.commit();
    say(parts, console);
}

void CollectCommand::run(Console& console) {
    check_output(m_out, {".h5ad", ".csv", ".tsv", ".txt"}, "Parts are put together as .csv, .tsv or .h5ad");
    ConsoleJob job(console);
    const std::vector<Part> parts = whole_of(m_parts);
    const std::string& command = parts.front().is.command;
    if (command == "predict") return predictions(parts, console, job);
    if (command == "activity") return numbers(parts, write_activity, console, job);
    if (command == "embed") return numbers(parts, write_components, console, job);
    if (command == "explain") return tables(parts, console, job);
    throw Error(ErrorKind::Input, "The parts are of a command that is not known: " + command,
                parts.front().path, "Use the version of Regulus that wrote them");
}

}  // namespace

std::unique_ptr<Command> make_collect_command() {
    return std::make_unique<CollectCommand>();
}

}  // namespace regulus
