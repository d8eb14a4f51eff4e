#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/workflow/labels.h"

using namespace regulus;

namespace {

Column text(const std::string& name, std::vector<std::string> values) {
    return {name, Text{std::move(values)}};
}

Table table(std::vector<Column> columns, std::size_t rows) {
    Table obs;
    for (std::size_t r = 0; r < rows; ++r) obs.index.push_back("cell" + std::to_string(r));
    obs.columns = std::move(columns);
    return obs;
}

template <class Work>
std::string refused(ErrorKind kind, Work work) {
    try {
        work();
    } catch (const Error& error) {
        return error.kind() == kind ? error.what() : std::string("wrong kind: ") + error.what();
    }
    return "nothing was thrown";
}

}  // namespace

class TestLabels : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void wordsForNoLabel();
    void classesKeepTheirOrderAndColors();
    void unusedCategoriesDisappear();
    void categoriesWithoutCellsDoNotCount();
    void whatCannotServeIsRefused();
    void guessesLabelColumns();
    void namesComeBeforeCodes();
    void namesOfTheSameClassesComeFirst();
    void guessesBatchColumns();
    void groupsKeepTheMissingTogether();
};

void TestLabels::wordsForNoLabel() {
    for (const char* word :
         {"", " ", "NA", "n/a", "NaN", "None", "UNKNOWN", " Unassigned ", "unlabelled", "<NA>"}) {
        QVERIFY2(means_unlabelled(word), word);
    }
    for (const char* word : {"B", "NK", "Nave", "unknown T", "0", "other"})
        QVERIFY2(!means_unlabelled(word), word);
}

void TestLabels::classesKeepTheirOrderAndColors() {
    const Categorical types{
        {"T", "unknown", "B"}, {2, 0, 1, -1, 0, 2}, {"#111111", "#222222", "#333333"}, false};
    const Labels labels = read_labels(table({{"cell_type", types}}, 6), "cell_type");
    QCOMPARE(labels.classes, (std::vector<std::string>{"T", "B"}));
    QCOMPARE(labels.codes, (std::vector<std::int32_t>{1, 0, -1, -1, 0, 1}));
    QCOMPARE(labels.colors, (std::vector<std::string>{"#111111", "#333333"}));
    QCOMPARE(labels.counts, (std::vector<std::size_t>{2, 2}));
    QCOMPARE(labels.unlabelled, std::size_t{2});
    QCOMPARE(labels.unlabelled_as, (std::vector<std::string>{"unknown", "missing"}));
    QCOMPARE(labels.warnings.size(), std::size_t{1});
}

void TestLabels::unusedCategoriesDisappear() {
    const Categorical types{{"A", "never", "C"}, {0, 0, 2}, {}, false};
    const Labels labels = read_labels(table({{"t", types}}, 3), "t");
    QCOMPARE(labels.classes, (std::vector<std::string>{"A", "C"}));
    QVERIFY(labels.warnings.front().find("single cell") != std::string::npos);
    QVERIFY(labels.warnings.front().find("C") != std::string::npos);
}

// A part of an atlas keeps the names of all donors and types of the whole.
void TestLabels::categoriesWithoutCellsDoNotCount() {
    constexpr std::size_t all = 3000, cells = 40;
    Categorical donors, types;
    for (std::size_t i = 0; i < all; ++i) {
        donors.categories.push_back("donor" + std::to_string(i));
        types.categories.push_back("type" + std::to_string(i));
        types.colors.push_back(i == 2999 ? "#00ff00" : "#ff0000");
    }
    for (std::size_t c = 0; c < cells; ++c) {
        donors.codes.push_back(static_cast<std::int32_t>(700 * (c % 4)));
        types.codes.push_back(c % 2 == 0 ? 5 : 2999);
    }
    const Table obs = table({{"donor_id", donors}, {"cell_type", types}}, cells);
    QCOMPARE(batch_columns(obs).size(), std::size_t{1});
    QCOMPARE(batch_columns(obs)[0].classes, std::size_t{4});
    QCOMPARE(label_columns(obs)[0].classes, std::size_t{2});
    const auto groups = read_groups(obs, "donor_id");
    QCOMPARE(*std::ranges::max_element(groups), 3);
    const Labels labels = read_labels(obs, "cell_type");
    QCOMPARE(labels.classes, (std::vector<std::string>{"type5", "type2999"}));
    QCOMPARE(labels.colors, (std::vector<std::string>{"#ff0000", "#00ff00"}));
    // As many as that with cells are no groups.
    Categorical each = donors;
    each.codes.clear();
    for (std::size_t c = 0; c < all; ++c) each.codes.push_back(static_cast<std::int32_t>(c));
    QVERIFY(batch_columns(table({{"donor_id", each}}, all)).empty());
}

void TestLabels::whatCannotServeIsRefused() {
    const Table obs = table({text("cell_type", {"A", "A", "B", "B"}),
                             text("same", {"A", "A", "NA", "A"}),
                             text("none", {"NA", "", "unknown", "nan"}),
                             {"depth", Numeric{{1.5, 2, 3, 4}, false}}},
                            4);
    const auto refuse = [&](ErrorKind kind, const char* column) {
        return refused(kind, [&] { read_labels(obs, column); });
    };
    const std::string missing = refuse(ErrorKind::Usage, "celltype");
    QVERIFY2(missing.find("cell_type (2 values)") != std::string::npos, missing.c_str());
    QVERIFY(refuse(ErrorKind::Data, "same").find("only one class: A") != std::string::npos);
    QVERIFY(refuse(ErrorKind::Data, "none").find("has no labels") != std::string::npos);
    QVERIFY(refuse(ErrorKind::Data, "depth").find("measurements") != std::string::npos);
    QVERIFY(refused(ErrorKind::Data, [&] { read_labels(table({}, 0), "x"); }).find("wrong kind") == 0);
}

