// Tables of text and 10x folders that need more than the memory they may have: on disk they are what they
// are in memory, to the last bit.
#include <QTest>

#include "core/base/memory.h"
#include "core/io/store/cached_matrix.h"
#include "core/io/store/expression_index.h"
#include "core/io/store/matrix_store.h"
#include "tests/core/io/assembly/kept_matrix_examples.h"

using namespace regulus;
using namespace regulus::test;
namespace fs = std::filesystem;

class KeptMatrixTest : public QObject, KeptFiles {
    Q_OBJECT

  private Q_SLOTS:
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
        const std::string path = at(file.toUtf8());
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
        QVERIFY(tiles_in(entry->folder()).size() > 5);
        QVERIFY(equal(*store.read_lines(0, cells), want));
    }

    void sums_beyond_a_float() {
        std::vector<Entry> entries = some_entries(false, 3);
        entries.push_back({9, 9, 3e38F});
        entries.push_back({9, 9, 3e38F});
        write_folder(at("overflow"), in_order(entries, "shuffled"));
        for (const std::size_t memory : {little, plenty}) {
            const std::string said = refusal(at("overflow"), fresh(memory));
            QVERIFY2(said.starts_with("4 ") && qs(said).contains("too large to add"), said.c_str());
        }
    }

    void against_python() {
        REGULUS_NEED_PYTHON("scipy", "pandas");
        Job job;
        for (const char* name : {"shuffled", "repeated", "genes.csv", "cells.csv"}) {
            QTemporaryDir folder;
            dump(*read_dataset(at(name), fresh(little), job), folder.path());
            const auto compared = run_python(R"PY(
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
                                             {qs(at(name)), folder.path()});
            QVERIFY2(compared.exit_code == 0, qPrintable(compared.output + compared.errors));
        }
    }
};

QTEST_GUILESS_MAIN(KeptMatrixTest)
#include "tst_kept_matrix.moc"
