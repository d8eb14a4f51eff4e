#include "core/model/checkpoint_text.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace regulus {
namespace {

using nlohmann::json;

}  // namespace

std::string progress_to_json(const Checkpoint& checkpoint) {
    const TrainingState& state = checkpoint.state;
    const Random::State& order = state.order.state();
    json steps = json::object();
    for (const auto& [name, moments] : state.moments) steps[name] = moments.steps;
    // JSON has no infinity: null stands for the loss before any was measured.
    const json loss = std::isfinite(state.best_loss) ? json(state.best_loss) : json();
    return json{{"epoch", state.epoch},
                {"planned", checkpoint.planned},
                {"seconds", checkpoint.seconds},
                {"best_epoch", state.best_epoch},
                {"best_loss", loss},
                {"best_has_head", state.best_has_head},
                {"out_of_patience", state.out_of_patience},
                {"steps", steps},
                {"order", {{"words", order.words}, {"spare", order.spare}, {"has_spare", order.has_spare}}}}
        .dump();
}

void progress_from_json(const std::string& text, Checkpoint& checkpoint) {
    const json j = json::parse(text);
    TrainingState& state = checkpoint.state;
    state.epoch = j.at("epoch");
    checkpoint.planned = j.at("planned");
    checkpoint.seconds = j.at("seconds");
    state.best_epoch = j.at("best_epoch");
    const json& loss = j.at("best_loss");
    state.best_loss = loss.is_null() ? std::numeric_limits<double>::infinity() : loss.get<double>();
    state.best_has_head = j.at("best_has_head");
    state.out_of_patience = j.at("out_of_patience");
    for (const auto& [name, steps] : j.at("steps").items()) state.moments[name].steps = steps;
    Random::State order;
    order.words = j.at("order").at("words");
    order.spare = j.at("order").at("spare");
    order.has_spare = j.at("order").at("has_spare");
    state.order = Random(order);
}

std::string facts_to_json(const std::vector<TrainingFact>& facts) {
    json list = json::array();
    for (const TrainingFact& fact : facts)
        list.push_back({{"name", fact.name}, {"value", fact.value}, {"sha256", fact.digest}});
    return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<TrainingFact> facts_from_json(const std::string& text) {
    std::vector<TrainingFact> facts;
    for (const json& j : json::parse(text)) facts.push_back({j.at("name"), j.at("value"), j.at("sha256")});
    return facts;
}

}  // namespace regulus
