// regulus convert: any file that Regulus opens, as an .h5ad that scanpy and others read.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/console.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/io/anndata/h5ad_export.h"

namespace regulus {
namespace {

class ConvertCommand final : public Command {
  public:
    const char* name() const override { return "convert"; }
    const char* description() const override { return "Convert a dataset to .h5ad"; }

    void declare(CLI::App& app) override {
        declare_data(app, m_data, "FILE");
        app.add_option("--out", m_out, "The new file (.h5ad)")->type_name("FILE")->required();
    }

    void run(Console& console) override {
        check_output(m_out, {".h5ad"}, "Datasets are written as .h5ad");
        ConsoleJob job(console);
        PartJob reading(job, 0, 0.3), writing(job, 0.3, 1);
        const auto dataset = open_dataset(m_data, reading, &console);
        const std::vector<std::string> notes = write_with_results(*dataset, m_out, {}, {}, writing);
        for (const std::string& note : notes) console.warn(note);
        console.say(fmt::format("{} × {} of {} ({}) written to {}",
                                count_text(dataset->cells(), "cell", "cells"),
                                count_text(dataset->assays.front().matrix->genes(), "gene", "genes"),
                                dataset->name, dataset->format, m_out));
        console.emit({{"cells", dataset->cells()},
                      {"genes", dataset->assays.front().matrix->genes()},
                      {"format", dataset->format},
                      {"out", m_out},
                      {"warnings", dataset->warnings},
                      {"renamed", notes}});
    }

  private:
    DataOptions m_data;
    std::string m_out;
};

}  // namespace

std::unique_ptr<Command> make_convert_command() {
    return std::make_unique<ConvertCommand>();
}

}  // namespace regulus
