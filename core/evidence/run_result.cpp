#include "core/evidence/run_result.h"

#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/evidence/json_numbers.h"

namespace regulus {
namespace {

using nlohmann::json;

}  // namespace

double RunResult::number(const std::string& name) const {
    const auto found = numbers.find(name);
    return found == numbers.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

std::string result_text(const RunResult& result) {
    json numbers = json::object(), draws = json::array();
    for (const auto& [name, value] : result.numbers) numbers[name] = number_json(value);
    for (const DrawScore& draw : result.draws)
        draws.push_back({{"method", draw.method},
                         {"share", draw.share},
                         {"draw", draw.draw},
                         {"accuracy", number_json(draw.accuracy)},
                         {"macro_f1", number_json(draw.macro_f1)},
                         {"balanced", number_json(draw.balanced)},
                         {"nll", number_json(draw.nll)},
                         {"brier", number_json(draw.brier)}});
    return json{{"run", result.spec.name()}, {"seconds", number_json(result.seconds)},
                {"numbers", numbers},        {"draws", draws},
                {"leading", result.leading}, {"leading_entries", result.leading_entries}}
        .dump();
}

RunResult result_from(const std::string& text, const RunSpec& spec, const std::string& path) {
    try {
        const json found = parse_shallow(text);
        if (found.at("run") != spec.name()) throw std::out_of_range("another run");
        RunResult result;
        result.spec = spec;
        result.seconds = number_from(found.at("seconds"));
        for (const auto& [name, value] : found.at("numbers").items())
            result.numbers[name] = number_from(value);
        for (const json& draw : found.at("draws"))
            result.draws.push_back({draw.at("method"), draw.at("share"), draw.at("draw"),
                                    number_from(draw.at("accuracy")), number_from(draw.at("macro_f1")),
                                    number_from(draw.at("balanced")), number_from(draw.at("nll")),
                                    number_from(draw.at("brier"))});
        using Names = std::map<std::string, std::vector<std::string>>;
        result.leading = found.at("leading").get<Names>();
        // Runs of before there were entries lack them.
        result.leading_entries = found.value("leading_entries", Names{});
        return result;
    } catch (const std::exception&) {
        throw Error(ErrorKind::Input, "The file is no result of the run '" + spec.name() + "'", path,
                    "Remove the file, and evaluate again");
    }
}

}  // namespace regulus
