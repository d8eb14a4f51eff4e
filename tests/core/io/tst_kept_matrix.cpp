// Tables of text and 10x folders that need more than the memory they may have: on disk they are what they
// are in memory, to the last bit, whatever happens to the files and the cache.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <thread>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/random.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/dataset/entries_in_memory.h"
#include "core/io/store/cached_matrix.h"
#include "core/io/store/expression_index.h"
#include "core/io/store/matrix_store.h"
#include "tests/core/io/dataset_dump.h"
#include "tests/core/io/store_examples.h"
#include "tests/core/io/text_reader_checks.h"
#include "tests/support/test_data.h"

using namespace regulus;
using test::qs;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t cells = 700, genes = 300;
constexpr std::size_t plenty = std::size_t{64} << 20U, little = std::size_t{400} << 10U;

std::string name_of_cell(std::size_t c) {
    return "ACGTTGCAACGT" + std::to_string(c) + "-1";
}

// Entries of every kind that a text may name: counts, fractions, repetitions that come to zero, zeros.
std::vector<Entry> some_entries(bool repeated, std::uint64_t seed) {
    const CsrMatrix m = test::example_matrix(cells, genes, 0.4, test::Values::Floats, true, seed);
    Random random(seed);
    std::vector<Entry> entries;
    for (std::size_t c = 0; c < cells; ++c) {
        for (std::size_t i = 0; i < m.row_columns(c).size(); ++i) {
            const auto gene = m.row_columns(c)[i];
            const float value =
                random.below(3) == 0 ? m.row_values(c)[i] : static_cast<float>(random.below(70'000));
            entries.push_back({static_cast<std::int32_t>(c), gene, value});
            if (!repeated || random.below(4) > 0) continue;
            entries.push_back({static_cast<std::int32_t>(c), gene, 0.1F});
            entries.push_back({static_cast<std::int32_t>(c), gene, random.below(2) == 0 ? -value : 1e8F});
        }
    }
    return entries;
}

void shuffle(std::vector<Entry>& entries) {
    Random random(9);
    for (std::size_t i = entries.size(); i > 1; --i) std::swap(entries[i - 1], entries[random.below(i)]);
}

std::vector<Entry> in_order(std::vector<Entry> entries, const std::string& order) {
    if (order == "by gene") std::ranges::stable_sort(entries, {}, &Entry::gene);
    if (order == "shuffled") shuffle(entries);
    if (order == "late") std::rotate(entries.begin(), entries.begin() + 200, entries.end());
    return entries;
}

QString number(float value) {
    return QString::number(double(value), 'g', 9);
}

void write_folder(const std::string& folder, const std::vector<Entry>& entries) {
    fs::create_directories(folder);
    std::ofstream barcodes(folder + "/barcodes.tsv"), features(folder + "/genes.tsv");
    for (std::size_t c = 0; c < cells; ++c) barcodes << name_of_cell(c) << "\n";
    for (std::size_t g = 0; g < genes; ++g) features << "ENSG" << g << "\tRPL" << g << "\n";
    QString text = QString("%%MatrixMarket matrix coordinate real general\n%1 %2 %3\n")
                       .arg(genes)
                       .arg(cells)
                       .arg(entries.size());
    for (const Entry& entry : entries)
        text += QString("%1 %2 ").arg(entry.gene + 1).arg(entry.cell + 1) + number(entry.value) + "\n";
    test::write_bytes(folder + "/matrix.mtx", text.toStdString());
}

// The same values as a table, with labels of the rows, a row and a column without values.
void write_table(const std::string& path, bool cells_in_rows) {
    const CsrMatrix m = test::example_matrix(cells, genes, 0.4, test::Values::Floats, true, 5);
    const Matrix dense = to_dense(m);
    const std::size_t rows = cells_in_rows ? cells : genes, columns = cells_in_rows ? genes : cells;
    const auto gene = [](std::size_t g) { return "RPL" + std::to_string(g); };
    QString text = "name";
    for (std::size_t i = 0; i < columns; ++i)
        text += "," + qs(cells_in_rows ? gene(i) : name_of_cell(i)) + (i == 4 ? ",kind,nothing" : "");
    for (std::size_t r = 0; r < rows; ++r) {
        text += "\n" + qs(cells_in_rows ? name_of_cell(r) : gene(r));
        for (std::size_t i = 0; i < columns; ++i) {
            const float value = cells_in_rows ? dense(r, i) : dense(i, r);
            text += "," + (r == 7 ? "NA" : number(value)) + (i == 4 ? r % 2 == 0 ? ",a," : ",b,NA" : "");
        }
    }
    test::write_bytes(path, text.toStdString() + "\n");
}

struct Stages final : test::Watch {
    std::set<std::string> seen;
    void progress(double fraction, std::string_view stage) override {
        seen.emplace(stage);
        test::Watch::progress(fraction, stage);
    }
    bool wrote() const { return seen.contains("putting the matrix on disk"); }
};

std::string contents(const Dataset& data) {
    const Assay& x = data.assays.at(0);
    const CsrMatrix all = x.matrix->block(0, x.matrix->cells());
    std::string text(reinterpret_cast<const char*>(all.values.data()), all.values.size() * sizeof(float));
    for (const auto column : all.columns) text += std::to_string(column) + " ";
    for (const auto offset : all.offsets) text += std::to_string(offset) + " ";
    const QJsonObject tables{{"obs", test::json_of(data.obs)}, {"var", test::json_of(*x.var)}};
    text += QJsonDocument(tables).toJson().toStdString();
    for (const std::string& warning : data.warnings) text += warning + "\n";
    return text + std::to_string(static_cast<int>(x.kind));
}

}  // namespace

class KeptMatrixTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    int m_caches = 0;

    std::string at(const char* name) const { return m_folder.filePath(name).toStdString(); }

    ReadOptions options(std::size_t max_bytes) {
        ReadOptions options;
        options.max_bytes = max_bytes;
        options.in_memory_bytes = 100'000;
        options.cache.folder = at("cache") + std::to_string(m_caches);
        options.cache.limit = std::uint64_t{1} << 30U;
        return options;
    }
    ReadOptions fresh(std::size_t max_bytes) {
        ++m_caches;
        return options(max_bytes);
    }
    static std::string read(const std::string& path, const ReadOptions& options) {
        Job job;
        return contents(*read_dataset(path, options, job));
    }
    static std::string refusal(const std::string& path, const ReadOptions& options) {
        Job job;
        return test::outcome_of([&] { return read_dataset(path, options, job); });
    }

  private Q_SLOTS:
    void initTestCase() {
        for (const char* name : {"by cell", "by gene", "shuffled", "late"})
            write_folder(at(name), in_order(some_entries(false, 3), name));
        write_folder(at("repeated"), in_order(some_entries(true, 4), "shuffled"));
        write_table(at("cells.csv"), true);
        write_table(at("genes.csv"), false);
    }

    // Before the other tests have used memory. 4 million entries take 32 MB in memory at least.
    void memory_is_bounded() {
        const std::string folder = at("large");
        fs::create_directories(folder);
        std::ofstream(folder + "/barcodes.tsv") << [] {
            std::string text;
            for (int i = 0; i < 4000; ++i) text += "AACG" + std::to_string(i) + "\n";
            return text;
        }();
        std::ofstream(folder + "/genes.tsv") << [] {
            std::string text;
            for (int i = 0; i < 2000; ++i) text += "G" + std::to_string(i) + "\n";
            return text;
        }();
        {
            std::ofstream matrix(folder + "/matrix.mtx");
            matrix << "%%MatrixMarket matrix coordinate integer general\n2000 4000 4000000\n";
            for (int g = 1; g <= 2000; g += 2) {
                std::string text;
                for (int c = 1; c <= 4000; ++c)
                    text +=
                        std::to_string(g) + " " + std::to_string(c) + " " + std::to_string(g % 9 + 1) + "\n";
                matrix << text;
            }
        }
        const ReadOptions how = fresh(std::size_t{8} << 20U);
        const double before = peak_memory_mb();
        Job job;
        const auto data = read_dataset(folder, how, job);
        QVERIFY2(peak_memory_mb() - before < 20, qPrintable(QString::number(peak_memory_mb() - before)));
        QCOMPARE(data->assays[0].matrix->block(3999, 4000).stored(), 1000U);
        QCOMPARE(data->assays[0].matrix->block(3999, 4000).values[4], float(9 % 9 + 1));
    }

    void as_in_memory_data() {
        QTest::addColumn<QString>("file");
        for (const char* name :
             {"by cell", "by gene", "shuffled", "late", "repeated", "cells.csv", "genes.csv"})
            QTest::newRow(name) << QString(name);
    }
    void as_in_memory() {
        QFETCH(QString, file);
        const std::string path = m_folder.filePath(file).toStdString();
        const std::string want = read(path, fresh(plenty));
        QVERIFY(!fs::exists(options(plenty).cache.folder));
        const ReadOptions how = fresh(little);
        Stages first, second;
        const auto data = read_dataset(path, how, first);
        QVERIFY(first.wrote());
        QVERIFY(!first.fell);
        QVERIFY(contents(*data) == want);
        QVERIFY(dynamic_cast<const IndexedMatrix*>(data->assays[0].matrix.get()) != nullptr);
        const auto again = read_dataset(path, how, second);
        QVERIFY(!second.wrote() && !second.seen.contains("reading the table"));
        QVERIFY(contents(*again) == want);
        // Memory to spare: it is read from the disk and stays.
        ReadOptions spare = options(plenty);
        spare.in_memory_bytes = plenty;
        Job job;
        const auto kept = read_dataset(path, spare, job);
        QVERIFY(dynamic_cast<const CachedMatrix*>(kept->assays[0].matrix.get()) != nullptr);
        QVERIFY(contents(*kept) == want);
    }
    void genes_are_indexed() {
        Job job;
        const auto memory = read_dataset(at("repeated"), fresh(plenty), job);
        const auto disk = read_dataset(at("repeated"), fresh(little), job);
        const MatrixSource &a = *memory->assays[0].matrix, &b = *disk->assays[0].matrix;
        for (const std::size_t g : {0U, 1U, 299U}) QCOMPARE(b.gene(g, job), a.gene(g, job));
        b.prepare(job);
        QVERIFY(dynamic_cast<const IndexedMatrix&>(b).status().complete());
        for (const std::size_t g : {0U, 1U, 299U}) QCOMPARE(b.gene(g, job), a.gene(g, job));
        const auto again = read_dataset(at("repeated"), options(little), job);
        QVERIFY(dynamic_cast<const IndexedMatrix&>(*again->assays[0].matrix).status().complete());
    }

    // Many runs of few entries each, straight, against the way in memory.
    void runs_data() {
        QTest::addColumn<QString>("order");
        for (const char* name : {"by cell", "by gene", "shuffled", "late"})
            QTest::newRow(name) << QString(name);
    }
    void runs() {
        QFETCH(QString, order);
        std::vector<Entry> entries;
        for (std::uint64_t seed = 0; seed < 6; ++seed) {
            const auto more = some_entries(true, seed);
            entries.insert(entries.end(), more.begin(), more.end());
        }
        if (order != "late") std::ranges::stable_sort(entries, {}, &Entry::cell);
        entries = in_order(std::move(entries), order.toStdString());
        entries.push_back({3, 2, 3.4e38F});
        entries.push_back({3, 7, 1e-45F});
        entries.push_back({cells - 1, genes - 1, 16'777'216.0F});
        entries.push_back({cells - 1, genes - 2, -0.0F});
        entries.push_back({cells - 1, genes - 3, -1.0F});
        Job job;
        EntriesInMemory memory(plenty);
        memory.add(entries);
        const CsrMatrix want = memory.finish(cells, genes, job);
        const auto entry = StoreCache(fresh(little).cache).open("runs");
        store::EntryRuns runs(entry, 1000);
        for (std::size_t i = 0; i < entries.size(); i += 1000)
            runs.add(std::span(entries).subspan(i, std::min<std::size_t>(1000, entries.size() - i)));
        store::MatrixStore store(entry, {std::string(64, 'a'), cells, genes, store::Cut::Lines});
        runs.fill(store, job);
        QVERIFY(store.complete());
        QVERIFY(test::tiles_in(entry->folder()).size() > 5);
        QVERIFY(test::equal(*store.read_lines(0, cells), want));
    }

    void sums_beyond_a_float() {
        std::vector<Entry> entries = some_entries(false, 3);
        entries.push_back({9, 9, 3e38F});
        entries.push_back({9, 9, 3e38F});
        write_folder(at("overflow"), in_order(entries, "shuffled"));
        for (const std::size_t memory : {little, plenty}) {
            const std::string said = refusal(at("overflow"), fresh(memory));
            QVERIFY2(said.starts_with("4 ") && qs(said).contains("too large to add up"), said.c_str());
        }
    }

    void against_python() {
        REGULUS_NEED_PYTHON("scipy", "pandas");
        Job job;
        for (const char* name : {"shuffled", "repeated", "genes.csv", "cells.csv"}) {
            QTemporaryDir dump;
            test::dump(*read_dataset(at(name), fresh(little), job), dump.path());
            const auto compared = test::run_python(R"PY(
import json, sys, numpy as np, pandas as pd, scipy.io, scipy.sparse as sp
path, dump = sys.argv[1:3]
a = json.load(open(dump + "/dataset.json"))["assays"][0]; stem = dump + "/" + a["stem"]
mine = sp.csr_matrix((np.fromfile(stem + "values", "f4"), np.fromfile(stem + "columns", "i4"), np.fromfile(stem + "offsets", "i8")), shape=(a["cells"], a["genes"]))
if path.endswith(".csv"):
    t = pd.read_csv(path, index_col=0).drop(columns=["kind", "nothing"]).dropna()
    want = (t.values if path.endswith("cells.csv") else t.values.T).astype("f4")
    assert (mine.toarray() == want).all()
else:
    want = sp.csr_matrix(scipy.io.mmread(path + "/matrix.mtx").T)
    assert mine.shape == want.shape
    # Repetitions are added up as floats here and as doubles there, some of them around 1e8.
    most = 32.0 if "repeated" in path else 0.0
    assert (np.abs(mine.toarray().astype("f8") - want.toarray().astype("f4")) <= most).all()
)PY",
                                                   {m_folder.filePath(name), dump.path()});
            QVERIFY2(compared.exit_code == 0, qPrintable(compared.output + compared.errors));
        }
    }

    void a_changed_file_is_another() {
        const std::string folder = at("changed");
        write_folder(folder, some_entries(false, 3));
        const ReadOptions how = fresh(little);
        const std::string before = read(folder, how);
        std::string features = test::bytes_of_file(folder + "/genes.tsv");
        features.replace(features.find("RPL17"), 5, "GFI1B");
        test::write_bytes(folder + "/genes.tsv", features);
        const std::string renamed = read(folder, how);
        QVERIFY(renamed != before && qs(renamed).contains("GFI1B"));
        write_folder(folder, some_entries(false, 8));
        const std::string after = read(folder, how);
        QVERIFY(after == read(folder, fresh(plenty)));
        QVERIFY(after != before);
    }

    // What was written before an end stays; the rest is made anew.
    void continues() {
        ReadOptions how = fresh(little);
        const std::string want = read(at("genes.csv"), fresh(plenty));
        --m_caches;
        QVERIFY(read(at("genes.csv"), how) == want);
        auto tiles = test::tiles_in(how.cache.folder);
        QVERIFY2(tiles.size() > 2, qPrintable(QString::number(tiles.size())));
        const auto time = fs::last_write_time(tiles[0]);
        for (const std::size_t i : {std::size_t{1}, tiles.size() - 1}) fs::remove(tiles[i]);
        Stages job;
        QVERIFY(contents(*read_dataset(at("genes.csv"), how, job)) == want);
        QVERIFY(job.wrote());
        QCOMPARE(fs::last_write_time(tiles[0]), time);
        // Without the names it is read again, too, and they are put there again.
        for (const auto& file : fs::recursive_directory_iterator(how.cache.folder)) {
            if (file.path().extension() == ".names") fs::resize_file(file.path(), 1000);
        }
        Stages rest, last;
        QVERIFY(contents(*read_dataset(at("genes.csv"), how, rest)) == want);
        QVERIFY(contents(*read_dataset(at("genes.csv"), how, last)) == want);
        QVERIFY(rest.seen.contains("reading the table") && !last.seen.contains("reading the table"));
    }
    // Wrong values never: what is damaged is made anew at the next opening, or refused when it is read.
    void damaged() {
        const std::string want = read(at("shuffled"), fresh(plenty));
        const ReadOptions how = fresh(little);
        Random random(2);
        int told = 0, written = 0;
        for (int round = 0; round < 40; ++round) {
            Stages job;
            const auto open = read_dataset(at("shuffled"), how, job);
            written += job.wrote() ? 1 : 0;
            const auto tiles = test::tiles_in(how.cache.folder);
            const fs::path tile = tiles[random.below(tiles.size())];
            std::string bytes = test::bytes_of_file(tile);
            const std::size_t place = random.below(bytes.size());
            bytes[place] = static_cast<char>(bytes[place] + 1 + static_cast<int>(random.below(200)));
            if (round % 5 == 0) bytes.resize(place);
            test::write_bytes(tile, bytes);
            try {
                QVERIFY(contents(*open) == want);
            } catch (const Error& error) {
                ++told;
                QVERIFY2(qs(error.what()).contains("Open the data set again"), error.what());
            }
            if (round % 2 == 0) QVERIFY(read(at("shuffled"), how) == want);
        }
        QVERIFY2(told > 20 && written > 10,
                 qPrintable(QString("%1 told, %2 written").arg(told).arg(written)));
    }

    void cancelled() {
        for (const char* name : {"shuffled", "genes.csv"}) {
            const std::string want = read(at(name), fresh(plenty));
            ReadOptions how;
            for (const double stop_at : {0.3, 0.8, 0.86}) {
                how = fresh(little);
                Stages stopped;
                stopped.stop_at = stop_at;
                QVERIFY_EXCEPTION_THROWN((void)read_dataset(at(name), how, stopped), Cancelled);
                for (const auto& file : fs::recursive_directory_iterator(how.cache.folder))
                    QVERIFY(file.path().extension() != ".part");
            }
            QVERIFY(read(at(name), how) == want);
        }
    }

    // A program that dies on the way leaves nothing that is wrong, and one that may write no more says so.
    void killed_or_out_of_room() {
        const std::string want = read(at("by gene"), fresh(plenty));
        for (const double die_at : {0.3, 0.84, 0.86, 0.95}) {
            const ReadOptions how = fresh(little);
            struct Dies final : Job {
                double at = 2;
                void progress(double fraction, std::string_view) override {
                    if (fraction >= at) ::raise(SIGKILL);
                }
            } job;
            job.at = die_at;
            const pid_t child = ::fork();
            if (child == 0) {
                (void)read_dataset(at("by gene"), how, job);
                ::_exit(0);
            }
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY(WIFSIGNALED(status));
            QVERIFY(read(at("by gene"), how) == want);
            QVERIFY(read(at("by gene"), how) == want);
        }
        for (const rlim_t room : {10'000, 60'000}) {
            const ReadOptions how = fresh(little);
            const pid_t child = ::fork();
            if (child == 0) {
                const rlimit limit{room, room};
                (void)::signal(SIGXFSZ, SIG_IGN);
                (void)::setrlimit(RLIMIT_FSIZE, &limit);
                const std::string said = refusal(at("by gene"), how);
                const bool right = said.starts_with("6 ") && qs(said).contains("cannot be written") &&
                                   qs(said).contains("Allow more memory");
                ::_exit(right ? 0 : 1);
            }
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
            QVERIFY(read(at("by gene"), how) == want);
        }
    }

    void at_the_same_time() {
        for (const char* name : {"by gene", "cells.csv"}) {
            const std::string want = read(at(name), fresh(plenty));
            const ReadOptions how = fresh(little);
            std::vector<std::string> got(3);
            std::vector<std::thread> programs;
            for (std::string& one : got) programs.emplace_back([&] { one = read(at(name), how); });
            for (std::thread& program : programs) program.join();
            for (const std::string& one : got) QVERIFY(one == want);
        }
    }

    // Whoever waits for another can give up.
    void waiting_is_cancelled() {
        const ReadOptions how = fresh(little);
        (void)read(at("by cell"), how);
        const auto tiles = test::tiles_in(how.cache.folder);
        fs::remove(tiles.front());
        const auto entry = StoreCache(how.cache).open(tiles.front().parent_path().filename().string());
        const auto lock = entry->try_build();
        QVERIFY(lock.has_value());
        struct Waits final : Job {
            void progress(double, std::string_view stage) override {
                if (stage.starts_with("waiting for another program")) cancel();
            }
        } job;
        QVERIFY_EXCEPTION_THROWN((void)read_dataset(at("by cell"), how, job), Cancelled);
    }

    void unusable_caches() {
        for (const char* name : {"by cell", "genes.csv"}) {
            ReadOptions how = fresh(little);
            how.cache.folder.clear();
            std::string said = refusal(at(name), how);
            QVERIFY2(said.starts_with("7 ") && qs(said).contains("cache") && qs(said).contains("more memory"),
                     said.c_str());
            how.cache.folder = at("cells.csv") + "/cache";
            said = refusal(at(name), how);
            QVERIFY2(said.starts_with("7 ") && qs(said).contains("cache folder"), said.c_str());
            how = fresh(little);
            how.cache.limit = 30'000;
            said = refusal(at(name), how);
            QVERIFY2(said.starts_with("6 ") && qs(said).contains("used up") && qs(said).contains("XDG_CACHE"),
                     said.c_str());
            QVERIFY(!read(at(name), options(plenty)).empty());
        }
    }

    // A table that turns out to be none leaves nothing that a later opening would take for one.
    void faults_at_the_end() {
        const std::string path = at("fault.csv");
        write_table(path, true);
        std::ofstream(path, std::ios::app) << "last,1,huh\n";
        const ReadOptions how = fresh(little);
        for (int i = 0; i < 2; ++i) QVERIFY(qs(refusal(path, how)).contains("no number"));
        QVERIFY(test::tiles_in(how.cache.folder).empty());
    }
};

QTEST_GUILESS_MAIN(KeptMatrixTest)
#include "tst_kept_matrix.moc"
