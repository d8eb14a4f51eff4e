// What a command can be asked for: names that it takes for what they are, and nothing where it would show
// something else.
#include <QTest>

#include "core/model/model_file.h"
#include "ui/script/asked_words.h"
#include "ui/session/group_columns.h"

using namespace regulus;

namespace {

ScriptInputs inputs() {
    auto dataset = std::make_shared<Dataset>();
    for (const char* name : {"cell_type", "CD4", "gene:x"}) dataset->obs.columns.push_back({name, Numeric{}});
    ScriptInputs in;
    in.dataset = dataset;
    in.record.prior = "/p rior.csv";
    return in;
}

QString word(const Coloring& coloring, const ScriptInputs& in = inputs()) {
    return QString::fromStdString(coloringWord(coloring, ScriptText(in, "s")));
}

// The options that say where these are read from; "none" where no command reads them.
QString source(const std::vector<Coloring>& colorings, const ScriptInputs& in) {
    ScriptText text(in, "s");
    if (in.record.model) text.model = "./m";
    CommandWords words("figure");
    if (!addSource(words, colorings, text)) return "none";
    return words.text().mid(QString("regulus figure").size()).trimmed();
}

ScriptInputs withModel(bool reader) {
    ScriptInputs in = inputs();
    auto model = std::make_shared<ModelFile>();
    if (reader) model->reader = std::make_shared<const ReaderModel>();
    in.record.model = model;
    return in;
}

}  // namespace

class TestAskedWords : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void names() {
        QCOMPARE(word(Coloring::column("cell_type")), QString("cell_type"));
        QCOMPARE(word(Coloring::column("gene:x")), QString("column:gene:x"));
        QCOMPARE(word(Coloring::gene("MS4A1")), QString("MS4A1"));
        QCOMPARE(word(Coloring::gene("CD4")), QString("gene:CD4"));
        QCOMPARE(word(Coloring::gene("MS4A1", "raw")), QString(""));
        QCOMPARE(word(Coloring::regulon("SPI1", RegulonMeasure::Activity)), QString("activity:SPI1"));
        QCOMPARE(word(Coloring::regulon("SPI1", RegulonMeasure::TfAttention)), QString("regulon:SPI1"));
        QCOMPARE(word(Coloring::regulon("SPI1", RegulonMeasure::Expression)), QString("SPI1"));
        QCOMPARE(word(Coloring::prediction()), QString("prediction"));
        QCOMPARE(word(Coloring::confidence()), QString("certainty"));
        QCOMPARE(word(Coloring::none()), QString(""));
    }

    // The command would draw the column.
    void aColumnIsCalledAsWhatAModelSays() {
        auto dataset = std::make_shared<Dataset>(*inputs().dataset);
        dataset->obs.columns.push_back({"prediction", Numeric{}});
        ScriptInputs in = inputs();
        in.dataset = dataset;
        QCOMPARE(word(Coloring::prediction(), in), QString(""));
        QCOMPARE(word(Coloring::confidence(), in), QString("certainty"));
        QCOMPARE(word(Coloring::blend(Coloring::prediction(), Coloring::gene("CD4")), in), QString(""));
    }

    // A model knows its genes by itself, a gene beside it is called as was chosen.
    void genesThatWereChosen() {
        ScriptInputs in = withModel(true);
        in.record.choices.genes.column = "symbol";
        const Coloring attention = Coloring::regulon("SPI1", RegulonMeasure::TfAttention);
        const ScriptText text(in, "s");
        QVERIFY(text.choosesGenes() && readModel(std::span(&attention, 1), text));
        QCOMPARE(source({attention}, in), QString("--model ./m"));
        QCOMPARE(source({attention, Coloring::gene("CD4")}, in), QString("none"));
        QVERIFY(!ScriptText(inputs(), "s").choosesGenes());
    }

    void blends() {
        QCOMPARE(word(Coloring::blend(Coloring::gene("CD4"), Coloring::column("cell_type"))),
                 QString("gene:CD4 + cell_type"));
        QCOMPARE(word(Coloring::blend(Coloring::gene("a + b"), Coloring::gene("c"))), QString(""));
        QCOMPARE(word(Coloring::blend(Coloring::gene("a", "raw"), Coloring::gene("c"))), QString(""));
    }

    // --color-by would take the usual values.
    void valuesThatWereChosen() {
        ScriptInputs in = inputs();
        in.record.choices.assay = "counts";
        for (const Coloring& coloring : {Coloring::gene("MS4A1"), Coloring::prediction(),
                                         Coloring::regulon("SPI1", RegulonMeasure::Activity)})
            QCOMPARE(word(coloring, in), QString(""));
        QCOMPARE(word(Coloring::column("cell_type"), in), QString("cell_type"));
    }

    void whatIsLeftOut() {
        const ScriptInputs in = inputs();
        ScriptText text(in, "s");
        text.lack("cell_type");
        QCOMPARE(coloringWord(Coloring::column("cell_type"), text), std::string(""));
        QCOMPARE(groupWord("cell_type", text), std::string(""));
        QCOMPARE(groupWord("CD4", text), std::string("CD4"));
        QCOMPARE(groupWord(predicted_column, text, true), std::string(""));
        text.model = "./m";
        QCOMPARE(groupWord(predicted_column, text, true), std::string("prediction"));
        QCOMPARE(groupWord(predicted_column, text), std::string(""));
    }

    void sources() {
        const Coloring activity = Coloring::regulon("SPI1", RegulonMeasure::Activity),
                       choice = Coloring::regulon("SPI1", RegulonMeasure::Choice),
                       effect = Coloring::regulon("SPI1", RegulonMeasure::Effect);
        QCOMPARE(source({Coloring::gene("CD4")}, inputs()), QString(""));
        QCOMPARE(source({activity}, inputs()), QString("--prior '/p rior.csv'"));
        QCOMPARE(source({effect}, inputs()), QString("none"));
        QCOMPARE(source({activity, effect}, withModel(true)), QString("--model ./m"));
        QCOMPARE(source({activity}, withModel(false)), QString("--prior '/p rior.csv'"));
        QCOMPARE(source({choice}, withModel(false)), QString("--model ./m"));
        QCOMPARE(source({activity, choice}, withModel(false)), QString("none"));  // no command reads both
        QCOMPARE(source({Coloring::blend(activity, Coloring::confidence())}, withModel(false)),
                 QString("none"));
        ScriptInputs in = inputs();
        in.record.prior.clear();
        QCOMPARE(source({activity}, in), QString("none"));
    }
};

QTEST_MAIN(TestAskedWords)
#include "tst_asked_words.moc"
