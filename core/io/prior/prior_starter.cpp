#include "core/io/prior/prior_starter.h"

#include "core/prior/starter_text.h"

namespace regulus {

RegulatoryNetwork starter_prior(const PriorOptions& options, Job& job) {
    RegulatoryNetwork network = read_prior_text(starter_name, starter_text(), options, job);
    network.warnings.insert(network.warnings.begin(),
                            std::string("The starter prior: ") + starter_description);
    return network;
}

RegulatoryNetwork starter_prior() {
    Job job;
    return starter_prior({}, job);
}

bool is_starter(std::string_view path) {
    return path == "starter";
}

RegulatoryNetwork open_prior(const std::string& path, const PriorOptions& options, Job& job) {
    return is_starter(path) ? starter_prior(options, job) : read_prior(path, options, job);
}

}  // namespace regulus
