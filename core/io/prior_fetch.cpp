#include "core/io/prior_fetch.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/io/checksum.h"
#include "core/io/prior_reader.h"
#include "core/io/prior_words.h"

namespace regulus {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t largest_description = std::size_t{1} << 16U;

std::string folder_of(const std::string& folder) {
    const std::string chosen = folder.empty() ? default_prior_folder() : folder;
    if (chosen.empty()) {
        throw Error(ErrorKind::Storage, "There is no folder to keep priors in", {},
                    "Set XDG_DATA_HOME or HOME");
    }
    return chosen;
}

std::string sorted_levels(const PriorFetch& request) {
    if (request.service != PriorService::Dorothea) return {};
    std::string levels;
    for (const char c : request.levels) {
        if (c == ',' || c == ' ') continue;
        const char level = confidence_in(std::string_view(&c, 1));
        if (level == 0) throw Error(ErrorKind::Usage, "Levels are letters from A to E, such as A,B,C");
        if (levels.find(level) == std::string::npos) levels += level;
    }
    if (levels.empty()) throw Error(ErrorKind::Usage, "Levels are letters from A to E, such as A,B,C");
    std::ranges::sort(levels);
    return levels;
}

std::string copy_path(const PriorFetch& request) {
    std::string name = std::string(to_string(request.service)) + (request.mouse ? "_mouse" : "_human");
    if (const std::string levels = sorted_levels(request); !levels.empty()) name += "_" + levels;
    return (fs::path(folder_of(request.folder)) / (name + ".tsv")).string();
}

std::string now_text() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    (void)gmtime_r(&now, &parts);
    std::string text(32, '\0');
    text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts));
    return text;
}

// An error page is said to be one, and nothing that is no prior replaces one.
RegulatoryNetwork read_answer(const HttpAnswer& answer, Job& job) {
    const std::string start = lower_case(answer.body.substr(0, 512));
    const std::string trimmed = start.substr(std::min(start.find_first_not_of(" \r\n\t"), start.size()));
    const auto refuse = [&](const std::string& what) {
        throw Error(ErrorKind::Input, what, answer.url, "Try again later, or check the address");
    };
    if (trimmed.empty()) refuse("The service sent an empty answer");
    if (trimmed.starts_with("<")) refuse("The service sent a web page instead of a table");
    if (answer.body.find('\0') != std::string::npos) refuse("The service sent something that is no text");
    RegulatoryNetwork network;
    try {
        network = read_prior_text("answer", answer.body, {}, job);
    } catch (const Error& error) {
        refuse("The service sent no table of TFs and targets: " + error.problem());
    }
    if (network.format != "OmniPath table") refuse("The service sent another table than OmniPath does");
    return network;
}

json description_of(const KeptPrior& prior) {
    return {{"service", prior.service}, {"organism", prior.organism}, {"levels", prior.levels},
            {"url", prior.url},         {"date", prior.date},         {"last_modified", prior.last_modified},
            {"sha256", prior.sha256},   {"bytes", prior.bytes},       {"edges", prior.edges},
            {"tfs", prior.tfs}};
}

