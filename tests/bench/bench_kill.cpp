// Kills trainings at random moments (SIGKILL), resumes every one of them, kills those again, and compares
// each model that comes of it in the end with the one of a training that nobody touched: the same bytes, but
// for the seconds it took. Exit code 1 when one differs or a training could not be resumed.
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <csignal>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "core/base/random.h"
#include "tests/app/command_line/run_regulus.h"
#include "tests/support/same_model.h"

using namespace regulus;
using namespace regulus::test;

namespace {

struct Options {
    int kills = 100, cells = 1500, threads = 2;
    std::uint64_t seed = 0;
    std::string read = "genes", every = "0";
    bool json = false;
};

struct Tally {
    int kills = 0;        // that hit a running training
    int kept = 0;         // of those, with a checkpoint left to go on from
    int resumed = 0;      // trainings that ended and had gone on from one
    int models = 0;       // that came of it in the end
    int different = 0;    // of those
    int refused = 0;      // runs that ended with an error
    int parts = 0;        // hidden files that a kill while writing has left
    int most_in_one = 0;  // kills of one training
};

class Kills {
  public:
    explicit Kills(const Options& options) : m_options(options), m_random(options.seed) {}

    bool prepare() {
        if (!simulate_into(m_folder, m_options.cells)) return false;
        QElapsedTimer clock;
        clock.start();
        const Ran ran = run(command("straight.safetensors"));
        m_usual = clock.elapsed();
        if (ran.exit_code != 0) std::fprintf(stderr, "%s\n", ran.all().c_str());
        return ran.exit_code == 0;
    }

    void run_all() {
        int in_one = 0;
        while (m_tally.kills < m_options.kills || in_one > 0) {
            // The last one is left alone, so that every kill is resumed.
            const bool kill = m_tally.kills < m_options.kills;
            if (run_one(kill)) {
                ++in_one;
                m_tally.most_in_one = std::max(m_tally.most_in_one, in_one);
                if (!m_options.json)
                    std::fprintf(stderr, "\r%d kills, %d models", m_tally.kills, m_tally.models);
            } else {
                in_one = 0;
            }
        }
        m_tally.parts = static_cast<int>(files(".m.*").size());
    }

    const Tally& tally() const { return m_tally; }
    double usual_seconds() const { return static_cast<double>(m_usual) / 1000; }

  private:
    QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QStringList files(const char* pattern) const {
        return QDir(m_folder.path()).entryList({QString::fromLatin1(pattern)}, QDir::Files | QDir::Hidden);
    }

    QStringList command(const char* out) const {
        QStringList words{"train",
                          "--data",
                          at("data.h5ad"),
                          "--labels",
                          "cell_type",
                          "--prior",
                          at("prior.csv"),
                          "--read",
                          QString::fromStdString(m_options.read),
                          "--preset",
                          "quick",
                          "--checkpoint-every",
                          QString::fromStdString(m_options.every),
                          "--resume",
                          "--json",
                          "--threads",
                          QString::number(m_options.threads),
                          "--out",
                          at(out)};
        return words;
    }

    // Whether it was killed; else its model has been compared.
    bool run_one(bool kill) {
        QProcess process;
        process.start(program(), command("m.safetensors"));
        process.waitForStarted();
        // Anywhere, with some chance that it comes too late.
        const auto moment = static_cast<int>(m_random.below(static_cast<std::uint64_t>(m_usual) + 1));
        if (kill && !process.waitForFinished(moment + 1)) {
            // One that has just ended has no number, and 0 would be all of this group.
            if (const auto pid = static_cast<pid_t>(process.processId()); pid > 0) ::kill(pid, SIGKILL);
            process.waitForFinished();
            if (process.exitStatus() == QProcess::CrashExit) {
                ++m_tally.kills;
                m_tally.kept += QFile::exists(at("m.checkpoint.safetensors")) ? 1 : 0;
                return true;
            }
        }
        finished(finish(process, true));
        return false;
    }

    void finished(const Ran& ran) {
        if (ran.exit_code != 0) {
            ++m_tally.refused;
            std::fprintf(stderr, "\n%s\n", ran.all().c_str());
            QFile::remove(at("m.checkpoint.safetensors"));
        } else {
            ++m_tally.models;
            m_tally.resumed += ran.last()["resumed_epochs"].get<int>() > 0 ? 1 : 0;
            const std::string what =
                model_difference(at("straight.safetensors").toStdString(), at("m.safetensors").toStdString());
            if (!what.empty()) {
                ++m_tally.different;
                std::fprintf(stderr, "\nthe models differ: %s\n", what.c_str());
            }
        }
        QFile::remove(at("m.safetensors"));
    }

    Options m_options;
    Random m_random;
    QTemporaryDir m_folder;
    qint64 m_usual = 0;  // milliseconds of a training that is left alone
    Tally m_tally;
};

void report(const Options& options, const Kills& kills, double seconds) {
    const Tally& tally = kills.tally();
    if (options.json) {
        const nlohmann::json line{{"read", options.read},
                                  {"cells", options.cells},
                                  {"threads", options.threads},
                                  {"training_seconds", kills.usual_seconds()},
                                  {"kills", tally.kills},
                                  {"kills_with_checkpoint", tally.kept},
                                  {"most_kills_of_one", tally.most_in_one},
                                  {"models", tally.models},
                                  {"models_resumed", tally.resumed},
                                  {"models_different", tally.different},
                                  {"runs_refused", tally.refused},
                                  {"part_files_left", tally.parts},
                                  {"seconds", seconds}};
        std::printf("%s\n", line.dump().c_str());
        return;
    }
    std::printf(
        "\n%d kills of trainings of %.1f s (%s, %d threads), %d with a checkpoint, at most %d of one\n"
        "%d models, %d of them resumed from a checkpoint: %d differ, %d runs refused; %d .part files left\n",
        tally.kills, kills.usual_seconds(), options.read.c_str(), options.threads, tally.kept,
        tally.most_in_one, tally.models, tally.resumed, tally.different, tally.refused, tally.parts);
}

}  // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    Options options;
    CLI::App app("Kills trainings at random moments and resumes them");
    app.add_option("--kills", options.kills, "How many")->capture_default_str();
    app.add_option("--cells", options.cells, "Cells of the simulated data")->capture_default_str();
    app.add_option("--read", options.read, "genes or regulons")->capture_default_str();
    app.add_option("--threads", options.threads, "Threads of a training")->capture_default_str();
    app.add_option("--checkpoint-every", options.every, "Seconds; 0 for every epoch")->capture_default_str();
    app.add_option("--seed", options.seed, "Seed of the moments")->capture_default_str();
    app.add_flag("--json", options.json, "One JSON object");
    CLI11_PARSE(app, argc, argv);
    QElapsedTimer clock;
    clock.start();
    Kills kills(options);
    if (!kills.prepare()) return 2;
    kills.run_all();
    report(options, kills, static_cast<double>(clock.elapsed()) / 1000);
    return kills.tally().different == 0 && kills.tally().refused == 0 ? 0 : 1;
}