void TestLabels::guessesLabelColumns() {
    const Table obs = table({text("barcode", {"a", "b", "c", "d"}),
                             text("phase", {"S", "G1", "S", "G1"}),
                             {"leiden", Numeric{{0, 1, 1, 0}, true}},
                             {"n_genes", Numeric{{10, 12, 12, 10}, true}},
                             text("donor_id", {"d1", "d2", "d1", "d2"}),
                             text("Cell.Type", {"A", "B", "B", "NA"}),
                             {"doublet", Boolean{{0, 1, 0, 1}}}},
                            4);
    std::vector<std::string> names;
    for (const auto& guess : label_columns(obs)) names.push_back(guess.name);
    // One cell of each: "barcode" is no label. "Cell.Type" lost a cell and has one class of a single cell.
    QCOMPARE(names, (std::vector<std::string>{"leiden", "phase"}));
    const Table larger =
        table({text("phase", {"S", "S", "G1", "G1", "S"}), text("Cell.Type", {"A", "B", "B", "NA", "A"})}, 5);
    QCOMPARE(label_columns(larger).front().name, std::string("Cell.Type"));
    QCOMPARE(label_columns(larger).front().classes, std::size_t{2});
    QCOMPARE(label_columns(larger).front().unlabelled, std::size_t{1});
}

void TestLabels::namesComeBeforeCodes() {
    const Numeric codes{{0, 1, 1, 0}, true};
    const Categorical ids{{"CL:0000236", "CL:0000084"}, {0, 1, 1, 0}, {}, false};
    const Table obs = table({{"cell_type", codes},
                             {"cell_type_ontology_term_id", ids},
                             {"seurat_clusters", text("", {"0", "1", "1", "0"}).values},
                             text("annotation_chr", {"B", "T", "T", "B"}),
                             text("sex", {"f", "f", "m", "m"})},
                            4);
    const auto guesses = label_columns(obs);
    QStringList names;
    for (const auto& guess : guesses) names << QString::fromStdString(guess.name);
    QCOMPARE(names.join(' '),
             QString("annotation_chr cell_type cell_type_ontology_term_id seurat_clusters sex"));
    QVERIFY(guesses[0].kind == LabelKind::Names && guesses[1].kind == LabelKind::Numbers);
    QVERIFY(guesses[2].kind == LabelKind::Identifiers && guesses[3].kind == LabelKind::Numbers);
    // Taken all the same, they are told of, and what would be better.
    const auto said = [&](const char* column) {
        QString all;
        for (const auto& warning : read_labels(obs, column).warnings) all += QString::fromStdString(warning);
        return all;
    };
    QVERIFY2(
        said("cell_type").contains("are numbers (0, ...)") && said("cell_type").contains("'annotation_chr'"),
        qPrintable(said("cell_type")));
    QVERIFY(said("cell_type_ontology_term_id").contains("identifiers (CL:0000236"));
    QVERIFY(said("annotation_chr").isEmpty());
    const Table alone = table({{"cell_type", codes}}, 4);
    QVERIFY(QString::fromStdString(read_labels(alone, "cell_type").warnings.front()).contains("lost"));
}

void TestLabels::namesOfTheSameClassesComeFirst() {
    const Categorical ids{{"CL:0000236", "CL:0000084"}, {0, 1, 1, 0, 0, 1}, {}, false};
    const auto first = [&](const char* column, std::initializer_list<const char*> values) {
        std::vector<std::string> texts(values.begin(), values.end());
        const Table obs =
            table({text("sex", {"f", "f", "m", "m", "f", "m"}), {"cell_type", ids}, text(column, texts)}, 6);
        return QString::fromStdString(label_columns(obs).front().name);
    };
    QCOMPARE(first("what it is", {"B", "T", "T", "B", "B", "T"}), QString("what it is"));
    QCOMPARE(first("final", {"B 1", "T", "T", "B 1", "B 1", "T"}), QString("final"));
    QCOMPARE(first("smoker", {"yes", "yes", "no", "no", "yes", "no"}), QString("cell_type"));
}

void TestLabels::guessesBatchColumns() {
    const Table obs = table({text("batch", {"1", "2", "1", "2"}), text("donor_id", {"d1", "d2", "d1", "d2"}),
                             text("sample", {"s", "s", "s", "s"}), text("cell_type", {"A", "A", "B", "B"})},
                            4);
    for (const char* replicates : {"donor_id", "Patient", "orig.ident", "sample"})
        QVERIFY2(named_as_replicates(replicates), replicates);
    for (const char* others : {"batch", "library_prep", "lane", "plate", "cell_type", ""})
        QVERIFY2(!named_as_replicates(others), others);
    const auto guesses = batch_columns(obs);
    QCOMPARE(guesses.size(), std::size_t{2});
    QCOMPARE(guesses[0].name, std::string("donor_id"));
    QCOMPARE(guesses[1].name, std::string("batch"));
}

void TestLabels::groupsKeepTheMissingTogether() {
    const Table obs =
        table({text("donor", {"a", "", "b", "", "a"}), text("one", {"a", "a", "a", "a", "a"})}, 5);
    QCOMPARE(read_groups(obs, "donor"), (std::vector<std::int32_t>{0, 1, 2, 1, 0}));
    QVERIFY(refused(ErrorKind::Data, [&] { read_groups(obs, "one"); }).find("single value") !=
            std::string::npos);
    QVERIFY(refused(ErrorKind::Usage, [&] { read_groups(obs, "patient"); }).find("donor (2 values)") ==
            std::string::npos);
}

QTEST_APPLESS_MAIN(TestLabels)
#include "tst_labels.moc"
