// What the ranks of the tests are asked to do, with simulated data in a folder of their own.
#pragma once

#include "tests/app/command_line/run_regulus.h"

namespace regulus::test {

struct RankCommands {
    QTemporaryDir folder;

    QString at(const QString& name) const { return folder.filePath(name); }
    // data.h5ad and prior.csv, for all ranks.
    QStringList whole() const { return {"--data", at("data.h5ad"), "--distributed"}; }
    QStringList train(const QString& out, const QStringList& more = {}) const {
        return QStringList{"train", "--labels", "cell_type", "--prior",   at("prior.csv"),
                           "--out", at(out),    "--json",    "--threads", "1"} +
               more;
    }
    // Reading genes, which takes as long as it has epochs.
    QStringList genes(const QString& out, const QStringList& more = {}) const {
        const QStringList some{"--pretraining-epochs", "1"};
        return train(out, whole() +
                              QStringList{"--read", "genes", "--preset", "quick", "--checkpoint-every", "0"} +
                              more + (more.contains(some.first()) ? QStringList() : some));
    }
};

inline std::string said(const std::vector<Ran>& ranks) {
    std::string all;
    for (const Ran& one : ranks) all += one.all() + "\n";
    return all;
}

// One rank says it, and the others that this one does.
inline bool said_once(const std::vector<Ran>& ranks, const QString& text) {
    std::size_t full = 0, brief = 0;
    for (const Ran& one : ranks) {
        const bool has_it = one.errors.contains(text);
        full += has_it ? 1 : 0;
        brief += !has_it && one.errors.contains(", and says why") ? 1 : 0;
    }
    return full == 1 && brief + 1 == ranks.size();
}

}  // namespace regulus::test
