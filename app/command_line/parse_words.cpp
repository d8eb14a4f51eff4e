#include "app/command_line/parse_words.h"

#include <CLI/CLI.hpp>

#include <array>
#include <string_view>

namespace regulus {
namespace {

// The option of this name in the command that was asked for, in the commands within it, or of every command.
const CLI::Option* option_of(const CLI::App& app, const std::string& name) {
    for (const CLI::App* command : app.get_subcommands()) {
        if (const CLI::Option* found = option_of(*command, name)) return found;
    }
    return app.get_option_no_throw(name);
}

// "must be a whole number, 0 or more"; "" for what is no number.
std::string number_words(const CLI::Option* option) {
    if (option == nullptr) return {};
    const std::string type = option->get_type_name();
    const auto starts = [&](std::string_view word) { return type.compare(0, word.size(), word) == 0; };
    if (starts("UINT") || type == "N") return " must be a whole number, 0 or more";
    if (starts("INT")) return " must be a whole number";
    if (starts("FLOAT")) return " must be a number";
    return {};
}

}  // namespace

std::string parse_words(const CLI::App& app, const CLI::ParseError& wrong) {
    const std::string text = wrong.what();
    for (const std::string option : {"--memory", "--cache"}) {
        const bool about =
            text.find(option + ":") != std::string::npos || text.find(option + " ") != std::string::npos;
        const bool value = dynamic_cast<const CLI::ValidationError*>(&wrong) != nullptr ||
                           dynamic_cast<const CLI::ConversionError*>(&wrong) != nullptr;
        if (about && value) return option + ": sizes are written like 512M or 4G";
    }
    if (const auto at = text.find(": At Most 1 required"); at != std::string::npos)
        return text.substr(0, at) + " is given more than once";
    constexpr std::string_view failed = "Could not convert: ";
    const auto equals = text.find(" = ");
    if (text.compare(0, failed.size(), failed) == 0 && equals != std::string::npos) {
        const std::string option = text.substr(failed.size(), equals - failed.size());
        if (const std::string words = number_words(option_of(app, option)); !words.empty())
            return option + words + ", not '" + text.substr(equals + 3) + "'";
    }
    return text;
}

}  // namespace regulus
