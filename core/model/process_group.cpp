#include "core/model/process_group.h"

#include <charconv>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/base/process_settings.h"
#include "core/model/module_loader.h"

namespace regulus {
namespace {

// Ports that belong to nobody, below those that systems give away by themselves.
constexpr int first_port = 15'000, ports = 15'000;
constexpr int most_port = 65'535;

// Numbers of jobs have 32 bits.
std::optional<long long> number(const Variables& variables, const char* name,
                                long long most = std::numeric_limits<std::uint32_t>::max()) {
    const char* const text = variables(name);
    if (text == nullptr) return std::nullopt;
    const std::string_view all(text);
    long long value = 0;
    const auto [end, problem] = std::from_chars(all.data(), all.data() + all.size(), value);
    if (problem == std::errc::invalid_argument || end != all.data() + all.size())
        throw Error(ErrorKind::Usage, std::string(name) + " is not a number", text);
    if (problem != std::errc() || value < 0 || value > most)
        throw Error(ErrorKind::Usage, std::string(name) + " is out of range", text,
                    "Numbers from 0 to " + std::to_string(most) + " make sense");
    return value;
}

// A rank, or how many there are.
constexpr long long most_ranks = std::numeric_limits<int>::max();
int count(const Variables& variables, const char* name, const char* because_of) {
    if (const auto value = number(variables, name, most_ranks)) return static_cast<int>(*value);
    throw Error(ErrorKind::Usage, std::string(name) + " is missing, although there is " + because_of, {},
                std::string("Set ") + name + ", or leave " + because_of + " out");
}

// "node[03-05,07],other" begins with node03.
std::string first_node(std::string_view list) {
    const std::size_t end = list.find_first_of("[,");
    std::string name(list.substr(0, end));
    if (end == std::string_view::npos || list[end] == ',') return name;
    const std::string_view inside = list.substr(end + 1);
    name += inside.substr(0, inside.find_first_of("-,]"));
    const std::size_t close = inside.find(']');
    if (close == std::string_view::npos) return name;
    const std::string_view after = inside.substr(close + 1);
    return name += after.substr(0, after.find(','));
}

// Two jobs on one machine get different ports, most of the time.
int port_of(long long job) {
    return first_port + static_cast<int>(((job % ports) + ports) % ports);
}

RankPlace of_torchrun(const Variables& variables) {
    return {count(variables, "RANK", "WORLD_SIZE"), count(variables, "WORLD_SIZE", "RANK"), "127.0.0.1",
            29'500, "default, for MASTER_ADDR is not set"};
}

RankPlace of_open_mpi(const Variables& variables) {
    RankPlace place{count(variables, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
                    count(variables, "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"), "",
                    port_of(number(variables, "OMPI_MCA_ess_base_jobid").value_or(0)), "mpirun"};
    if (number(variables, "OMPI_COMM_WORLD_LOCAL_SIZE") == place.size) place.address = "127.0.0.1";
    if (place.address.empty() && variables("MASTER_ADDR") == nullptr)
        throw Error(ErrorKind::Usage, "mpirun does not tell on which machine rank 0 runs", {},
                    "Add -x MASTER_ADDR=NAME to mpirun, the first of its machines");
    return place;
}

RankPlace of_slurm(const Variables& variables) {
    const long long step = number(variables, "SLURM_STEP_ID").value_or(0);
    const auto tasks = [&](const char* name) { return number(variables, name, most_ranks); };
    RankPlace place{
        count(variables, "SLURM_PROCID", "SLURM_NTASKS"),
        static_cast<int>(tasks("SLURM_STEP_NUM_TASKS").value_or(tasks("SLURM_NTASKS").value_or(1))), "",
        port_of(number(variables, "SLURM_JOB_ID").value_or(0) * 16 + step % 16), ""};
    for (const char* name : {"SLURM_STEP_NODELIST", "SLURM_JOB_NODELIST"}) {
        const char* const nodes = variables(name);
        if (!place.address.empty() || nodes == nullptr) continue;
        place.address = first_node(nodes);
        place.named_by = name;
    }
    if (number(variables, "SLURM_STEP_NUM_NODES").value_or(0) == 1) {
        place.address = "127.0.0.1";
        place.named_by = "SLURM_STEP_NUM_NODES";
    }
    return place;
}

// https://github.com/pytorch/pytorch/blob/main/torch/distributed/elastic/agent/server/local_elastic_agent.py
bool has_store_of_torchrun(const Variables& variables) {
    const char* const text = variables("TORCHELASTIC_USE_AGENT_STORE");
    return variables("RANK") != nullptr && text != nullptr && std::string_view(text) == "True";
}

RankPlace by_launcher(const Variables& variables) {
    if (variables("RANK") != nullptr) return of_torchrun(variables);
    // mpirun within a job of SLURM: the job's variables are there, too.
    if (variables("OMPI_COMM_WORLD_RANK") != nullptr) return of_open_mpi(variables);
    if (variables("SLURM_PROCID") != nullptr) return of_slurm(variables);
    throw Error(ErrorKind::Usage, "--distributed needs a launcher that says which process this is", {},
                "Start it with srun, mpirun or torchrun --no-python, or set RANK, WORLD_SIZE, MASTER_ADDR "
                "and MASTER_PORT");
}

}  // namespace

RankPlace rank_place(const Variables& variables) {
    RankPlace place = by_launcher(variables);
    if (const char* address = variables("MASTER_ADDR"); address != nullptr) {
        place.address = address;
        place.named_by = "MASTER_ADDR";
    }
    if (place.address.empty())
        throw Error(ErrorKind::Usage, "Nothing says on which machine rank 0 runs", {},
                    "Set MASTER_ADDR to its name");
    if (const auto port = number(variables, "MASTER_PORT", most_port)) place.port = static_cast<int>(*port);
    place.after_torchrun = has_store_of_torchrun(variables);
    if (place.after_torchrun) ++place.port;
    for (const char* name : {"LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_RANK", "SLURM_LOCALID"}) {
        const auto local = number(variables, name, most_ranks);
        if (!local) continue;
        place.local = static_cast<int>(*local);
        break;
    }
    if (place.size < 1 || place.rank < 0 || place.rank >= place.size)
        throw Error(ErrorKind::Usage,
                    "Rank " + std::to_string(place.rank) + " of " + std::to_string(place.size) +
                        " processes makes no sense",
                    {}, "Set RANK from 0 to WORLD_SIZE - 1");
    if (place.port > most_port)
        throw Error(ErrorKind::Usage, "There is no port after torchrun's own", std::to_string(most_port),
                    "Give torchrun --master_port a smaller number");
    if (place.port < 1) throw Error(ErrorKind::Usage, "MASTER_PORT is no port", std::to_string(place.port));
    return place;
}

RankPlace rank_place() {
    return rank_place([](const char* name) { return std::getenv(name); });
}

std::shared_ptr<Ranks> join_ranks(const RankPlace& place, Job& job) {
    process_settings().local_rank = place.local;
    if (place.size == 1) return one_process();
    return std::shared_ptr<Ranks>(torch_module().join_ranks(&place, &job));
}

}  // namespace regulus
