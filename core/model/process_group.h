// Joins the processes that a launcher started together: srun, mpirun, torchrun, or a script that sets the
// variables of torch.distributed. They speak through LibTorch's c10d with Gloo, over TCP.
//     https://pytorch.org/docs/stable/distributed.html#environment-variable-initialization
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/base/job.h"
#include "core/base/ranks.h"

namespace regulus {

// Which of them this process is, and where rank 0 listens.
struct RankPlace {
    int rank = 0, size = 1;
    std::string address;  // name or number of rank 0's machine
    int port = 0;
    std::string named_by;  // what gave the address: "MASTER_ADDR"
    int local = 0;         // which one of those on its machine it is
    // torchrun keeps a store of its own at MASTER_PORT; `port` is then the one after it.
    bool after_torchrun = false;
};

// Value of an environment variable, or nullptr.
using Variables = std::function<const char*(const char* name)>;

// From RANK and WORLD_SIZE with MASTER_ADDR and MASTER_PORT; or what Open MPI's mpirun sets; or what SLURM's
// srun sets, where rank 0 is on the first node of the step. MASTER_ADDR and MASTER_PORT go before what a
// launcher says; where torchrun's own store is at MASTER_PORT (TORCHELASTIC_USE_AGENT_STORE), the port after
// it is taken, for what is said there depends on the PyTorch that started the ranks. Throws Error(Usage) when
// there are none of them, or they make no sense.
RankPlace rank_place(const Variables& variables);
RankPlace rank_place();  // of this process

// From then on, where the choice of a device is left to the program, each rank on a machine takes another of
// its GPUs as far as they go. Says that it waits, after some seconds. Throws Error(Usage) when rank 0's
// machine is not known; when others do not come within two minutes, who are named; when they were told of
// another number of processes or of the same rank, cannot reach each other, or this build has no c10d;
// Error(Rank) when one of them ends meanwhile; Cancelled; Error(Internal) when the module cannot be opened. A
// single process needs none of it.
std::shared_ptr<Ranks> join_ranks(const RankPlace& place, Job& job);

}  // namespace regulus