std::optional<KeptPrior> read_description(const std::string& path) {
    std::ifstream file(path + ".json", std::ios::binary);
    std::string text(largest_description, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    const json object = json::parse(text, nullptr, false);
    std::error_code problem;
    if (!object.is_object() || !fs::is_regular_file(path, problem)) return std::nullopt;
    const auto word = [&](const char* key) {
        const auto found = object.find(key);
        return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    const auto count = [&](const char* key) {
        const auto found = object.find(key);
        return found != object.end() && found->is_number_unsigned() ? found->get<std::size_t>() : 0;
    };
    KeptPrior prior{path,           word("service"), word("organism"),      word("levels"),
                    word("url"),    word("date"),    word("last_modified"), word("sha256"),
                    count("bytes"), count("edges"),  count("tfs")};
    if (prior.sha256.empty()) return std::nullopt;
    return prior;
}

// The description goes first: a copy with the description of another is found out by its checksum, and a copy
// without one would never be offered.
void keep(const KeptPrior& prior, const std::string& body) {
    std::error_code problem;
    fs::create_directories(fs::path(prior.path).parent_path(), problem);
    if (problem) {
        throw Error(ErrorKind::Storage, "The folder for priors cannot be made",
                    fs::path(prior.path).parent_path().string(), problem.message());
    }
    AtomicFile table(prior.path), description(prior.path + ".json");
    table.write(body);
    description.write(description_of(prior).dump(2) + "\n");
    description.commit();
    table.commit();
}

}  // namespace

const char* to_string(PriorService service) {
    return service == PriorService::Collectri ? "collectri" : "dorothea";
}

PriorService prior_service_from(const std::string& name) {
    for (const PriorService service : {PriorService::Collectri, PriorService::Dorothea}) {
        if (lower_case(name) == to_string(service)) return service;
    }
    throw Error(ErrorKind::Usage, "There is no prior '" + name + "' to fetch", {},
                "Use collectri or dorothea");
}

std::string default_prior_folder() {
    const char* const data = std::getenv("XDG_DATA_HOME");
    if (data != nullptr && *data == '/') return std::string(data) + "/regulus/priors";
    const char* const home = std::getenv("HOME");
    if (home != nullptr && *home != '\0') return std::string(home) + "/.local/share/regulus/priors";
    return {};
}

std::string fetch_url(const PriorFetch& request) {
    std::string url = request.base_url;
    while (url.ends_with('/')) url.pop_back();
    const std::string scheme = lower_case(url.substr(0, 8));
    if (!scheme.starts_with("http://") && !scheme.starts_with("https://")) {
        throw Error(ErrorKind::Usage, "An address begins with https:// or http://, not '" + url + "'");
    }
    url += std::string("/interactions?datasets=") + to_string(request.service) +
           "&organisms=" + (request.mouse ? "10090" : "9606") + "&genesymbols=1&format=tsv&fields=sources";
    const std::string levels = sorted_levels(request);
    if (levels.empty()) return url;
    std::string list;
    for (const char level : levels) list += (list.empty() ? "" : ",") + std::string(1, level);
    return url + ",dorothea_level&dorothea_levels=" + list;
}

std::vector<KeptPrior> kept_priors(const std::string& folder) {
    std::vector<KeptPrior> kept;
    std::error_code problem;
    const std::string chosen = folder.empty() ? default_prior_folder() : folder;
    for (const auto& entry : fs::directory_iterator(chosen, problem)) {
        if (entry.path().extension() != ".tsv") continue;
        if (auto prior = read_description(entry.path().string())) kept.push_back(*std::move(prior));
    }
    std::ranges::sort(kept, {}, &KeptPrior::path);
    return kept;
}

std::optional<KeptPrior> kept_prior(const PriorFetch& request, Job& job) {
    auto prior = read_description(copy_path(request));
    if (!prior || sha256_of_file(prior->path, job) != prior->sha256) return std::nullopt;
    return prior;
}

FetchedPrior fetch_prior(const PriorFetch& request, Job& job) {
    const std::string url = fetch_url(request);
    KeptPrior prior;
    prior.path = copy_path(request);
    HttpAnswer answer;
    try {
        PartJob downloading(job, 0, 0.8), reading(job, 0.8, 1);
        answer = http_download(url, request.limits, downloading);
        const RegulatoryNetwork network = read_answer(answer, reading);
        prior.edges = network.edges.size();
        prior.tfs = network.tf_count();
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Input) throw;
        if (auto copy = kept_prior(request, job)) return {*std::move(copy), true, error.what()};
        throw;
    }
    prior.service = to_string(request.service);
    prior.organism = request.mouse ? "mouse" : "human";
    prior.levels = sorted_levels(request);
    prior.url = answer.url;
    prior.date = now_text();
    prior.last_modified = answer.last_modified;
    prior.sha256 = sha256(answer.body);
    prior.bytes = answer.body.size();
    job.checkpoint();
    keep(prior, answer.body);
    return {std::move(prior), false, {}};
}

}  // namespace regulus
