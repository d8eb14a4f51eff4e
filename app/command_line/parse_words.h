// What is wrong with the options, in words that say what to write instead.
#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace regulus {

std::string parse_words(const CLI::App& app, const CLI::ParseError& wrong);

}  // namespace regulus
