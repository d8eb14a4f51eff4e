#include "core/workflow/training_checkpoints.h"

#include <filesystem>

#include "core/base/error.h"
#include "core/workflow/run_training.h"

namespace regulus {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

}  // namespace

std::string checkpoint_beside(const std::string& model_path) {
    const fs::path path(model_path);
    const bool ending = path.extension().string().size() == std::string_view(".safetensors").size();
    const std::string stem = ending ? path.stem().string() : path.filename().string();
    return (path.parent_path() / (stem + ".checkpoint.safetensors")).string();
}

bool has_checkpoint(const std::string& path) {
    std::error_code unreadable;  // then reading says why
    return !path.empty() && fs::symlink_status(path, unreadable).type() != fs::file_type::not_found;
}

bool checkpoint_in_use(const std::string& path) {
    return has_checkpoint(path) && !FileLock::take(path);
}

void check_unused(const CheckpointOptions& options) {
    if (!has_checkpoint(options.path)) return;
    check_regular(options.path);
    if (checkpoint_in_use(options.path))
        throw Error(ErrorKind::Usage, "This model is being trained by another program", options.path,
                    "Wait until it is done, or give the model another name");
    if (options.resume) return;
    throw Error(ErrorKind::Usage, "A training of this model was interrupted, and can be resumed",
                options.path, "Add --resume to go on, or remove the file to train from the beginning");
}

TrainingCheckpoints::TrainingCheckpoints(CheckpointOptions options, const TrainingInput& input,
                                         const TrainingOptions& training, TrainingObserver& observer)
    : m_options(std::move(options)), m_observer(observer) {
    if (m_options.path.empty()) return;
    if (m_options.writes) check_unused(m_options);
    m_training = training_facts(input, training);
    if (!m_options.resume || !has_checkpoint(m_options.path)) return;
    if (m_options.writes) m_lock = FileLock::take(m_options.path);
    m_from = load_checkpoint(m_options.path);
    check_same_training(*m_from, m_training, m_options.path);
}

double TrainingCheckpoints::restore(Trainer& trainer) {
    m_last = Clock::now();
    if (!m_from) return 0;
    trainer.restore(m_from->state);
    m_saved = m_from->state.epoch;
    const double seconds = m_from->seconds;
    m_from.reset();
    return seconds;
}

void TrainingCheckpoints::epoch_done(const Trainer& trainer, double seconds) {
    const std::chrono::duration<double> passed = Clock::now() - m_last;
    // After the last epoch comes the judging, which may take its time, too.
    if (trainer.finished() || passed.count() >= m_options.every) save(trainer, seconds);
}

void TrainingCheckpoints::interrupted(const Trainer* trainer, double seconds) {
    if (!m_options.writes) return;
    if (!m_observer.discarded()) {
        if (trainer) save(*trainer, seconds);
        return;
    }
    try {
        remove_checkpoint(m_options.path);
    } catch (const Error& error) {
        m_observer.checkpoint_failed(error);
    }
}

void TrainingCheckpoints::save(const Trainer& trainer, double seconds) {
    if (!m_options.writes || m_options.path.empty() || trainer.epoch() <= m_saved) return;
    try {
        save_checkpoint({m_training, trainer.state(), trainer.epochs(), seconds, m_options.request},
                        m_options.path);
        m_saved = trainer.epoch();
        m_lock = FileLock::take(m_options.path);  // it is another file now
    } catch (const Error& error) {
        if (!m_failed) m_observer.checkpoint_failed(error);
        m_failed = true;
    }
    m_last = Clock::now();
}

void remove_checkpoint(const std::string& path) {
    std::error_code problem;
    if (!has_checkpoint(path) || fs::remove(path, problem) || !problem) return;
    throw Error(ErrorKind::Storage, "The checkpoint cannot be removed: " + problem.message(), path,
                "Remove it by hand");
}

}  // namespace regulus
