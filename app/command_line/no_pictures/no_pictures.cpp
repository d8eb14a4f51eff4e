// What stands in place of pictures/ in a build without Qt (REGULUS_GUI=OFF).
#include <CLI/CLI.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/evidence_pdf.h"
#include "core/base/error.h"

namespace regulus {
namespace {

class MissingCommand final : public Command {
  public:
    MissingCommand(const char* name, const char* description) : m_name(name), m_description(description) {}
    const char* name() const override { return m_name; }
    const char* description() const override { return m_description; }
    void declare(CLI::App& app) override { app.fallthrough(false)->allow_extras(); }
    void run(Console&) override {
        throw Error(ErrorKind::Usage, std::string("This Regulus was built without pictures: no ") + m_name,
                    {}, "Use a Regulus that was built with its window (REGULUS_GUI=ON)");
    }

  private:
    const char *m_name, *m_description;
};

}  // namespace

std::unique_ptr<Command> make_figure_command() {
    return std::make_unique<MissingCommand>("figure", "Not in this build, which draws no pictures");
}

std::unique_ptr<Command> make_demo_command() {
    return std::make_unique<MissingCommand>("demo", "Not in this build, which draws no pictures");
}

bool write_evidence_pdf(const EvidencePage&, const std::string&, const std::string&) {
    return false;
}

}  // namespace regulus
